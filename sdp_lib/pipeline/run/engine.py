"""papermill's engines for this project: cells run in a worker, or in an ordinary kernel.

Both produce the same notebook. A process that ends in the middle of a cell, or takes too long, is
an error of that cell, so that the notebook shows where it happened.
"""

from __future__ import annotations

import asyncio
import re
from subprocess import DEVNULL
from typing import Any

from jupyter_core.utils import ensure_event_loop
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_output
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines
from traitlets.config import Config

from sdp_lib.pipeline.run.worker_pool import Message, Worker, WorkerDiedError, WorkerTimeoutError

WORKER, KERNEL = "sdp-worker", "sdp-kernel"
_PYTHON = ("python3", "python")
# Features that need a kernel with sockets, a client and an event loop of its own.
_NEEDS_KERNEL = re.compile(
    r"(import|from)\s+(comm|ipykernel|ipywidgets)\b|IPKernelApp|\.kernel\b"
    r"|%(connect_info|gui|qtconsole|subshell)\b"
)


def suits_worker(notebook: NotebookNode) -> bool:
    """Return whether a worker can run all cells of a notebook as an ordinary kernel would."""
    kernel = notebook.metadata.get("kernelspec", {}).get("name", _PYTHON[0])
    return kernel in _PYTHON and not any(
        cell.cell_type == "code" and _NEEDS_KERNEL.search(cell.source) for cell in notebook.cells
    )


class WorkerEngine(Engine):  # type: ignore[misc] # papermill publishes no types
    """Runs cells in a worker, and turns its messages into outputs as nbclient does."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        *,
        worker: Worker,
        execution_timeout: float | None = None,
        **_: Any,
    ) -> None:
        """Run a notebook's cells until one fails."""
        outputs = PapermillNotebookClient(nb_man, kernel_name=kernel_name, record_timing=False)
        outputs.reset_execution_trackers()
        for index, cell in enumerate(nb_man.nb.cells):
            nb_man.cell_start(cell, index)
            try:
                if not _run(cell, index, worker, outputs, execution_timeout):
                    nb_man.cell_exception(cell, index)
                    break
            finally:
                nb_man.cell_complete(cell, index)


def _run(
    cell: NotebookNode,
    index: int,
    worker: Worker,
    outputs: PapermillNotebookClient,
    limit: float | None,
) -> bool:
    """Run a cell, and return whether the notebook continues after it."""
    if cell.cell_type != "code" or not cell.source.strip():
        return True

    outputs.clear_before_next_output = False

    def heard(message: Message) -> None:
        header = {"msg_type": message["msg_type"]}
        outputs.process_message({**message, "header": header, "parent_header": {}}, cell, index)

    try:
        reply = worker.run(cell.source, heard, limit)
    except WorkerDiedError:
        _mark(cell, DeadKernelError("Kernel died"))
        return False
    except WorkerTimeoutError:
        _mark(cell, CellTimeoutError.error_from_timeout_and_cell("", int(limit or 0), cell))
        return False
    cell.execution_count = reply["execution_count"]
    allowed = "raises-exception" in cell.metadata.get("tags", [])
    return bool(reply["status"] == "ok" or allowed)


class KernelEngine(Engine):  # type: ignore[misc] # papermill publishes no types
    """papermill's own client, with a new kernel; what the kernel itself prints is discarded."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        *,
        start_timeout: int = 60,
        execution_timeout: float | None = None,
        resources: dict[str, Any] | None = None,
        config: Config | None = None,
        **_: Any,
    ) -> None:
        """Run a notebook; a kernel that dies, or takes too long, is an error of its cell."""
        client = PapermillNotebookClient(
            nb_man,
            kernel_name=kernel_name,
            startup_timeout=start_timeout,
            timeout=execution_timeout,
            resources=resources or {},
            config=config,
        )
        with asyncio.Runner(loop_factory=ensure_event_loop):  # closes nbclient's loop
            try:
                client.execute(stdout=DEVNULL, stderr=DEVNULL)
            except (DeadKernelError, CellTimeoutError) as error:
                begun = [cell for cell in nb_man.nb.cells if cell.metadata.papermill["start_time"]]
                if not begun:  # it died before its first cell
                    raise
                _mark(begun[-1], error)


def _mark(cell: NotebookNode, error: Exception) -> None:
    """Record an error of the process as that of its cell, even after an interruption."""
    name, words = type(error).__name__, str(error).splitlines()[0]
    kept = [output for output in cell.outputs if output.output_type != "error"]
    cell.outputs = [*kept, new_output("error", ename=name, evalue=words, traceback=[])]


papermill_engines.register(WORKER, WorkerEngine)
papermill_engines.register(KERNEL, KernelEngine)
