"""Running commands: with a list and no shell, several at once, and an end to all of them."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import psutil  # type: ignore[import-untyped] # it publishes no types

Item = TypeVar("Item")
_PATIENCE = 5  # seconds for a process to end by itself


class FailedError(Exception):
    """A command failed; the message says which and why."""


def run(command: Sequence[str], *, folder: Path, environment: Mapping[str, str]) -> str:
    """Run a command and return what it prints; `FailedError` with its last words where it fails."""
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
    """Let a command clear up after itself, and only then end what is left of it."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        end_all()


def all_at_once(do: Callable[[Item], object], items: Iterable[Item], *, hands: int) -> None:
    """Do something with every item, so many at once; the first that fails ends the rest."""
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
    """End every process that this one has started, and those that they have started."""
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
