"""Importing a folder of exports and forms: all of them, or none if one has a problem."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from sdp_lib.collect.ingest import Request, Work, carry_out, prepare
from sdp_lib.errors import InputError
from sdp_lib.problems.call import NO_FORMS

_ENDINGS = (".xlsx", ".csv")
_OPEN_ELSEWHERE = ("~$", ".")  # what Excel and LibreOffice leave beside a file that is open


def files_in(folder: Path) -> list[Path]:
    """List the exports and forms of a folder by name; `InputError` if there is none."""
    files = sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in _ENDINGS and not path.name.startswith(_OPEN_ELSEWHERE)
    )
    if not files:
        raise InputError.of(
            NO_FORMS, folder.as_posix(), "it holds no file that ends in .xlsx or .csv"
        )
    return files


def prepare_all(request: Request, files: Sequence[Path]) -> list[Work]:
    """Read every file, each against the returns as they are; nothing is raised or written."""
    return [prepare(replace(request, file=file)) for file in files]


def carry_out_all(works: Sequence[Work], told: Callable[[Work], None]) -> Iterator[Path]:
    """Import one file after another, each on top of those before, and yield the paths written.

    `InputError` holds every problem, before anything is written. After an interruption, the same
    command imports the remaining files. `told` is called with each file.
    """
    problems = [problem for work in works for problem in work.findings.errors]
    if problems:
        raise InputError(dict.fromkeys(problems))
    for work in works:
        settled = prepare(work.request)  # the file before may have written the returns
        told(settled)
        yield from carry_out(settled)
