"""Having a daemon run a command: what the process does that somebody has started, and waits."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sdp_lib.build.daemon import STANDARD
from sdp_lib.build.wire import COMMAND, END, ask, told
from sdp_lib.errors import BuildError

_PATIENCE = 5.0  # seconds in which a daemon answers that does something else first


def run_in_daemon(
    place: Path, command: str, arguments: Sequence[str], seconds: float
) -> int | None:
    """Have a daemon run a command with these standard streams, and return its exit status.

    `command` is MODULE:FUNCTION. The daemon stays for so many `seconds` after it. None where there
    is no daemon, or none that would do it as a new process does. Ctrl-C and Ctrl-Z reach the
    command. `BuildError` where somebody killed the daemon meanwhile.
    """
    request = {
        "command": command,
        "arguments": [*arguments],
        "environment": dict(os.environ),
        "umask": _umask(),
        "seconds": seconds,
    }
    with suppress(OSError), _connected(place) as daemon:
        if daemon.fileno() in STANDARD:  # one of them is closed
            return None
        socket.send_fds(daemon, [COMMAND], STANDARD)
        ask(daemon, request)
        number = told(daemon)
        daemon.settimeout(None)
        with _passed_on(number):
            return _status(daemon, number)
    return None


def end_daemon(place: Path) -> None:
    """End the daemon at an address, if there is one, when it has nothing to do."""
    with suppress(OSError), _connected(place) as daemon:
        daemon.sendall(END)
        daemon.recv(1)  # nothing comes, when it has gone from its address


def _connected(place: Path) -> socket.socket:
    daemon = socket.socket(socket.AF_UNIX)
    try:
        daemon.settimeout(_PATIENCE)
        daemon.connect(str(place))
    except ConnectionRefusedError:  # it was killed
        daemon.close()
        place.unlink(missing_ok=True)
        raise
    except BaseException:
        daemon.close()
        raise
    return daemon


def _umask() -> int:
    now = os.umask(0o077)
    os.umask(now)
    return now


@contextmanager
def _passed_on(number: int) -> Iterator[None]:
    """Pass on what a terminal says to us alone: Ctrl-C, and Ctrl-Z."""

    def interrupt(*_: Any) -> None:
        _send(number, signal.SIGINT)

    def stop(*_: Any) -> None:
        _send(number, signal.SIGSTOP)
        os.kill(os.getpid(), signal.SIGSTOP)
        _send(number, signal.SIGCONT)  # when somebody has said so to us

    ours = {signal.SIGINT: interrupt, signal.SIGTSTP: stop}
    before = {one: signal.getsignal(one) for one in ours}
    for one, handler in ours.items():
        if before[one] is not signal.SIG_IGN:
            signal.signal(one, handler)
    try:
        yield
    finally:
        for one, was in before.items():
            signal.signal(one, was)


def _send(number: int, one: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):  # it has ended
        os.killpg(number, one)


def _status(daemon: socket.socket, number: int) -> int:
    try:
        status = told(daemon)
    except OSError:
        _send(number, signal.SIGKILL)
        what = "what ran this command was killed; run it again"
        raise BuildError({"sdp report": what}) from None
    return status if status >= 0 else 128 - status
