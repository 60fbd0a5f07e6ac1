"""The ratios: each in words, with how it is worked out from a round, and its target."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.ablation import LEFT_OUT
from benchmarks.taken import Taken

Number = Callable[[Taken], float]


@dataclass(frozen=True)
class Ratio:
    """A ratio in words: how it is worked out from a round, how it is written, and its target.

    `at_most` or `at_least` is the target, in the ratio's own unit.
    """

    words: str
    of: Number
    form: str = "{:.2f}"
    at_most: float | None = None
    at_least: float | None = None

    def target(self) -> str:
        """Return the target in words."""
        if self.at_most is not None:
            return f"at most {self.form.format(self.at_most)}"
        return "–" if self.at_least is None else f"at least {self.form.format(self.at_least)}"

    def met(self, value: float) -> str:
        """Return whether a value meets the target, or a dash if it has none.

        >>> Ratio("", lambda _: 0.0, at_most=1.1).met(1.2)
        'no'
        """
        if self.at_most is None and self.at_least is None:
            return "–"
        low = self.at_least is not None and value < self.at_least
        high = self.at_most is not None and value > self.at_most
        return "no" if low or high else "yes"


def _against(one: str, other: str, unit: str = "wall") -> Number:
    return lambda taken: getattr(taken.costs[one], unit) / getattr(taken.costs[other], unit)


def _per_cent(name: str) -> Number:
    return lambda taken: 100 * taken.costs[name].wall / taken.costs["whole"].wall


def _a_report(name: str) -> Number:
    return lambda taken: _seconds_a_report(taken, name) / _seconds_a_report(taken, "whole")


def _seconds_a_report(taken: Taken, name: str) -> float:
    return taken.costs[name].wall / taken.counts["reports" if name == "whole" else name]


def ratios_of(rounds: Sequence[Taken]) -> list[Ratio]:
    """Return every ratio of these rounds, in the order of the page."""
    return [*RATIOS, *map(_left_out, LEFT_OUT), *_by_size(rounds)]


TIMES, PER_CENT = "{:.1f} times", "{:.1f} %"
RATIOS = (
    Ratio(
        "Whole quarter: the plain way takes, in seconds",
        _against("plain", "whole"),
        TIMES,
        at_least=10,
    ),
    Ratio(
        "Whole quarter: the plain way takes, in processor seconds",
        _against("plain", "whole", "cpu"),
        TIMES,
        at_least=10,
    ),
    Ratio("Whole quarter: Quarto's own way takes", _against("quarto", "whole"), TIMES, at_least=10),
    Ratio("Nothing changed, of a full build", _per_cent("nothing"), PER_CENT, at_most=2),
    *(
        Ratio(
            f"One commentary changed, of a full build, by {what}",
            _per_cent(name),
            PER_CENT,
            at_most=10,
        )
        for name, what in (
            ("watched", "a command that waits for it"),
            ("commentary", "a new command"),
        )
    ),
    *(
        Ratio(
            f"One return changed, of a full build, by {what}",
            _per_cent(name),
            PER_CENT,
            at_most=limit,
        )
        for name, what, limit in (
            ("return watched", "a command that waits for it", 18),
            ("return", "a new command", 30),
        )
    ),
    Ratio(
        "The command against the floor in one warm process, in seconds",
        _against("whole", "one"),
        at_most=2,
    ),
    Ratio(
        "The command against the floor in as many as there are cores, in seconds",
        _against("whole", "floor"),
        at_most=2,
    ),
    Ratio(
        "The command against the floor in as many as there are cores, in processor seconds",
        _against("whole", "floor", "cpu"),
        at_most=2,
    ),
    Ratio(
        "Processor seconds an answer, an export of 1,000 answers against one of 100",
        lambda taken: taken.costs["export 1000"].cpu / taken.costs["export 100"].cpu / 10,
        at_most=1.1,
    ),
    Ratio("Two Dask workers against two local jobs", _against("cluster", "local")),
    Ratio(
        "Files whose bytes differ between the two",
        lambda taken: taken.counts["files that differ"],
        "{:.0f}",
        at_most=0,
    ),
)


def _left_out(name: str) -> Ratio:
    return Ratio(
        f"Whole quarter without {name}, against the one before it",
        _against(f"without {name}", f"with {name}"),
        at_least=1.05,
    )


def _by_size(rounds: Sequence[Taken]) -> list[Ratio]:
    """Return the ratios of each larger council, named by how many reports it has."""
    found = []
    for name in (cost for cost in rounds[0].costs if cost.endswith(" times")):
        size, base = rounds[0].counts[name], rounds[0].counts["reports"]
        found += [
            Ratio(f"Seconds a report, {size} against {base}", _a_report(name), at_most=1.1),
            Ratio(
                f"Peak memory, {size} against {base}",
                _against(name, "whole", "memory"),
                at_most=1.1,
            ),
        ]
    return found
