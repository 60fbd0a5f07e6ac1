"""Activities that joined or left between two quarters: in a report, and in its plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sdp_lib.measures.responses import Activity, Responses


@dataclass(frozen=True, slots=True)
class Arrival:
    """An activity that a report covers now and did not before; `moved` if the plan had it."""

    activity: Activity
    moved: bool


@dataclass(frozen=True, slots=True)
class Departure:
    """An activity that a report covered before and does not now, as it was then.

    `how` is the ID of the way in which it left the plan, blank if the plan does not say, and `into`
    the activities that took it over. It is `moved` if the plan still has it.
    """

    activity: Activity
    how: str
    into: tuple[str, ...]
    moved: bool


def arrivals(now: Responses, before: Responses) -> Iterator[Arrival]:
    """Yield the activities that are new to a report, in the plan's order."""
    for activity in now.activities:
        if activity.id not in before.members:
            yield Arrival(activity, activity.id in before.around.members)


def departures(
    now: Responses, before: Responses, rows: Mapping[str, Activity]
) -> Iterator[Departure]:
    """Yield the activities that a report no longer covers, in the order of the plan before.

    `rows` is what the plan says now of each activity, including those that have left it.
    """
    for activity in before.activities:
        if activity.id not in now.members:
            row = rows.get(activity.id, activity)
            moved = activity.id in now.around.members
            how, into = ("", ()) if moved else (row.left_as, row.into)
            yield Departure(activity, how, into, moved)


def taken_over(activity: str, rows: Mapping[str, Activity]) -> list[Activity]:
    """Return the activities of the same plan that went into one, in the plan's order."""
    return [row for row in rows.values() if activity in row.into]
