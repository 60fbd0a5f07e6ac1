"""Executing: papermill runs a report's notebook; what it leaves is kept, also where it fails."""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import nbformat
from traitlets.config import Config

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

    notebook = read_notebook(job.notebook)
    failure = None
    with tempfile.TemporaryDirectory(prefix="sdp-") as folder:
        output = Path(folder) / "executed.ipynb"
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of papermill's own dependencies
                papermill.execute_notebook(
                    notebook,
                    output,
                    parameters=dict(job.parameters),
                    cwd=root,
                    progress_bar=False,
                    log_output=False,
                    request_save_on_cell_execute=False,
                    config=_kernel_config(Path(folder)),
                )
        except papermill.exceptions.PapermillExecutionError as error:
            failure = f"{error.ename}: {error.evalue}".splitlines()[0]
        except Exception as error:  # a kernel that dies, a time-out: told as this report's failure
            failure = f"{type(error).__name__}: {error}".splitlines()[0]
        left = nbformat.read(output, as_version=4) if output.is_file() else notebook
    kept = cleaned(left, {str(root): ".", str(Path.home()): "~"})
    return Executed(job, nbformat.writes(kept) + "\n", failure)


def _kernel_config(folder: Path) -> Config:
    """Talk to the kernel over sockets in a folder of its own, to which nobody else can listen."""
    if os.name != "posix":
        return Config()
    return Config({"KernelManager": {"transport": "ipc", "ip": str(folder / "kernel")}})


def execute_all(
    jobs: list[Job], root: Path, workers: int, done: Callable[[Executed], None]
) -> list[Executed]:
    """Run jobs, several at once, and return what they left in the order of the jobs.

    `done` is called in this process as each one ends.
    """
    if not jobs:
        return []
    left: dict[str, Executed] = {}
    with ProcessPoolExecutor(min(workers, len(jobs)), mp_context=get_context("spawn")) as pool:
        try:
            for future in as_completed([pool.submit(execute, job, root) for job in jobs]):
                executed = future.result()
                left[executed.job.name] = executed
                done(executed)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [left[job.name] for job in jobs]
