"""The command's side of its workers: starting them, sending cells, and ending them."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any

from sdp_lib.pipeline.run.worker_parent import PRELOADED

# Linux has it; elsewhere notebooks run in ordinary kernels.
CAN_FORK = hasattr(os, "pidfd_open")
_PARENT = "sdp_lib.pipeline.run.worker_parent"
_PATIENCE = 60  # seconds for the parent to import everything and fork the first worker
_FAREWELL = 5  # seconds for a process to exit by itself, as jupyter_client allows a kernel
_REPLY = "reply"

Message = dict[str, Any]


class WorkerDiedError(Exception):
    """The process of a worker ended before it replied."""


class WorkerTimeoutError(Exception):
    """A worker was killed because a cell exceeded its time limit."""


class Worker:
    """The command's handle of a worker process; `OSError` if none can be started."""

    def __init__(self, channel: socket.socket):
        self._channel = channel
        self._received = b""
        self._ended: int | None = None
        channel.settimeout(_PATIENCE)
        try:
            self._ended = os.pidfd_open(json.loads(self._line())["content"]["pid"])
            channel.settimeout(None)
        except WorkerDiedError as died:
            channel.close()
            raise ChildProcessError("no worker could be forked") from died

    def run(self, source: str, heard: Callable[[Message], object], limit: float | None) -> Message:
        """Run a cell and return the reply; each message before it is passed to `heard`.

        `WorkerDiedError` if the process ends, `WorkerTimeoutError` after `limit` seconds.
        """
        end = None if limit is None else time.monotonic() + limit
        with suppress(OSError):  # it has ended, which the next read detects
            self._channel.sendall(json.dumps(source).encode() + b"\n")
        while True:
            message = json.loads(self._line(end))
            if message["msg_type"] == _REPLY:
                reply: Message = message["content"]
                return reply
            heard(message)

    def _line(self, end: float | None = None) -> bytes:
        while b"\n" not in self._received:
            came = self._come(end)
            if not came:
                raise WorkerDiedError
            self._received += came
        line, _, self._received = self._received.partition(b"\n")
        return line

    def _come(self, end: float | None) -> bytes:
        """Return the next bytes; empty if the process has ended.

        Its end is watched, since a process that it has started may keep the channel open.
        """
        if self._ended is not None:
            ready = _readable([self._channel.fileno(), self._ended], end)
            if not ready:
                self.kill()
                raise WorkerTimeoutError
            if self._channel.fileno() not in ready:
                return b""
        try:
            return self._channel.recv(2**20)
        except OSError:
            return b""

    def close(self) -> None:
        """Let the process exit, and wait for it; kill it if it does not."""
        with suppress(OSError):
            self._channel.shutdown(socket.SHUT_WR)
        if self._ended is not None:
            if not _readable([self._ended], time.monotonic() + _FAREWELL):
                self.kill()
                _readable([self._ended])
            os.close(self._ended)
            self._ended = None
        self._channel.close()

    def kill(self) -> None:
        """Kill the process at once; its parent ends the processes that it has started."""
        if self._ended is not None:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._ended, signal.SIGKILL)


def _readable(descriptors: Iterable[int], end: float | None = None) -> set[int]:
    """Wait until one of some descriptors can be read, at most until `end`; return those."""
    waiting = select.poll()
    for descriptor in descriptors:
        waiting.register(descriptor, select.POLLIN)
    left = None if end is None else max(end - time.monotonic(), 0) * 1000
    return {descriptor for descriptor, _ in waiting.poll(left)}


class Workers:
    """The workers of one project folder, and the process that they are forked from.

    Threads may use it at the same time. If the parent has ended or cannot be started, the next
    `start` tries again; until then `fork` raises `OSError`.
    """

    def __init__(self, folder: Path):
        self._folder = folder.resolve()
        self._parent: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None
        self._closed = False
        self._lock = Lock()

    @property
    def running(self) -> bool:
        """Whether there is a process that workers can be forked from."""
        return self._parent is not None and self._parent.poll() is None

    def start(self) -> None:
        """Start the parent if there is none; call it early, since that takes two seconds."""
        with self._lock:
            if not CAN_FORK or self.running:
                return
            self._stop_parent()
            self._closed = False
            self._channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with theirs:
                self._parent = subprocess.Popen(  # noqa: S603 - this very Python
                    [sys.executable, "-m", _PARENT, json.dumps([*PRELOADED])],
                    cwd=self._folder,
                    stdin=theirs.fileno(),
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,
                )

    def call(self, function: str, given: Mapping[str, str], *, idle: bool = False) -> None:
        """Make the parent call MODULE:FUNCTION before the next worker, or when it is idle."""
        request = json.dumps({"call": function, "given": {**given}, "idle": idle})
        with self._lock, suppress(OSError):  # it has ended, which the next fork detects
            if self._channel:
                self._channel.send(request.encode())

    @contextmanager
    def fork(self) -> Iterator[Worker]:
        """Yield a worker, which ends with the block; `OSError` if none can be started."""
        worker = Worker(self._ask())
        try:
            yield worker
        finally:
            worker.close()

    def _ask(self) -> socket.socket:
        mine, theirs = socket.socketpair()
        with theirs, self._lock:
            if self._closed:  # on purpose, so no ordinary kernel must take over
                mine.close()
                raise WorkerDiedError
            if not self._channel:
                mine.close()
                raise ChildProcessError("there is nothing to fork workers from")
            try:
                socket.send_fds(self._channel, [b"{}"], [theirs.fileno()])
            except OSError:
                mine.close()
                raise
        return mine

    def close(self) -> None:
        """End the parent, and every worker with it."""
        with self._lock:
            self._stop_parent()
            self._closed = True

    def _stop_parent(self) -> None:
        if self._channel:
            self._channel.close()
            self._channel = None
        if self._parent:
            self._parent.terminate()  # for one that is still importing, and not yet listening
            self._parent.wait()
            self._parent = None
