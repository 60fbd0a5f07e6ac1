"""Activities that wait for others: which of them are at risk, and whose ends clash."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sdp_lib.measures.responses import Activity, Responses


@dataclass(frozen=True, slots=True)
class Wait:
    """An activity and another that it waits for, with the expected end of each."""

    activity: Activity
    other: Activity
    end: date | None
    other_end: date | None

    @property
    def clashes(self) -> bool:
        """Whether the activity would end before what it waits for, which cannot be."""
        return self.end is not None and self.other_end is not None and self.end < self.other_end


def waits(seen: Responses) -> Iterator[Wait]:
    """Yield each covered activity with each one that it waits for, unless that has left."""
    members = seen.around.members
    for activity in seen.activities:
        for name in activity.depends_on:
            if name in members:
                yield Wait(activity, members[name], _end(seen, activity), _end(seen, members[name]))


def waited_for(seen: Responses, activity: str) -> list[Activity]:
    """Return the activities that wait for another, in the plan's order."""
    return [other for other in seen.around.activities if activity in other.depends_on]


def at_risk(seen: Responses) -> list[Wait]:
    """Return the waits of activities on track for others that are off track."""
    answers = seen.around.by_activity
    return [
        wait
        for wait in waits(seen)
        if wait.activity.id in answers
        and answers[wait.activity.id].on_track
        and wait.other.id in answers
        and answers[wait.other.id].off_track
    ]


def _end(seen: Responses, activity: Activity) -> date | None:
    """Return the expected end of an activity: that of its return, or else of its plan."""
    answer = seen.around.by_activity.get(activity.id)
    return (answer.revised_end if answer else None) or activity.end
