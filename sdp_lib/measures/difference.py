"""What changed between two quarters, activity by activity: statuses, dates, issues and words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sdp_lib.inputs.council import Council, label
from sdp_lib.inputs.dataset import Dataset, Wave

_NOT_COMPARED = {"activity", "submitted"}
_NONE = ""


@dataclass(frozen=True)
class Change:
    """One answer that is not what it was: the column, and both values as people write them."""

    activity: str
    title: str
    column: str
    older: str
    newer: str


def changes(dataset: Dataset, older: Wave, newer: Wave) -> Iterator[Change]:
    """Compare the answers of two quarters of a plan, in the order of the plan and of the columns.

    An activity with a return in only one of the two has one change, in the column `activity`.
    """
    for row in dataset.activities.itertuples():
        name, title = str(row.Index), str(row.title)
        had, has = name in older.returns.index, name in newer.returns.index
        if had and has:
            yield from _changes(
                dataset.council, title, older.returns.loc[name], newer.returns.loc[name]
            )
        elif had or has:
            yield Change(name, title, "activity", _returned(had), _returned(has))


def _returned(made: bool) -> str:  # noqa: FBT001 - the value that is put into words
    return "return" if made else "no return"


def _changes(council: Council, title: str, older: Any, newer: Any) -> Iterator[Change]:
    for column in newer.index:
        then, now = _words(council, column, older[column]), _words(council, column, newer[column])
        if column not in _NOT_COMPARED and then != now:
            yield Change(str(newer["activity"]), title, str(column), then, now)


def _words(council: Council, column: str, value: Any) -> str:
    """Write an answer as text: dates in ISO form, IDs as labels, blank for none."""
    lists = {
        "issues": council.issues,
        "mitigation_themes": council.mitigations,
        "boards_reported": council.boards,
        "boards_expected": council.boards,
        "risk_registers": council.registers,
    }
    if isinstance(value, tuple):
        return "; ".join(label(lists[column], one) for one in value)
    if pd.isna(value):
        return _NONE
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return label(council.statuses, value) if column == "delivery" and value else str(value).strip()
