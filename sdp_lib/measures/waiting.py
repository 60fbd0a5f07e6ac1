"""Who waits for whom: activities on track that wait for one that is not, and ends that clash."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sdp_lib.measures.responses import Activity, Responses


@dataclass(frozen=True, slots=True)
class Wait:
    """An activity and one that it waits for, with the end that is expected of each."""

    activity: Activity
    other: Activity
    end: date | None
    other_end: date | None

    @property
    def clashes(self) -> bool:
        """Whether the activity would end before what it waits for, which cannot be."""
        return self.end is not None and self.other_end is not None and self.end < self.other_end


def waits(seen: Responses) -> Iterator[Wait]:
    """Yield each activity covered with each one that it waits for; one that has left is done."""
    there = seen.around.members
    for one in seen.activities:
        for name in one.depends_on:
            if name in there:
                yield Wait(one, there[name], _end(seen, one), _end(seen, there[name]))


def waited_for(seen: Responses, activity: str) -> list[Activity]:
    """Return the activities that wait for one, in the plan's order."""
    return [one for one in seen.around.activities if activity in one.depends_on]


def at_risk(seen: Responses) -> list[Wait]:
    """Return what is on track and waits for something that is off track."""
    answers = seen.around.by_activity
    return [
        one
        for one in waits(seen)
        if one.activity.id in answers
        and answers[one.activity.id].on_track
        and one.other.id in answers
        and answers[one.other.id].off_track
    ]


def _end(seen: Responses, one: Activity) -> date | None:
    """Return when an activity is expected to end: as its return says, or else its plan."""
    answer = seen.around.by_activity.get(one.id)
    return (answer.revised_end if answer else None) or one.end
