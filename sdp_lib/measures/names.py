"""Names of all figures: they depend on the configuration and the plan, and not on any answer."""

from __future__ import annotations

from datetime import date

from sdp_lib.inputs.council import Council
from sdp_lib.inputs.plan_as_it_was import PlanThen
from sdp_lib.measures.counts import counts
from sdp_lib.measures.movement import movement_counts
from sdp_lib.measures.responses import Responses
from sdp_lib.measures.tracking import tracking_counts
from sdp_lib.periods import Period


def figure_names(
    council: Council, *, compared: bool = True, plan: PlanThen | None = None
) -> tuple[str, ...]:
    """Return the names of the figures of the whole council's report, in the order of `figures.csv`.

    The other reports have the same, except for the objectives that they do not cover. Without an
    earlier quarter of the same plan to be `compared` with, there are no figures of movement and of
    milestone dates. The names come from counting a quarter without activities, so that there is no
    second list to keep.
    """
    used = plan.uses if plan else frozenset()
    objectives = plan.plan.objectives if plan and "objectives" in used else ()
    period = Period(2019, 1, council.calendar.value)  # any period will do
    nothing = Responses(council, period, (), (), objectives=objectives, uses=used)
    listed = [*counts(nothing)]
    if compared:
        listed += movement_counts(nothing, nothing)
        listed += tracking_counts((nothing,), nothing, date.min)
    return tuple(count.name for count in listed)
