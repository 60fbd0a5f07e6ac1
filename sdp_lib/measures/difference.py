"""Changes between two quarters, activity by activity: statuses, dates, issues and words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sdp_lib.inputs.council import Council, label
from sdp_lib.inputs.dataset import Wave

_NOT_COMPARED = {"activity", "submitted"}
_NONE = ""
RETURN = "return"


@dataclass(frozen=True)
class Change:
    """An answer that changed: its column, and both values as people write them."""

    activity: str
    title: str
    column: str
    older: str
    newer: str


def changes(older: Wave, newer: Wave) -> Iterator[Change]:
    """Compare the answers of two quarters of a plan, in the order of the plan and of the columns.

    An activity with a return in only one of the two has one change, in the column `activity`, and
    so has one that joined the plan or left it.
    """
    titles = {**_titles(newer), **_titles(older), **_titles(newer)}  # the newest, in its order
    for name, title in titles.items():
        had, has = _state(older, name), _state(newer, name)
        if had == has == RETURN:
            yield from _changes(older, newer, title, name)
        elif had != has:
            yield Change(name, title, "activity", had, has)


def _titles(wave: Wave) -> dict[str, str]:
    return {str(row.Index): str(row.title) for row in wave.activities.itertuples()}


def _state(wave: Wave, activity: str) -> str:
    if activity in wave.returns.index:
        return RETURN
    return "no return" if activity in wave.activities.index else "not in the plan"


def _changes(older: Wave, newer: Wave, title: str, name: str) -> Iterator[Change]:
    before, after = older.returns.loc[name], newer.returns.loc[name]
    for column in after.index:
        then = _words(older.then.council, column, before.get(column, _NONE))
        now = _words(newer.then.council, column, after[column])
        if column not in _NOT_COMPARED and then != now:
            yield Change(name, title, str(column), then, now)


def _words(council: Council, column: str, value: Any) -> str:
    """Write an answer as text: dates in ISO form, IDs as labels, blank for none."""
    if isinstance(value, tuple):
        return "; ".join(label(council.choices[column], choice) for choice in value)
    if pd.isna(value):
        return _NONE
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return label(council.statuses, value) if column == "delivery" and value else str(value).strip()
