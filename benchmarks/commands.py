"""Running of commands without a shell, several at once, all of which are ended."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import psutil

Item = TypeVar("Item")
_PATIENCE = 5  # seconds for a process to end by itself


class FailedError(Exception):
    """A command failed; the message says which and why."""


def run(command: Sequence[str], *, folder: Path, environment: Mapping[str, str]) -> str:
    """Run a command and return its output; raise `FailedError` with its last words if it fails."""
    with subprocess.Popen(  # noqa: S603 - a list, and no shell
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # an interruption reaches it once, by way of this process
    ) as process:
        try:
            printed, said = process.communicate()
        except BaseException:
            interrupt(process)
            raise
    if process.returncode:
        last = said.strip().splitlines()[-1:] or ["nothing was said"]
        name = " ".join([Path(command[0]).name, *command[1:2]])
        raise FailedError(f"'{name}' ended with {process.returncode}: {last[0]}")
    return printed


def interrupt(process: subprocess.Popen[str]) -> None:
    """Let a command clean up, and then end whatever is left of it."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        end_all()


def all_at_once(do: Callable[[Item], object], items: Iterable[Item], *, hands: int) -> None:
    """Call a function for every item, so many at once; the first failure ends the rest."""
    pool = ThreadPoolExecutor(hands)
    try:
        for future in [pool.submit(do, item) for item in items]:
            future.result()
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        end_all()
        raise
    finally:
        pool.shutdown()


def end_all() -> None:
    """End every process below this one."""
    processes = psutil.Process().children(recursive=True)
    for process in processes:
        _attempt(process.terminate)
    for process in psutil.wait_procs(processes, timeout=_PATIENCE)[1]:
        _attempt(process.kill)


def _attempt(end: Callable[[], object]) -> None:
    try:
        end()
    except psutil.Error:
        return
