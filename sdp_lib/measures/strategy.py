"""Objectives and budgets of activities, and which activities weigh most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sdp_lib.inputs.council import ids
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
        return sum(answer.on_track for answer in self.answers)


def served(seen: Responses) -> list[Served]:
    """Return the objectives that a report covers, each with all activities that serve it.

    In the report of an outcome, those may belong to another one.
    """
    among = seen.around if seen.of_outcome else seen
    return [
        Served(
            objective,
            tuple(row for row in among.activities if objective.id in row.objectives),
            tuple(row for row in among.answers if objective.id in row.objectives),
        )
        for objective in seen.objectives
    ]


def objectives(seen: Responses) -> Iterator[Count]:
    """Count the activities on track, of all that serve each objective, with a return or not."""
    for serving in served(seen):
        yield Count(
            f"objectives.{serving.objective.id}.on_track", serving.on_track, len(serving.activities)
        )


def budget(seen: Responses) -> Iterator[Count]:
    """Add up the budgets in whole pounds: the total, and that of each status."""
    if "budget" not in seen.uses:
        return
    total = sum(activity.budget or 0 for activity in seen.activities)
    yield Count("budget.total", total, total)
    for status in seen.council.statuses:
        amount = sum(answer.budget or 0 for answer in seen.answers if answer.delivery == status.id)
        yield Count(f"budget.{status.id}", amount, total)


def weighty(seen: Responses) -> list[tuple[Answer, tuple[str, ...]]]:
    """Return the answers that are off track or end later, and in what each of them is high.

    Those that are high in most come first, then those with the worst status and the longest slip.
    """
    order = ids(seen.council.statuses)
    found = [
        (answer, high(answer)) for answer in seen.answers if answer.off_track or answer.revised
    ]

    def turn(pair: tuple[Answer, tuple[str, ...]]) -> tuple[int, int, int]:
        answer, highs = pair
        status = order.index(answer.delivery) if answer.delivery in order else -1
        return -len(highs), -status, -(answer.slip_days or 0)

    return sorted((pair for pair in found if pair[1]), key=turn)


def high(one: Activity) -> tuple[str, ...]:
    """Return in what an activity is high: risk, complexity, value."""
    return tuple(name for name in WEIGHTS if getattr(one, name) == _HIGH)
