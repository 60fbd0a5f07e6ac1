"""Checks between the rows of a plan: who joins, leaves, goes on in another, and waits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from sdp_lib.errors import Problem
from sdp_lib.inputs.checked import checked
from sdp_lib.inputs.frames import each_is, split
from sdp_lib.periods import Calendar, Period
from sdp_lib.problems.files import BAD_PERIOD
from sdp_lib.problems.plan import (
    BAD_ORIGIN,
    CIRCLE,
    LEFT_BEFORE_JOINED,
    NOT_ANOTHER_ACTIVITY,
    NOT_LEFT,
)

_ORIGIN = re.compile(r"[A-Za-z0-9-]+:[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


def is_period(calendar: Calendar) -> pa.Check:
    """Check that a text is blank, or a period as the organisation writes it."""

    def test(text: str) -> bool:
        try:
            Period.parse(text, calendar)
        except ValueError:
            return not text
        return True

    return checked(
        BAD_PERIOD,
        lambda values: each_is(values, test),
        f"which is not a {calendar.word}",
        f"Write it like {calendar.example}",
    )


def problems_between_rows(path: Path, frame: pd.DataFrame, calendar: Calendar) -> Iterator[Problem]:
    """Yield what is wrong between the rows of a plan (all text), by row number.

    `left` before `joined`; a way out without `left`; an activity in `into` or `depends_on` that is
    not in the plan or is the same one; circles of waiting.
    """
    rows = {
        f"{path.as_posix()}, row {number} ({row['id']})": row
        for number, row in zip(frame.index, frame.to_dict("records"), strict=True)
    }
    known = {str(row["id"]) for row in rows.values()}
    for where, row in rows.items():
        cells = {str(name): str(value) for name, value in row.items()}
        yield from _leaving(where, cells, calendar)
        for column in ("into", "depends_on"):
            yield from _others(where, column, cells, known)
        yield from _origins(where, cells["carried_from"])
    waits = {str(row["id"]): split(str(row["depends_on"])) for row in rows.values()}
    yield from _circles(path, waits)


def _leaving(where: str, row: Mapping[str, str], calendar: Calendar) -> Iterator[Problem]:
    joined, left = row["joined"], row["left"]
    if joined and left and Period.parse(left, calendar) < Period.parse(joined, calendar):
        yield Problem(
            LEFT_BEFORE_JOINED, where, f"left is {left!r}, which is before it joined in {joined}"
        )
    for column in ("left_as", "into"):
        if row[column] and not left:
            yield Problem(
                NOT_LEFT,
                where,
                f"{column} is {row[column]!r}, and left is blank",
                f"Give the last {calendar.word} that it answers for in left",
            )


def _others(
    where: str, column: str, row: Mapping[str, str], known: Iterable[str]
) -> Iterator[Problem]:
    named = split(row[column])
    wrong = [other for other in named if other not in known or other == row["id"]]
    wrong += [other for other in dict.fromkeys(named) if named.count(other) > 1]
    for other in wrong:
        yield Problem(
            NOT_ANOTHER_ACTIVITY,
            where,
            f"{column} names {other!r}, which is not another activity of this plan "
            "or is named twice",
        )


def _origins(where: str, text: str) -> Iterator[Problem]:
    for origin in split(text):
        if not _ORIGIN.fullmatch(origin):
            yield Problem(
                BAD_ORIGIN,
                where,
                f"carried_from is {origin!r}, which does not name an activity of an earlier plan",
            )


def _circles(path: Path, waits: Mapping[str, tuple[str, ...]]) -> Iterator[Problem]:
    """Find activities that wait for themselves by way of others, each circle once."""
    ended: set[str] = set()
    for start in waits:
        trail: list[str] = []
        _walk(start, waits, ended=ended, trail=trail)
        if trail:
            yield Problem(
                CIRCLE,
                f"{path.as_posix()} (depends_on)",
                f"{' waits for '.join(trail)}, so none of them can ever end",
            )


def _walk(
    start: str, waits: Mapping[str, tuple[str, ...]], *, ended: set[str], trail: list[str]
) -> None:
    """Follow who waits for whom, and put the first circle into `trail`."""
    path: list[str] = []
    left = [(start, False)]
    while left:
        activity, done = left.pop()
        if done:
            ended.add(path.pop())
        elif activity in path:
            trail.extend([*path[path.index(activity) :], activity])
            ended.update(path)
            return
        elif activity not in ended:
            path.append(activity)
            left.append((activity, True))
            left += [(other, False) for other in waits.get(activity, ()) if other != activity]
