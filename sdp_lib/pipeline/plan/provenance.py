"""Provenance: the commit of a build, and the versions that its pages name."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from sdp_lib.inputs.brand.style import brand_files

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


def versions() -> dict[str, str]:
    """Return the version of Python and of every package that shapes the outputs."""
    return {"python": platform.python_version(), **{name: _version(name) for name in _ALL_VERSIONS}}


@cache
def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def commit(root: Path, files: Iterable[Path]) -> str:
    """Return the last commit that changed a file or the library, with a note of later changes."""
    places = {os.path.relpath(path, root) for path in files}
    watched = [*sorted(places), *brand_files(root), "sdp_lib", "_quarto.yml"]
    found = _git(root, ["log", "-1", "--format=%h", "--abbrev=12", "--", *watched])
    if not found:
        return "not recorded"
    changed = _git(root, ["status", "--porcelain", "--", *watched])
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
    except (OSError, subprocess.SubprocessError):  # there is no git, or it takes too long
        return ""
    return ended.stdout.strip() if ended.returncode == 0 else ""


def provenance(renderer: str) -> dict[str, str]:
    """Return the provenance that every page shows: the renderer and the versions.

    A page's inputs are in its ledger. The commit appears on the page of evidence and in the
    manifest only, so that a commit changes no page.
    """
    used = versions()
    packages = ", ".join(f"{name} {used[name]}" for name in _SHOWN_VERSIONS)
    return {"Renderer": renderer, "Versions": f"Python {used['python']}, {packages}"}
