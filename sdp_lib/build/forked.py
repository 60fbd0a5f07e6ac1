"""What a process that was forked from the kernels' server turns into: a kernel, or a command."""

from __future__ import annotations

import importlib
import os
import signal
import socket
import sys
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn

from sdp_lib.build.leaving import leave
from sdp_lib.build.wire import request_of, tell


def kill(number: int) -> None:
    """Kill a process that was forked, with what it has started."""
    for send in (os.kill, os.killpg):  # it may have no group yet
        with suppress(ProcessLookupError, PermissionError):  # as macOS says it of one that ended
            send(number, signal.SIGKILL)


def run_kernel(asker: socket.socket, server: int) -> None:
    """Turn this process into the kernel that is asked for, as a fresh Python would be it.

    It ends when the process `server` has ended.
    """
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    os.setsid()  # so that signals reach what the notebook starts, as jupyter_client arranges it
    with asker:
        request = request_of(asker)
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    os.environ.update(request["environment"])
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()  # or all kernels would draw the same numbers
    del sys.path[0]  # the folder we are in, which IPython puts there in its own way
    try:
        _launch(request["arguments"], server)
    except BaseException:
        leave.status = None  # which would hide that of Python
        raise
    sys.exit()


def _launch(arguments: list[str], server: int) -> None:
    from sdp_lib.build.kernel_app import initialized

    launcher = find_spec("ipykernel_launcher")
    sys.argv = [str(launcher and launcher.origin), *arguments]
    app = initialized(arguments, server)
    app.start()
    # ipykernel 7 closes its output before this thread has flushed it, and then both wait: in one
    # shutdown of fifty, until jupyter_client's patience ends after 2.5 seconds.
    app.control_thread.join(timeout=1)


def run_command(
    asker: socket.socket,
    request: Mapping[str, Any],
    standard: Sequence[int],
    channel: socket.socket,
) -> NoReturn:
    """Turn this process into a command, as a fresh Python would run it in the same folder.

    `request` has its `command` as MODULE:FUNCTION, its `arguments`, `environment` and `umask`,
    `standard` are its standard input, output and error, and on `channel` it asks for kernels.
    Ctrl-C is blocked before, so that none is lost: `asker` is told the number of a process that can
    be interrupted.
    """
    leave.status = 1
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.setsid()  # so that a signal reaches what it starts
    with asker:
        if not tell(asker, os.getpid()):  # nobody waits for it any more
            sys.exit()
    for stream, given in enumerate(standard):
        os.dup2(given, stream)
        os.close(given)
    sys.stdout.reconfigure(line_buffering=sys.stdout.isatty())  # type: ignore[union-attr] # it is a TextIOWrapper
    os.umask(request["umask"])
    os.environ.clear()  # what was set for kernels: to show colours wherever they print
    os.environ.update(request["environment"])
    del sys.path[0]  # the folder we are in, which no command looks into
    sys.argv = request["arguments"]
    leave.status = _status(request["command"], channel)
    sys.exit()


def _status(command: str, channel: socket.socket) -> int:
    """Run a command, and return its exit status, as Python would have it."""
    from sdp_lib.build.forks import borrow

    borrow(Path.cwd(), channel)
    module, _, function = command.partition(":")
    status = 0
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
        getattr(importlib.import_module(module), function)()
    except SystemExit as ends:
        status = int(ends.code or 0)
    except BaseException:
        traceback.print_exc()
        status = 1
    try:
        sys.stdout.flush()
    except OSError as error:  # a full disk, or nobody who reads
        sys.stderr.write(f"standard output cannot be written: {error}\n")
        return 120
    return status
