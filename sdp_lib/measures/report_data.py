"""The data of a report: what its fingerprint covers, and nothing else.

So a page can show only what makes its report stale when it changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sdp_lib.inputs.council import Council
from sdp_lib.inputs.dataset import Dataset
from sdp_lib.inputs.origins import Origin
from sdp_lib.inputs.params import QuarterParams
from sdp_lib.inputs.plan import Plan
from sdp_lib.inputs.scope import EVERYTHING, Scope
from sdp_lib.measures.counts import submissions
from sdp_lib.measures.figure import Count
from sdp_lib.measures.responses import Activity, Responses, plan_rows, responses
from sdp_lib.measures.reviews import Review, all_reviews


@dataclass(frozen=True, eq=False)
class ReportData:
    """The rows of the activities that a report covers, and the configuration.

    `history` holds the quarters of the plan up to this one, oldest first, and `asked` the
    parameters of each. `received` counts the returns of the whole plan, except for scorecards.
    `whole` is whether the report is of the whole plan. `rows` is what the plan says now of every
    activity that may be shown, including those that have left it, and `origins` what they go on
    from in earlier plans.
    """

    council: Council
    plan: Plan
    asked: tuple[QuarterParams, ...]
    history: tuple[Responses, ...]
    reviews: tuple[Review, ...]
    received: Count | None
    whole: bool
    rows: Mapping[str, Activity] = field(default_factory=dict)
    origins: Mapping[str, Origin] = field(default_factory=dict)

    @property
    def params(self) -> QuarterParams:
        """The parameters of the quarter that is reported."""
        return self.asked[-1]


def report_data(dataset: Dataset, scope: Scope) -> ReportData:
    """Restrict a dataset to what a report of a scope may show."""
    covered = dataset.covers.of(scope)
    shown = {*covered.activities, *covered.related}
    history = tuple(
        responses(wave).only(shown).part(scope, wave.then.plan) for wave in dataset.waves
    )
    members = history[-1].members
    everyone = responses(dataset.now)
    return ReportData(
        dataset.council,
        dataset.plan,
        tuple(wave.params for wave in dataset.waves),
        history,
        tuple(review for review in all_reviews(dataset) if review.activity in members),
        next(submissions(everyone)) if scope.plan_wide else None,
        scope == EVERYTHING,
        {activity: row for activity, row in plan_rows(dataset.now).items() if activity in shown},
        {
            f"{plan}:{activity}": dataset.origins[f"{plan}:{activity}"]
            for plan, several in covered.origins.items()
            for activity in several
        },
    )


def part_of(data: ReportData, scope: Scope) -> ReportData:
    """Restrict the data of a report to a part of its activities."""
    history = tuple(seen.part(scope, data.plan) for seen in data.history)
    members = history[-1].members
    reviews = tuple(review for review in data.reviews if review.activity in members)
    return replace(data, history=history, reviews=reviews, whole=False)
