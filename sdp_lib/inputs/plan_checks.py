"""What the rows of a plan say of each other: who joins, leaves, goes on in another, and waits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from sdp_lib.errors import Problem
from sdp_lib.inputs.frames import each_is, split
from sdp_lib.periods import Calendar, Period

_ORIGIN = re.compile(r"[A-Za-z0-9-]+:[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


def is_period(calendar: Calendar) -> pa.Check:
    """Check that a text is blank, or a period as the organisation writes it."""

    def test(text: str) -> bool:
        try:
            Period.parse(text, calendar)
        except ValueError:
            return not text
        return True

    return pa.Check(
        lambda values: each_is(values, test),
        error=f"which is not a {calendar.word}; write it like {calendar.example}",
    )


def problems_between_rows(path: Path, frame: pd.DataFrame, calendar: Calendar) -> Iterator[Problem]:
    """Yield what is wrong between the rows of a plan that is all text, by row number.

    `left` before `joined`; a way out without `left`; an activity that is not in the plan, or the
    same one, in `into` or `depends_on`; circles of waiting.
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
            where,
            f"left is {left!r}",
            f"but it joined in {joined}, and left is the last {calendar.word} that it answers for",
            "correct one of the two",
        )
    for column in ("left_as", "into"):
        if row[column] and not left:
            yield Problem(
                where,
                f"{column} is {row[column]!r}",
                "but left is blank",
                f"give the last {calendar.word} that it answers for in left",
            )


def _others(
    where: str, column: str, row: Mapping[str, str], known: Iterable[str]
) -> Iterator[Problem]:
    named = split(row[column])
    wrong = [one for one in named if one not in known or one == row["id"]]
    wrong += [one for one in dict.fromkeys(named) if named.count(one) > 1]
    for one in wrong:
        yield Problem(
            where,
            f"{column} names {one!r}",
            "but it lists other activities of this plan, each once, joined by ';'",
            "correct the ID or remove it",
        )


def _origins(where: str, text: str) -> Iterator[Problem]:
    for one in split(text):
        if not _ORIGIN.fullmatch(one):
            yield Problem(
                where,
                f"carried_from names {one!r}",
                "which does not name an activity of an earlier plan",
                "write the plan and the ID, such as 2019-20:41",
            )


def _circles(path: Path, waits: Mapping[str, tuple[str, ...]]) -> Iterator[Problem]:
    """Find activities that wait for themselves by way of others, each circle once."""
    ended: set[str] = set()
    for start in waits:
        trail: list[str] = []
        _walk(start, waits, ended=ended, trail=trail)
        if trail:
            yield Problem(
                f"{path.as_posix()} (depends_on)",
                f"{' waits for '.join(trail)}",
                "so none of them can ever end",
                "remove one of these from depends_on",
            )


def _walk(
    start: str, waits: Mapping[str, tuple[str, ...]], *, ended: set[str], trail: list[str]
) -> None:
    """Follow who waits for whom; leave the first circle that is met in `trail`."""
    path: list[str] = []
    left = [(start, False)]
    while left:
        one, done = left.pop()
        if done:
            ended.add(path.pop())
        elif one in path:
            trail.extend([*path[path.index(one) :], one])
            ended.update(path)
            return
        elif one not in ended:
            path.append(one)
            left.append((one, True))
            left += [(other, False) for other in waits.get(one, ()) if other != one]
