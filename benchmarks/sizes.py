"""An invented council that is several times as large, and the cost of a report there."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.measure import Meter
from benchmarks.project import QUARTER, Project
from benchmarks.tables import Row, read_rows, read_yaml, write_rows, write_yaml
from benchmarks.taken import Asked, Taken

_SAID = ("progress", "issue_detail", "mitigation")  # words of people, no two of them the same
_ACTIVITY_FILES = ("returns/*.csv", "assurance/*.csv")


def measure_sizes(asked: Asked) -> Taken:
    """Build a quarter of larger councils from nothing."""
    taken = Taken()
    for times in asked.times:
        with asked.project.copy() as project:
            multiply(project, times)
            with Meter() as meter:
                made = project.report("--force")
            name = f"{times} times"
            taken = taken.and_also(Taken({name: meter.cost}, {name: len(made)}))
    return taken


def multiply(project: Project, times: int) -> None:
    """Multiply the plan: outcomes keep their size, and there are more of them.

    Returns of all its quarters, assurance, commentary and the reports asked for grow with it.
    """
    settings = project.settings()
    data, plan = project.root / "data", settings["plan"]
    activities = data / "plans" / plan / "activities.csv"
    members = {row["id"] for row in read_rows(activities)}
    outcomes = _outcomes(data / "plans" / plan / "plan.yml", times)
    step, outcome_step = _highest(members), _highest(outcomes)
    rows = read_rows(activities)
    write_rows(activities, copies(rows, times, partial(_activity, by=(step, outcome_step))))
    for pattern in _ACTIVITY_FILES:
        for path in data.glob(pattern):
            rows = read_rows(path)
            if path.stem.startswith(plan) and {row["activity"] for row in rows} <= members:
                write_rows(path, copies(rows, times, partial(_answer, by=step)))
    _copy_commentary(data / "commentary" / QUARTER, outcomes, times)
    steps = {"activity": step, "outcome": outcome_step}
    reports = [_request(report, times, steps) for report in settings["reports"]]
    project.set({**settings, "reports": reports})


def copies(rows: Sequence[Row], times: int, change: Callable[[Row, int], Row]) -> list[Row]:
    """Return the rows and copies of them, each changed by its number.

    >>> copies([{"id": "7"}], 2, lambda row, copy: {"id": shifted(row["id"], 10 * copy)})
    [{'id': '7'}, {'id': '17'}]
    """
    return [*rows, *(change(row, copy) for copy in range(1, times) for row in rows)]


def shifted(identifier: str, by: int) -> str:
    """Return the ID of a copy.

    >>> shifted("52", 79)
    '131'
    """
    return str(int(identifier) + by)


def _highest(identifiers: Sequence[str] | set[str]) -> int:
    return max(int(key) for key in identifiers)


def _activity(row: Row, copy: int, *, by: tuple[int, int]) -> Row:
    return {
        **row,
        "id": shifted(row["id"], copy * by[0]),
        "outcome": shifted(row["outcome"], copy * by[1]),
        "title": f"{row['title']} (area {copy + 1})",
        "source": "illustrative",
    }


def _answer(row: Row, copy: int, *, by: int) -> Row:
    said = {name: f"{row[name]} (Area {copy + 1})" for name in _SAID if row.get(name)}
    return {**row, "activity": shifted(row["activity"], copy * by), **said}


def _outcomes(path: Path, times: int) -> list[str]:
    """Multiply the outcomes of a plan, and return the IDs that they had."""
    plan = read_yaml(path)
    known = [str(outcome["id"]) for outcome in plan["outcomes"]]
    step = _highest(known)
    plan["outcomes"] = [
        {**one, "id": shifted(one["id"], copy * step), **(_named(one, copy) if copy else {})}
        for copy in range(times)
        for one in plan["outcomes"]
    ]
    write_yaml(path, plan)
    return known


def _named(outcome: Mapping[str, Any], copy: int) -> dict[str, str]:
    return {name: f"{outcome[name]} (area {copy + 1})" for name in ("title", "short")}


def _copy_commentary(folder: Path, outcomes: Sequence[str], times: int) -> None:
    step = _highest(outcomes)
    for outcome in outcomes:
        words = folder / f"outcome-{outcome}.md"
        for copy in range(1, times):
            if words.is_file():
                shutil.copy(words, folder / f"outcome-{shifted(outcome, copy * step)}.md")


def _request(request: Mapping[str, Any], times: int, steps: Mapping[str, int]) -> dict[str, Any]:
    """Ask for the same reports of every copy; a request without `only` is for all already."""
    if "only" not in request:
        return dict(request)
    step = steps[request["each"]]
    only = [shifted(str(name), copy * step) for copy in range(times) for name in request["only"]]
    return {**request, "only": only}
