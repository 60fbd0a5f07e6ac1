"""Progress of a build: a bar for each stage on a terminal, plain lines now and then elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from sdp_lib.pipeline.plan.work import Watch

EVERY = 5.0  # seconds between two plain lines


@contextmanager
def watching(console: Console) -> Iterator[Watch]:
    """Yield the watch of a build, which shows its progress until it ends."""
    if not console.is_terminal:
        yield Lines(lambda line: console.print(line, markup=False, highlight=False)).watch
        return
    columns = (
        TextColumn("{task.description:<26}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    stages: list[TaskID] = []
    with Progress(*columns, console=console) as progress:
        yield Watch(
            step=lambda words, total: stages.append(progress.add_task(words, total=total)),
            tick=lambda _: progress.advance(stages[-1]),
        )


class _Rate(ProgressColumn):
    """The number of things done in a second."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:.1f}/s" if speed else "", style="progress.data.speed")


class Lines:
    """Progress in plain lines: when a stage begins, every few seconds, and when it is done.

    The rate is counted from the first item on, which waits for what is started.
    """

    def __init__(self, say: Callable[[str], None], clock: Callable[[], float] = time.monotonic):
        self._say, self._clock = say, clock
        self._words, self._total, self._done = "", 0, 0
        self._began = self._told = self._first = 0.0

    @property
    def watch(self) -> Watch:
        """The watch that prints these lines."""
        return Watch(self._step, self._tick)

    def _step(self, words: str, total: int) -> None:
        self._words, self._total, self._done = words, total, 0
        self._began = self._told = self._clock()
        self._say(f"{words}: {total} to do")

    def _tick(self, _: str) -> None:
        self._done += 1
        now = self._clock()
        if self._done == self._total:
            self._say(f"{self._words}: {self._total} done in {duration(now - self._began)}")
        elif self._done == 1:
            self._first = self._told = now
        elif now - self._told >= EVERY:
            self._told = now
            rate = (self._done - 1) / (now - self._first)
            left = duration((self._total - self._done) / rate)
            self._say(
                f"{self._words}: {self._done} of {self._total}, {rate:.1f} a second, {left} left"
            )


def duration(seconds: float) -> str:
    """Write a duration to the second, or to a tenth if it is short.

    >>> duration(4.26), duration(59.7), duration(125), duration(3600 * 2 + 60 * 5)
    ('4.3 s', '1 min 0 s', '2 min 5 s', '2 h 5 min')
    """
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
