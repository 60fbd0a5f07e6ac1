"""Taking a folder of exports and forms in: all of them, or none where one has a problem."""

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
    """List the exports and forms of a folder by name; `InputError` where there is none."""
    found = sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in _ENDINGS and not path.name.startswith(_OPEN_ELSEWHERE)
    )
    if not found:
        raise InputError.of(
            NO_FORMS, folder.as_posix(), "it holds no file that ends in .xlsx or .csv"
        )
    return found


def prepare_all(request: Request, files: Sequence[Path]) -> list[Work]:
    """Read every file, each against the returns as they are; nothing is raised or written."""
    return [prepare(replace(request, file=file)) for file in files]


def carry_out_all(works: Sequence[Work], told: Callable[[Work], None]) -> Iterator[Path]:
    """Write one file after another, each with the answers of those before, and give the paths.

    Before anything is written `InputError` holds every problem. An interruption leaves the files
    before it in, and the same command finishes the others. `told` hears of each file.
    """
    problems = [problem for work in works for problem in work.findings.errors]
    if problems:
        raise InputError(dict.fromkeys(problems))
    for work in works:
        settled = prepare(work.request)  # the file before may have written the returns
        told(settled)
        yield from carry_out(settled)
