"""The returns of Outcome 3 that are made to fit the published report, and what follows from them.

What is published is in `published/activities.csv`; the cells beside it are in `fitted/` and are
ours, chosen so that every published figure comes out. No cell is in both.
"""

from datetime import date
from functools import cache

from boards import Boards
from life import State
from milestones import PLACES
from tables import read_table

FITTED = ("2019-20-Q1", "2019-20-Q2")
STEP_AFTER_FITTED = 2

Row = dict[str, str]


@cache
def fitted_rows(quarter: str) -> dict[str, Row]:
    """Return the fitted rows of a quarter by activity; none if nothing is published of it."""
    if quarter not in FITTED:
        return {}
    rows = {row["activity"]: row for row in read_table(f"fitted/outcome-3-{quarter}.csv")}
    prefix = quarter[-2:].lower() + "_"
    for published in read_table("published/activities.csv"):
        for name, value in published.items():
            if name.startswith(prefix) and value:
                _fill(rows[published["id"]], name.removeprefix(prefix), value)
    return rows


def state_after(row: Row) -> State:
    """Return the state that a fitted row leaves behind for the quarter after it."""
    days = {kind: date.fromisoformat(row[kind]) for kind in PLACES if row[kind]}
    return State(
        status=row["delivery"],
        before="",
        revised_end=_day(row["revised_end"]),
        end_moved=False,
        milestones=days,
        given=frozenset(days),
        boards=Boards(
            frozenset(ids_in(row["boards_expected"])),
            frozenset(ids_in(row["boards_reported"])),
            _day(row["forward_plan_date"]),
        ),
        step=STEP_AFTER_FITTED,
    )


def ids_in(cell: str) -> tuple[str, ...]:
    """Return the IDs of a list in a cell."""
    return tuple(filter(None, cell.split(";")))


def _fill(row: Row, column: str, value: str) -> None:
    if row[column]:
        raise ValueError(f"activity {row['activity']}: {column} is published, so not ours to set")
    row[column] = value


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
