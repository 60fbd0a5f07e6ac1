"""Services: processes that are started once, and make one page after another.

A start of Pandoc, with its templates and its filter, costs more than most pages, and so does a look
at Typst's fonts. `pandoc_service.lua` and `typst_service.py` beside this file are what runs there.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, LifoQueue
from subprocess import PIPE, STDOUT, Popen
from threading import Event, Semaphore, Thread
from typing import IO, Any

import psutil

from sdp_lib.problems.building import NO_PIPE, RENDER_FAILED
from sdp_lib.problems.kind import Kind
from sdp_lib.storage import temporary_folder

HERE = Path(__file__).parent
# Seconds of processor time for one page, and for so many bytes of it one more; and seconds in which
# some must have been used. A page that is only waiting for a busy machine is not ended.
_TIMEOUT, _BYTES_A_SECOND, _IDLE, _LOOK = 120, 5_000, 120, 2
# A process keeps what the largest page took, and a little of each. So it ends after so many pages,
# and after one of so many bytes: the report of an outcome, but no scorecard.
_MOST_PAGES, _LARGE = 50, 300_000
# Nothing else of the machine's environment is passed on: a page cannot read what is not there.
# These two are where Windows finds itself, and where Linux finds libraries.
_PASSED_ON = ("SYSTEMROOT", "LD_LIBRARY_PATH")
_ENVIRONMENT = {"LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": "0"} | {
    name: os.environ[name] for name in _PASSED_ON if name in os.environ
}


class RenderError(Exception):
    """A page cannot be made; the message is that of Pandoc or Typst, where they refused it."""

    def __init__(self, kind: Kind, why: str):
        super().__init__(kind.coded(why))


def refusal(name: str, said: str) -> RenderError:
    """Return the error of a command that refused a page, or warned of something in it."""
    return RenderError(RENDER_FAILED, f"{name}: {said}")


Made = Callable[[str], object]


def _nobody(_: str) -> None:
    """Stand in where nobody is to be told of a file that is made."""


class Service:
    """Processes of a command, as many as there are cores, each kept for the next page.

    `name` is what errors begin with, `command` is given `settings` as its last argument, in JSON.
    A process reads requests from its standard input, one in a line, as JSON. It tells of each file
    that it has made by a line with the request's `token`, ">" and its name, and answers with one
    with the token and "="; what it says before and after that is what went wrong.
    """

    def __init__(self, name: str, command: Sequence[str], settings: Mapping[str, Any]):
        self._name = name
        self._command = [*command, json.dumps(settings)]
        self._idle: LifoQueue[_Process] = LifoQueue()
        self._hands = Semaphore(os.cpu_count() or 1)
        weakref.finalize(self, _close, self._idle)  # at the end of the command at the latest

    def get_ready(self) -> None:
        """Have a process that waits for a page."""
        if self._idle.empty():
            self._idle.put(_Process(self._command))

    def rest(self) -> None:
        """End the processes that have nothing to do; a page that comes later starts another."""
        _close(self._idle)

    def make(self, folder: Path, source: str, made: Made = _nobody, **about: Any) -> None:
        """Have something made of a source in a folder; `about` goes into the request.

        `made` is called with the name of each file that is made before the last one is.
        `RenderError` says what was refused or warned of.
        """
        request = {"folder": str(folder), **about}
        with self._process() as process:
            said = process.make(request, (folder / source).stat().st_size, made)
        if said:
            raise refusal(self._name, said)

    @contextmanager
    def _process(self) -> Iterator[_Process]:
        with self._hands:
            process = self._take()
            try:
                yield process
            finally:
                if process.good:
                    self._idle.put(process)
                else:
                    process.close()

    def _take(self) -> _Process:
        try:
            while not (process := self._idle.get_nowait()).good:
                process.close()
        except Empty:
            return _Process(self._command)
        return process


def _close(idle: LifoQueue[_Process]) -> None:
    with suppress(Empty):
        while True:
            idle.get_nowait().close()


class _Process:
    """A process that makes one page at a time."""

    def __init__(self, command: Sequence[str]):
        # Pandoc's Lua leaves a file of its own in the temporary folder, so it has one to itself.
        self._folder = temporary_folder()
        self._process = Popen(  # noqa: S603 - a fixed command, no shell
            command,
            env=_ENVIRONMENT | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(self._folder)),
            stdin=PIPE,
            stdout=PIPE,
            stderr=STDOUT,
            encoding="utf-8",
            errors="replace",
        )
        self._left = _MOST_PAGES

    @property
    def good(self) -> bool:
        """Whether another page can be asked for."""
        return self._process.poll() is None and self._left > 0

    def make(self, request: Mapping[str, Any], size: int, made: Made) -> str:
        """Return what a request made the process say: nothing when all is well."""
        self._left = self._left - 1 if size < _LARGE else 0
        # What a page has a process say can be no answer: nobody knows this beforehand.
        token = secrets.token_hex()
        with _limited(self._process, _TIMEOUT + size / _BYTES_A_SECOND):
            return self._asked(json.dumps({**request, "token": token}), token, made)

    def _asked(self, request: str, token: str, made: Made) -> str:
        asked, answers = _pipes(self._process)
        said: list[str] = []
        with suppress(OSError):  # of one that has ended: what it said before is told
            asked.write(f"{request}\n")
            asked.flush()
        for line in answers:
            before, answered, after = line.partition(token)
            said.append(before.strip())
            if answered and after.startswith(">"):
                made(after[1:].strip())
            elif answered:
                return " ".join(filter(None, [*said, after[1:].strip()]))
        self._process.kill()
        status = self._process.wait()
        said.append(f"it ended with {status}, or took too long")
        return " ".join(filter(None, said))

    def close(self) -> None:
        self._process.kill()
        with suppress(OSError), self._process:  # which closes the pipes, and waits
            pass
        shutil.rmtree(self._folder, ignore_errors=True)


@contextmanager
def _limited(process: Popen[str], limit: float) -> Iterator[None]:
    """Kill a process that uses more seconds of the processor, or none at all for long."""
    done = Event()

    def watch() -> None:
        with suppress(psutil.Error):  # it has ended
            looked_at = psutil.Process(process.pid)
            begun = used = _used(looked_at)
            idle = 0
            while not done.wait(_LOOK):
                now = _used(looked_at)
                idle, used = (idle + _LOOK if now == used else 0), now
                if now - begun > limit or idle > _IDLE:
                    process.kill()
                    return

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()


def _used(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _pipes(process: Popen[str]) -> tuple[IO[str], IO[str]]:
    if process.stdin is None or process.stdout is None:
        raise RenderError(NO_PIPE, "the process that makes pages cannot be reached")
    return process.stdin, process.stdout
