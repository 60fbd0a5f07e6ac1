"""Services: processes that are started once and make page after page.

Starting Pandoc, with its templates and its filter, takes longer than most pages, and so does
loading Typst's fonts. The processes run `pandoc_service.lua` and `typst_service.py`.
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
# Seconds of processor time for one page, with one more for each so many bytes; and seconds within
# which some must be used. A page that only waits for a busy machine is not ended.
_TIMEOUT, _BYTES_A_SECOND, _IDLE, _LOOK = 120, 5_000, 120, 2
# A process keeps the memory of its largest page, and a little of each. So it ends after this many
# pages, and after a page of this many bytes: the report of an outcome, but not a scorecard.
_MOST_PAGES, _LARGE = 50, 150_000
# Nothing else of the machine's environment is passed on, so that no page can read it. Windows needs
# the first to run at all, Linux the second to find libraries.
_PASSED_ON = ("SYSTEMROOT", "LD_LIBRARY_PATH")
_ENVIRONMENT = {"LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": "0"} | {
    name: os.environ[name] for name in _PASSED_ON if name in os.environ
}


class RenderError(Exception):
    """A page cannot be made; the message is that of Pandoc or Typst, if they refused it."""

    def __init__(self, kind: Kind, why: str):
        super().__init__(kind.coded(why))


def refusal(name: str, said: str) -> RenderError:
    """Return the error for a command that refused a page, or warned of something in it."""
    return RenderError(RENDER_FAILED, f"{name}: {said}")


Made = Callable[[str], object]


def _nobody(_: str) -> None:
    """Ignore a finished file."""


class Service:
    """Processes of a command, as many as there are cores, each kept for the next page.

    Errors begin with `name`; `command` gets `settings` as its last argument, in JSON.
    A process reads requests from its standard input, one in a line, as JSON. It reports each
    finished file by a line with the request's `token`, ">" and the file's name, and answers with a
    line of the token and "="; any other text before or after that is an error.
    """

    def __init__(self, name: str, command: Sequence[str], settings: Mapping[str, Any]):
        self._name = name
        self._command = [*command, json.dumps(settings)]
        self._idle: LifoQueue[_Process] = LifoQueue()
        self._hands = Semaphore(os.cpu_count() or 1)
        weakref.finalize(self, _close, self._idle)  # at the end of the command at the latest

    def get_ready(self) -> None:
        """Start a process that waits for a page."""
        if self._idle.empty():
            self._idle.put(_Process(self._command))

    def rest(self) -> None:
        """End the idle processes; a later page starts another."""
        _close(self._idle)

    def make(self, folder: Path, source: str, made: Made = _nobody, **about: Any) -> None:
        """Make files from a source in a folder; `about` goes into the request.

        `made` is called with the name of each finished file but the last.
        `RenderError` if something was refused or warned of.
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
        # Pandoc's Lua leaves a file in the temporary folder, so each process has its own folder.
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
        """Whether the process can take another page."""
        return self._process.poll() is None and self._left > 0

    def make(self, request: Mapping[str, Any], size: int, made: Made) -> str:
        """Return what the process printed for a request: nothing if all is well."""
        self._left = self._left - 1 if size < _LARGE else 0
        # A page cannot make the process print a valid answer, since it cannot know the token.
        token = secrets.token_hex()
        with _limited(self._process, _TIMEOUT + size / _BYTES_A_SECOND):
            return self._asked(json.dumps({**request, "token": token}), token, made)

    def _asked(self, request: str, token: str, made: Made) -> str:
        asked, answers = _pipes(self._process)
        said: list[str] = []
        with suppress(OSError):  # it has ended: its earlier output is reported
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
        with suppress(OSError), self._process:  # closes the pipes, and waits
            pass
        shutil.rmtree(self._folder, ignore_errors=True)


@contextmanager
def _limited(process: Popen[str], limit: float) -> Iterator[None]:
    """Kill a process that uses more seconds of the processor, or none at all for a long time."""
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
