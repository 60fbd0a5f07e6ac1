"""Asking for kernels that are forked from a process which has imported what notebooks import."""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from subprocess import DEVNULL, Popen
from threading import RLock
from typing import Any

from sdp_lib.build import kernel_server
from sdp_lib.build.kernel_server import KERNEL, NUMBER, RECALL, REHEARSAL

CAN_FORK = hasattr(os, "fork") and hasattr(socket, "send_fds")  # everywhere but on Windows
PATIENCE = 60.0  # seconds that the server may take to import these
PRELOADED = (
    "ipykernel.kernelapp",
    "ipykernel.debugger",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "faulthandler",
    "psutil",
    "sqlite3",
    "tornado.platform.asyncio",
    "zmq.utils.garbage",
    "pandas",
    "pandera.pandas",
    "pandera.backends.pandas.builtin_checks",
    "seaborn",
    "matplotlib.backends.backend_svg",
    "sdp_lib.report",
)
# A process with threads cannot be forked, so the libraries that compute are told to start none.
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_MAX_THREADS"), "1"
)
# Kernels choose this before a notebook imports matplotlib, which reads it only then.
INLINE = {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}

Rehearsal = Mapping[str, str]


class ForkedProcess:
    """A forked kernel, with what jupyter_client uses of `subprocess.Popen`.

    `OSError` where it cannot be forked.
    """

    stdin = stdout = stderr = None

    def __init__(
        self, channel: socket.socket, arguments: Sequence[str], environment: Mapping[str, str]
    ):
        self.returncode: int | None = None
        self._socket = _ask(
            channel, KERNEL, {"arguments": [*arguments], "environment": {**environment}}
        )
        try:
            self.pid = self._number(socket.MSG_WAITALL)
        except BaseException:
            self._socket.close()
            raise
        self._socket.settimeout(None)

    def _number(self, flags: int) -> int:
        received = self._socket.recv(NUMBER, flags)
        if len(received) < NUMBER:
            raise ConnectionError("the process that kernels are forked from has ended")
        return int.from_bytes(received, "big", signed=True)

    def fileno(self) -> int:
        """Return the descriptor that becomes readable when the kernel ends."""
        return self._socket.fileno()

    def poll(self) -> int | None:
        """Return the exit status, or None while the kernel runs."""
        return self._status(socket.MSG_DONTWAIT)

    def wait(self) -> int | None:
        """Return the exit status when the kernel has ended."""
        return self._status(socket.MSG_WAITALL)

    def _status(self, flags: int) -> int | None:
        if self.returncode is None:
            try:
                self.returncode = self._number(flags)
            except BlockingIOError:
                return None
            except OSError:  # nobody is left who could tell
                self.returncode = -signal.SIGKILL
            self._socket.close()
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send the kernel a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the kernel."""
        self.send_signal(signal.SIGKILL)


def _ask(channel: socket.socket, what: bytes, request: Mapping[str, Any]) -> socket.socket:
    """Ask the server for something, and return the socket on which it answers."""
    answers, theirs = socket.socketpair()
    answers.settimeout(PATIENCE)
    try:
        with theirs:
            socket.send_fds(channel, [what], [theirs.fileno()])
        answers.sendall(json.dumps(request).encode() + b"\n")
    except BaseException:
        answers.close()
        raise
    return answers


class KernelServer:
    """The process that kernels of one folder are forked from; it starts while others go on."""

    def __init__(self, folder: Path):
        self._channel, theirs = socket.socketpair()
        with theirs:
            self._process = Popen(  # noqa: S603 - this very Python
                [sys.executable, kernel_server.__file__, json.dumps(PRELOADED)],
                cwd=folder,
                env={**INLINE, **os.environ, **ONE_THREAD},
                stdin=theirs.fileno(),
                stdout=DEVNULL,
                stderr=DEVNULL,
                start_new_session=True,
            )

    @property
    def ended(self) -> bool:
        """Whether the process has ended, of itself or otherwise."""
        return self._process.poll() is not None

    def have(self, what: bytes, given: Mapping[str, Any]) -> None:
        """Have it rehearse before the next kernel, or recall a report when it is idle."""
        with suppress(OSError):  # it has ended, which the next kernel will notice
            _ask(self._channel, what, given).close()

    def fork(self, arguments: Sequence[str], environment: Mapping[str, str]) -> ForkedProcess:
        """Start a kernel; `OSError` where that fails."""
        return ForkedProcess(self._channel, arguments, environment)

    def close(self) -> None:
        """End the process and every kernel that was forked from it."""
        self._channel.close()
        self._process.terminate()  # for one that still imports and does not listen yet
        self._process.wait()


_servers: dict[Path, KernelServer] = {}
_lock = RLock()


def warm_up(folder: Path) -> bool:
    """Start what a folder's kernels are forked from: early, since it takes a second to be ready.

    Return whether it was started now. One that has ended is started again here, and not for each
    kernel that it is missed by: those start as ordinary ones.
    """
    if not CAN_FORK:
        return False
    folder = folder.resolve()
    with _lock:
        there = _servers.get(folder)
        if there and not there.ended:
            return False
        if there:
            there.close()
        _servers[folder] = KernelServer(folder)
        return True


def rehearse(folder: Path, rehearsal: Rehearsal) -> None:
    """Have what a folder's kernels are forked from do what the first report would pay for.

    `rehearsal` holds the arguments of `sdp_lib.report.rehearsal.rehearse`: it takes about as long
    as one report, and makes each one quicker.
    """
    if CAN_FORK:
        _server(folder).have(REHEARSAL, rehearsal)


def recall(folder: Path, parameters: Rehearsal) -> None:
    """Have it make a report when it has nothing to do, so that unchanged charts are there.

    `parameters` are those of the report's notebook.
    """
    if CAN_FORK:
        _server(folder).have(RECALL, parameters)


def fork_kernel(
    folder: Path, arguments: Sequence[str], environment: Mapping[str, str]
) -> ForkedProcess:
    """Start a kernel in a folder; `OSError` where that cannot be done."""
    if not CAN_FORK:
        raise OSError("this system cannot fork processes")
    return _server(folder).fork(arguments, environment)


def _server(folder: Path) -> KernelServer:
    place = folder.resolve()
    with _lock:
        if place not in _servers:
            warm_up(place)
        return _servers[place]


@atexit.register
def cool_down(folder: Path | None = None) -> None:
    """End what `warm_up` has started, in one folder or in all, and the kernels with it."""
    with _lock:
        for one in [folder.resolve()] if folder else list(_servers):
            if server := _servers.pop(one, None):
                server.close()
