"""Origins of activities in earlier plans: `carried_from`, such as `2019-20:41`.

An earlier plan is read from its last record, so that it stays as it was reported. Only its titles
are read: figures are never compared across plans.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sdp_lib.errors import InputError, Problem
from sdp_lib.inputs.members import Row, read_named
from sdp_lib.inputs.plan import read_plan_file
from sdp_lib.inputs.recorded import ACTIVITIES, PLAN
from sdp_lib.problems.plan import UNKNOWN_ORIGIN


@dataclass(frozen=True)
class Origin:
    """An activity of an earlier plan that another goes on from."""

    id: str
    title: str
    plan: str


def origin_files(data: Path, plan: str) -> dict[str, Path]:
    """Return the files that an earlier plan is read from, by their place in a project."""
    folder = data / "plans" / plan
    records = sorted(path.parent for path in (folder / "recorded").glob(f"*/{ACTIVITIES}"))
    newest = records[-1] if records else folder
    return {f"data/plans/{plan}/{name}": newest / name for name in (PLAN, ACTIVITIES)}


def origins_of(rows: Iterable[Row]) -> dict[str, list[str]]:
    """Return the activities that rows of a plan go on from: their IDs by the name of their plan."""
    by_plan: dict[str, list[str]] = {}
    for row in rows:
        for origin in filter(None, row.get("carried_from", "").split(";")):
            plan, _, activity = origin.partition(":")
            by_plan.setdefault(plan, []).append(activity)
    return by_plan


def read_origins(path: Path, rows: Iterable[Row], data: Path) -> dict[str, Origin]:
    """Return what the rows of a plan go on from, by what they say, such as `2019-20:41`.

    `path` is where the rows are. `InputError` names every plan and every activity of an earlier
    plan that there is not.
    """
    problems: list[Problem] = []
    found: dict[str, Origin] = {}
    for earlier, wanted in origins_of(rows).items():
        try:
            found |= _of_plan(data, earlier, wanted)
        except InputError as error:
            problems += error.problems
            continue
        lost = [
            activity for activity in dict.fromkeys(wanted) if f"{earlier}:{activity}" not in found
        ]
        problems += [_unknown(path, earlier, activity) for activity in lost]
    if problems:
        raise InputError(problems)
    return found


def _of_plan(data: Path, plan: str, wanted: Iterable[str]) -> Mapping[str, Origin]:
    outline, activities = origin_files(data, plan).values()
    title = read_plan_file(outline).title
    titles = {row["id"]: row["title"] for row in read_named(activities, ("id", "title"))}
    return {
        f"{plan}:{activity}": Origin(activity, titles[activity], title)
        for activity in wanted
        if activity in titles
    }


def _unknown(path: Path, plan: str, activity: str) -> Problem:
    return Problem(
        UNKNOWN_ORIGIN,
        f"{path.as_posix()} (carried_from)",
        f"'{plan}:{activity}' names no activity, because plan {plan} has no {activity}",
    )
