"""`sdp correct`: one more row of a quarter's corrections, checked before it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from sdp_lib.errors import BuildError, InputError, Problem
from sdp_lib.inputs.corrections import (
    COLUMNS,
    Correction,
    apply,
    corrections_path,
    digest_of,
    read_corrections,
)
from sdp_lib.inputs.council import read_council
from sdp_lib.inputs.csv_file import to_csv
from sdp_lib.inputs.forms.merge import read_present
from sdp_lib.inputs.params import read_quarter
from sdp_lib.inputs.personal import kinds_in
from sdp_lib.inputs.plan_as_it_was import plan_in
from sdp_lib.inputs.returns import TEXTS, columns, returns_path, schema_of_returns
from sdp_lib.inputs.text_file import read_text
from sdp_lib.periods import Period
from sdp_lib.problems.call import (
    ALREADY_SO,
    BLANK_OPTION,
    NAMES_A_PERSON,
    NO_RETURN_TO_CORRECT,
    NOT_CORRECTABLE,
    NOT_WRITTEN,
)
from sdp_lib.storage import write_together

_HEADER = 1


@dataclass(frozen=True)
class Asked:
    """What is to be corrected, and in which folders; `by` is a post.

    `erase` removes the old answer from the returns as well.
    """

    data: Path
    params: Path
    quarter: Period
    activity: str
    column: str
    new: str
    reason: str
    by: str
    on: date
    erase: bool = False


def prepare_correction(asked: Asked) -> dict[Path, str]:
    """Return the files to write, each with its text; `InputError` holds every problem.

    The old answer of a free text is kept as its digest: it may have been removed because it named
    somebody.
    """
    council = read_council(asked.params)
    known = columns(council)
    listed = _activities(asked)
    path = corrections_path(asked.data, asked.quarter)
    returns = returns_path(asked.data, asked.quarter)
    present = read_present(returns, known, listed)
    before = read_corrections(asked.data, asked.quarter, known[1:])
    problems = list(_problems(asked, known, present))
    if problems:
        raise InputError(problems)
    answer = _answer(asked, before, present[asked.activity][known.index(asked.column)])
    added = _correction(asked, answer, row=_HEADER + len(before) + 1)
    frame = pd.DataFrame(list(present.values()), columns=known, dtype=str)
    _, refused = apply(frame, [*before, added], schema_of_returns(council, listed), path)
    if refused or added.is_of(added.new):
        raise InputError(refused or [_same(path, asked)])
    files = {path: _with_row(path, added)}
    if asked.erase:
        files[returns] = _erased(asked, known, present)
    return files


def write_correction(files: Mapping[Path, str]) -> None:
    """Write the files, all or nothing; `BuildError` if that fails."""
    try:
        write_together({path: text.encode() for path, text in files.items()})
    except OSError as error:
        why = (error.strerror or "it cannot be written").lower()
        where = Path(error.filename or next(iter(files))).as_posix()
        raise BuildError([Problem(NOT_WRITTEN, where, f"{why}, so nothing was changed")]) from None


def _activities(asked: Asked) -> list[str]:
    name = read_quarter(asked.params, asked.quarter).plan
    return list(plan_in(asked.data, asked.params, name, asked.quarter).members(asked.quarter)["id"])


def _problems(
    asked: Asked, known: list[str], present: Mapping[str, tuple[str, ...]]
) -> list[Problem]:
    problems = []
    if asked.activity not in present:
        where = returns_path(asked.data, asked.quarter).as_posix()
        problems.append(
            Problem(
                NO_RETURN_TO_CORRECT, "--activity", f"{asked.activity!r} has no return in {where}"
            )
        )
    if asked.column not in known[1:]:
        problems.append(
            Problem(
                NOT_CORRECTABLE,
                "--column",
                f"{asked.column!r} cannot be corrected",
                f"Choose from {', '.join(known[1:])}",
            )
        )
    for option, text in (("--reason", asked.reason), ("--by", asked.by), ("--new", asked.new)):
        problems += [_personal(option, kind.name) for kind in kinds_in(text)]
        if option != "--new" and not text.strip():
            problems.append(Problem(BLANK_OPTION, option, "it is blank"))
    return problems


def _personal(option: str, kind: str) -> Problem:
    return Problem(NAMES_A_PERSON, option, f"it seems to hold {kind}")


def _same(path: Path, asked: Asked) -> Problem:
    return Problem(
        ALREADY_SO,
        path.as_posix(),
        f"{asked.column} of activity {asked.activity} already has this value",
    )


def _answer(asked: Asked, before: list[Correction], given: str) -> str:
    """Return the answer as it is now: as it was given, or as it was last corrected."""
    earlier = [
        correction.new
        for correction in before
        if (correction.activity, correction.column) == (asked.activity, asked.column)
    ]
    return earlier[-1] if earlier else given


def _correction(asked: Asked, answer: str, *, row: int) -> Correction:
    old = digest_of(answer) if asked.column in TEXTS and answer.strip() else answer
    return Correction(
        asked.activity, asked.column, old, asked.new, asked.reason, asked.by, asked.on, row
    )


def _with_row(path: Path, added: Correction) -> str:
    """Return the text of the corrections with one more row; the other rows stay as they are."""
    written = to_csv(COLUMNS, [tuple(str(getattr(added, name)) for name in COLUMNS)])
    if not path.is_file():
        return written
    text = read_text(path)
    return f"{text}{'' if text.endswith(chr(10)) else chr(10)}{written.partition(chr(10))[2]}"


def _erased(asked: Asked, known: list[str], present: Mapping[str, tuple[str, ...]]) -> str:
    position = known.index(asked.column)
    rows = {
        name: (*row[:position], asked.new, *row[position + 1 :]) if name == asked.activity else row
        for name, row in present.items()
    }
    return to_csv(known, rows.values())
