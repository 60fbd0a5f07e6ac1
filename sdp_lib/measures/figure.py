"""A figure: a count, what it is out of, and the same in an earlier period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Count:
    """How many, out of how many, under a name of the contract."""

    name: str
    value: int
    of: int


@dataclass(frozen=True)
class Figure:
    """A count beside the same count in the period it is `compared` with, which is None without one.

    `previous` and `previous_of` are None then, and also if the earlier count was out of nothing.
    """

    name: str
    value: int
    of: int
    previous: int | None = None
    previous_of: int | None = None
    compared: str | None = None

    @property
    def percent(self) -> int | None:
        """The whole percentage; None if there is nothing to divide by."""
        return percent(self.value, self.of)

    @property
    def change(self) -> int | None:
        """How much the count moved since the period compared with."""
        return None if self.previous is None else self.value - self.previous


def percent(value: int, of: int) -> int | None:
    """Return a whole percentage, halves rounded up (contract: `figures.csv`); None out of nothing.

    Whole numbers only: 1 of 8 is 12.5 and becomes 13, whatever a float would make of it.

    >>> percent(14, 17), percent(1, 8), percent(5, 200), percent(0, 0)
    (82, 13, 3, None)
    """
    return (200 * value + of) // (2 * of) if of else None


class Figures(Mapping[str, Figure]):
    """The figures of one report by name, in the order of the contract."""

    def __init__(self, figures: Iterable[Figure]):
        self._figures = {figure.name: figure for figure in figures}

    def __getitem__(self, name: str) -> Figure:
        return self._figures[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._figures)

    def __len__(self) -> int:
        return len(self._figures)


def compared(now: Iterable[Count], before: Iterable[Count] = (), period: str = "") -> Figures:
    """Pair each count with the count of the same name in an earlier `period`, if there is one."""
    earlier = {count.name: count for count in before}
    return Figures(_beside(count, earlier.get(count.name), period or None) for count in now)


def _beside(count: Count, earlier: Count | None, period: str | None) -> Figure:
    if earlier is None or not earlier.of:
        return Figure(count.name, count.value, count.of, compared=period)
    return Figure(count.name, count.value, count.of, earlier.value, earlier.of, period)
