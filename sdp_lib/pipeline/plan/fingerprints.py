"""What each report is made from: its inputs by name, with their digests.

They are named one by one, so that a report can say why it is stale (`staleness`). Its key is the
SHA-256 over all of them: same key, same bytes. Nothing heavy is imported to decide it.

Names are `data/…`, `params/…`, `notebooks/…`, `sdp_lib/…` and `_quarto.yml` for files, whose value
is a digest, `parameter NAME` and `version NAME`, whose value is what it is.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import sdp_lib
from sdp_lib.inputs.council import ids, read_council
from sdp_lib.inputs.input_files import Sources, quarter_files, report_files
from sdp_lib.inputs.params import QuarterParams
from sdp_lib.inputs.plan import portfolio_id, read_plan
from sdp_lib.inputs.submissions import list_activities
from sdp_lib.pipeline.plan.jobs import Job, plan_jobs
from sdp_lib.storage import sha256

Inputs = dict[str, str]
_PACKAGE = "sdp-lib"
_FOLDERS = ("data", "params")  # where the machine keeps its files; what they hold counts
_NOT_SOURCE = ("__pycache__", ".ipynb_checkpoints")


def list_jobs(sources: Sources, params: QuarterParams) -> list[Job]:
    """List the reports of a quarter without reading what the activities answered.

    `InputError` where the plan, the configuration or the requests for reports cannot be read.
    """
    activities = list_activities(sources.data, params.plan)
    portfolios = dict.fromkeys(portfolio_id(one["portfolio"]) for one in activities)
    return plan_jobs(
        params,
        notebooks=sources.notebooks,
        members={
            "council": ["council"],
            "outcome": [one.id for one in read_plan(sources.data, params.plan).outcomes],
            "directorate": ids(read_council(sources.params).directorates),
            "portfolio": list(portfolios),
            "activity": [one["id"] for one in activities],
        },
        common={
            "quarter": params.quarter,
            "data": sources.data.as_posix(),
            "params": sources.params.as_posix(),
        },
    )


def common_files(sources: Sources, params: QuarterParams) -> dict[str, Path]:
    """Return the files that all reports of a quarter are made from, by their place in a project."""
    project = sources.root / "_quarto.yml"
    return {
        **quarter_files(sources, params),
        **({project.name: project} if project.is_file() else {}),
        **_library(sources.root),
    }


def input_files(sources: Sources, params: QuarterParams, jobs: Iterable[Job]) -> dict[str, Path]:
    """Return every file of data, parameters and notebooks that a quarter's build may read."""
    files = quarter_files(sources, params)
    for job in jobs:
        files |= own_files(job, sources)
    return files


def common_inputs(sources: Sources, params: QuarterParams) -> Inputs:
    """Return the inputs that all reports of a quarter share; read them once for all reports."""
    digests = _digests(common_files(sources, params))
    return digests | {f"version {name}": used for name, used in _versions().items()}


def own_files(job: Job, sources: Sources) -> dict[str, Path]:
    """Return the files that only this report is made from: its notebook and its commentary."""
    return report_files(sources, job.parameters["quarter"], job.name, job.notebook)


def environment() -> dict[str, str]:
    """Return the versions in this process, and a digest of the library that it has imported."""
    library = _digests(_files_below(Path(sdp_lib.__file__).parent))
    return {**_versions(), "sdp_lib": key(library)[:12]}


def report_inputs(job: Job, sources: Sources, common: Mapping[str, str]) -> Inputs:
    """Return all inputs of a report: those that all share, its notebook, parameters and commentary.

    The commentary of one report makes only that report stale.
    """
    given = {name: value for name, value in job.parameters.items() if name not in _FOLDERS}
    return {
        **common,
        **_digests(own_files(job, sources)),
        **{f"parameter {name}": value for name, value in given.items()},
    }


def inputs_of_all(
    jobs: Iterable[Job], sources: Sources, params: QuarterParams
) -> dict[str, Inputs]:
    """Return all inputs of several reports of a quarter, by the reports' names."""
    common = common_inputs(sources, params)
    return {job.name: report_inputs(job, sources, common) for job in jobs}


def key(inputs: Mapping[str, str]) -> str:
    """Return the SHA-256 over all inputs of a report; their order does not matter.

    >>> key({"a": "1", "b": "2"}) == key({"b": "2", "a": "1"}) != key({"a": "12", "b": ""})
    True
    """
    return hashlib.sha256(json.dumps(dict(inputs), sort_keys=True).encode()).hexdigest()


def is_own(name: str) -> bool:
    """Tell whether an input may differ from one report of a build to another."""
    return name.startswith(("parameter ", "notebooks/", "data/commentary/"))


def _library(root: Path) -> dict[str, Path]:
    """Return the library's source, from the project where it has it: its notebooks import that."""
    folder = root / "sdp_lib"
    if not folder.is_dir():
        folder = Path(sdp_lib.__file__).parent
    return _files_below(folder)


def _files_below(folder: Path) -> dict[str, Path]:
    return {
        f"sdp_lib/{path.relative_to(folder).as_posix()}": path
        for path in folder.rglob("*")
        if path.is_file() and not set(_NOT_SOURCE) & set(path.relative_to(folder).parts)
    }


def _digests(files: Mapping[str, Path]) -> Inputs:
    return {name: _digest(path) for name, path in sorted(files.items())}


def _digest(path: Path) -> str:
    """Return a file's SHA-256, which is asked for three times by a command, and again by the next.

    It is opened to be looked at: so a network drive says what the file is now.
    """
    with path.open("rb") as file:
        found = os.fstat(file.fileno())
    return _digest_once(path, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


@lru_cache(maxsize=10_000)
def _digest_once(path: Path, *_: int) -> str:
    return sha256(path)


def _versions() -> dict[str, str]:
    """Return the version of Python and of every package that the library itself asks for."""
    try:
        wanted = [one for one in requires(_PACKAGE) or [] if "extra ==" not in one]
    except PackageNotFoundError:  # used from a folder, not installed
        wanted = []
    names = sorted({re.split(r"[^\w.-]", one, maxsplit=1)[0] for one in wanted} | {"numpy"})
    return {"python": platform.python_version(), **{name: _version(name) for name in names}}


@cache  # what a process has imported stays, whatever is installed meanwhile
def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
