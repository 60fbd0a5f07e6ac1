"""Rows that a report is made from: those that it covers, and the few others that it shows.

A report covers the activities of its scope in its own quarter and in those before, each as its plan
was then: an activity that has left, or belongs to another outcome now, was counted there. It also
shows activities that these wait for, that wait for them, that they took over, or that serve
their objectives. The plan of a build works this out from text, and a report from what it has read.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from sdp_lib.inputs.members import Row, list_rows, members, uses
from sdp_lib.inputs.origins import origins_of
from sdp_lib.inputs.params import QuarterParams, earlier_quarters
from sdp_lib.inputs.plan import Plan, portfolio_id, read_plan_file
from sdp_lib.inputs.recorded import plan_files
from sdp_lib.inputs.scope import COLUMNS, EVERYTHING, Scope
from sdp_lib.periods import Period

PlanRows = tuple[Period, Sequence[Row]]  # all activities of a quarter's plan, as text
_LINKS = ("depends_on", "into")


@dataclass(frozen=True)
class Coverage:
    """The IDs of the activities whose rows a report is made from.

    `activities` are those that it covers now or did before, `related` others that it shows, and
    `expected` those that the whole plan has in the quarter. `origins` names activities of earlier
    plans, by plan. `uses` names the optional columns that each quarter's plan uses.
    """

    activities: Collection[str] = ()
    related: Collection[str] = ()
    expected: Collection[str] = ()
    origins: Mapping[str, Collection[str]] = field(default_factory=dict)
    uses: Sequence[Collection[str]] = ()


@dataclass(frozen=True, eq=False)
class Covers:
    """The plans of quarters, oldest first, and the outcomes of the last, which is reported."""

    plans: Sequence[PlanRows]
    plan: Plan

    def of(self, scope: Scope) -> Coverage:
        """Return which rows a report of a scope is made from."""
        if scope == EVERYTHING:
            return Coverage(set(self._links), (), self._expected, uses=self._uses)
        covered = self._covered.get(scope, set())
        own = (
            [self._now[identifier] for identifier in covered if identifier in self._now]
            if scope.one
            else []
        )
        related = self._related(scope, covered) - covered
        return Coverage(covered, related, self._expected, origins_of(own), self._uses)

    def _related(self, scope: Scope, covered: set[str]) -> set[str]:
        if scope.one:
            return set().union(*(self._links[identifier] for identifier in covered))
        outcome = self.plan.outcome(scope.value) if scope.column == "outcome" else None
        objectives = outcome.objectives if outcome else ()
        return set().union(*(self._serving.get(objective.id, set()) for objective in objectives))

    @cached_property
    def _uses(self) -> list[frozenset[str]]:
        return [uses(rows) for _, rows in self.plans]

    @cached_property
    def _now(self) -> dict[str, Row]:
        return {row["id"]: row for row in self.plans[-1][1]}

    @cached_property
    def _expected(self) -> list[str]:
        quarter, rows = self.plans[-1]
        return [row["id"] for row in members(rows, quarter)]

    @cached_property
    def _covered(self) -> dict[Scope, set[str]]:
        covered: dict[Scope, set[str]] = {}
        for quarter, rows in self.plans:
            for row in members(rows, quarter):
                cells = {**row, "portfolio_id": portfolio_id(row.get("portfolio", ""))}
                for column in COLUMNS.values():
                    scope = Scope(column, cells.get(column, ""))
                    covered.setdefault(scope, set()).add(row["id"])
        return covered

    @cached_property
    def _links(self) -> dict[str, set[str]]:
        """Whom each activity waits for or went into, and the other way round."""
        links: dict[str, set[str]] = {row["id"]: set() for _, rows in self.plans for row in rows}
        for _, rows in self.plans:
            for row in rows:
                for other in (identifier for column in _LINKS for identifier in _ids(row, column)):
                    links[row["id"]].add(other)
                    links.setdefault(other, set()).add(row["id"])
        return links

    @cached_property
    def _serving(self) -> dict[str, set[str]]:
        serving: dict[str, set[str]] = {}
        for _, rows in self.plans:
            for row in rows:
                for objective in _ids(row, "objectives"):
                    serving.setdefault(objective, set()).add(row["id"])
        return serving


def read_covers(data: Path, params: Path, asked: QuarterParams) -> Covers:
    """Read what reports of a quarter cover, without frames; `InputError` if a file is missing."""
    quarters = [period.value for period in (*earlier_quarters(data, params, asked), asked)]
    files = [
        plan_files(data, params, asked.plan, quarter, until=asked.value) for quarter in quarters
    ]
    rows = {source: list_rows(source) for source in files}
    plans = [(quarter, rows[source]) for quarter, source in zip(quarters, files, strict=True)]
    return Covers(plans, read_plan_file(files[-1].plan))


def _ids(row: Row, column: str) -> list[str]:
    return [identifier for identifier in row.get(column, "").split(";") if identifier]
