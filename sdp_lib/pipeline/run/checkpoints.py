"""Checkpoints: finished reports are saved so that an interrupted build can resume.

Each is a folder `outputs/.QUARTER.checkpoints/REPORT/` that appears by one rename. A build that
ends uses and removes them; one that is interrupted or killed leaves them to the next.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sdp_lib.inputs.digests import Inputs
from sdp_lib.pipeline.run.make_report import Done

_ABOUT = "about.json"
_NOTEBOOK = "notebook.ipynb"
_PAGE = "page"


@dataclass(frozen=True)
class Checkpoint:
    """A finished report, with its files in a folder until the build uses them."""

    folder: Path
    report: str
    failure: str
    inputs: Inputs
    scopes: tuple[str, ...]
    seconds: float
    moved: bool
    warnings: tuple[str, ...] = ()

    @property
    def notebook(self) -> Path:
        """The executed notebook."""
        return self.folder / _NOTEBOOK

    @property
    def pages(self) -> dict[str, Path]:
        """The files of its page by their extensions, with the full stop."""
        return {file.suffix: file for file in self.folder.glob(f"{_PAGE}.*")}


def checkpoints_folder(target: Path) -> Path:
    """Return the folder of checkpoints for the build that will become `target`."""
    return target.with_name(f".{target.name}.checkpoints")


def count_checkpoints(target: Path) -> int:
    """Return how many reports are saved for the build that will become `target`."""
    return sum(1 for _ in checkpoints_folder(target).glob(f"[!.]*/{_ABOUT}"))


def save_checkpoint(done: Done, checkpoints: Path) -> Checkpoint:
    """Save a finished report, all or nothing."""
    checkpoints.mkdir(parents=True, exist_ok=True)
    staged = Path(tempfile.mkdtemp(dir=checkpoints, prefix=f".{done.report}-"))
    contents = {f"{_PAGE}.{ending}": content for ending, content in done.files.items()}
    contents[_NOTEBOOK] = done.notebook.encode()
    for name, content in contents.items():
        (staged / name).write_bytes(content)
    about = {
        "key": done.key,
        "failure": done.failure,
        "inputs": done.inputs,
        "scopes": done.scopes,
        "seconds": done.seconds,
        "moved": done.moved,
        "warnings": done.warnings,
        "files": {name: _digest(content) for name, content in contents.items()},
    }
    (staged / _ABOUT).write_text(json.dumps(about), encoding="utf-8")
    folder = checkpoints / done.report
    shutil.rmtree(folder, ignore_errors=True)
    staged.replace(folder)
    return _checkpoint(folder, about)


def load_checkpoint(report: str, key: str, checkpoints: Path) -> Checkpoint | None:
    """Return a report that an earlier build finished, if it was made from the same inputs.

    A failed report is made again, and so is one whose files have changed.
    """
    folder = checkpoints / report
    try:
        about = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))
        whole = all(
            _digest((folder / name).read_bytes()) == digest
            for name, digest in about["files"].items()
        )
        good = whole and about["key"] == key and not about["failure"] and not about["moved"]
        return _checkpoint(folder, about) if good else None
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None


def _checkpoint(folder: Path, about: dict[str, Any]) -> Checkpoint:
    return Checkpoint(
        folder,
        folder.name,
        failure=about["failure"],
        inputs=dict(about["inputs"]),
        scopes=tuple(about["scopes"]),
        seconds=about["seconds"],
        moved=about["moved"],
        warnings=tuple(about["warnings"]),
    )


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
