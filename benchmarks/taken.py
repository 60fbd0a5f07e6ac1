"""What one measurement found in one round, and how the measurements are asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from benchmarks.measure import Cost
from benchmarks.project import Project


@dataclass(frozen=True)
class Taken:
    """What was found: costs by their names, counts by theirs, and what there is to say."""

    costs: Mapping[str, Cost] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def and_also(self, other: Taken) -> Taken:
        """Return both; what is said twice is kept once."""
        return Taken(
            {**self.costs, **other.costs},
            {**self.counts, **other.counts},
            tuple(dict.fromkeys([*self.notes, *other.notes])),
        )


@dataclass(frozen=True)
class Asked:
    """What is measured: the project, how many scorecards a sample has, how often plans double."""

    project: Project
    cores: int
    scorecards: int
    times: tuple[int, ...]


Measurement = Callable[[Asked], Taken]
