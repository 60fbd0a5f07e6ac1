"""Pandoc as a service: processes that are started once, and make one page after another.

A start of Pandoc, its templates and its filter cost more than most pages. `service.lua` beside this
file is what runs in each process.
"""

from __future__ import annotations

import json
import secrets
import weakref
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from queue import Empty, LifoQueue
from subprocess import PIPE, STDOUT, Popen
from threading import Timer
from typing import IO

_SERVICE = Path(__file__).with_name("service.lua")
_TIMEOUT = 120  # seconds for one page
_MOST_PAGES = 500  # of one process: Pandoc keeps a little of every page that it has made
# Nothing of the machine's environment is passed on: a page cannot read what is not there.
_ENVIRONMENT = {"LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": "0"}

Making = tuple[str, str, str]


class RenderError(Exception):
    """Pandoc or Typst refused a page; the message is its own."""


@dataclass(frozen=True)
class Settings:
    """What all pages share: the format they are read as, paths of filters and of templates."""

    from_format: str
    toc_depth: int
    filters: Sequence[str]
    templates: dict[str, str]


class Pandoc:
    """As many Pandoc processes as are asked at the same time, kept for the next page."""

    def __init__(self, settings: Settings):
        self._settings = settings
        self._idle: LifoQueue[_Process] = LifoQueue()
        weakref.finalize(self, _close, self._idle)  # at the end of the command at the latest

    def get_ready(self) -> None:
        """Start a process now."""
        self._idle.put(_Process(self._settings))

    def make(self, folder: Path, wanted: Sequence[Making]) -> None:
        """Make files in a folder: each `Making` is a source, a format and a target in it.

        All metadata is in the folder's `page.json`. `RenderError` says what Pandoc refused or
        warned of.
        """
        process = self._take()
        try:
            process.make(folder, wanted)
        finally:
            self._idle.put(process)

    def _take(self) -> _Process:
        try:
            while not (process := self._idle.get_nowait()).good:
                process.close()
        except Empty:
            return _Process(self._settings)
        return process


def _close(idle: LifoQueue[_Process]) -> None:
    while not idle.empty():
        idle.get_nowait().close()


class _Process:
    """A process that makes one page at a time; one that was too slow, or has ended, is not good."""

    def __init__(self, settings: Settings):
        import pypandoc

        self._process = Popen(  # noqa: S603 - a fixed command, no shell
            [pypandoc.get_pandoc_path(), "lua", str(_SERVICE), json.dumps(asdict(settings))],
            env=_ENVIRONMENT,
            stdin=PIPE,
            stdout=PIPE,
            stderr=STDOUT,
            encoding="utf-8",
            errors="replace",
        )
        self._pages = 0

    @property
    def good(self) -> bool:
        """Whether another page can be asked for."""
        return self._process.poll() is None and self._pages < _MOST_PAGES

    def make(self, folder: Path, wanted: Sequence[Making]) -> None:
        self._pages += 1
        # What a page makes Pandoc say can be no answer: nobody knows this beforehand.
        token = secrets.token_hex()
        request = {"folder": str(folder), "make": wanted, "token": token}
        patience = Timer(_TIMEOUT, self._process.kill)
        patience.start()
        try:
            said = self._asked(json.dumps(request), token)
        finally:
            patience.cancel()
        if said:
            raise RenderError(f"Pandoc: {said}")

    def _asked(self, request: str, token: str) -> str:
        """Return what Pandoc said of a request: nothing when all is well."""
        asked, answers = _pipes(self._process)
        said: list[str] = []
        try:
            asked.write(f"{request}\n")
            asked.flush()
            for line in answers:
                if line.startswith(token):
                    return " ".join([*said, line.removeprefix(token).strip()]).strip()
                said.append(line.strip())
        except OSError:  # it has ended; what it said before is told
            pass
        self._process.kill()
        self._process.wait()
        return " ".join(said) or f"it ended, or did not answer in {_TIMEOUT} seconds"

    def close(self) -> None:
        self._process.kill()
        with suppress(OSError), self._process:  # which closes the pipes, and waits
            pass


def _pipes(process: Popen[str]) -> tuple[IO[str], IO[str]]:
    if process.stdin is None or process.stdout is None:
        raise RenderError("Pandoc cannot be talked to")
    return process.stdin, process.stdout
