"""Importing in a process that others are forked from: what is made stays, and starts no thread."""

from __future__ import annotations

import gc
import importlib
import os
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# A process with threads cannot be forked, so the libraries that compute are told to start none.
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_MAX_THREADS"), "1"
)
_NEEDLESS = ("debugpy", "hypothesis")


def preload(modules: Iterable[str]) -> None:
    """Import modules and prepare kernels; what fails is left to the notebook, which shows why."""
    with settled():
        import_all(modules)
        with hidden(*_NEEDLESS), suppress(Exception, SystemExit):
            importlib.import_module("sdp_lib.build.kernel_app").prepare()


def import_all(modules: Iterable[str]) -> None:
    """Import modules; what fails is left to whoever needs it."""
    with hidden(*_NEEDLESS):
        for module in modules:
            with suppress(Exception):
                importlib.import_module(module)


@contextmanager
def settled(*, collected: bool = False) -> Iterator[None]:
    """Let things be made that stay: they are shared with kernels until they are written to.

    What was thrown away since stays too, unless it is `collected`, which takes a tenth of a second.
    """
    gc.disable()  # there is little to collect, and much to look through
    try:
        yield
    finally:
        gc.enable()
        if collected:
            gc.unfreeze()
            gc.collect()
        gc.freeze()  # a collection writes to all that it looks through
    if threads() > 1:  # a fork has one of them only, and the locks that the others hold
        os._exit(1)


@contextmanager
def hidden(*packages: str) -> Iterator[None]:
    """Let imports within find these packages missing; after it they can be imported as ever.

    ipykernel would make a debugger with one, which looks at every module, and pandera takes long to
    import another, with which it could invent data for tests.
    """
    names = [name for name in packages if name not in sys.modules]
    sys.modules.update(dict.fromkeys(names))  # type: ignore[arg-type] # as import documents it
    try:
        yield
    finally:
        for name in names:
            sys.modules.pop(name, None)


def threads() -> int:
    """Return how many threads this process has; where no system tells, those of Python."""
    tasks = Path("/proc/self/task")
    return len(list(tasks.iterdir())) if tasks.is_dir() else threading.active_count()
