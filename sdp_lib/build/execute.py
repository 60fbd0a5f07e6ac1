"""Executing: papermill runs a report's notebook; what it leaves is kept, also where it fails."""

from __future__ import annotations

import os
import tempfile
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbformat import NotebookNode, v4
from traitlets.config import Config

from sdp_lib.build.jobs import Job
from sdp_lib.build.notebooks import cleaned, notebook_to_run

AT_ONCE = nullcontext()
_START = 60  # seconds that a kernel may take to answer


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
    from papermill.exceptions import PapermillExecutionError

    notebook = notebook_to_run(root / job.notebook)
    failure, left = None, [notebook]
    with tempfile.TemporaryDirectory(prefix="sdp-") as folder:
        try:
            _run(
                notebook,
                dict(job.parameters),
                resources={"metadata": {"path": str(root)}},
                config=_connection(Path(folder)),
                left=left,
                turn=turn,
            )
        except PapermillExecutionError as error:
            failure = f"{error.ename}: {error.evalue}".splitlines()[0]
        except Exception as error:  # a kernel that does not start: told as this report's failure
            failure = f"{type(error).__name__}: {error}".splitlines()[0]
    kept = cleaned(left[-1], {str(root): ".", str(Path.home()): "~"})
    # `nbformat.writes` would look through it for what is wrong, and say so in a log.
    return Executed(job, kept, v4.writes(kept) + "\n", failure)


def _run(notebook: NotebookNode, parameters: dict[str, str], **settings: Any) -> None:
    """Do what `papermill.execute_notebook` does, but for writing a notebook that nobody reads."""
    # Late, for what decides that nothing need be run.
    from papermill.engines import papermill_engines
    from papermill.execute import raise_for_execution_errors, remove_error_markers
    from papermill.iorw import load_notebook_node
    from papermill.parameterize import parameterize_notebook

    from sdp_lib.build.engine import ENGINE

    ready = load_notebook_node(notebook)
    if parameters:
        ready = parameterize_notebook(ready, parameters, engine_name=ENGINE)
    ready = remove_error_markers(ready)  # of one that failed, was repaired and saved
    executed = papermill_engines.execute_notebook_with_engine(
        ENGINE,
        ready,
        kernel_name=papermill_engines.nb_kernel_name(ENGINE, ready),
        progress_bar=False,
        start_timeout=_START,
        **settings,
    )
    raise_for_execution_errors(executed, None)


def _connection(folder: Path) -> Config:
    """Talk to the kernel over socket files in a folder that only this user can look into."""
    transport = "ipc" if os.name == "posix" else "tcp"
    file = str(folder / "kernel.json")
    return Config({"KernelManager": {"transport": transport, "connection_file": file}})
