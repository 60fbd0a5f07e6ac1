"""Costs: seconds, processor seconds and memory of all processes that something starts."""

from __future__ import annotations

import resource
import time
from dataclasses import dataclass, field
from threading import Event, Thread
from types import TracebackType

import psutil

PERIOD = 0.5  # seconds between two looks at the memory
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Cost:
    """Seconds by the clock, seconds of all processors, and the most memory in megabytes."""

    wall: float
    cpu: float
    memory: float

    def scaled(self, factor: float) -> Cost:
        """Return the cost of so many times the work, which takes longer but no more memory.

        >>> Cost(wall=2.0, cpu=4.0, memory=100.0).scaled(3)
        Cost(wall=6.0, cpu=12.0, memory=100.0)
        """
        return Cost(self.wall * factor, self.cpu * factor, self.memory)

    def then(self, other: Cost) -> Cost:
        """Return the cost of one work after another.

        >>> Cost(wall=2.0, cpu=4.0, memory=100.0).then(Cost(wall=1.0, cpu=1.0, memory=150.0))
        Cost(wall=3.0, cpu=5.0, memory=150.0)
        """
        return Cost(self.wall + other.wall, self.cpu + other.cpu, max(self.memory, other.memory))


@dataclass
class Meter:
    """A `with` block whose processes are measured, whether they are started in it or before."""

    cost: Cost = Cost(0.0, 0.0, 0.0)
    _over: Event = field(default_factory=Event)
    _peak: int = 0

    def __enter__(self) -> Meter:
        self._watcher = Thread(target=self._watch, daemon=True)
        self._began, self._spent = time.perf_counter(), spent_by_others()
        self._watcher.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        wall, cpu = time.perf_counter() - self._began, spent_by_others() - self._spent
        self._over.set()
        self._watcher.join()
        self.cost = Cost(wall, cpu, self._peak / MEGABYTE)

    def _watch(self) -> None:
        while not self._over.wait(PERIOD):
            self._peak = max(self._peak, sum(memory_of(process) for process in _others()))


def spent_by_others() -> float:
    """Return the processor seconds of all processes below this one, ended and living.

    What has ended is counted by whoever waited for it, so that nothing is counted twice.
    """
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime + sum(_seconds(process) for process in _others())


def memory_of(process: psutil.Process) -> int:
    """Return a process's memory in bytes; memory shared with others is counted in part (PSS).

    Where the system does not tell that, all that it has in memory counts (RSS).
    """
    try:
        used = process.memory_full_info() if KIND_OF_MEMORY == "PSS" else process.memory_info()
    except (psutil.Error, OSError):  # it has ended, or it is another user's
        return 0
    return int(getattr(used, KIND_OF_MEMORY.lower()))


def _kind_of_memory() -> str:
    try:
        return "PSS" if hasattr(psutil.Process().memory_full_info(), "pss") else "RSS"
    except (psutil.Error, OSError, AttributeError):
        return "RSS"


def _others() -> list[psutil.Process]:
    return list(psutil.Process().children(recursive=True))


def _seconds(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.Error:
        return 0.0
    return float(times.user + times.system + times.children_user + times.children_system)


KIND_OF_MEMORY = _kind_of_memory()
