"""Importing in a process that others are forked from: what is made stays, and starts no thread."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def preload(modules: Iterable[str]) -> None:
    """Import modules and prepare kernels; what fails is left to the notebook, which shows why."""
    with settled(), hidden("debugpy", "hypothesis"):
        for module in modules:
            with suppress(Exception):
                importlib.import_module(module)
        with suppress(Exception, SystemExit):
            importlib.import_module("sdp_lib.build.kernel_app").prepare()


@contextmanager
def settled() -> Iterator[None]:
    """Let things be made that stay: they are shared with kernels until they are written to."""
    gc.disable()  # there is little to collect, and much to look through
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()  # what was thrown away since
        gc.collect()
        gc.freeze()  # a collection writes to all that it looks through
    if _threads() > 1:  # a fork has one of them only, and the locks that the others hold
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


def _threads() -> int:
    tasks = Path("/proc/self/task")  # where there is none, native threads are not seen
    return len(list(tasks.iterdir())) if tasks.is_dir() else 1
