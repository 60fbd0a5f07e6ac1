"""The parent process of workers, which has imported what notebooks import and forks on request.

`python -m sdp_lib.pipeline.run.worker_parent` serves a socket: its standard input. Each message is
an object in JSON. With a descriptor, it requests a worker with that channel. Without one, it
requests the `call` of a function with `given` arguments, which leaves in memory what reports need:
at once or, if `idle`, when there is nothing else to do. When the socket closes, every worker is
killed and this process ends.

It has no threads, since a fork would not have them, and never makes a kernel: each worker makes its
own. `multiprocessing` has such a process too, but its children run the caller's main module again,
skip `atexit` functions, and cannot be started by a daemon process, which a Dask worker is.
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
# A process with threads cannot be forked, so numerical libraries must not start any.
_ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_MAX_THREADS"), "1"
)
_INLINE = "module://matplotlib_inline.backend_inline"  # chosen before matplotlib is imported
_OPEN_FILES = (io.TextIOWrapper, io.BufferedWriter, io.BufferedRandom)
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)
_THREADS = 1  # exit status: there are threads, so nothing can be forked here


def main(modules: Iterable[str]) -> None:
    """Import modules, then serve the socket that is standard input."""
    atexit.register(_exit_at_once)  # registered first, so that it runs last
    sys.path[0] = str(Path.cwd())
    os.environ.setdefault("MPLBACKEND", _INLINE)
    with _settled(), _environment(_ONE_THREAD), hidden(*NEEDLESS):
        for module in modules:
            with suppress(Exception):  # the notebook imports it again and shows the error
                importlib.import_module(module)
    _Parent(socket.socket(fileno=os.dup(0))).serve()


class _Parent:
    """Forks a worker for each channel that it receives, and calls functions in between."""

    def __init__(self, command: socket.socket):
        self._command = command
        self._calls: deque[dict[str, Any]] = deque()
        self._workers: dict[int, int] = {}  # process numbers by their descriptors
        self._selector = selectors.DefaultSelector()
        self._selector.register(command, selectors.EVENT_READ)

    def serve(self) -> None:
        """Serve until the command closes the socket, or terminates this process."""
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
                gc.unfreeze()  # or discarded objects would stay
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
            # A forked process must not end the others.
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
        """Run cells in this forked process, which exits when the notebook is done."""
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGTERM])
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
        self._command.close()
        self._selector.close()
        for descriptor in self._workers:
            os.close(descriptor)
        importlib.import_module("sdp_lib.pipeline.run.worker").run(channel)

    def _reap(self, descriptor: int) -> None:
        """Remove a worker that has ended, and kill processes that it has left running."""
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
    """End a worker without Python's module-by-module shutdown, which takes longer than a report.

    Files that the notebook left open are flushed, as Python would do.
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
    """Call MODULE:FUNCTION; an error is ignored, since the report will show it."""
    module, _, function = call.partition(":")
    with _settled(), suppress(Exception):
        getattr(importlib.import_module(module), function)(**given)


@contextmanager
def _settled() -> Iterator[None]:
    """Share new objects with workers: a garbage collection would write to all of them."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.freeze()
    if _threads() > 1:  # a fork keeps only one of them, and the locks of the others
        os._exit(_THREADS)


@contextmanager
def _environment(given: Mapping[str, str]) -> Iterator[None]:
    """Set an environment within the block."""
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
    """Return how many threads this process has, including those unknown to Python."""
    return len(list(Path("/proc/self/task").iterdir()))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
