"""Who does the work: threads of this process, each with a kernel; or whoever else takes tasks.

A crew takes tasks and returns futures. However many tasks there are, only as many are under way as
keep everybody busy, and what is done is handed over and forgotten: memory stays flat.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Generic, TypeVar

from sdp_lib.build.forks import cool_down, warm_up

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
    root: Path,
    hands: int,
    first: Callable[[], None] | None = None,
    *,
    again: bool = False,
) -> Iterator[Crew[Task, Result]]:
    """Give a crew of threads that do tasks in a project's root, with kernels that are forked there.

    One process talks to all the kernels: what takes time are they, and Pandoc and Typst. `first` is
    called beside the first tasks, for what can be got ready while their kernels start. What kernels
    are forked from ends with the crew and gives its memory back, if there will not be one `again`.
    """
    warm_up(root)
    import sdp_lib.build.engine  # noqa: F401 - here: threads that do it at once may get half of it

    try:
        with ThreadPoolExecutor(hands, "report") as pool:
            if first is not None:
                pool.submit(first)
            yield Crew(
                start=lambda task: pool.submit(do, task),
                hands=hands,
                stop=lambda running: _stop(pool, running),
            )
    finally:
        if not again:
            cool_down()


def _stop(pool: ThreadPoolExecutor, running: set[Future[Result]]) -> None:
    """Begin nothing more, and kill kernels, also those of this moment, until nobody waits."""
    from sdp_lib.build.kernels import kill_kernels

    pool.shutdown(wait=False, cancel_futures=True)
    while not all(future.done() for future in running):
        cool_down()
        kill_kernels()
        time.sleep(0.02)
