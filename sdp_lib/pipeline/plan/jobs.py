"""The reports of a quarter: a job, as a picklable value, for each notebook to run."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path

from sdp_lib.errors import InputError, Problem
from sdp_lib.inputs.params import SHIPPED, QuarterParams, ReportRequest, Reports, report_name
from sdp_lib.inputs.scope import COLUMNS
from sdp_lib.problems.call import NO_REPORT_ABOUT, NO_SUCH_REPORT, SET_BY_COMMAND, UNKNOWN_PARAMETER
from sdp_lib.problems.plan import NOT_IN_PLAN, REPORT_TWICE

SET_BY_THE_COMMAND = {"quarter": "QUARTER", "data": "--data", "params": "--params"}


@dataclass(frozen=True)
class Job:
    """One notebook to run: `name` in `figures.csv`, `page` below `site/` without an extension.

    `variant`: the given parameters that make it another view of a report; `of`: the page of that
    report.
    """

    name: str
    page: str
    notebook: Path
    parameters: Mapping[str, str]
    variant: Mapping[str, str] = field(default_factory=dict)
    of: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "parameters", dict(self.parameters))
        object.__setattr__(self, "variant", dict(self.variant))

    @property
    def report(self) -> str:
        """The name of this report, or of the report that this is a view of."""
        return self.name.partition(".")[0]

    @property
    def own(self) -> bool:
        """Whether the report's notebook is not one of those that come with the project."""
        return self.notebook.stem not in SHIPPED

    @property
    def base_page(self) -> str:
        """The page of that report."""
        return self.of or self.page

    @property
    def view(self) -> str:
        """The words for this view of a report."""
        told = ", ".join(f"{name}: {value}" for name, value in sorted(self.variant.items()))
        return f"Another view, with {told}"


def plan_jobs(
    params: QuarterParams,
    *,
    notebooks: Path,
    members: Mapping[str, Sequence[str]],
    common: Mapping[str, str],
) -> list[Job]:
    """List the jobs that the parameters request, in their order.

    `members`: the IDs of each kind of thing ("outcome": ["1", "2"]); `common`: the parameters that
    every notebook gets. `InputError` if `only` names an unknown ID.
    """
    problems: list[Problem] = []
    jobs: list[Job] = []
    for number, request in enumerate(params.reports):
        where = f"params/{params.quarter}.yml (reports.{number})"
        known = members.get(request.each, [])
        wanted = known if request.only is None else request.only
        there = set(known)
        problems += [
            _unknown(where, request, identifier, known)
            for identifier in wanted
            if identifier not in there
        ]
        jobs += [_job(request, identifier, notebooks, common) for identifier in wanted]
    problems += [
        Problem(REPORT_TWICE, "reports", f"{name!r} is asked for twice")
        for name, times in sorted(Counter(job.name for job in jobs).items())
        if times > 1
    ]
    if problems:
        raise InputError(problems)
    return jobs


def _job(request: ReportRequest, one: str, notebooks: Path, common: Mapping[str, str]) -> Job:
    path = notebooks / f"{request.notebook}.ipynb"
    parameters = {**common, **request.parameters}
    if request.each == "council":
        return Job(request.notebook, request.notebook, path, parameters)
    if request.notebook == "outcome" and request.each != "outcome":
        parameters |= {"outcome": ""}  # the same notebook, about something else
    name = report_name(request.notebook, request.each, one)
    scorecard = request.notebook == "scorecard" and request.each == "activity"
    page = f"scorecards/activity-{one}" if scorecard else name
    return Job(name, page, path, {**parameters, request.each: one})


def _unknown(where: str, request: ReportRequest, one: str, known: Sequence[str]) -> Problem:
    return Problem(
        NOT_IN_PLAN,
        where,
        f"only holds {one!r}, and the plan has no such {request.each}",
        f"Choose from {', '.join(known)}",
    )


def choose(jobs: Sequence[Job], patterns: Sequence[str]) -> list[Job]:
    """Return the jobs whose name matches one of the patterns; all if there is no pattern.

    `InputError` names each pattern that matches nothing.
    """
    lost = [
        pattern for pattern in patterns if not any(fnmatchcase(job.name, pattern) for job in jobs)
    ]
    if lost:
        known = ", ".join(job.name for job in jobs)
        raise InputError(
            Problem(
                NO_SUCH_REPORT, "--only", f"no report matches {pattern!r}", f"Choose from {known}"
            )
            for pattern in lost
        )
    return [
        job
        for job in jobs
        if not patterns or any(fnmatchcase(job.name, pattern) for pattern in patterns)
    ]


def with_overrides(
    jobs: Sequence[Job], overrides: Mapping[str, str], known: Mapping[Path, Iterable[str]]
) -> list[Job]:
    """Apply `-p NAME=VALUE`: a parameter for the subject of a report selects that report.

    Any other makes a variant of each report that takes it; one without a value counts as not given.
    `known`: the parameter names of each notebook. `InputError` for a name that no chosen notebook
    takes or that the command itself sets, or for a subject that no report has.
    """
    problems: list[Problem] = []
    for name, value in overrides.items():
        if not value and name not in SET_BY_THE_COMMAND:
            continue
        takers = [job for job in jobs if name in known[job.notebook]]
        if name in SET_BY_THE_COMMAND:
            problems.append(
                Problem(
                    SET_BY_COMMAND,
                    "-p",
                    f"the command itself sets {name!r}",
                    f"Use {SET_BY_THE_COMMAND[name]} instead",
                )
            )
        elif not takers:
            names = sorted({parameter for job in jobs for parameter in known[job.notebook]})
            problems.append(
                Problem(
                    UNKNOWN_PARAMETER,
                    "-p",
                    f"these notebooks have no parameter {name!r}",
                    f"Choose from {', '.join(names)}",
                )
            )
        elif name in COLUMNS and any(job.parameters.get(name) for job in takers):
            jobs = [job for job in takers if job.parameters.get(name) == value]
            if not jobs:
                problems.append(_no_such_report(name, value, takers))
                jobs = takers
        else:
            jobs = [variant(job, {**job.variant, name: value}) for job in takers]
    if problems:
        raise InputError(problems)
    return list(jobs)


def variant(job: Job, parameters: Mapping[str, str]) -> Job:
    """Return another view of a report, which is made beside it and never replaces it.

    >>> job = Job("outcome-3", "outcome-3", Path("outcome.ipynb"), {"outcome": "3"})
    >>> variant(job, {"detail": "Summary"}).page
    'variants/outcome-3.detail-summary'
    """
    told = "".join(
        f".{_folded(name)}-{_folded(value)}" for name, value in sorted(parameters.items())
    )
    name = f"{job.report}{told}"
    given = {**job.parameters, **parameters}
    page = f"variants/{name}"
    return replace(
        job, name=name, page=page, parameters=given, variant=parameters, of=job.base_page
    )


def _folded(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _no_such_report(name: str, value: str, takers: Sequence[Job]) -> Problem:
    values = ", ".join(dict.fromkeys(filter(None, (job.parameters.get(name) for job in takers))))
    return Problem(
        NO_REPORT_ABOUT, f"-p {name}", f"no report is about {value!r}", f"Choose from {values}"
    )


def names_of(jobs: Sequence[Job]) -> Reports:
    """Return the names of reports, with those that show commentary: all but the scorecards."""
    return Reports(tuple(job.name for job in jobs), tuple(commented(jobs)))


def commented(jobs: Sequence[Job]) -> list[str]:
    """Return the reports that show commentary: all but the scorecards."""
    return [job.name for job in jobs if "activity" not in job.parameters]
