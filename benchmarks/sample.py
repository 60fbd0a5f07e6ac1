"""A sample of a quarter's reports by kind, and its cost scaled up to all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import cycle, islice

from benchmarks.commands import all_at_once
from benchmarks.measure import Cost, Meter
from benchmarks.project import Report
from benchmarks.taken import Asked

Make = Callable[[tuple[str, Report]], object]


@dataclass(frozen=True)
class Kind:
    """A kind of report: the sample that is measured, and how many the quarter has."""

    name: str
    sample: tuple[Report, ...]
    count: int


def kinds(reports: Sequence[Report], *, scorecards: int, cores: int) -> list[Kind]:
    """Choose a sample of each kind: one report, or the number of scorecards asked for.

    It is filled up to a multiple of the cores, from the start where there are no more reports, so
    that no core waits for another: with two cores the council's report is made twice at once.
    """
    found: dict[str, list[Report]] = {}
    for report in reports:
        found.setdefault(report.kind, []).append(report)
    return [
        Kind(name, _filled(members, scorecards if name == "scorecard" else 1, cores), len(members))
        for name, members in found.items()
    ]


def _filled(members: Sequence[Report], wanted: int, cores: int) -> tuple[Report, ...]:
    return tuple(islice(cycle(members), -(-wanted // cores) * cores))


def cost_of_all(kinds: Sequence[Kind], make: Make, asked: Asked) -> Cost:
    """Make the sample, as many reports at once as there are cores, and scale each kind up.

    `make` is given a name that is its own, also where a report is made twice, and the report.
    """
    return reduce(Cost.then, (_cost_of(kind, make, asked) for kind in kinds))


def _cost_of(kind: Kind, make: Make, asked: Asked) -> Cost:
    named = [(f"{number}-{one.name}", one) for number, one in enumerate(kind.sample)]
    with Meter() as meter:
        all_at_once(make, named, hands=asked.cores)
    return meter.cost.scaled(kind.count / len(kind.sample))


def described(kinds: Sequence[Kind]) -> str:
    """Describe the sample and what it represents.

    >>> one = Report("council", "council.ipynb", {})
    >>> described([Kind("council", (one, one), 1)])
    'council: 2 made, scaled to 1'
    """
    return "; ".join(
        f"{kind.name}: {len(kind.sample)} made, scaled to {kind.count}" for kind in kinds
    )
