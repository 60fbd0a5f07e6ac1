"""Results of one measurement in one round, and the settings of the measurements."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from benchmarks.measure import Cost
from benchmarks.project import Project


@dataclass(frozen=True)
class Taken:
    """The results of a measurement: costs and counts by name, and notes."""

    costs: Mapping[str, Cost] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def and_also(self, other: Taken) -> Taken:
        """Return both together, without repeated notes."""
        return Taken(
            {**self.costs, **other.costs},
            {**self.counts, **other.counts},
            tuple(dict.fromkeys([*self.notes, *other.notes])),
        )


@dataclass(frozen=True)
class Asked:
    """The settings: the project, how many scorecards a sample has, how large plans become."""

    project: Project
    cores: int
    scorecards: int
    times: tuple[int, ...]


Measurement = Callable[[Asked], Taken]
