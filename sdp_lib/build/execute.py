"""Executing: papermill runs a report's notebook; what it leaves is kept, also where it fails."""

from __future__ import annotations

import os
import tempfile
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from traitlets.config import Config

from sdp_lib.build.jobs import Job
from sdp_lib.build.notebooks import cleaned, read_notebook

AT_ONCE = nullcontext()


@dataclass(frozen=True)
class Executed:
    """What a job left: the cleaned notebook, also as text, and why it failed, if it did."""

    job: Job
    content: NotebookNode
    notebook: str
    failure: str | None = None


def execute(job: Job, root: Path, turn: AbstractContextManager[Any] = AT_ONCE) -> Executed:
    """Run a job's notebook in the project's root; a failing one is kept and marked, not raised.

    Its kernel starts at once; its cells are run in the `turn`, which limits how many do so.
    """
    import papermill

    from sdp_lib.build.engine import ENGINE  # late, for what decides that nothing need be run

    notebook = _without_outputs(read_notebook(root / job.notebook))
    failure, left = None, [notebook]
    with tempfile.TemporaryDirectory(prefix="sdp-") as folder:
        try:
            papermill.execute_notebook(
                notebook,
                None,
                parameters=dict(job.parameters),
                engine_name=ENGINE,
                progress_bar=False,
                request_save_on_cell_execute=False,
                resources={"metadata": {"path": str(root)}},
                config=_connection(Path(folder)),
                left=left,
                turn=turn,
            )
        except papermill.exceptions.PapermillExecutionError as error:
            failure = f"{error.ename}: {error.evalue}".splitlines()[0]
        except Exception as error:  # a kernel that does not start: told as this report's failure
            failure = f"{type(error).__name__}: {error}".splitlines()[0]
    kept = cleaned(left[-1], {str(root): ".", str(Path.home()): "~"})
    return Executed(job, kept, nbformat.writes(kept) + "\n", failure)


def _without_outputs(notebook: NotebookNode) -> NotebookNode:
    """Forget what is committed with a notebook: one that does not even start must not show it."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


def _connection(folder: Path) -> Config:
    """Talk to the kernel over socket files in a folder that only this user can look into."""
    transport = "ipc" if os.name == "posix" else "tcp"
    file = str(folder / "kernel.json")
    return Config({"KernelManager": {"transport": transport, "connection_file": file}})
