"""Execution of a report's notebook by papermill; the result is kept even if it fails."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from nbformat import NotebookNode, v4
from traitlets.config import Config

from sdp_lib.errors import InputError
from sdp_lib.pipeline.plan.jobs import Job
from sdp_lib.pipeline.run.executed_notebook import cleaned, notebook_to_run
from sdp_lib.pipeline.run.machine_paths import stand_ins
from sdp_lib.pipeline.run.worker_pool import Worker, Workers
from sdp_lib.problems.notebooks import NOTEBOOK_FAILED
from sdp_lib.storage import temporary

AT_ONCE = nullcontext()
_START = 60  # seconds that a kernel may take to answer
_LAUNCHER = "ipykernel_launcher"


@dataclass(frozen=True)
class Executed:
    """The result of a job: the cleaned notebook, also as text, and why it failed, if it did.

    `began` is when its turn came, by `time.perf_counter`, so that waiting does not count. `source`
    is the SHA-256 of the notebook that was run.
    """

    job: Job
    content: NotebookNode
    notebook: str
    failure: str | None
    began: float
    source: str = ""


def execute(
    job: Job,
    root: Path,
    workers: Workers | None = None,
    turn: AbstractContextManager[Any] = AT_ONCE,
    limit: int | None = None,
) -> Executed:
    """Run a job's notebook in the project's root; a failure is kept and marked, not raised.

    It runs in one of the `workers`, or in an ordinary kernel if there are none or a cell needs one.
    Its process starts at once; its cells wait for the `turn`, which limits how many notebooks run,
    and each cell may take `limit` seconds.
    """
    from papermill.exceptions import PapermillExecutionError
    from papermill.execute import raise_for_execution_errors

    (ready, source), failure, began = _parameterized(job, root), None, time.perf_counter()
    try:
        with turn, _worker(ready, workers) as worker:
            began = time.perf_counter()
            ready = _run(ready, root, worker, limit)
        raise_for_execution_errors(ready, None)
    except PapermillExecutionError as error:
        failure = _why(error.ename, str(error.evalue))
    except OSError:  # a fault of the machine, not of this report: no descriptors, no disk space
        raise
    except Exception as error:  # a kernel that does not start is this report's failure
        failure = _why(type(error).__name__, str(error))
    kept = cleaned(ready, stand_ins(root))
    # `nbformat.writes` would validate it, and log what is wrong.
    return Executed(job, kept, v4.writes(kept) + "\n", failure, began, source)


def _why(name: str, words: str) -> str:
    """Return the first line of an error; the project's own already have a code."""
    failure = f"{name}: {words}".splitlines()[0]
    return failure if name == InputError.__name__ else NOTEBOOK_FAILED.coded(failure)


def _parameterized(job: Job, root: Path) -> tuple[NotebookNode, str]:
    from papermill.execute import remove_error_markers
    from papermill.iorw import load_notebook_node
    from papermill.parameterize import parameterize_notebook

    read, source = notebook_to_run(root / job.notebook)
    notebook = load_notebook_node(read)
    if job.parameters:
        notebook = parameterize_notebook(notebook, dict(job.parameters))
    # Also in a notebook that was repaired and saved.
    return NotebookNode(remove_error_markers(notebook)), source


@contextmanager
def _worker(notebook: NotebookNode, workers: Workers | None) -> Iterator[Worker | None]:
    """Yield a worker for a notebook; None if it needs an ordinary kernel."""
    from sdp_lib.pipeline.run.engine import suits_worker

    with ExitStack() as stack:
        worker = None
        if workers is not None and suits_worker(notebook):
            try:
                worker = stack.enter_context(workers.fork())
            except OSError:
                worker = None
        yield worker


def _run(
    notebook: NotebookNode, root: Path, worker: Worker | None, limit: int | None
) -> NotebookNode:
    """Do what `papermill.execute_notebook` does, without writing a notebook that nobody reads."""
    from papermill.engines import papermill_engines

    from sdp_lib.pipeline.run.engine import KERNEL, WORKER

    engine = KERNEL if worker is None else WORKER
    name = papermill_engines.nb_kernel_name(engine, notebook)
    if worker is not None:
        executed: NotebookNode = papermill_engines.execute_notebook_with_engine(
            engine,
            notebook,
            kernel_name=name,
            progress_bar=False,
            worker=worker,
            execution_timeout=limit,
        )
        return executed
    with temporary() as folder:
        executed = papermill_engines.execute_notebook_with_engine(
            engine,
            notebook,
            kernel_name=name,
            progress_bar=False,
            start_timeout=_START,
            execution_timeout=limit,
            resources={"metadata": {"path": str(root)}},
            config=_connection(folder),
        )
    return executed


def _connection(folder: Path) -> Config:
    """Connect to the kernel over socket files in a folder that only this user can read."""
    transport = "ipc" if os.name == "posix" else "tcp"
    file = str(folder / "kernel.json")
    return Config({"KernelManager": {"transport": transport, "connection_file": file}})


def kill_kernels() -> None:
    """Kill every ordinary kernel that this process has started."""
    for process in psutil.Process().children():
        try:
            if any(_LAUNCHER in argument for argument in process.cmdline()):
                process.kill()
        except psutil.Error:  # it has ended meanwhile
            continue
