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

from sdp_lib.build.daemon import interpreter
from sdp_lib.build.wire import KERNEL, RECALL, REHEARSAL, STAY, ask, told

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

_SERVE = "from sdp_lib.build.kernel_server import main; main()"
_REPORTS = "sdp_lib.report.rehearsal"
_COMMANDS = "sdp_lib.build.rehearsal:rehearse_command"

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
            self.pid = told(self._socket)
        except BaseException:
            self._socket.close()
            raise
        self._socket.settimeout(None)

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
                self.returncode = told(self._socket, flags)
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
        ask(answers, request)
    except BaseException:
        answers.close()
        raise
    return answers


class KernelServer:
    """The process that kernels of one folder are forked from; it starts while others go on.

    Where a daemon has forked this very process, it is the daemon, which is asked on a `channel`.
    """

    def __init__(self, folder: Path, channel: socket.socket | None = None):
        self._process: Popen[bytes] | None = None
        if channel:
            self._channel = channel
            return
        self._channel, theirs = socket.socketpair()
        with theirs:
            self._process = Popen(  # noqa: S603 - this very Python
                [sys.executable, "-c", _SERVE, json.dumps(PRELOADED)],
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
        return self._process is not None and self._process.poll() is not None

    @property
    def borrowed(self) -> bool:
        """Whether a daemon has forked this process."""
        return self._process is None

    def have(self, what: bytes, given: Mapping[str, Any]) -> None:
        """Have it rehearse before the next kernel, or recall a report when it is idle."""
        with suppress(OSError):  # it has ended, which the next kernel will notice
            _ask(self._channel, what, given).close()

    def fork(self, arguments: Sequence[str], environment: Mapping[str, str]) -> ForkedProcess:
        """Start a kernel; `OSError` where that fails."""
        return ForkedProcess(self._channel, arguments, environment)

    def close(self) -> None:
        """End every kernel that was asked for, and the process, if it was started here."""
        self._channel.close()
        if self._process:
            self._process.terminate()  # for one that still imports and does not listen yet
            self._process.wait()

    def leave(self) -> None:
        """Leave the process to itself."""
        self._channel.close()
        if self._process:
            self._process.returncode = 0  # nobody waits for it here, or is to be warned of it


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


def borrow(folder: Path, channel: socket.socket) -> None:
    """Have a folder's kernels forked from the daemon that has forked this process."""
    with _lock:
        _servers[folder.resolve()] = KernelServer(folder, channel)


def is_warm(folder: Path) -> bool:
    """Tell whether there is something that a folder's kernels are forked from."""
    with _lock:
        server = _servers.get(folder.resolve())
        return server is not None and not server.ended


def is_borrowed() -> bool:
    """Tell whether a daemon has forked this process."""
    with _lock:
        return any(one.borrowed for one in _servers.values())


def be_daemon(folder: Path, modules: Sequence[str], place: Path, seconds: int) -> None:
    """Have what a folder's kernels are forked from become a daemon, which stays when it is left.

    It imports some `modules` more, and listens at a `place`, for `seconds` after each command.
    """
    daemon = {"place": str(place), "seconds": seconds, "like": interpreter()}
    wanted = {"modules": [*modules], "environment": {**os.environ}, **daemon}
    _server(folder).have(STAY, wanted)


def leave(folder: Path) -> None:
    """Leave what a folder's kernels are forked from to itself."""
    with _lock:
        _servers.pop(folder.resolve()).leave()


def rehearse(folder: Path, rehearsal: Rehearsal, *, idle: bool = False) -> None:
    """Have what a folder's kernels are forked from do what the first report would pay for.

    `rehearsal` holds the arguments of `sdp_lib.report.rehearsal.rehearse`: it takes about as long
    as one report, and makes each one quicker. It is done before the next kernel, or, `idle`, when
    there is nothing else to do.
    """
    if CAN_FORK:
        when = RECALL if idle else REHEARSAL
        _server(folder).have(when, {"call": f"{_REPORTS}:rehearse", "given": {**rehearsal}})


def recall(folder: Path, parameters: Rehearsal) -> None:
    """Have it make a report when it has nothing to do, so that unchanged charts are there.

    `parameters` are those of the report's notebook.
    """
    if CAN_FORK:
        _server(folder).have(RECALL, {"call": f"{_REPORTS}:recall", "given": {**parameters}})


def recall_command(folder: Path, given: Rehearsal) -> None:
    """Have a daemon decide and check as the next command will, when it has nothing to do.

    `given` are the arguments of `sdp_lib.build.rehearsal.rehearse_command`.
    """
    call = {"call": _COMMANDS, "given": {**given}, "environment": {**os.environ}}
    _server(folder).have(RECALL, call)


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
