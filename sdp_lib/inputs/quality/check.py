"""Checking a quarter: read what can be read, apply every rule, count the returns."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path
from typing import Protocol

from sdp_lib.errors import InputError, Problems
from sdp_lib.inputs.brand.style import current_style
from sdp_lib.inputs.corrections import Correction, read_corrections
from sdp_lib.inputs.council import Council, read_council
from sdp_lib.inputs.dataset import Dataset, check_commentary
from sdp_lib.inputs.params import QuarterParams, Reports
from sdp_lib.inputs.plan_as_it_was import PlanThen, read_plan_then
from sdp_lib.inputs.quality.reading import case_of, read_what_is_there
from sdp_lib.inputs.quality.rule import Case, Finding
from sdp_lib.inputs.quality.rules import examine, refused
from sdp_lib.inputs.quality.submissions import Turnout, turnout
from sdp_lib.inputs.quotations import KnownNames
from sdp_lib.inputs.recorded import files_of_today
from sdp_lib.inputs.returns import columns
from sdp_lib.periods import Period

PlanReports = Callable[[QuarterParams], Reports]


class ListFigures(Protocol):
    """A function that lists the figures that commentary may quote; called only if one is quoted."""

    def __call__(
        self, council: Council, *, compared: bool, plan: PlanThen | None
    ) -> Collection[str]:
        """Return the names; without an earlier quarter to be `compared` with there are fewer."""


@dataclass(frozen=True)
class Checked:
    """The result of checking a quarter: findings, errors first, the returns counted, corrections.

    `turnout` is None if the returns could not be read; `leads` is the post of each activity.
    """

    findings: tuple[Finding, ...]
    turnout: Turnout | None = None
    corrections: tuple[Correction, ...] = ()
    leads: Mapping[str, str] = field(default_factory=dict)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that stop every report."""
        return tuple(finding for finding in self.findings if finding.rule.severity == "error")


def check_quarter(
    data: Path,
    params: Path,
    quarter: Period,
    reports: PlanReports,
    *,
    figures: ListFigures | None = None,
) -> Checked:
    """Find every problem of a quarter's inputs at once; nothing is raised, nothing is changed.

    `reports` says which reports a quarter's parameters ask for, and may raise `InputError`. Without
    `figures` no quotation in commentary is checked.
    """
    reader = Problems()
    reader.reading(current_style)
    dataset = read_what_is_there(reader, data, params, quarter)
    if dataset is None:
        known = _known(reader, figures, reader.reading(lambda: read_council(params)), None)
        _check_commentary(reader, data, quarter, None, known=known)
        return Checked(tuple(refused(reader.found)))
    known = _known(reader, figures, dataset.council, dataset)
    planned = reader.reading(lambda: reports(dataset.now.params))
    _check_commentary(reader, data, quarter, planned, known=known)
    case = reader.reading(lambda: case_of(data, params, dataset, planned))
    if case is None:
        return Checked(tuple(refused(reader.found)))
    return _checked(replace(case, today=_today(data, params, dataset)), data, reader)


def _today(data: Path, params: Path, dataset: Dataset) -> PlanThen | None:
    """Read today's plan; None if it cannot be read, which the next quarter reports."""
    if not dataset.now.recorded:
        return dataset.now.then
    return read_plan_then(files_of_today(data, params, dataset.now.params.plan), Problems())


def check_dataset(data: Path, params: Path, dataset: Dataset, reports: Reports) -> Checked:
    """Apply the rules to a dataset that was read without errors, as a build does.

    `InputError` if commentary cannot be read. Changes to the plan since the quarter was recorded do
    not concern its reports, so they are not checked here.
    """
    return _checked(case_of(data, params, dataset, reports), data, Problems())


def _checked(case: Case, data: Path, reader: Problems) -> Checked:
    found = examine(case)
    listed = columns(case.council)[1:]
    try:
        corrections = read_corrections(data, case.dataset.quarter, listed)
    except InputError:
        corrections = []  # reading the returns has reported why
    leads = {str(name): str(lead) for name, lead in case.dataset.activities["lead"].items()}
    findings = tuple([*refused(reader.found), *found])
    return Checked(findings, turnout(case), tuple(corrections), leads)


def _check_commentary(
    reader: Problems,
    data: Path,
    quarter: Period,
    planned: Reports | None,
    *,
    known: KnownNames | None,
) -> None:
    """Check the commentary of the reports that are made, or all if they are not known."""
    names = sorted(path.stem for path in (data / "commentary" / str(quarter)).glob("*.md"))
    if planned is not None:
        made = set(planned.made)
        names = [name for name in names if name in made]
    reader.reading(lambda: check_commentary(data, quarter, names, known=known))


def _known(
    reader: Problems, figures: ListFigures | None, council: Council | None, dataset: Dataset | None
) -> KnownNames | None:
    """Return what lists the figures that may be quoted; None if that is not known.

    If something cannot be read, there may be an earlier quarter all the same.
    """
    if figures is None or council is None:
        return None
    compared = bool(reader.found) or dataset is None or dataset.before is not None
    plan = dataset.now.then if dataset else None
    return cache(partial(figures, council, compared=compared, plan=plan))
