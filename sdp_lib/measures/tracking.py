"""Milestone dates, tracked from period to period: whether activities keep those that they gave.

The published report announces this. Each milestone's date is compared with that in the period
compared with, as of the day on which this period's form closed (the cut-off):

- kept: the same date, which is still to come; passed: the same date, which has come;
- missed: the date given before has come, and a later one is given now;
- put back, brought forward: another date, before the earlier one came;
- disappeared: a date was given before and none is now; new: the other way round.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sdp_lib.measures.figure import Count
from sdp_lib.measures.responses import Responses

# What can become of a date given in the quarter before; a date without an earlier one is new.
FATES_OF_DATES = ("kept", "passed", "brought_forward", "put_back", "missed", "disappeared")
FATES = (*FATES_OF_DATES, "new")
MOVED_LATER = ("put_back", "missed")


@dataclass(frozen=True, slots=True)
class TrackedMilestone:
    """A milestone: its first date, its date in the period compared with, and its present date.

    `fate` is one of `FATES`, or "" if there is nothing to compare with.
    """

    activity: str
    kind: str
    first: date
    previous: date | None
    present: date | None
    fate: str

    @property
    def days(self) -> int | None:
        """By how many days the date moved since the period before; None without two dates."""
        if self.previous is None or self.present is None:
            return None
        return (self.present - self.previous).days


def fate(before: date | None, now: date | None, cutoff: date) -> str:
    """Return what became of a milestone's date; "" if none was given in either period.

    >>> fate(date(2019, 8, 1), date(2019, 10, 1), date(2019, 9, 13))
    'missed'
    >>> fate(date(2019, 12, 1), date(2020, 1, 15), date(2019, 9, 13))
    'put_back'
    """
    if before is None or now is None:
        return "" if before is now else "disappeared" if now is None else "new"
    come = before <= cutoff
    if now == before:
        return "passed" if come else "kept"
    if now < before:
        return "brought_forward"
    return "missed" if come else "put_back"


@lru_cache(maxsize=16)
def tracked(
    history: tuple[Responses, ...], before: Responses | None, cutoff: date
) -> tuple[TrackedMilestone, ...]:
    """Follow each milestone that was ever dated through the periods, kind by kind.

    `history`: the periods of a plan, oldest first, this one last; `before`: the one among them that
    it is compared with. Without a return in this period, an activity's dates are not known.
    """
    now = history[-1]
    milestones = []
    for kind in now.council.kinds:
        for answer in now.answers:
            given = given_dates(history, answer.id, kind.id)
            first = next((day for day in given if day is not None), None)
            if first is None:
                continue
            then = before.around.by_activity.get(answer.id) if before else None
            previous = then.milestones.get(kind.id) if then else None
            became = fate(previous, given[-1], cutoff) if then else ""
            milestones.append(
                TrackedMilestone(answer.id, kind.id, first, previous, given[-1], became)
            )
    return tuple(milestones)


def given_dates(history: tuple[Responses, ...], activity: str, kind: str) -> list[date | None]:
    """Return the date that an activity gave in each period; None without one or a return."""
    answers = [seen.around.by_activity.get(activity) for seen in history]
    return [answer.milestones.get(kind) if answer else None for answer in answers]


def tracking_counts(
    history: tuple[Responses, ...], before: Responses | None, cutoff: date
) -> Iterator[Count]:
    """Count what became of the dates given in the period before, and which of today's are new.

    A new date could be neither kept nor missed, so it is counted out of the dates given now.
    """
    if before is None or not history[-1].council.kinds:
        return
    known = [milestone for milestone in tracked(history, before, cutoff) if milestone.fate]
    fates = Counter(milestone.fate for milestone in known)
    given = len(known) - fates["new"]
    for name in FATES_OF_DATES:
        yield Count(f"milestone_dates.{name}", fates[name], given)
    now = sum(milestone.present is not None for milestone in known)
    yield Count("milestone_dates.new", fates["new"], now)
