"""Activities in need of attention, and why: every reason is a fact that the page can show.

An activity that is not on track is listed with its reasons; each reason weighs one, the worst
status two. A long slip, an issue without mitigation and assurance that disagrees are reasons
whatever the status. Among equals, the longer slip comes first, then the plan's order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sdp_lib.measures.movement import Movement, movements, same_scale
from sdp_lib.measures.responses import Answer, Responses
from sdp_lib.measures.reviews import Review

LONG_SLIP_DAYS = 180
# The questions that each of these reasons depends on.
_ASKED = {
    "no_mitigation": ("mitigation",),
    "on_no_register": ("risk_registers",),
    "no_board": ("boards_expected",),
    "issue_without_mitigation": ("mitigation",),
}


@dataclass(frozen=True)
class Concern:
    """An activity in need of attention: its answer, its reasons by name, its slip in days."""

    answer: Answer
    reasons: tuple[str, ...]
    weight: int
    days: int


def concerns(now: Responses, before: Responses | None, reviews: Sequence[Review]) -> list[Concern]:
    """List the activities in need of attention, the most pressing first."""
    moved = movements(now, before)
    doubted = {review.activity for review in reviews if review.opinion == "inconsistent"}
    worst = now.council.off_track[-1].id
    unasked = {name for name, columns in _ASKED.items() if not all(map(now.council.asks, columns))}
    if before and not same_scale(now, before):
        unasked.add("still_off_track")
    listed = []
    for answer in now.answers:
        known = _reasons if answer.off_track else _reasons_all_the_same
        reasons = [reason for reason in known(answer, moved[answer.id]) if reason not in unasked]
        reasons += ["assurance_disagrees"] if answer.id in doubted else []
        if answer.off_track or reasons:
            weight = len(reasons) + (2 if answer.delivery == worst else 0)
            listed.append(Concern(answer, tuple(reasons), weight, answer.slip_days or 0))
    return sorted(listed, key=lambda concern: (-concern.weight, -concern.days))


def first_concerns(found: Sequence[Concern], most: int) -> list[Concern]:
    """Return the most pressing, the last of them being the longest slip of those on track.

    Without that exception, a short list would never show an activity that slips while it is
    reported as on track, since it has fewer reasons than one that is off track.
    """
    first = list(found[:most])
    slipping = [concern for concern in found if concern.answer.on_track and concern.days > 0]
    longest = max(slipping, key=lambda concern: concern.days, default=None)
    if longest is None or longest in first:
        return first
    return [*first[: most - 1], longest]


def _reasons(answer: Answer, moved: Movement) -> list[str]:
    facts = {
        "newly_off_track": moved.move == "newly_off_track",
        "worsened": moved.move == "worsened",
        "still_off_track": not moved.move and moved.then == answer.delivery,
        "no_mitigation": not answer.any_mitigation,
        "on_no_register": not answer.risk_registers,
        "no_board": not answer.boards_expected,
        "long_slip": _long_slip(answer),
    }
    return [name for name, true in facts.items() if true]


def _reasons_all_the_same(answer: Answer, _: Movement) -> list[str]:
    """Return the reasons of an activity that is not reported as off track."""
    facts = {
        "long_slip": _long_slip(answer),
        "issue_without_mitigation": answer.issue_count > 0 and not answer.any_mitigation,
    }
    return [name for name, true in facts.items() if true]


def _long_slip(answer: Answer) -> bool:
    return (answer.slip_days or 0) > LONG_SLIP_DAYS
