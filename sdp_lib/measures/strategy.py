"""What activities serve and what they cost: objectives, budgets, and what weighs most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sdp_lib.inputs.plan import Objective
from sdp_lib.measures.figure import Count
from sdp_lib.measures.responses import Activity, Answer, Responses

WEIGHTS = ("risk", "complexity", "value")
_HIGH = "high"


@dataclass(frozen=True)
class Served:
    """An objective with the activities that serve it, and what those answered."""

    objective: Objective
    activities: tuple[Activity, ...]
    answers: tuple[Answer, ...]

    @property
    def on_track(self) -> int:
        """How many of them are on track."""
        return sum(one.on_track for one in self.answers)


def served(seen: Responses) -> list[Served]:
    """Return the objectives that a report speaks of, each with all that serve it.

    In the report of an outcome those may belong to another one.
    """
    among = seen.around if seen.of_outcome else seen
    return [
        Served(
            one,
            tuple(row for row in among.activities if one.id in row.objectives),
            tuple(row for row in among.answers if one.id in row.objectives),
        )
        for one in seen.objectives
    ]


def objectives(seen: Responses) -> Iterator[Count]:
    """Count what is on track of the activities that serve each objective, with a return or not."""
    for one in served(seen):
        yield Count(f"objectives.{one.objective.id}.on_track", one.on_track, len(one.activities))


def budget(seen: Responses) -> Iterator[Count]:
    """Add up the budgets in whole pounds, and those of each status of the total."""
    if "budget" not in seen.uses:
        return
    total = sum(one.budget or 0 for one in seen.activities)
    yield Count("budget.total", total, total)
    for status in seen.council.statuses:
        there = sum(one.budget or 0 for one in seen.answers if one.delivery == status.id)
        yield Count(f"budget.{status.id}", there, total)


def weighty(seen: Responses) -> list[tuple[Answer, tuple[str, ...]]]:
    """Return what is off track or ends later and is high in something, with what that is."""
    found = [(one, high(one)) for one in seen.answers if one.off_track or one.revised]
    return [pair for pair in found if pair[1]]


def high(one: Activity) -> tuple[str, ...]:
    """Return in what an activity is high: risk, complexity, value."""
    return tuple(name for name in WEIGHTS if getattr(one, name) == _HIGH)
