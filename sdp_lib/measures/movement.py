"""What moved between two quarters: newly off track, recovered, worsened, improved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pandas as pd

from sdp_lib.inputs.council import Council, ids
from sdp_lib.measures.figure import Count
from sdp_lib.measures.responses import Responses

NO_RETURN = "no_return"
MOVES = ("newly_off_track", "worsened", "improved", "recovered")


def status(seen: Responses, activity: str) -> str:
    """Return an activity's status, `no_return` without a return, "" where it was not given."""
    if activity not in seen.answered.index:
        return NO_RETURN
    return str(seen.answered.at[activity, "delivery"])


def movements(now: Responses, before: Responses | None) -> pd.DataFrame:
    """Put the status of each activity covered beside that of the quarter before.

    Indexed by activity; `then` and `now` are status IDs or `no_return`, `move` is one of `MOVES`,
    or "" where nothing moved or one of the two is not known. The configuration lists the statuses
    from good to bad.
    """
    listed = list(now.activities.index)
    then = [status(before, one) if before else NO_RETURN for one in listed]
    present = [status(now, one) for one in listed]
    moves = [_move(a, b, now.council) for a, b in zip(then, present, strict=True)]
    return pd.DataFrame({"then": then, "now": present, "move": moves}, index=now.activities.index)


def _move(then: str, now: str, council: Council) -> str:
    order = ids(council.statuses)
    if then not in order or now not in order or then == now:
        return ""
    on_track = {one.id for one in council.statuses if one.on_track}
    if now in on_track:
        return "" if then in on_track else "recovered"
    if then in on_track:
        return "newly_off_track"
    return "worsened" if order.index(now) > order.index(then) else "improved"


def movement_counts(now: Responses, before: Responses | None) -> Iterator[Count]:
    """Count each kind of movement, of the activities that answered in both quarters."""
    if before is None:
        return
    moved = movements(now, before)
    both = moved[(moved["then"] != NO_RETURN) & (moved["now"] != NO_RETURN)]
    for move in MOVES:
        yield Count(f"movement.{move}", int(both["move"].eq(move).sum()), len(both))


def transitions(now: Responses, before: Responses) -> dict[tuple[str, str], int]:
    """Count the activities of each pair of statuses: (then, now) → how many."""
    moved = movements(now, before)
    return dict(Counter(zip(moved["then"], moved["now"], strict=True)))
