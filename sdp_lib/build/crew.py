"""Who does the work: threads of this process, each with a worker; or whoever else takes tasks.

A crew takes tasks and returns futures. However many tasks there are, only as many are under way as
keep everybody busy, and what is done is handed over and forgotten: memory stays flat.
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
_IN_HAND = 2  # tasks for each that works: one to do, one to go on with


@dataclass(frozen=True)
class Crew(Generic[Task, Result]):
    """Starts tasks; `hands` is how many work at once, `stop` ends what is under way."""

    start: Callable[[Task], Future[Result]]
    hands: int
    stop: Callable[[set[Future[Result]]], None]


def work_off(
    tasks: Iterable[Task], crew: Crew[Task, Result], done: Callable[[Result], None]
) -> None:
    """Have a crew do all tasks; `done` is called in this thread with each result as it comes.

    What a task raises ends the work, as an interruption does: what is under way is stopped first.
    """
    waiting = iter(tasks)
    running: set[Future[Result]] = set()
    try:
        while True:
            more = islice(waiting, crew.hands * _IN_HAND - len(running))
            running |= {crew.start(task) for task in more}
            if not running:
                return
            ended, running = wait(running, return_when=FIRST_COMPLETED)
            while ended:
                done(ended.pop().result())
    except BaseException:
        crew.stop(running)
        raise


@contextmanager
def local_crew(
    do: Callable[[Task], Result],
    hands: int,
    stop: Callable[[], None],
    first: Callable[[], None] | None = None,
) -> Iterator[Crew[Task, Result]]:
    """Give a crew of threads that do tasks; `stop` ends what they wait for.

    One process talks to all the workers: what takes time are they, and Pandoc and Typst. `first` is
    called beside the first tasks, for what can be got ready while their workers start.
    """
    import sdp_lib.build.engine  # noqa: F401 - here: threads that do it at once may get half of it

    with ThreadPoolExecutor(hands, "report") as pool:
        if first is not None:
            pool.submit(first)
        yield Crew(
            start=lambda task: pool.submit(do, task),
            hands=hands,
            stop=lambda running: _stop(pool, running, stop),
        )


def _stop(pool: ThreadPoolExecutor, running: set[Future[Result]], stop: Callable[[], None]) -> None:
    """Begin nothing more, and end what runs, also what begins at this moment."""
    pool.shutdown(wait=False, cancel_futures=True)
    while not all(future.done() for future in running):
        stop()
        wait(running, timeout=0.02)
