"""Rules about boards and the dates on their forward plans."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from sdp_lib.inputs.council import Board
from sdp_lib.inputs.quality.rule import Case, Hit, Rule, hits, iso
from sdp_lib.problems.quality_returns import (
    FORWARD_PLAN_MISSING,
    FORWARD_PLAN_PAST,
    FORWARD_PLAN_UNEXPECTED,
)

FORWARD_PLAN = "forward_plan_date"


def _expected(case: Case) -> tuple[pd.Series[bool], list[Board]]:
    """Return which answers expect to report to a board that has a forward plan."""
    boards = [board for board in case.council.boards if board.forward_plan]
    wanted = {board.id for board in boards}
    lists = case.answers["boards_expected"]
    expected = [not wanted.isdisjoint(listed) for listed in lists]
    return pd.Series(expected, lists.index, dtype=bool), boards


def missing(case: Case) -> Iterator[Hit]:
    """Find activities that expect to report to a board and have no date on its forward plan."""
    expected, boards = _expected(case)
    names = " or ".join(board.id for board in boards)
    wrong = expected & case.answers[FORWARD_PLAN].isna()
    found = f"boards_expected holds {names} and {FORWARD_PLAN} is blank"
    yield from hits(case.answers, wrong, found, FORWARD_PLAN)


def unexpected(case: Case) -> Iterator[Hit]:
    """Find dates on a forward plan of a board that is not expected."""
    expected, boards = _expected(case)
    names = " or ".join(board.id for board in boards)
    yield from hits(
        case.answers,
        ~expected & case.answers[FORWARD_PLAN].notna(),
        lambda row: f"{FORWARD_PLAN} is {iso(row.forward_plan_date)} without {names or 'a board'}",
        "boards_expected",
    )


def past(case: Case) -> Iterator[Hit]:
    """Find dates on a forward plan that had gone by when the return was made.

    If the return does not say when that was, the day on which the form closed is used.
    """
    closed = pd.Timestamp(case.dataset.now.params.window.closed)
    made = case.answers["submitted"].dt.normalize().fillna(closed)
    yield from hits(
        case.answers.assign(made=made),
        case.answers[FORWARD_PLAN] < made,
        lambda row: f"{FORWARD_PLAN} is {iso(row.forward_plan_date)}, before {iso(row.made)}",
        FORWARD_PLAN,
    )


RULES = (
    Rule(
        FORWARD_PLAN_MISSING,
        "forward_plan_missing",
        "note",
        "although this board has a forward plan",
        missing,
        needs=("boards_expected", "forward_plan_date"),
    ),
    Rule(
        FORWARD_PLAN_UNEXPECTED,
        "forward_plan_unexpected",
        "note",
        "although the date belongs to a board",
        unexpected,
        needs=("boards_expected", "forward_plan_date"),
    ),
    Rule(
        FORWARD_PLAN_PAST,
        "forward_plan_past",
        "warning",
        "so the date had passed when the return was made",
        past,
        needs=("forward_plan_date",),
    ),
)
