"""Who joined and who left between two quarters, and how: the members of a report and its plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sdp_lib.measures.responses import Activity, Responses


@dataclass(frozen=True, slots=True)
class Arrival:
    """An activity that a report covers now and did not before; `moved` where the plan had it."""

    activity: Activity
    moved: bool


@dataclass(frozen=True, slots=True)
class Departure:
    """An activity that a report covered before and does not now, as it was then.

    `how` is the ID of a way out of the plan, blank where the plan does not say, and `into` the
    activities that took it over. It is `moved` where the plan still has it.
    """

    activity: Activity
    how: str
    into: tuple[str, ...]
    moved: bool


def arrivals(now: Responses, before: Responses) -> Iterator[Arrival]:
    """Yield the activities that are new to a report, in the plan's order."""
    for one in now.activities:
        if one.id not in before.members:
            yield Arrival(one, one.id in before.around.members)


def departures(
    now: Responses, before: Responses, rows: Mapping[str, Activity]
) -> Iterator[Departure]:
    """Yield the activities that a report no longer covers, in the order of the plan before.

    `rows` is what the plan says now of each activity, also of those that have left it.
    """
    for one in before.activities:
        if one.id not in now.members:
            said = rows.get(one.id, one)
            moved = one.id in now.around.members
            how, into = ("", ()) if moved else (said.left_as, said.into)
            yield Departure(one, how, into, moved)


def taken_over(activity: str, rows: Mapping[str, Activity]) -> list[Activity]:
    """Return the activities of the same plan that went into one, in the plan's order."""
    return [one for one in rows.values() if activity in one.into]
