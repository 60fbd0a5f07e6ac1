"""What every measure reads: the activities that a report covers, and what they answered.

Rows of the inputs become typed records here, with what the contract defines of each answer: off
track, due this year, revised, late. Everything that a report shows is counted from these records.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any

import pandas as pd

from sdp_lib.inputs.council import Council, ids
from sdp_lib.inputs.dataset import Dataset, Wave
from sdp_lib.inputs.placeholders import says_nothing
from sdp_lib.inputs.returns import TEXTS
from sdp_lib.inputs.scope import EVERYTHING, Scope
from sdp_lib.inputs.window import Window
from sdp_lib.periods import Period


@dataclass(frozen=True, slots=True)
class Activity:
    """What the plan says of an activity; `end` is its original end date."""

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


@dataclass(frozen=True, slots=True)
class Answer(Activity):
    """What an activity answered in a quarter, beside what the plan says of it.

    `submitted` is a moment, None where it is not known; `delivery` is a status ID or blank; lists
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
    """What a report knows of one quarter; two are the same only if they are one.

    `activities` are those covered, in the plan's order, and `answers` those of them with a return.
    """

    council: Council
    quarter: Period
    activities: tuple[Activity, ...]
    answers: tuple[Answer, ...]

    def part(self, scope: Scope) -> Responses:
        """Return what a report of some of these activities knows."""
        if scope == EVERYTHING:
            return self
        covered, answers = scope.of(self.activities), scope.of(self.answers)
        return Responses(self.council, self.quarter, covered, answers)

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
        """The answers whose original end date lies in this financial year."""
        return tuple(answer for answer in self.answers if answer.due)

    @cached_property
    def revised(self) -> tuple[Answer, ...]:
        """The answers with a revised end date."""
        return tuple(answer for answer in self.answers if answer.revised)

    @cached_property
    def late(self) -> tuple[Answer, ...]:
        """The answers that came after the form had closed."""
        return tuple(answer for answer in self.answers if answer.late)

    @cached_property
    def missing(self) -> tuple[Activity, ...]:
        """The activities without a return."""
        return tuple(one for one in self.activities if one.id not in self.by_activity)


def responses(dataset: Dataset, wave: Wave, scope: Scope = EVERYTHING) -> Responses:
    """Put a quarter's returns beside the activities that a report covers."""
    return _everything(dataset, wave).part(scope)


@lru_cache(maxsize=16)
def _everything(dataset: Dataset, wave: Wave) -> Responses:
    """Make the records of a quarter, once for all reports that are made in a process."""
    rows = _rows(wave.returns)
    listed = [(Activity(**row), row) for row in _rows(dataset.activities)]
    returned = {str(row["activity"]): row for row in rows}
    answers = (
        make_answer({**row, **returned[one.id]}, dataset.council, wave.quarter, wave.params.window)
        for one, row in listed
        if one.id in returned
    )
    covered = tuple(one for one, _ in listed)
    return Responses(dataset.council, wave.quarter, covered, tuple(answers))


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a frame's rows by column; a date is a `date`, or None where none was given.

    `submitted` alone is a moment, a `datetime`.
    """
    columns = {
        str(name): [_moment(value) if name == "submitted" else _date(value) for value in column]
        if pd.api.types.is_datetime64_any_dtype(column)
        else column.tolist()
        for name, column in frame.items()
    }
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _date(value: pd.Timestamp) -> date | None:
    return None if pd.isna(value) else value.date()


def _moment(value: pd.Timestamp) -> datetime | None:
    return None if pd.isna(value) else value.to_pydatetime()


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
    said = {name: "" if says_nothing(row[name]) else row[name] for name in TEXTS}
    return Answer(
        **{name: row[name] for name in _TAKEN_OVER} | said,
        milestones=kinds,
        late=submitted is not None and window.is_late(submitted.date()),
        on_track=status in [one.id for one in council.statuses if one.on_track],
        off_track=status in ids(council.off_track),
        due=end is not None and quarter.contains_year_of(end),
        revised=revised_end is not None and (end is None or revised_end > end),
    )


_MADE = {"milestones", "late", "on_track", "off_track", "due", "revised"}
_TAKEN_OVER = [field.name for field in fields(Answer) if field.name not in _MADE]


def holding(answers: Iterable[Answer], column: str, identifier: str) -> tuple[Answer, ...]:
    """Return the answers whose list in a column holds an ID."""
    return tuple(answer for answer in answers if identifier in getattr(answer, column))


def different(answers: Sequence[Activity], column: str) -> int:
    """Count the different values that activities have in a column."""
    return len({getattr(one, column) for one in answers})
