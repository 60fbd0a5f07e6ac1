"""Counts that are not in `figures.csv`: by directorate, theme, month, number of issues."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sdp_lib.inputs.council import Board, Item
from sdp_lib.measures.movement import NO_RETURN
from sdp_lib.measures.responses import Activity, Answer, Responses, different, holding


@dataclass(frozen=True)
class ResponseRate:
    """The returns of a directorate; late ones count as received."""

    directorate: Item
    expected: int
    received: int
    late: int

    @property
    def missing(self) -> int:
        """How many were not made."""
        return self.expected - self.received


@dataclass(frozen=True)
class SharedTheme:
    """An issue with the activities that name it, and how widely it is spread over the council."""

    theme: Item
    answers: tuple[Answer, ...]
    outcomes: int
    directorates: int


@dataclass(frozen=True)
class ForwardMonth:
    """The activities that go to a board in a month; `day` is the first of them, or None."""

    day: date | None
    answers: tuple[Answer, ...]


def statuses(seen: Responses) -> dict[str, int]:
    """Count the activities with each status, with none given ("") and with no return."""
    given = [answer.delivery for answer in seen.answers]
    known = [*(status.id for status in seen.council.statuses), ""]
    return {**{status: given.count(status) for status in known}, NO_RETURN: len(seen.missing)}


def response_rates(seen: Responses) -> list[ResponseRate]:
    """Count the returns of each directorate that has activities, in the configuration's order."""
    rates = [
        ResponseRate(
            directorate,
            expected=_of(seen.activities, directorate.id),
            received=_of(seen.answers, directorate.id),
            late=_of(seen.late, directorate.id),
        )
        for directorate in seen.council.directorates
    ]
    return [rate for rate in rates if rate.expected]


def _of(rows: tuple[Activity, ...], directorate: str) -> int:
    return sum(row.directorate == directorate for row in rows)


def shared_themes(seen: Responses) -> list[SharedTheme]:
    """Find the issues that activities not on track name, the most named first."""
    themes = []
    for theme in seen.council.themes:
        naming = holding(seen.off_track, "issues", theme.id)
        if naming:
            spread = (different(naming, "outcome"), different(naming, "directorate"))
            themes.append(SharedTheme(theme, naming, *spread))
    return sorted(themes, key=lambda shared: -len(shared.answers))


def forward_plan(seen: Responses, board: Board) -> list[ForwardMonth]:
    """Group the activities that expect to go to a board by month, those without a date last."""
    expected = holding(seen.answers, "boards_expected", board.id)
    dated = [(answer.forward_plan_date, answer) for answer in expected if answer.forward_plan_date]
    dated.sort(key=lambda pair: pair[0])
    months = [
        list(group) for _, group in groupby(dated, key=lambda pair: (pair[0].year, pair[0].month))
    ]
    groups = [ForwardMonth(month[0][0], tuple(answer for _, answer in month)) for month in months]
    undated = tuple(answer for answer in expected if answer.forward_plan_date is None)
    return [*groups, ForwardMonth(None, undated)] if undated else groups


def by_issue_count(seen: Responses) -> list[tuple[int, tuple[Answer, ...]]]:
    """Group the activities not on track by how many issues they name, most issues first."""
    ordered = sorted(seen.off_track, key=lambda answer: -answer.issue_count)
    groups = groupby(ordered, key=lambda answer: answer.issue_count)
    return [(number, tuple(group)) for number, group in groups]


def longest_slips(seen: Responses) -> tuple[list[tuple[int, Answer]], int]:
    """Return the revised end dates with their slips in days, longest first.

    The second value counts those that have no original end date to slip from.
    """
    slips = [(days, answer) for answer in seen.revised if (days := answer.slip_days) is not None]
    return sorted(slips, key=lambda pair: -pair[0]), len(seen.revised) - len(slips)
