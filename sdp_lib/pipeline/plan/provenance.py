"""Provenance: the commit, the versions and the digest of the data that a page states."""

from __future__ import annotations

import hashlib
import platform
import subprocess
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from sdp_lib.inputs.input_files import Sources

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
