"""Executing: papermill runs a report's notebook; what it leaves is kept, also where it fails."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from traitlets.config import Config

from sdp_lib.build.forks import cool_down, warm_up
from sdp_lib.build.jobs import Job
from sdp_lib.build.notebooks import cleaned, read_notebook


@dataclass(frozen=True)
class Executed:
    """What a job left: the cleaned notebook as text, and why it failed, if it did."""

    job: Job
    notebook: str
    failure: str | None = None


def execute(job: Job, root: Path) -> Executed:
    """Run a job's notebook in the project's root; a failing one is kept and marked, not raised."""
    import papermill

    from sdp_lib.build.engine import ENGINE  # late, for what decides that nothing need be run

    notebook = _without_outputs(read_notebook(job.notebook))
    failure = None
    with tempfile.TemporaryDirectory(prefix="sdp-") as folder:
        output = Path(folder) / "executed.ipynb"
        try:
            notebook = papermill.execute_notebook(
                notebook,
                output,
                parameters=dict(job.parameters),
                engine_name=ENGINE,
                progress_bar=False,
                request_save_on_cell_execute=False,
                resources={"metadata": {"path": str(root)}},
                config=_connection(Path(folder)),
            )
        except papermill.exceptions.PapermillExecutionError as error:
            notebook = nbformat.read(output, as_version=4)
            failure = f"{error.ename}: {error.evalue}".splitlines()[0]
        except Exception as error:  # a kernel that does not start: told as this report's failure
            failure = f"{type(error).__name__}: {error}".splitlines()[0]
    kept = cleaned(notebook, {str(root): ".", str(Path.home()): "~"})
    return Executed(job, nbformat.writes(kept) + "\n", failure)


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


def execute_all(
    jobs: list[Job], root: Path, workers: int, done: Callable[[Executed], None]
) -> list[Executed]:
    """Run jobs, several at once, and return what they left in the order of the jobs.

    `done` is called in this thread as each one ends. One process talks to all the kernels: what
    takes time are they. An interruption ends them and leaves nothing behind.
    """
    if not jobs:
        return []
    warm_up(root)
    import sdp_lib.build.engine  # noqa: F401 - here: threads that do it at once may get half of it

    left: dict[str, Executed] = {}
    with ThreadPoolExecutor(min(workers, len(jobs)), "notebook") as pool:
        futures = [pool.submit(execute, job, root) for job in jobs]
        try:
            for future in as_completed(futures):
                executed = future.result()
                left[executed.job.name] = executed
                done(executed)
        except BaseException:
            _stop(pool, futures)
            raise
        finally:
            cool_down()
    return [left[job.name] for job in jobs]


def _stop(pool: ThreadPoolExecutor, futures: Sequence[Future[Executed]]) -> None:
    """Begin nothing more, and kill kernels, also those of this moment, until nobody waits."""
    from sdp_lib.build.kernels import kill_kernels

    pool.shutdown(wait=False, cancel_futures=True)
    while not all(future.done() for future in futures):
        cool_down()
        kill_kernels()
        time.sleep(0.02)
