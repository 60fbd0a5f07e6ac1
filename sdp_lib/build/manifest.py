"""What a build was made from, with what, and what it left: `manifest.json`."""

from __future__ import annotations

import hashlib
import json
import platform
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sdp_lib.build.files import sha256
from sdp_lib.build.jobs import Job

if TYPE_CHECKING:  # pandas would come with it, and `sdp status` has to answer at once
    from sdp_lib.inputs.dataset import Dataset

_SHOWN_VERSIONS = ("sdp-lib", "papermill", "pandas", "seaborn", "matplotlib")
_ALL_VERSIONS = (
    *_SHOWN_VERSIONS,
    "jinja2",
    "nbclient",
    "nbconvert",
    "numpy",
    "pypandoc-binary",
    "typst",
)


@dataclass(frozen=True)
class Sources:
    """The folders that a build reads, and its root."""

    root: Path
    data: Path
    params: Path
    notebooks: Path


def input_files(sources: Sources, dataset: Dataset, jobs: Iterable[Job]) -> dict[str, Path]:
    """Return every file that a quarter's build may read, by its name below its folder."""
    plan = dataset.now.params.plan
    quarters = [str(wave.quarter) for wave in dataset.waves]
    data = [
        *sorted((sources.data / "plans" / plan).glob("*.*")),
        *(sources.data / "returns" / f"{quarter}.csv" for quarter in quarters),
        *(sources.data / "corrections" / f"{quarter}.csv" for quarter in quarters),
        *sorted((sources.data / "commentary" / quarters[-1]).glob("*.md")),
        sources.data / "assurance" / f"{plan}.csv",
    ]
    params = [sources.params / "council.yml", *(sources.params / f"{one}.yml" for one in quarters)]
    notebooks = sorted({job.notebook for job in jobs})
    named = [
        ("data", sources.data, data),
        ("params", sources.params, params),
        ("notebooks", sources.notebooks, notebooks),
    ]
    return {
        f"{name}/{path.relative_to(folder).as_posix()}": path
        for name, folder, paths in named
        for path in paths
        if path.is_file()
    }


def digests(files: Mapping[str, Path]) -> dict[str, str]:
    """Return the SHA-256 of each file."""
    return {name: sha256(path) for name, path in sorted(files.items())}


def digest_of_data(inputs: Mapping[str, str]) -> str:
    """Return one SHA-256 for the data and parameters of a report: names and digests, in order."""
    lines = [
        f"{digest}  {name}\n"
        for name, digest in sorted(inputs.items())
        if name.startswith(("data/", "params/"))
    ]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def versions() -> dict[str, str]:
    """Return the version of Python and of every package that shapes the outputs."""
    return {"python": platform.python_version(), **{name: _version(name) for name in _ALL_VERSIONS}}


@cache
def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def commit(sources: Sources, inputs: Iterable[str]) -> str:
    """Return the last commit that changed one of the inputs, and whether any changed since."""
    files = [name for name in inputs if "/" in name and not name.startswith("sdp_lib/")]
    watched = [*sorted(files), "sdp_lib", "_quarto.yml"]
    found = _git(sources.root, ["log", "-1", "--format=%h", "--abbrev=12", "--", *watched])
    if not found:
        return "not recorded"
    changed = _git(sources.root, ["status", "--porcelain", "--", *watched])
    return f"{found} with changes since" if changed else found


def _git(root: Path, arguments: list[str]) -> str:
    try:
        ended = subprocess.run(  # noqa: S603 - a fixed command, no shell
            ["git", "--no-optional-locks", *arguments],  # noqa: S607 - git is wherever the machine keeps it
            cwd=root,
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )
    except OSError:
        return ""
    return ended.stdout.strip() if ended.returncode == 0 else ""


def provenance(made_by: str, renderer: str, inputs: Mapping[str, str]) -> dict[str, str]:
    """Return the lines that a page shows: commit, renderer, versions and its data's digest.

    `inputs` are those of this page alone, so that a page which is still fresh says what a new build
    of it would say.
    """
    used = versions()
    packages = ", ".join(f"{name} {used[name]}" for name in _SHOWN_VERSIONS)
    return {
        "Commit": made_by,
        "Renderer": renderer,
        "Versions": f"Python {used['python']}, {packages}",
        "SHA-256 of the data": digest_of_data(inputs),
    }


def manifest(
    folder: Path,
    *,
    quarter: str,
    page: Mapping[str, Any],
    jobs: Sequence[Job],
    inputs: Mapping[str, str],
    shown: Mapping[str, str],
    failures: Mapping[str, str],
) -> dict[str, Any]:
    """Return the manifest of a build that lies in a folder, as JSON."""
    outputs = {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "manifest.json"
    }
    return {
        "quarter": quarter,
        "state": page.get("state", ""),
        "version": page.get("version", ""),
        "cutoff": page.get("cutoff_date", ""),
        "commit": shown["Commit"],
        "renderer": shown["Renderer"],
        "versions": versions(),
        "parameters": {
            job.name: {"notebook": job.notebook.name, **_portable(job.parameters)} for job in jobs
        },
        "failed": dict(failures),
        "inputs": dict(inputs),
        "outputs": digests(outputs),
    }


def _portable(parameters: Mapping[str, str]) -> dict[str, str]:
    """Return the parameters without folders, which say where a machine keeps its files."""
    return {name: value for name, value in parameters.items() if name not in {"data", "params"}}


def as_json(content: Mapping[str, Any]) -> str:
    """Write JSON for people and for diffs: indented, in a fixed order, ending in a new line."""
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
