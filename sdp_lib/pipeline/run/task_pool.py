"""Task pools, which take tasks and return futures, in threads here or elsewhere.

However many tasks there are, only enough to keep every worker busy are under way, and each result
is handed over and dropped, so memory does not grow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")
_IN_HAND = 2  # tasks for each worker: the present one and the next


@dataclass(frozen=True)
class TaskPool(Generic[Task, Result]):
    """Starts tasks; `at_once` is how many run at the same time, `stop` ends what is under way."""

    start: Callable[[Task], Future[Result]]
    at_once: int
    stop: Callable[[set[Future[Result]]], None]


def run_all(
    tasks: Iterable[Task], pool: TaskPool[Task, Result], done: Callable[[Result], None]
) -> None:
    """Do all tasks in a pool; `done` is called in this thread with each result as it comes.

    An exception of a task ends the work, as an interruption does, after stopping running tasks.
    """
    waiting = iter(tasks)
    running: set[Future[Result]] = set()
    try:
        while True:
            more = islice(waiting, pool.at_once * _IN_HAND - len(running))
            for task in more:
                running.add(pool.start(task))
            if not running:
                return
            ended, running = wait(running, return_when=FIRST_COMPLETED)
            while ended:
                done(ended.pop().result())
    except BaseException:
        pool.stop(running)
        raise


@contextmanager
def thread_pool(
    do: Callable[[Task], Result],
    at_once: int,
    stop: Callable[[], None],
    first: Callable[[], None] | None = None,
) -> Iterator[TaskPool[Task, Result]]:
    """Yield a pool of threads that do tasks; `stop` ends what they wait for.

    Threads suffice, since the time is spent in workers, Pandoc and Typst. `first` is called beside
    the first tasks, for preparations while their workers start.
    """
    import sdp_lib.pipeline.run.engine  # noqa: F401 - here: threads that do it at once may get half of it

    with ThreadPoolExecutor(at_once, "report") as pool:
        if first is not None:
            pool.submit(first)
        yield TaskPool(
            start=lambda task: pool.submit(do, task),
            at_once=at_once,
            stop=lambda running: _stop(pool, running, stop),
        )


def _stop(pool: ThreadPoolExecutor, running: set[Future[Result]], stop: Callable[[], None]) -> None:
    """Start no more tasks, and stop those that run, including any that start at this moment."""
    pool.shutdown(wait=False, cancel_futures=True)
    stop()
    while not all(future.done() for future in running):
        stop()
        wait(running, timeout=0.02)
