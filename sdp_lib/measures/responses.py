"""Records that every measure reads: the activities that a report covers, and their answers.

Rows of the inputs become typed records here, with what the contract defines of each answer: off
track, due this year, revised, late. Everything that a report shows is counted from these records.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any

from sdp_lib.inputs.council import Council, ids
from sdp_lib.inputs.dataset import Wave
from sdp_lib.inputs.placeholders import says_nothing
from sdp_lib.inputs.plan import Objective, Plan
from sdp_lib.inputs.returns import TEXTS
from sdp_lib.inputs.scope import EVERYTHING, Scope
from sdp_lib.inputs.window import Window
from sdp_lib.measures.rows import rows_of
from sdp_lib.periods import Period


@dataclass(frozen=True, slots=True)
class Activity:
    """What the plan says of an activity; `end` is its original end date.

    `joined` and `left` are quarters as text, and `budget` is in whole pounds. What a plan does not
    say is blank, empty or None.
    """

    id: str
    title: str
    outcome: str
    type: str
    directorate: str
    lead: str
    director: str
    portfolio: str
    portfolio_id: str
    start: date | None
    end: date | None
    source: str
    joined: str
    left: str
    left_as: str
    into: tuple[str, ...]
    carried_from: tuple[str, ...]
    depends_on: tuple[str, ...]
    objectives: tuple[str, ...]
    operating_plan: str
    budget: int | None
    risk: str
    complexity: str
    value: str


@dataclass(frozen=True, slots=True)
class Answer(Activity):
    """The answer of an activity in a quarter, beside what the plan says of it.

    `submitted` is a moment, None if it is not known; `delivery` is a status ID or blank; lists
    hold IDs; `milestones` maps each kind of milestone to its date. The flags are those of the
    contract: see `make_answer`.
    """

    submitted: datetime | None
    delivery: str
    progress: str
    milestones: Mapping[str, date | None]
    other_milestone_name: str
    revised_end: date | None
    issues: tuple[str, ...]
    issue_other: str
    issue_detail: str
    mitigation: str
    mitigation_themes: tuple[str, ...]
    boards_reported: tuple[str, ...]
    boards_expected: tuple[str, ...]
    forward_plan_date: date | None
    risk_registers: tuple[str, ...]
    late: bool
    on_track: bool
    off_track: bool
    due: bool
    revised: bool

    @property
    def any_milestone(self) -> bool:
        """Whether at least one milestone date was given."""
        return any(self.milestones.values())

    @property
    def issue_count(self) -> int:
        """How many issues were named: each theme, and the one in free text."""
        return len(self.issues) + bool(self.issue_other.strip())

    @property
    def any_mitigation(self) -> bool:
        """Whether a mitigating action or escalation was described."""
        return bool(self.mitigation.strip())

    @property
    def slip_days(self) -> int | None:
        """By how many days the revised end is later than the original; None without both."""
        if self.end is None or self.revised_end is None:
            return None
        return (self.revised_end - self.end).days


@dataclass(frozen=True, eq=False)
class Responses:
    """The responses that a report covers in one quarter, compared by identity.

    `activities` are those covered, in the plan's order, and `answers` those of them with a return.
    `known` is what else the report may show, or None. `objectives` are those that it covers, `uses`
    names what the plan says of any activity, and `of_outcome` whether it covers a single outcome.
    """

    council: Council
    quarter: Period
    activities: tuple[Activity, ...]
    answers: tuple[Answer, ...]
    known: Responses | None = None
    objectives: tuple[Objective, ...] = ()
    uses: Collection[str] = ()
    of_outcome: bool = False

    def part(self, scope: Scope, plan: Plan | None = None) -> Responses:
        """Return the part of these responses that a report of a scope covers.

        The report of an outcome of the `plan` covers the outcome's objectives, and any other part
        those that its own activities serve.
        """
        if scope == EVERYTHING:
            return self
        activities = scope.of(self.activities)
        of_outcome = scope.column == "outcome" and self.known is None
        if plan is not None and scope.column == "outcome":
            outcome = plan.outcome(scope.value)
            covered = {one.id for one in outcome.objectives} if outcome else set()
        else:
            covered = set() if scope.one else {one for row in activities for one in row.objectives}
        return replace(
            self,
            activities=activities,
            answers=scope.of(self.answers),
            known=self.around,
            objectives=tuple(one for one in self.objectives if one.id in covered),
            of_outcome=of_outcome,
        )

    def only(self, activities: Collection[str]) -> Responses:
        """Return the responses of a report that may show only these activities."""
        return replace(
            self,
            activities=tuple(activity for activity in self.activities if activity.id in activities),
            answers=tuple(answer for answer in self.answers if answer.id in activities),
        )

    @property
    def around(self) -> Responses:
        """All that the report may show of the quarter, including activities that it does not cover.

        Those were covered in another quarter, or are referred to by those covered.
        """
        return self.known or self

    @cached_property
    def members(self) -> dict[str, Activity]:
        """The activities by their ID."""
        return {activity.id: activity for activity in self.activities}

    @cached_property
    def by_activity(self) -> dict[str, Answer]:
        """The answers by the ID of their activity."""
        return {answer.id: answer for answer in self.answers}

    @cached_property
    def off_track(self) -> tuple[Answer, ...]:
        """The answers that are not on track."""
        return tuple(answer for answer in self.answers if answer.off_track)

    @cached_property
    def due(self) -> tuple[Answer, ...]:
        """The answers whose original end date is in this financial year."""
        return tuple(answer for answer in self.answers if answer.due)

    @cached_property
    def revised(self) -> tuple[Answer, ...]:
        """The answers with a revised end date."""
        return tuple(answer for answer in self.answers if answer.revised)

    @cached_property
    def late(self) -> tuple[Answer, ...]:
        """The answers that came after the form closed."""
        return tuple(answer for answer in self.answers if answer.late)

    @cached_property
    def missing(self) -> tuple[Activity, ...]:
        """The activities without a return."""
        return tuple(
            activity for activity in self.activities if activity.id not in self.by_activity
        )


def responses(wave: Wave, scope: Scope = EVERYTHING) -> Responses:
    """Return a quarter's returns beside the activities that a report covers, by the plan then."""
    return _everything(wave).part(scope, wave.then.plan)


@lru_cache(maxsize=16)
def _everything(wave: Wave) -> Responses:
    """Make the records of a quarter, once for all reports made in a process."""
    council = wave.then.council
    listed = [(Activity(**row), row) for row in rows_of(wave.activities)]
    returned = {str(row["activity"]): row for row in rows_of(wave.returns)}
    answers = (
        make_answer({**row, **returned[activity.id]}, council, wave.quarter, wave.params.window)
        for activity, row in listed
        if activity.id in returned
    )
    covered = tuple(activity for activity, _ in listed)
    uses = wave.then.uses
    return Responses(
        council,
        wave.quarter,
        covered,
        tuple(answers),
        objectives=wave.then.plan.objectives if "objectives" in uses else (),
        uses=uses,
    )


def plan_rows(wave: Wave) -> dict[str, Activity]:
    """Return what a quarter's plan says of each activity, including those that have left it."""
    return {str(row["id"]): Activity(**row) for row in rows_of(wave.then.listed)}


def make_answer(
    row: Mapping[str, Any], council: Council, quarter: Period, window: Window
) -> Answer:
    """Return the record of a row of plan and return, with what the contract defines of it.

    Revised: `revised_end` is later than `end`, or given where `end` is blank. Due: an original end
    date inside the year of the period; a revised end never moves it. Late: submitted after the day
    on which the form closed. A text that says nothing, such as `N/A`, is blank.
    """
    end, revised_end, submitted = row["end"], row["revised_end"], row["submitted"]
    status = row["delivery"]
    kinds = {kind.id: row[kind.column] for kind in council.kinds}
    texts = {name: "" if says_nothing(row[name]) else row[name] for name in TEXTS}
    return Answer(
        **{name: row[name] for name in _TAKEN_OVER} | texts,
        milestones=kinds,
        late=submitted is not None and window.is_late(submitted.date()),
        on_track=status in [known.id for known in council.statuses if known.on_track],
        off_track=status in ids(council.off_track),
        due=end is not None and quarter.contains_year_of(end),
        revised=revised_end is not None and (end is None or revised_end > end),
    )


_MADE = {"milestones", "late", "on_track", "off_track", "due", "revised"}
_TAKEN_OVER = [field.name for field in fields(Answer) if field.name not in _MADE]


def holding(answers: Iterable[Answer], column: str, identifier: str) -> tuple[Answer, ...]:
    """Return the answers whose list in a column includes an ID."""
    return tuple(answer for answer in answers if identifier in getattr(answer, column))


def different(answers: Sequence[Activity], column: str) -> int:
    """Count the different values that activities have in a column."""
    return len({getattr(answer, column) for answer in answers})
