"""A project in which each case of a problem is tried, and which is restored for the next."""

import io
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

from support import LEFT_OUT, READ, ROOT, THEME, Project

from sdp_lib.cli import main
from sdp_lib.errors import Problem, SdpError

_CODE = re.compile(r"\[(SDP-\d{3})\]$")
Cell = dict[str, str]


@dataclass
class Place:
    """A copy of the project; its root is the current folder, so that messages have no other path.

    What is written by its methods is undone by `restore`.
    """

    root: Path
    before: dict[Path, bytes | None] = field(default_factory=dict)

    def write(self, path: str, content: str | bytes) -> Path:
        """Write a file."""
        file = Path(path)
        self._keep(file)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    def replace(self, path: str, old: str, new: str) -> None:
        """Replace a text in a file, which must contain it."""
        text = Path(path).read_text(encoding="utf-8")
        assert old in text, f"{path} does not hold {old!r}"
        self.write(path, text.replace(old, new, 1))

    def rewrite(self, path: str, cells: dict[str, Cell]) -> None:
        """Give rows of a CSV file other cells, by the ID in their first column."""
        self._keep(Path(path))
        Project(Path()).rewrite(path, lambda row: cells.get(next(iter(row.values())), {}))

    def remove(self, path: str) -> None:
        """Remove a file."""
        self._keep(Path(path))
        Path(path).unlink()

    def _keep(self, file: Path) -> None:
        self.before.setdefault(file, file.read_bytes() if file.is_file() else None)

    def restore(self) -> None:
        """Undo every change."""
        for file, content in self.before.items():
            if content is None:
                file.unlink(missing_ok=True)
            else:
                file.write_bytes(content)
        self.before.clear()


Case = Callable[[Place], object]


@contextmanager
def project_in(folder: Path) -> Iterator[Place]:
    """Copy the project's inputs into a folder, and work there."""
    with mock.patch.dict("os.environ", {"COLUMNS": "200"}):
        for part in (*READ, THEME):
            copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copyfile
            (folder / part).parent.mkdir(parents=True, exist_ok=True)
            if copy is shutil.copytree:
                shutil.copytree(ROOT / part, folder / part, ignore=LEFT_OUT)
            else:
                shutil.copyfile(ROOT / part, folder / part)
        yield Place(folder)


def sdp(*arguments: str) -> list[str]:
    """Run the command in this process, and return all that it prints."""
    errors, words = io.StringIO(), io.StringIO()
    called = mock.patch.object(sys, "argv", ["sdp", *arguments])
    with called, redirect_stderr(errors), redirect_stdout(words):
        try:
            main()
        except SystemExit:
            pass
    return [*errors.getvalue().splitlines(), *words.getvalue().splitlines()]


def refused(act: Callable[[], object]) -> list[Problem]:
    """Return the problems that a call raises."""
    try:
        act()
    except SdpError as error:
        return list(error.problems)
    raise AssertionError("nothing was refused")


def messages(cases: Iterable[Case], place: Place) -> dict[str, str]:
    """Try all cases; return the first message of each code."""
    found: dict[str, str] = {}
    for case in cases:
        try:
            lines = [*_lines(case(place))]
        finally:
            place.restore()
        for line in lines:
            if code := _CODE.search(line):
                found.setdefault(code[1], line)
    return found


def _lines(result: object) -> Iterator[str]:
    if isinstance(result, str | Problem):
        yield str(result)
    else:
        for one in result:
            yield from _lines(one)
