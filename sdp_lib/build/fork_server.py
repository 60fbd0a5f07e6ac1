"""The process that kernels are forked from, and a kernel that is, as a command sees them."""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from subprocess import DEVNULL, Popen
from typing import Any

from sdp_lib.build.preload import ONE_THREAD
from sdp_lib.build.split import Half, split_off
from sdp_lib.build.wire import KERNEL, ask, told

PATIENCE = 60.0  # seconds that the server may take to import what it has to
_SERVE = "from sdp_lib.build.kernel_server import main; main()"


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

    It imports `modules`, and is split off from this command where that can be done. Where a daemon
    has forked this very process, it is the daemon, which is asked on a `channel`.
    """

    def __init__(
        self, folder: Path, modules: Sequence[str] = (), channel: socket.socket | None = None
    ):
        self._process: Popen[bytes] | Half | None = None
        if channel:
            self._channel = channel
            return
        self._channel, theirs = socket.socketpair()
        try:
            with theirs:
                split = split_off(folder, theirs, modules)
                self._process = split or _start(folder, theirs, modules)
        except BaseException:  # in the process that was split off, too
            self._channel.close()
            raise

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


def _start(folder: Path, channel: socket.socket, modules: Sequence[str]) -> Popen[bytes]:
    """Start a new process that serves a channel."""
    return Popen(  # noqa: S603 - this very Python
        [sys.executable, "-c", _SERVE, json.dumps([*modules])],
        cwd=folder,
        env={**os.environ, **ONE_THREAD},
        stdin=channel.fileno(),
        stdout=DEVNULL,
        stderr=DEVNULL,
        start_new_session=True,
    )
