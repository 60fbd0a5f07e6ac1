"""What moved between two periods: newly off track, recovered, worsened, improved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sdp_lib.inputs.council import Council, ids
from sdp_lib.measures.figure import Count
from sdp_lib.measures.responses import Responses

NO_RETURN = "no_return"
MOVES = ("newly_off_track", "worsened", "improved", "recovered")


@dataclass(frozen=True, slots=True)
class Movement:
    """An activity's status in the period compared with and now: a status ID, "" or `no_return`.

    `move` is one of `MOVES`, or "" where nothing moved or one of the two is not known.
    """

    then: str
    now: str
    move: str


def status(seen: Responses, activity: str) -> str:
    """Return an activity's status, `no_return` without a return, "" where it was not given."""
    answer = seen.by_activity.get(activity)
    return NO_RETURN if answer is None else answer.delivery


def movements(now: Responses, before: Responses | None) -> dict[str, Movement]:
    """Put the status of each activity covered beside that of the period before, by its ID.

    The configuration lists the statuses from good to bad. Between two scales nothing moves.
    """
    return {one.id: _movement(one.id, now, before) for one in now.activities}


def _movement(activity: str, now: Responses, before: Responses | None) -> Movement:
    then = status(before, activity) if before else NO_RETURN
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
        if NO_RETURN not in {moved.then, moved.now}
    ]
    for move in MOVES:
        yield Count(f"movement.{move}", both.count(move), len(both))


def transitions(now: Responses, before: Responses) -> dict[tuple[str, str], int]:
    """Count the activities of each pair of statuses: (then, now) → how many."""
    moved = movements(now, before).values()
    return dict(Counter((one.then, one.now) for one in moved))
