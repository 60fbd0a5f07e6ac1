"""The cost of a second build: after no change, a changed commentary and a changed return.

Each is changed twice: for a new command, and for one that waits for it.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.measure import Meter
from benchmarks.project import QUARTER, Project
from benchmarks.tables import read_rows, write_rows
from benchmarks.taken import Asked, Taken

_COMMENTARY = f"data/commentary/{QUARTER}/outcome-3.md"
_RETURNS = f"data/returns/{QUARTER}.csv"
_ACTIVITY = "52"
_WORDS = "One sentence more."
TO_WRITE = 5  # seconds: the least time to write a sentence


def measure_changes(asked: Asked) -> Taken:
    """Build again after each change, beginning with the whole quarter as it was built."""
    project = asked.project
    taken = _again(project, "nothing")
    with _changed(project.root / _COMMENTARY, _add_to_commentary):
        taken = taken.and_also(_again(project, "commentary"))
    # The commentary is restored, and its report must be too before the next change.
    project.report()
    watched = _watched(project, "watched", project.root / _COMMENTARY, _add_to_commentary)
    taken = taken.and_also(watched)
    project.report()
    with _changed(project.root / _RETURNS, _add_to_return):
        taken = taken.and_also(_again(project, "return"))
    project.report()
    watched = _watched(project, "return watched", project.root / _RETURNS, _add_to_return)
    return taken.and_also(watched)


def _again(project: Project, name: str) -> Taken:
    with Meter() as meter:
        made = project.report()
    return Taken({name: meter.cost}, {f"{name} made": len(made)})


def _watched(project: Project, name: str, path: Path, change: Callable[[Path], None]) -> Taken:
    """Change a file that a command watches, and wait until the command has built it."""
    with project.watching() as until_it_waits:
        until_it_waits()
        time.sleep(TO_WRITE)
        with _changed(path, _nothing):
            with Meter() as meter:
                change(path)
                said = until_it_waits()
    made = re.search(r"(\d+) of \d+ reports made", said)
    return Taken({name: meter.cost}, {f"{name} made": int(made[1]) if made else 0})


def _nothing(_: Path) -> None:
    """Change a file not yet."""


@contextmanager
def _changed(path: Path, change: Callable[[Path], None]) -> Iterator[None]:
    before = path.read_bytes()
    change(path)
    try:
        yield
    finally:
        path.write_bytes(before)


def _add_to_commentary(path: Path) -> None:
    path.write_text(f"{path.read_text(encoding='utf-8').rstrip()}\n\n{_WORDS}\n", encoding="utf-8")


def _add_to_return(path: Path) -> None:
    rows = read_rows(path)
    for row in rows:
        if row["activity"] == _ACTIVITY:
            row["progress"] = f"{row['progress']} {_WORDS}"
    write_rows(path, rows)
