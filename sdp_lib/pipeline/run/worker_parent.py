"""The process that workers are forked from: it has imported what notebooks import, and waits.

`python -m sdp_lib.pipeline.run.worker_parent` serves a socket: its standard input. Each message is
an object in JSON. With a descriptor, it asks for a worker that is given that channel. Without
one, it asks for the `call` of a function with `given` arguments, which leaves things in memory that
reports need: at once, or, `idle`, when there is nothing else to do. At the end of the file every
worker is killed, and this process ends.

It has no threads, since a fork would not have them, and never makes a kernel: each worker makes its
own. `multiprocessing` has such a process too, but what it forks runs the caller's main module
again, skips what `atexit` holds, and cannot be had by a daemon process, which a Dask worker is.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import importlib
import io
import json
import os
import selectors
import signal
import socket
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sdp_lib.pipeline.run.imports import NEEDLESS, hidden

LONGEST_MESSAGE = 2**16  # bytes
PRELOADED = (
    "sdp_lib.pipeline.run.worker",
    "ipykernel.debugger",  # while debugpy is hidden
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "faulthandler",
    "pandas",
    "pandera.pandas",
    "pandera.backends.pandas.builtin_checks",
    "seaborn",
    "matplotlib.backends.backend_svg",
    "sdp_lib.report",
)
# A process with threads cannot be forked, so libraries that compute are told to start none.
_ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_MAX_THREADS"), "1"
)
_INLINE = "module://matplotlib_inline.backend_inline"  # to be chosen before matplotlib is imported
_OPEN_FILES = (io.TextIOWrapper, io.BufferedWriter, io.BufferedRandom)
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)
_THREADS = 1  # exit status: there are threads, so nothing can be forked here


def main(modules: Iterable[str]) -> None:
    """Import modules, then serve the socket that is standard input."""
    atexit.register(_exit_at_once)  # first, so that it is done last
    sys.path[0] = str(Path.cwd())
    os.environ.setdefault("MPLBACKEND", _INLINE)
    with _settled(), _environment(_ONE_THREAD), hidden(*NEEDLESS):
        for module in modules:
            with suppress(Exception):  # left to the notebook, which shows what is wrong
                importlib.import_module(module)
    _Parent(socket.socket(fileno=os.dup(0))).serve()


class _Parent:
    """Forks a worker for each channel that comes, and calls functions between them."""

    def __init__(self, command: socket.socket):
        self._command = command
        self._calls: deque[dict[str, Any]] = deque()
        self._workers: dict[int, int] = {}  # process numbers by their descriptors
        self._selector = selectors.DefaultSelector()
        self._selector.register(command, selectors.EVENT_READ)

    def serve(self) -> None:
        """Go on until the command hangs up, or tells this process to end."""
        signal.signal(signal.SIGTERM, lambda *_: self._end())
        while True:
            ready = self._selector.select(0 if self._calls and not self._workers else None)
            for key, _ in ready:
                if key.fileobj is self._command:
                    self._answer()
                else:
                    self._reap(key.fd)
            if not ready:
                _call(**self._calls.popleft())
                gc.unfreeze()  # or what was thrown away would stay
                gc.collect()
                gc.freeze()

    def _answer(self) -> None:
        message, descriptors, _, _ = socket.recv_fds(self._command, LONGEST_MESSAGE, 1)
        if not message:
            self._end()
        request = json.loads(message)
        if descriptors:
            self._fork(socket.socket(fileno=descriptors[0]))
        elif request.pop("idle"):
            self._calls.append(request)
        else:
            _call(**request)

    def _fork(self, channel: socket.socket) -> None:
        with channel:
            # What is forked is not to end the others.
            signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
            try:
                number = os.fork()
            except OSError:  # too many processes, or too little memory: the command sees it close
                number = -1
            if not number:
                self._become_worker(channel)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGTERM])
        if number < 0:
            return
        descriptor = os.pidfd_open(number)
        self._workers[descriptor] = number
        self._selector.register(descriptor, selectors.EVENT_READ)

    def _become_worker(self, channel: socket.socket) -> None:
        """Run cells in this process, which has been forked; it exits when the notebook is done."""
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGTERM])
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
        self._command.close()
        self._selector.close()
        for descriptor in self._workers:
            os.close(descriptor)
        importlib.import_module("sdp_lib.pipeline.run.worker").run(channel)

    def _reap(self, descriptor: int) -> None:
        """Take note of a worker that has ended, and end what it has started and left."""
        number = self._workers.pop(descriptor)
        self._selector.unregister(descriptor)
        os.close(descriptor)
        _kill(number)
        os.waitpid(number, 0)

    def _end(self) -> None:
        for number in self._workers.values():
            _kill(number)
        os._exit(0)


def _exit_at_once() -> None:
    """End a worker without taking Python down module by module, which takes longer than a report.

    Files that the notebook left open are written, as Python would do.
    """
    for found in gc.get_objects():
        if type(found) in _OPEN_FILES and not found.closed and found.writable():
            found.flush()
    os._exit(0)


def _kill(number: int) -> None:
    """Kill a worker that has not been waited for, and all of its group."""
    for send in (os.kill, os.killpg):  # it may have no group yet
        with suppress(ProcessLookupError):
            send(number, signal.SIGKILL)


def _call(call: str, given: Mapping[str, Any]) -> None:
    """Call MODULE:FUNCTION; what fails is left to the report, which says why."""
    module, _, function = call.partition(":")
    with _settled(), suppress(Exception):
        getattr(importlib.import_module(module), function)(**given)


@contextmanager
def _settled() -> Iterator[None]:
    """Have what is made meanwhile shared with workers: a collection would write to all of it."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.freeze()
    if _threads() > 1:  # a fork has one of them only, and the locks that the others hold
        os._exit(_THREADS)


@contextmanager
def _environment(given: Mapping[str, str]) -> Iterator[None]:
    """Have an environment for a while."""
    before = {**os.environ}
    os.environ.update(given)
    try:
        yield
    finally:
        for name in given:
            os.environ.pop(name)
            if name in before:
                os.environ[name] = before[name]


def _threads() -> int:
    """Return how many threads this process has, also those that Python does not know."""
    return len(list(Path("/proc/self/task").iterdir()))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
