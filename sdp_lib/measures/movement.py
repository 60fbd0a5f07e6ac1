"""What moved between two periods: newly off track, recovered, worsened, improved."""

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
    """An activity's status in the period compared with and now.

    That is a status ID, "" where none was given, `no_return`, or `not_in_plan`.
    `move` is one of `MOVES`, or "" where nothing moved or one of the two is not known.
    """

    then: str
    now: str
    move: str


def status(seen: Responses, activity: str) -> str:
    """Return an activity's status in a quarter, whatever outcome it belonged to then.

    `no_return` without a return, "" where it was not given, `not_in_plan` where the plan did not
    have it.
    """
    answer = seen.around.by_activity.get(activity)
    if answer is not None:
        return answer.delivery
    return NO_RETURN if activity in seen.around.members else NOT_IN_PLAN


def movements(now: Responses, before: Responses | None) -> dict[str, Movement]:
    """Put the status of each activity covered beside that of the period before, by its ID.

    The configuration lists the statuses from good to bad. Between two scales nothing moves.
    """
    return {one.id: _movement(one.id, now, before) for one in now.activities}


def _movement(activity: str, now: Responses, before: Responses | None) -> Movement:
    then = status(before, activity) if before else NOT_IN_PLAN
    present = status(now, activity)
    moved = _move(then, present, now.council) if before and same_scale(now, before) else ""
    return Movement(then, present, moved)


def same_scale(now: Responses, before: Responses) -> bool:
    """Tell whether two periods have the same statuses, so that movements can be counted."""
    return now.council.scale == before.council.scale


def _move(then: str, now: str, council: Council) -> str:
    """Name a movement; what counts as neither on nor off track was not off track, nor recovers."""
    counts = {one.id: one.count for one in council.statuses}
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

    Those that have left the plan are in it, too, so that the statuses of both quarters add up.
    """
    moved = list(movements(now, before).values())
    gone = [one.id for one in before.activities if one.id not in now.around.members]
    moved += [_movement(one, now, before) for one in gone]
    return dict(Counter((one.then, one.now) for one in moved))
