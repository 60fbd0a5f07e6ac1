"""Fingerprints: the inputs of each report by name, with their digests.

Inputs are named one by one, so that `staleness` can explain why a report is stale. A report's key
is the SHA-256 over all of them: same key, same bytes. Nothing here needs heavy imports.

Names are `data/…`, `params/…`, `notebooks/…`, `sdp_lib/…`, `_quarto.yml` and `_brand.yml` with the
files that it names, or the rows of some activities in them, with a digest as value; `opened …` for
a file that only the notebook opens, and `opened …/` for the names in a folder that it lists, blank
if there is none; and `parameter NAME` and `version NAME`, with the parameter or version itself as
value.
"""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import sdp_lib
from sdp_lib.errors import SdpError
from sdp_lib.inputs.brand.style import brand_files
from sdp_lib.inputs.calendar_setting import parse_quarter
from sdp_lib.inputs.council import ids, read_council_file
from sdp_lib.inputs.covers import Covers, read_covers
from sdp_lib.inputs.digests import (
    Evidence,
    FileRead,
    Inputs,
    file_read,
    fingerprint,
    names_in,
    scoped_inputs,
)
from sdp_lib.inputs.input_files import Sources, commentary_files, quarter_files, report_files
from sdp_lib.inputs.members import list_rows, members
from sdp_lib.inputs.params import QuarterParams, read_quarter
from sdp_lib.inputs.plan import portfolio_id, read_plan_file
from sdp_lib.inputs.recorded import plan_files
from sdp_lib.inputs.scope import Scope, scope_of
from sdp_lib.periods import Period
from sdp_lib.pipeline.plan.jobs import Job, plan_jobs
from sdp_lib.storage import sha256

OPENED = "opened "
_PACKAGE = "sdp-lib"
_FOLDERS = ("data", "params")  # their place differs between machines; only their contents count
_NOT_SOURCE = ("__pycache__", ".ipynb_checkpoints")
_OWN = ("parameter ", "notebooks/", "data/", OPENED)


def subjects(sources: Sources, plan: str, quarter: Period) -> dict[str, list[str]]:
    """Return the IDs of each kind of thing that a report of a quarter's plan can be about.

    `InputError` if the plan or the configuration cannot be read.
    """
    files = plan_files(sources.data, sources.params, plan, quarter)
    activities = members(list_rows(files), quarter)
    portfolios = dict.fromkeys(
        portfolio_id(activity["portfolio"]) for activity in activities if activity.get("portfolio")
    )
    return {
        "council": ["council"],
        "outcome": [outcome.id for outcome in read_plan_file(files.plan).outcomes],
        "directorate": ids(read_council_file(files.council).directorates),
        "portfolio": list(portfolios),
        "activity": [row["id"] for row in activities],
    }


def list_jobs(sources: Sources, params: QuarterParams) -> list[Job]:
    """List the reports of a quarter without reading its returns.

    `InputError` if the plan, the configuration or the requests for reports cannot be read.
    """
    return plan_jobs(
        params,
        notebooks=sources.notebooks,
        members=subjects(sources, params.plan, params.value),
        common={
            "quarter": params.quarter,
            "data": sources.data.as_posix(),
            "params": sources.params.as_posix(),
        },
    )


@dataclass(frozen=True)
class InputsNow:
    """The present inputs of reports: the files as they are at this moment, looked at once."""

    sources: Sources
    params: QuarterParams
    common: Inputs = field(default_factory=dict)

    @cached_property
    def evidence(self) -> Evidence:
        """The digests of the files that reports read."""
        files = quarter_files(self.sources.data, self.sources.params, self.params)
        read = {name: _read(name, path) for name, path in files.items()}
        return {name: found for name, found in read.items() if found}

    @cached_property
    def _covers(self) -> Covers:
        return read_covers(self.sources.data, self.sources.params, self.params)

    def of(self, job: Job, scopes: Iterable[str] = (), opened: Iterable[str] = ()) -> Inputs:
        """Return all inputs of a report.

        `scopes` and `opened` are what its notebook read when it last ran: the activities whose rows
        it read, and other files of the project. For one that never ran, the parameters determine
        the rows. The commentary of a report makes only that report stale.
        """
        given = {name: value for name, value in job.parameters.items() if name not in _FOLDERS}
        found: Inputs = {**self.common, **digests_of(own_files(job, self.sources))}
        for scope in {*map(Scope.named, scopes)} or {scope_of(job.parameters)}:
            covered = self._covers.of(scope)
            found |= scoped_inputs(self.evidence, scope, covered, self.params)
        found |= {f"parameter {name}": value for name, value in given.items()}
        return found | {f"{OPENED}{name}": self._opened(name) for name in opened}

    def _opened(self, name: str) -> str:
        place = self.sources.root / name
        return names_in(place) if name.endswith("/") else _digest(place)

    def commentary(self, names: Iterable[str]) -> Inputs:
        """Return the commentary among some inputs: a notebook may show that of several reports."""
        found = [name for name in names if name.startswith("data/commentary/")]
        folder = self.sources.data
        return digests_of({name: folder / name.removeprefix("data/") for name in found})


def inputs_now(sources: Sources, params: QuarterParams) -> InputsNow:
    """Return the present inputs of a quarter's reports."""
    return InputsNow(sources, params, common_inputs(sources))


def inputs_of(job: Job, root: Path, scopes: Iterable[str] = ()) -> Inputs:
    """Return what a report would read now in a project's root; empty if that cannot be determined.

    `scopes` as for `InputsNow.of`.
    """
    try:
        data, params = (root / job.parameters[name] for name in _FOLDERS)
        sources = Sources(root, data, params, (root / job.notebook).parent)
        asked = read_quarter(params, parse_quarter(job.parameters["quarter"], params))
        return InputsNow(sources, asked).of(job, scopes)
    except (SdpError, OSError):  # a file is missing at this moment, or can no longer be read
        return {}


def common_files(sources: Sources) -> dict[str, Path]:
    """Return the files that every report is made with, by their path in a project."""
    project = sources.root / "_quarto.yml"
    there = {project.name: project} if project.is_file() else {}
    return {**there, **brand_files(sources.root), **_library(sources.root)}


def common_inputs(sources: Sources) -> Inputs:
    """Return the inputs of every report: library, settings, look and versions of packages."""
    used = {f"version {name}": one for name, one in _versions().items()}
    return digests_of(common_files(sources)) | used


def all_files(sources: Sources, params: QuarterParams, jobs: Iterable[Job]) -> dict[str, Path]:
    """Return every file of data, parameters and notebooks that a quarter's build may read."""
    files = quarter_files(sources.data, sources.params, params)
    files |= commentary_files(sources, params.quarter)
    for job in jobs:
        files |= own_files(job, sources)
    return files


def own_files(job: Job, sources: Sources) -> dict[str, Path]:
    """Return the files that only this report is made from: its notebook and its commentary."""
    return report_files(sources, job.parameters["quarter"], job.report, job.notebook)


def environment() -> dict[str, str]:
    """Return the versions in this process, and a digest of the library that it has imported."""
    library = digests_of(_files_below(Path(sdp_lib.__file__).parent))
    return {**_versions(), "sdp_lib": key(library)[:12]}


key = fingerprint


def is_own(name: str) -> bool:
    """Return whether an input may differ between the reports of a build."""
    return name.startswith(_OWN)


def is_read(name: str) -> bool:
    """Return whether an input is recorded by a notebook as read, or is the notebook itself."""
    return name.startswith(("data/", "params/", "notebooks/", OPENED))


def moved(planned: Mapping[str, str], read: Mapping[str, str]) -> bool:
    """Return whether an input changed between planning and the notebook's reading of it.

    An input read for the first time does not count, nor does a file that is no longer opened.
    """
    asked = {name for name in planned if is_read(name) and not name.startswith(OPENED)}
    return any(read.get(name) != planned[name] for name in asked)


def made_from(planned: Mapping[str, str], read: Mapping[str, str]) -> Inputs:
    """Return a report's inputs: what its notebook has read, and what it was run with."""
    return {name: one for name, one in planned.items() if not is_read(name)} | dict(read)


def _library(root: Path) -> dict[str, Path]:
    """Return the library's source, from the project if it is there: its notebooks import that."""
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


def digests_of(files: Mapping[str, Path]) -> Inputs:
    """Return the SHA-256 of each file that exists, by its path in a project."""
    found = ((name, _digest(path)) for name, path in sorted(files.items()))
    return {name: digest for name, digest in found if digest}


def _digest(path: Path) -> str:
    """Return a file's SHA-256, cached since a command needs it three times; blank if it is gone.

    The file is opened before its status is read, so that a network drive reports its present state.
    """
    with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return _digest_once(path, *_seen(path))
    return ""


def _read(name: str, path: Path) -> FileRead | None:
    """Return the digests of a file of data or parameters; None if it no longer exists."""
    with suppress(FileNotFoundError, NotADirectoryError):
        return _read_once(name, path, *_seen(path))
    return None


def _seen(path: Path) -> Sequence[int]:
    with path.open("rb") as file:
        found = os.fstat(file.fileno())
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


@lru_cache(maxsize=10_000)
def _digest_once(path: Path, *_: int) -> str:
    return sha256(path)


@lru_cache(maxsize=1_000)
def _read_once(name: str, path: Path, *_: int) -> FileRead:
    return file_read(name, path.read_bytes())


def _versions() -> dict[str, str]:
    """Return the version of Python and of every package that the library requires."""
    try:
        wanted = [
            requirement for requirement in requires(_PACKAGE) or [] if "extra ==" not in requirement
        ]
    except PackageNotFoundError:  # used from a folder, not installed
        wanted = []
    names = sorted(
        {re.split(r"[^\w.-]", requirement, maxsplit=1)[0] for requirement in wanted} | {"numpy"}
    )
    return {"python": platform.python_version(), **{name: _version(name) for name in names}}


@cache  # a process keeps the version that it has imported, whatever is installed meanwhile
def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
