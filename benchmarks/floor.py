"""The floor: the same cells and conversions in a warm process, and nothing else.

No notebook is checked or kept, no kernel is started and nobody is talked to: what the quarter costs
beyond this is the price of papermill, of kernels of their own and of all that a build promises.
As many such processes as there are cores are a lower floor in seconds, and the same in processor
seconds.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from typing import IO

from benchmarks.commands import FailedError, all_at_once
from benchmarks.floor_worker import READY
from benchmarks.measure import Cost, Meter
from benchmarks.project import QUARTER, ROOT, Project
from benchmarks.taken import Asked, Taken

Worker = subprocess.Popen[str]
_LEFT_OUT = "The floor makes the reports alone: no front page, downloads or manifest."


def measure_floor(asked: Asked) -> Taken:
    """Make every report of the quarter in as many warm processes as there are cores, and in one."""
    costs = {"floor": _cost(asked.project, asked.cores), "one": _cost(asked.project, 1)}
    return Taken(costs, {}, (_LEFT_OUT,))


def _cost(project: Project, processes: int) -> Cost:
    names = [report.name for report in project.reports()]
    with ExitStack() as stack:
        workers = [stack.enter_context(_worker(project)) for _ in range(processes)]
        # The last report is a scorecard, the quickest kind, so it is used to warm up.
        for worker in workers:
            _make(worker, names[-1])
        with Meter() as meter:
            _share(names, workers)
    return meter.cost


def _share(names: Sequence[str], workers: Sequence[Worker]) -> None:
    """Give each worker another report as soon as it has finished one."""
    idle: SimpleQueue[Worker] = SimpleQueue()
    for worker in workers:
        idle.put(worker)

    def make(name: str) -> None:
        worker = idle.get()
        try:
            _make(worker, name)
        finally:
            idle.put(worker)  # also after a failure: another thread may be waiting for it

    all_at_once(make, names, hands=len(workers))


@contextmanager
def _worker(project: Project) -> Iterator[Worker]:
    with TemporaryDirectory(prefix="sdp-bench-") as site:
        # The benchmarks come after the copy, so that the copy's library is imported.
        paths = {"PYTHONPATH": f"{project.root}{os.pathsep}{ROOT}"}
        worker = subprocess.Popen(  # noqa: S603 - this very Python
            [sys.executable, "-m", "benchmarks.floor_worker", QUARTER, site],
            cwd=project.root,
            env={**project.environment, **paths},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        with worker:
            try:
                yield worker
            finally:
                worker.terminate()


def _make(worker: Worker, name: str) -> None:
    asked, answers = _pipes(worker)
    try:
        asked.write(f"{name}\n")
        asked.flush()
        answer = answers.readline().strip()
    except OSError:
        answer = ""
    if answer != READY:
        raise FailedError(f"the floor could not make {name}: {answer or 'its process ended'}")


def _pipes(worker: Worker) -> tuple[IO[str], IO[str]]:
    if worker.stdin is None or worker.stdout is None:
        raise FailedError("a process of the floor cannot be talked to")
    return worker.stdin, worker.stdout
