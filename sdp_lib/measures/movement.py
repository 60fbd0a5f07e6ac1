"""Movements of statuses between two periods: newly off track, recovered, worsened, improved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sdp_lib.inputs.council import Council, ids
from sdp_lib.measures.figure import Count
from sdp_lib.measures.responses import Responses

NO_RETURN, NOT_IN_PLAN = "no_return", "not_in_plan"
MOVES = ("newly_off_track", "worsened", "improved", "recovered")


@dataclass(frozen=True, slots=True)
class Movement:
    """An activity's status in the period compared with, and now.

    Each is a status ID, "" if none was given, `no_return` or `not_in_plan`. `move` is one of
    `MOVES`, or "" if nothing moved or one of the two is not known.
    """

    then: str
    now: str
    move: str


def status(seen: Responses, activity: str) -> str:
    """Return an activity's status in a quarter, whatever outcome it belonged to then.

    It is `no_return` without a return, "" if none was given, and `not_in_plan` if the plan did not
    have the activity.
    """
    answer = seen.around.by_activity.get(activity)
    if answer is not None:
        return answer.delivery
    return NO_RETURN if activity in seen.around.members else NOT_IN_PLAN


def movements(now: Responses, before: Responses | None) -> dict[str, Movement]:
    """Return each covered activity's status beside that of the period before, by its ID.

    The configuration lists the statuses from good to bad. Between different lists, nothing moves.
    """
    return {activity.id: _movement(activity.id, now, before) for activity in now.activities}


def _movement(activity: str, now: Responses, before: Responses | None) -> Movement:
    then = status(before, activity) if before else NOT_IN_PLAN
    present = status(now, activity)
    moved = _move(then, present, now.council) if before and same_scale(now, before) else ""
    return Movement(then, present, moved)


def same_scale(now: Responses, before: Responses) -> bool:
    """Return whether two periods have the same statuses, so that movements can be counted."""
    return now.council.scale == before.council.scale


def _move(then: str, now: str, council: Council) -> str:
    """Name a movement; a status that counts as neither was not off track, and does not recover."""
    counts = {status.id: status.count for status in council.statuses}
    was, is_now = counts.get(then), counts.get(now)
    if was is None or then == now:
        return ""
    if is_now == "on_track":
        return "recovered" if was == "off_track" else ""
    if is_now != "off_track":
        return ""
    if was != "off_track":
        return "newly_off_track"
    order = ids(council.statuses)
    return "worsened" if order.index(now) > order.index(then) else "improved"


def movement_counts(now: Responses, before: Responses | None) -> Iterator[Count]:
    """Count each kind of movement, of the activities that answered in both periods."""
    if before is None or not same_scale(now, before):
        return
    both = [
        moved.move
        for moved in movements(now, before).values()
        if not {NO_RETURN, NOT_IN_PLAN} & {moved.then, moved.now}
    ]
    for move in MOVES:
        yield Count(f"movement.{move}", both.count(move), len(both))


def transitions(now: Responses, before: Responses) -> dict[tuple[str, str], int]:
    """Count the activities of each pair of statuses: (then, now) → how many.

    Those that have left the plan are included, so that the statuses of both quarters add up.
    """
    moved = list(movements(now, before).values())
    gone = [activity.id for activity in before.activities if activity.id not in now.around.members]
    moved += [_movement(identifier, now, before) for identifier in gone]
    return dict(Counter((movement.then, movement.now) for movement in moved))
