"""Stacked bars of statuses: outcome by outcome, and period by period."""

from __future__ import annotations

from collections.abc import Sequence

from sdp_lib.inputs.plan import Outcome
from sdp_lib.measures.breakdowns import statuses
from sdp_lib.measures.movement import NO_RETURN
from sdp_lib.measures.responses import Responses
from sdp_lib.periods import headed, spoken
from sdp_lib.presentation.drawing import Words
from sdp_lib.presentation.fragments import Fragment
from sdp_lib.presentation.statuscharts import Series, stacked_shares
from sdp_lib.presentation.wording import counted, largest, listed, verb
from sdp_lib.report.context import Context


def shares_by_outcome(context: Context, outcomes: list[tuple[Outcome, Context]]) -> Fragment:
    """Draw the statuses of each outcome's activities as stacked bars."""
    seen = [one.now for _, one in outcomes]
    most, worst = largest(
        [(outcome.label, one.figure("delivery.not_on_track").value) for outcome, one in outcomes]
    )
    return stacked_shares(
        Words(
            "outcomes",
            context.say("Number of activities by delivery status and ")
            + f"{context.outcome_word}, {context.quarter.label}",
            f"Stacked bar chart of delivery status for "
            f"{counted(len(seen), (context.outcome_word, context.outcome_word + 's'))}. "
            + (
                f"{listed(worst)} {verb(len(worst), 0, 'has', 'have')} "
                + context.say("the most activities that are not on track: ")
                + f"{most}{' each' if len(worst) > 1 else ''}."
                if most
                else context.say("None has an activity that is not on track.")
            ),
        ),
        [one.label for one, _ in outcomes],
        status_series(context, seen),
    )


def shares_by_quarter(context: Context) -> Fragment | None:
    """Draw the statuses of each period of the plan so far, if it had the same statuses."""
    history = context.comparable
    if len(history) == 1:
        return None
    series = status_series(context, history)
    on_track = next(status for status in context.council.statuses if status.on_track)
    counts = next(part.values for part in series if part.label == on_track.label)
    first, last = (spoken(history[place].quarter.label) for place in (0, -1))
    return stacked_shares(
        Words(
            "quarters",
            context.say("Number of activities by delivery status in each quarter, ")
            + context.subject,
            context.say("Stacked bar chart of delivery status by quarter. ")
            + f"{on_track.label}: {counts[0]} in {first}, {counts[-1]} in {last}.",
            context.say("Quarter"),
        ),
        [headed(seen.quarter.label) for seen in history],
        series,
    )


def status_series(context: Context, several: Sequence[Responses]) -> list[Series]:
    """Return the parts of stacked bars: the statuses, and activities without one, if any."""
    counted = [statuses(seen) for seen in several]
    parts = [
        Series(
            status.label, context.looks[status.id], [number.get(status.id, 0) for number in counted]
        )
        for status in context.council.statuses
    ]
    unknown = [
        Series("Status not given", "blank", [number[""] for number in counted]),
        Series("No return", "none", [number[NO_RETURN] for number in counted]),
    ]
    return [*parts, *(part for part in unknown if any(part.values))]
