"""A daemon: what kernels were forked from stays for a while, and runs the next command, warm.

A command spends most of its time on imports. As Quarto does it with Jupyter's kernels, the process
that has imported everything waits for a while at an address that only this user can reach. The next
command hands over its arguments, its environment and its standard streams, and waits: what runs is
a fork of that process, which begins with nothing but the imports, and the last charts.

It answers only what a new process would do alike: for the same folder, Python, library, packages
and environment. The address is made of the first and the last, and a daemon whose library or
packages have changed ends.
"""

from __future__ import annotations

import hashlib
import json
import os
import socket
import stat
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sdp_lib
from sdp_lib.build.changes import look_at_code
from sdp_lib.build.wire import COMMAND, END, request_of
from sdp_lib.inputs.stamps import Stamp

STANDARD = (0, 1, 2)
_PATIENCE = 5.0  # seconds in which who has come says what for
_LONGEST = 103  # bytes of an address on macOS; Linux allows a few more
# What differs from one terminal to another, and what `make` says to those below it.
_NO_MATTER = (
    *("COLUMNS", "LINES", "OLDPWD", "PWD", "SHLVL", "_"),
    *("GPG_TTY", "ITERM_SESSION_ID", "KITTY_WINDOW_ID", "STARSHIP_SESSION_KEY", "TERM_SESSION_ID"),
    *("TMUX_PANE", "VSCODE_GIT_IPC_HANDLE", "VSCODE_IPC_HOOK_CLI", "WEZTERM_PANE", "WINDOWID"),
    *("SSH_CLIENT", "SSH_CONNECTION", "SSH_TTY"),
    *("MAKEFLAGS", "MAKELEVEL", "MAKE_TERMERR", "MAKE_TERMOUT", "MFLAGS"),
)


def address(root: Path) -> Path:
    """Return where the daemon of a project listens for what can be run as a new process here.

    It is made of the folder, the interpreter, the environment, and what else a process has from the
    one that starts it. `OSError` where no folder is this user's alone, or its name is too long.
    """
    import resource  # which Windows has not

    environment = {name: value for name, value in os.environ.items() if name not in _NO_MATTER}
    limits = [getattr(resource, one) for one in dir(resource) if one.startswith("RLIMIT_")]
    about = [
        *(str(root.resolve()), sys.executable, sorted(environment.items()), interpreter()),
        *(os.getgid(), os.getgroups(), os.getpriority(os.PRIO_PROCESS, 0)),
        [resource.getrlimit(one) for one in limits],
        sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else [],
    ]
    place = _own_folder() / hashlib.sha256(json.dumps(about).encode()).hexdigest()[:24]
    if len(os.fsencode(_coming(place))) > _LONGEST:
        raise OSError(f"{place} is too long for a socket")
    return place


def interpreter() -> list[Any]:
    """Describe what two processes have in common that would run the same command alike."""
    return [sdp_lib.__file__, [*sys.flags], [*sys.warnoptions], {**sys._xoptions}]


def _coming(place: Path) -> Path:
    """Return where a daemon listens until it takes its place."""
    return place.with_name(f"{place.name}.{os.getpid()}")


def _own_folder() -> Path:
    folder = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()) / f"sdp-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise PermissionError(f"{folder} is not this user's alone")
    return folder


@dataclass(frozen=True)
class Asked:
    """A command that was asked for: by whom, with which standard streams, and what it is."""

    asker: socket.socket
    standard: Sequence[int]
    request: Mapping[str, Any]

    def release(self) -> None:
        """Close, in the daemon, what the command has."""
        for number in self.standard:
            os.close(number)


class Daemon:
    """An address at which commands are asked for, for so many `seconds` after the last one.

    `seen` is what was seen of library and packages before they were imported, `like` the
    `interpreter` of a command. `OSError` where nobody can listen there, and `ImportError` where
    this process would run it otherwise: with the project's own library, say, while commands have
    one that is installed.
    """

    def __init__(self, seen: Stamp, place: str, seconds: float, like: Sequence[Any]):
        if [*like] != json.loads(json.dumps(interpreter())):
            raise ImportError(f"{interpreter()} is not {like}")
        self.over = False
        self._seen, self._place, self._seconds = seen, Path(place), seconds
        self._last: socket.socket | None = None
        coming = _coming(self._place)
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.bind(str(coming))
        self._socket.listen()
        self._inode = coming.stat().st_ino
        coming.replace(place)  # in place of one that has ended, or that nobody finds any more
        self.rest()

    def fileno(self) -> int:
        """Return the descriptor that becomes readable when somebody comes."""
        return self._socket.fileno()

    @property
    def left(self) -> float:
        """Seconds that are left, not below 0."""
        return max(self._until - time.monotonic(), 0.0)

    def rest(self) -> None:
        """Begin anew to count the seconds."""
        self._until = time.monotonic() + self._seconds

    def accept(self) -> Asked | None:
        """Take in who has come; None where they have gone again, or the daemon is `over`.

        It is where somebody asks it to end, or for what it cannot run as a new process does.
        """
        try:
            asker, _ = self._socket.accept()
        except OSError:
            return None
        asked = self._asked(asker)
        if self.over:
            self._last = asker  # who waits until we have gone from our address
        elif asked is None:
            asker.close()
        return asked

    def _asked(self, asker: socket.socket) -> Asked | None:
        standard: list[int] = []
        try:
            asker.settimeout(_PATIENCE)
            wanted, standard, _, _ = socket.recv_fds(asker, 1, len(STANDARD))
            self.over = wanted == END or (wanted == COMMAND and not self._fits)
            if wanted == COMMAND and not self.over:
                asked = Asked(asker, standard, request_of(asker))
                self._seconds = asked.request["seconds"]
                return asked
        except (OSError, ValueError, LookupError):  # nothing came that makes sense
            pass
        for number in standard:
            os.close(number)
        return None

    @property
    def _fits(self) -> bool:
        return look_at_code(Path.cwd(), sys.path) == self._seen

    def end(self) -> None:
        """Leave the address, unless another has taken it over."""
        with suppress(OSError):
            if self._place.stat().st_ino == self._inode:
                self._place.unlink()
        if self._last:
            self._last.close()
        self.close()

    def close(self) -> None:
        """Listen no more, in a process that was forked."""
        self._socket.close()
