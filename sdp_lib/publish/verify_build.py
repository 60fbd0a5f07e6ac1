"""Verification of a build: the period is built again, and every byte is compared.

The copy is built in a temporary folder, in another time zone and locale, with another hash order.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sdp_lib.errors import InputError
from sdp_lib.inputs.brand.style import brand_files
from sdp_lib.inputs.input_files import Sources
from sdp_lib.pipeline.plan.build_plan import BuildPlan
from sdp_lib.pipeline.plan.jobs import Job
from sdp_lib.pipeline.plan.staleness import (
    failures_of,
    listed_outputs,
    outputs_of,
    read_manifest,
)
from sdp_lib.pipeline.render import FORMATS
from sdp_lib.problems.publishing import NO_WHOLE_BUILD, REBUILD_REFUSED
from sdp_lib.storage import sha256, temporary

_LEFT_OUT = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", "received", "mailing")
_ELSEWHERE = {"TZ": "XYZ-12:45", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "20260401"}


@dataclass(frozen=True)
class Verified:
    """The result: how many files were compared, and how each differing file differs."""

    compared: int
    wrong: Sequence[tuple[str, str]]


def verify_build(plan: BuildPlan, *, workers: int) -> Verified:
    """Build the contents of a plan's folder again; `InputError` if there is no complete build."""
    folder = plan.request.folder
    _refuse(plan)
    with temporary() as place:
        copy = copy_project(plan.request.sources, place / "elsewhere" / "a project")
        out = place / "outputs"
        for arguments in commands(plan):
            _run(copy, [*arguments, "--jobs", str(workers), "--out", str(out)])
        return compare(folder, out / folder.name)


def _refuse(plan: BuildPlan) -> None:
    manifest, folder = plan.manifest, plan.request.folder
    wrong = "a report failed" if failures_of(manifest) else "" if manifest else "there is no build"
    if wrong:
        raise InputError.of(
            NO_WHOLE_BUILD,
            folder.as_posix(),
            wrong,
            f"Run 'sdp report {folder.name}' and verify again",
        )


def compare(built: Path, again: Path) -> Verified:
    """Compare two builds, file by file, by the first one's manifest and the files of both."""
    names = {*_files(built), *_files(again), *listed_outputs(read_manifest(built))}
    return Verified(len(names), [*_differences(built, again, sorted(names))])


def _differences(built: Path, again: Path, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        first, second = built / name, again / name
        if not first.is_file():
            yield name, "is missing from the build"
        elif not second.is_file():
            yield name, "was not made again"
        elif sha256(first) != sha256(second):
            yield name, "differs when it is made again"


def _files(folder: Path) -> Iterator[str]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return (path.relative_to(folder).as_posix() for path in found)


def commands(plan: BuildPlan) -> list[list[str]]:
    """Return the commands that repeat the last build of a plan.

    Reports with the same formats are made together, and then their other views.
    """
    used = str(plan.manifest.get("renderer", ""))
    choice = "quarto" if used.lower().startswith("quarto") else "embedded"
    common = ["report", str(plan.request.quarter), "--quiet", "--renderer", choice]
    made = [job for job in plan.every_job if job.name in plan.made]
    formats = _formats([*made, *plan.variants], plan.manifest)
    groups: dict[str, list[str]] = {}
    for job in made:
        groups.setdefault(formats[job.name], []).append(job.name)
    found = [
        [*common, "--formats", kinds, *(word for name in names for word in ("--only", name))]
        for kinds, names in groups.items()
    ]
    for job in plan.variants:
        chosen = [word for name, it in job.variant.items() for word in ("-p", f"{name}={it}")]
        found.append([*common, "--formats", formats[job.name], "--only", job.report, *chosen])
    return found


def _formats(jobs: Sequence[Job], manifest: Mapping[str, Any]) -> dict[str, str]:
    """Return the formats that each report was made in, joined by commas."""
    left = outputs_of(jobs, manifest)
    return {
        job.name: ",".join(
            ending for ending in FORMATS if f"site/{job.page}.{ending}" in left[job.name]
        )
        for job in jobs
    }


@dataclass(frozen=True)
class Copy:
    """A project's inputs in another folder: their paths there, and the environment for git."""

    root: Path
    folders: Sequence[str]
    environment: Mapping[str, str]


def copy_project(sources: Sources, place: Path) -> Copy:
    """Copy what a build reads, so that git reports the same for the copy as for the project."""
    top = next(
        (one for one in (sources.root, *sources.root.parents) if (one / ".git").exists()), None
    )
    root = place / sources.root.relative_to(top) if top else place
    folders: list[str] = []
    for name in ("data", "params"):
        folder: Path = getattr(sources, name)
        where = os.path.relpath(folder, sources.root)
        where = name if where.startswith("..") else where
        shutil.copytree(folder, root / where, ignore=_LEFT_OUT)
        folders += [f"--{name}", where]
    shutil.copytree(sources.notebooks, root / "notebooks", ignore=_LEFT_OUT)
    for name in ("_quarto.yml", *brand_files(sources.root)):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(sources.root / name, root / name)
    if (sources.root / "sdp_lib").is_dir():
        shutil.copytree(sources.root / "sdp_lib", root / "sdp_lib", ignore=_LEFT_OUT)
    git = {"GIT_DIR": str(top / ".git"), "GIT_WORK_TREE": str(place)} if top else {}
    return Copy(root, folders, git)


def _run(copy: Copy, arguments: Sequence[str]) -> None:
    ended = subprocess.run(  # noqa: S603 - this very library, no shell
        [sys.executable, "-m", "sdp_lib", *arguments, *copy.folders],
        cwd=copy.root,
        env={**os.environ, **_ELSEWHERE, **copy.environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if ended.returncode == InputError.exit_status:
        raise InputError.of(
            REBUILD_REFUSED,
            "sdp report",
            f"it refuses to build again what it built before ({' '.join(ended.stderr.split())})",
        )
