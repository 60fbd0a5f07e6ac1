"""Asking for kernels that are forked from a process which has imported what notebooks import."""

from __future__ import annotations

import atexit
import os
import socket
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import RLock

from sdp_lib.build.daemon import interpreter
from sdp_lib.build.fork_server import ForkedProcess, KernelServer
from sdp_lib.build.wire import RECALL, REHEARSAL, STAY

CAN_FORK = hasattr(os, "fork") and hasattr(socket, "send_fds")  # everywhere but on Windows
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

_REPORTS = "sdp_lib.report.rehearsal"
_COMMANDS = "sdp_lib.build.rehearsal:rehearse_command"

Rehearsal = Mapping[str, str]

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
        _servers[folder] = KernelServer(folder, PRELOADED)
        return True


def borrow(folder: Path, channel: socket.socket) -> None:
    """Have a folder's kernels forked from the daemon that has forked this process."""
    with _lock:
        _servers[folder.resolve()] = KernelServer(folder, channel=channel)


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
