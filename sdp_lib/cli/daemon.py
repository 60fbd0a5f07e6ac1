"""`sdp report --daemon`: what a build has left warm runs the next one, instead of a new process."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from sdp_lib.errors import SdpError

SECONDS = 300  # as long as Quarto's
_COMMAND = "sdp_lib.cli:main"
# What a build imports, and what it imports late.
_MODULES = (
    "sdp_lib.cli",
    "sdp_lib.cli.daemon",
    "sdp_lib.cli.progress",
    "sdp_lib.build.quarter",
    "sdp_lib.build.rehearsal",
    "sdp_lib.build.engine",
    "papermill.execute",
    "nbconvert.exporters",
)


@dataclass(frozen=True)
class Stay:
    """A daemon that is to stay in a project: where it listens, and for how many seconds."""

    root: Path
    place: Path
    seconds: int


def plan_stay(root: Path, seconds: int | None) -> Stay | None:
    """Say where and how long a daemon is to stay; None where none is.

    Where nobody says how long, it stays for people at a terminal. Say it before a build, whose
    libraries add to the environment. With 0 seconds one that is there ends.
    """
    terminal = sys.stdout is not None and sys.stdout.isatty()
    if seconds is None and not terminal:
        return None
    from sdp_lib.build.daemon import address
    from sdp_lib.build.delegate import end_daemon
    from sdp_lib.build.forks import CAN_FORK

    if not CAN_FORK:
        return None
    with suppress(OSError):  # there is no place for it
        stay = Stay(root, address(root), SECONDS if seconds is None else seconds)
        if stay.seconds:
            return stay
        end_daemon(stay.place)
    return None


def run_there(stay: Stay) -> int | None:
    """Have the daemon run this very command; return its exit status, or None where there is none.

    None, too, in the command that it runs.
    """
    from sdp_lib.build.delegate import run_in_daemon
    from sdp_lib.build.forks import is_borrowed

    if is_borrowed():
        return None
    return run_in_daemon(stay.place, _COMMAND, sys.argv, stay.seconds)


def make_and_stay(stay: Stay, asked: Any, make: Callable[[Any], Sequence[str]]) -> None:
    """Make what was asked for, and leave what kernels were forked from to the next command.

    It stays where something went wrong, too, for whoever puts it right.
    """
    try:
        made = make(asked)
    except (SdpError, typer.Exit):
        _leave(stay, asked, None)
        raise
    if made:
        _leave(stay, asked, made)


def _leave(stay: Stay, asked: Any, made: Sequence[str] | None) -> None:
    """Have a daemon, and have it recall what was made, or all if it is new or that is not known."""
    from sdp_lib.build import forks
    from sdp_lib.build.request import get_ready_for_changes

    if not forks.is_warm(stay.root):
        return
    new = not forks.is_borrowed()
    if new:
        forks.be_daemon(stay.root, _MODULES, stay.place, stay.seconds)
    with suppress(SdpError):
        get_ready_for_changes(asked, None if new else made)
    sources = asked.sources
    given = {
        "quarter": str(asked.quarter),
        "data": sources.data.as_posix(),
        "params": sources.params.as_posix(),
        "notebooks": sources.notebooks.as_posix(),
        "out": asked.out.as_posix(),
        "renderer": asked.renderer,
    }
    forks.recall_command(stay.root, given)
    forks.leave(stay.root)
