"""Activities held to the dates that they gave: milestones quarter by quarter.

The published report announces this. Each milestone's date is compared with the date that was given
in the quarter before, seen from the day on which this quarter's form closed (the cut-off):

- kept: the same date, which is still to come; passed: the same date, which has come;
- missed: the date given before has come, and a later one is given now;
- put back, brought forward: another date, before the earlier one came;
- disappeared: a date was given before and none is now; new: the other way round.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

import pandas as pd

from sdp_lib.measures.figure import Count
from sdp_lib.measures.responses import Responses

FATES = ("kept", "passed", "brought_forward", "put_back", "missed", "disappeared", "new")


def fate(before: pd.Timestamp | None, now: pd.Timestamp | None, cutoff: date) -> str:
    """Say what became of a milestone's date; "" where none was given in either quarter.

    >>> day = pd.Timestamp
    >>> fate(day("2019-08-01"), day("2019-10-01"), date(2019, 9, 13))
    'missed'
    >>> fate(day("2019-12-01"), day("2020-01-15"), date(2019, 9, 13))
    'put_back'
    """
    had, has = _given(before), _given(now)
    if had is None or has is None:
        return "" if had is has else "disappeared" if has is None else "new"
    come = had <= pd.Timestamp(cutoff)
    if has == had:
        return "passed" if come else "kept"
    if has < had:
        return "brought_forward"
    return "missed" if come else "put_back"


def _given(value: pd.Timestamp | None) -> pd.Timestamp | None:
    return None if value is None or pd.isna(value) else value


@lru_cache(maxsize=16)
def tracked(history: tuple[Responses, ...], cutoff: date) -> pd.DataFrame:
    """Follow each milestone through the quarters: one row an activity and kind that was ever dated.

    It is kept, since figures, tables and charts ask for the same one: nobody may change it.

    `history`: the quarters of a plan, oldest first, this one last. Columns: `activity`, `kind`,
    `first`, `previous`, `present` (dates or NaT), `fate` and `days` (how far the date moved since
    the quarter before; blank where there are not two dates).
    """
    now, before = history[-1], history[-2] if len(history) > 1 else None
    rows = []
    for kind in now.council.milestones:
        for activity in now.activities.index:
            if activity not in now.answered.index:
                continue  # without a return nothing is known of its dates
            dates = [given_date(seen, activity, kind.column) for seen in history]
            if all(pd.isna(one) for one in dates):
                continue
            answered_before = before is not None and activity in before.answered.index
            previous = dates[-2] if answered_before else None
            rows.append(
                {
                    "activity": activity,
                    "kind": kind.id,
                    "first": next(one for one in dates if not pd.isna(one)),
                    "previous": previous,
                    "present": dates[-1],
                    "fate": fate(previous, dates[-1], cutoff) if answered_before else "",
                }
            )
    frame = pd.DataFrame(
        rows, columns=["activity", "kind", "first", "previous", "present", "fate"]
    ).astype(dict.fromkeys(("first", "previous", "present"), "datetime64[s]"))
    return frame.assign(days=(frame["present"] - frame["previous"]).dt.days.astype("Int64"))


def given_date(seen: Responses, activity: str, column: str) -> pd.Timestamp:
    """Return the date that an activity gave in a quarter; NaT without one, or without a return."""
    if activity not in seen.answered.index:
        return pd.NaT  # type: ignore[return-value]  # pandas gives NaT a type of its own
    return seen.answered.at[activity, column]  # type: ignore[return-value]  # a column of dates


def tracking_counts(history: tuple[Responses, ...], cutoff: date) -> Iterator[Count]:
    """Count what became of milestone dates, of those given in the quarter before or in this one."""
    if len(history) > 1:
        fates = tracked(history, cutoff)["fate"]
        known = fates[fates.ne("")]
        for name in FATES:
            yield Count(f"milestone_dates.{name}", int(known.eq(name).sum()), len(known))
