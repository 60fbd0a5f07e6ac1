"""The process that kernels are forked from: it has imported what notebooks import, and waits.

It has a socket as standard input: `main` serves it in a new process, with the modules to import as
a list in JSON, and `serve` in one that was split off from a command (`build/split.py`). Every byte
that comes through the socket says what is wanted, and brings another one on which that is asked
for, in a line of JSON. For a kernel that holds its arguments and its environment, and the process
number and the exit status are answered. A rehearsal has the arguments of its function in
`sdp_lib.report.rehearsal`, and no answer: it is done at once, before the next kernel, or, to recall
a report, when nothing else is there. At end of file all kernels are killed, and the process ends,
unless it was asked to stay: then it is a daemon (`build/daemon.py`), which forks commands too.

`multiprocessing` has a fork server too, but what it forks is no ordinary kernel: it runs the
caller's main module again, takes over its paths and its start method, skips what `atexit` holds,
and cannot be started by a daemon process, which a Dask worker is.
"""

from __future__ import annotations

import importlib
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
from typing import Any, NamedTuple

from sdp_lib.build.changes import look_at_code
from sdp_lib.build.daemon import Daemon
from sdp_lib.build.forked import kill, run_command, run_kernel
from sdp_lib.build.leaving import leave
from sdp_lib.build.preload import ONE_THREAD, hidden, preload, settled
from sdp_lib.build.wire import KERNEL, REHEARSAL, STAY, request_of, tell
from sdp_lib.inputs.stamps import Stamp

# Kernels choose this before a notebook imports matplotlib, which reads it only then.
_INLINE = {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}


class _Kernel(NamedTuple):
    """A kernel's process: who is told of it, and where it was asked for."""

    asker: socket.socket
    channel: socket.socket


def main() -> None:
    """Import what the command line asks for, then do what is asked until end of file."""
    here = str(Path.cwd())
    sys.path[:] = [here, *(folder for folder in sys.path if folder not in {"", here})]
    serve(json.loads(sys.argv[1]), look_at_code(Path.cwd(), sys.path))


def serve(modules: Iterable[str], seen: Stamp) -> None:
    """Import modules, then do what is asked until end of file.

    `seen` is what was seen of library and packages before any was imported.
    """
    leave.status = 0
    with _environment({**_INLINE, **os.environ, **ONE_THREAD}):  # kernels bring their own
        preload(modules)
    Server(socket.socket(fileno=os.dup(0)), seen).serve()


def _rehearse(
    call: str,
    given: Mapping[str, Any],
    environment: Mapping[str, str] | None = None,
    *,
    idle: bool = False,
) -> None:
    """Do what a report or a command would pay for; what fails is left to them.

    Whoever is `idle` has the time to look for what was thrown away.
    """
    module, _, function = call.partition(":")
    with settled(collected=idle), _environment(environment or {}), suppress(Exception):
        getattr(importlib.import_module(module), function)(**given)


class Server:
    """Does what is asked on the sockets that come, and says when a process that it forked ends."""

    def __init__(self, channel: socket.socket, seen: Stamp):
        self._seen = seen
        self._kernels: dict[int, _Kernel] = {}
        self._commands: dict[int, socket.socket] = {}
        self._channels: set[socket.socket] = set()
        self._to_recall: deque[dict[str, Any]] = deque()
        self._daemon: Daemon | None = None
        self._selector = selectors.DefaultSelector()
        self._exits = _child_exits()
        self._selector.register(self._exits, selectors.EVENT_READ, self._reap)
        self._listen_to(channel)

    def serve(self) -> None:
        """Go on until nobody can ask for anything any more."""
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # only before there are kernels is it enough
        try:
            while self._channels or self._commands or self._daemon:
                ready = self._selector.select(self._patience())
                for key, _ in ready:
                    key.data(key.fileobj)
                if not ready:
                    self._rest()
        finally:
            self._end_daemon()

    @property
    def _idle(self) -> bool:
        return not self._kernels and not self._commands

    def _patience(self) -> float | None:
        if self._idle and self._to_recall:
            return 0
        return self._daemon.left if self._daemon and self._idle and not self._channels else None

    def _rest(self) -> None:
        """Do what is left for a time in which nothing comes."""
        if self._to_recall:
            _rehearse(**self._to_recall.popleft(), idle=True)
        elif self._daemon and self._daemon.left <= 0:
            self._end_daemon()

    def _listen_to(self, channel: socket.socket) -> None:
        self._channels.add(channel)
        self._selector.register(channel, selectors.EVENT_READ, self._asked)

    def _asked(self, channel: socket.socket) -> None:
        try:
            wanted, descriptors, _, _ = socket.recv_fds(channel, 1, 1)
        except OSError:
            wanted, descriptors = b"", []
        if not descriptors:
            self._hang_up(channel)
            return
        asker = socket.socket(fileno=descriptors[0])
        if wanted == KERNEL:
            self._fork_kernel(asker, channel)
            return
        with asker, suppress(OSError, ValueError):  # of one that was killed while it asked
            self._do(wanted, request_of(asker))

    def _do(self, wanted: bytes, request: dict[str, Any]) -> None:
        if wanted == REHEARSAL:
            _rehearse(**request)
        elif wanted == STAY:
            self._stay(**request)
        elif request not in self._to_recall:
            self._to_recall.append(request)

    def _hang_up(self, channel: socket.socket) -> None:
        """Kill the kernels of a command that has ended."""
        self._selector.unregister(channel)
        self._channels.discard(channel)
        channel.close()
        for number, kernel in self._kernels.items():
            if kernel.channel is channel:
                kill(number)

    def _reap(self, exits: socket.socket) -> None:
        exits.recv(4096)
        with suppress(ChildProcessError):
            while True:
                number, status = os.waitpid(-1, os.WNOHANG)
                if not number:
                    return
                self._ended(number, os.waitstatus_to_exitcode(status))

    def _ended(self, number: int, status: int) -> None:
        if kernel := self._kernels.pop(number, None):
            tell(kernel.asker, status)
            kernel.asker.close()
        elif asker := self._commands.pop(number, None):
            with suppress(KeyError):  # where nobody waits for it any more
                self._selector.unregister(asker)
            tell(asker, status)
            asker.close()
            if self._daemon:
                self._daemon.rest()

    def _fork_kernel(self, asker: socket.socket, channel: socket.socket) -> None:
        server = os.getpid()
        try:
            number = os.fork()
        except OSError:  # there are too many processes, or there is too little memory
            asker.close()
            return
        if number:
            self._kernels[number] = _Kernel(asker, channel)
            tell(asker, number)
            return
        self._close_all()
        run_kernel(asker, server)

    def _close_all(self) -> None:
        """Close, in a process that was forked, what only the server answers."""
        askers = (kernel.asker for kernel in self._kernels.values())
        for other in (*self._channels, *self._commands.values(), *askers, self._exits):
            other.close()
        self._selector.close()
        if self._daemon:
            self._daemon.close()
            self._daemon = None

    def _stay(self, modules: Iterable[str], environment: Mapping[str, str], **daemon: Any) -> None:
        """Stay when those who could ask have ended, for commands that come to an address.

        The modules that commands need are imported as a command in that environment would do it.
        """
        with settled(), _environment(environment), suppress(ImportError, OSError):
            with hidden("hypothesis"):
                for module in modules:
                    importlib.import_module(module)
            self._daemon = Daemon(self._seen, **daemon)
        if self._daemon:
            signal.signal(signal.SIGTERM, lambda *_: sys.exit())
            self._selector.register(self._daemon, selectors.EVENT_READ, self._command_asked)

    def _end_daemon(self) -> None:
        if self._daemon:
            self._selector.unregister(self._daemon)
            self._daemon.end()
            self._daemon = None

    def _command_asked(self, daemon: Daemon) -> None:
        """Fork a command for whoever has come."""
        asked = daemon.accept()
        if daemon.over:
            self._end_daemon()
        if asked is None:
            return
        channel, theirs = socket.socketpair()
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
        try:
            number = os.fork()
        except OSError:
            number = -1
        if not number:
            self._close_all()
            channel.close()
            run_command(asked.asker, asked.request, asked.standard, theirs)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
        theirs.close()
        asked.release()
        if number < 0:
            asked.asker.close()
            channel.close()
            return
        self._commands[number] = asked.asker
        self._selector.register(asked.asker, selectors.EVENT_READ, self._give_up)
        self._listen_to(channel)

    def _give_up(self, asker: socket.socket) -> None:
        """Kill a command that nobody waits for any more."""
        self._selector.unregister(asker)
        for number, one in self._commands.items():
            if one is asker:
                kill(number)


@contextmanager
def _environment(environment: Mapping[str, str]) -> Iterator[None]:
    """Have an environment for a while; what modules set beside it stays."""
    os.environ.update(environment)
    try:
        yield
    finally:
        for name in environment:
            os.environ.pop(name, None)


def _child_exits() -> socket.socket:
    """Return a socket that becomes readable when a child ends."""
    reading, writing = socket.socketpair()
    os.set_blocking(writing.fileno(), False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(writing.detach(), warn_on_full_buffer=False)
    return reading
