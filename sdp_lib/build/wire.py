"""What goes between a command and the process that its kernels are forked from: see there."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

# What is wanted: on the channel of a command, and at the address of a daemon.
KERNEL, REHEARSAL, RECALL, STAY = b"k", b"r", b"i", b"s"
COMMAND, END = b"c", b"e"
_NUMBER = 8  # bytes
_PATIENCE = 5.0  # seconds in which whoever asks has said what for


def request_of(asker: socket.socket) -> dict[str, Any]:
    """Read what is asked for, a line of JSON; `OSError` or `ValueError` where it does not come."""
    asker.settimeout(_PATIENCE)
    with asker.makefile(encoding="utf-8") as file:
        request = json.loads(file.readline())
    asker.settimeout(None)
    if not isinstance(request, dict):
        raise ValueError(f"{request!r} is no request")
    return request


def ask(answers: socket.socket, request: Mapping[str, Any]) -> None:
    """Write what is asked for."""
    answers.sendall(json.dumps({**request}).encode() + b"\n")


def tell(asker: socket.socket, number: int) -> bool:
    """Answer with a number: of a process, or its exit status; tell whether somebody listens."""
    with suppress(OSError):
        asker.sendall(number.to_bytes(_NUMBER, "big", signed=True))
        return True
    return False


def told(answers: socket.socket, flags: int = socket.MSG_WAITALL) -> int:
    """Return the number that is answered; `ConnectionError` where nobody is left to answer."""
    received = answers.recv(_NUMBER, flags)
    if len(received) < _NUMBER:
        raise ConnectionError("the process that kernels are forked from has ended")
    return int.from_bytes(received, "big", signed=True)
