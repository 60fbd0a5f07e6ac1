"""The command `quarto`: its path, its version and how it is run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

import psutil

OLDEST = (1, 9)
_PASSED_ON = ("PATH", "HOME", "LANG", "TMPDIR", "SYSTEMROOT", "LOCALAPPDATA", "APPDATA")
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_VERSION = re.compile(r"(\d+)\.(\d+)")
_ASKED = 60  # seconds for the version
_TIMEOUT = 3600  # seconds for a whole build


@dataclass(frozen=True)
class QuartoCommand:
    """A `quarto` that was found, and the version that it reports; blank if it reports none."""

    path: str
    version: str

    @property
    def is_recent(self) -> bool:
        """Whether reports can be rendered with it."""
        found = _VERSION.match(self.version)
        return found is not None and (int(found[1]), int(found[2])) >= OLDEST

    @property
    def words(self) -> str:
        """The version and path, for a message.

        >>> QuartoCommand("/usr/bin/quarto", "1.4.553").words
        'Quarto 1.4.553 (/usr/bin/quarto)'
        """
        return f"Quarto {self.version or 'of an unknown version'} ({self.path})"


def quarto_commands() -> Iterator[QuartoCommand]:
    """Yield each installed `quarto`: first the one on the PATH, then that of the packages."""
    places = [shutil.which("quarto"), shutil.which("quarto", path=str(Path(sys.executable).parent))]
    for path in dict.fromkeys(place for place in places if place):
        yield QuartoCommand(path, _version(path))


def _version(path: str) -> str:
    with suppress(OSError, subprocess.TimeoutExpired):
        ended = subprocess.run(  # noqa: S603 - the command that was found, no shell
            [path, "--version"],
            env=_environment(),
            capture_output=True,
            text=True,
            timeout=_ASKED,
            check=False,
            encoding="utf-8",
        )
        return ended.stdout.strip() if ended.returncode == 0 else ""
    return ""


def run_quarto(
    path: str, arguments: list[str], folder: Path, heard: Callable[[str], None]
) -> list[str]:
    """Run Quarto in a folder; return its lines of output, each passed to `heard` at once."""
    lines = []
    with subprocess.Popen(  # noqa: S603 - the command that was found, no shell
        [path, *arguments],
        cwd=folder,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        end = Timer(_TIMEOUT, _end, [process.pid])
        end.daemon = True
        end.start()
        try:
            for line in process.stderr or ():
                lines.append(_ANSI.sub("", line).strip())
                heard(lines[-1])
        except BaseException:
            _end(process.pid)
            raise
        finally:
            end.cancel()
    return [*lines, f"exit status {process.returncode}"]


def _end(pid: int) -> None:
    """End Quarto and the processes that its script has started."""
    with suppress(psutil.NoSuchProcess):
        script = psutil.Process(pid)
        for process in [*script.children(recursive=True), script]:
            with suppress(psutil.NoSuchProcess):
                process.kill()


def _environment() -> dict[str, str]:
    passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {**passed_on, "SOURCE_DATE_EPOCH": "0"}
