"""Importing a folder of exports and forms: none if one has a problem, or else one after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from sdp_lib.collect.ingest import Request, Work, carry_out, prepare
from sdp_lib.errors import BuildError, InputError
from sdp_lib.inputs.forms.merge import Merged
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
    """Read every file, each on top of those before; nothing is raised or written."""
    works: list[Work] = []
    merged: Merged | None = None
    for file in files:
        works.append(prepare(replace(request, file=file), after=merged))
        merged = works[-1].merged or merged
    return works


def carry_out_all(works: Sequence[Work], told: Callable[[Work], None]) -> Iterator[Path]:
    """Import one file after another, each on top of those before, and yield the paths written.

    `told` is called with each file as it is imported. `InputError` holds every problem, before
    anything is written; `BuildError` says why a later file failed, when earlier ones are imported.
    The same command imports the remaining files.
    """
    problems = [problem for work in works for problem in work.findings.errors]
    if problems:
        raise InputError(dict.fromkeys(problems))
    for number, work in enumerate(works):
        try:
            settled = prepare(work.request)  # the file before may have written the returns
            told(settled)
            if settled.merged is None:
                raise InputError(settled.findings.errors)
            yield from carry_out(settled)
        except InputError as error:
            raise BuildError(error.problems) if number else error from None
