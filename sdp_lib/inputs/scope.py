"""The activities that a report covers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

Row = TypeVar("Row")
# The parameters of a notebook that say what its report is about, and the columns they choose by.
COLUMNS = {
    "outcome": "outcome",
    "directorate": "directorate",
    "portfolio": "portfolio_id",
    "activity": "id",
}


@dataclass(frozen=True)
class Scope:
    """Which activities a report covers: those whose `column` equals `value`; all if None."""

    column: str | None = None
    value: str = ""

    def of(
        self, rows: tuple[Row, ...], cell: Callable[[Row, str], object] = getattr
    ) -> tuple[Row, ...]:
        """Return the activities or answers that the report covers, in the plan's order."""
        if self.column is None:
            return rows
        return tuple(row for row in rows if cell(row, self.column) == self.value)

    @property
    def plan_wide(self) -> bool:
        """Whether the report may show how many returns the whole plan received.

        The scorecard of one activity shows nothing of the others.
        """
        return not self.one

    @property
    def one(self) -> bool:
        """Whether the report covers a single activity."""
        return self.column == "id"

    def __str__(self) -> str:
        names = {column: name for name, column in COLUMNS.items()}
        return f"{names[self.column]} {self.value}" if self.column else "all activities"

    @classmethod
    def named(cls, name: str) -> Scope:
        """Return the scope with this name.

        >>> Scope.named("outcome 3") == Scope("outcome", "3")
        True
        """
        kind, _, value = name.partition(" ")
        return cls(COLUMNS[kind], value) if kind in COLUMNS else EVERYTHING


EVERYTHING = Scope()


def scope_of(parameters: Mapping[str, str]) -> Scope:
    """Return what the parameters of a notebook say that its report covers.

    >>> str(scope_of({"quarter": "2019-20-Q2", "outcome": "3", "directorate": ""}))
    'outcome 3'
    """
    for name, column in COLUMNS.items():
        if parameters.get(name):
            return Scope(column, parameters[name])
    return EVERYTHING
