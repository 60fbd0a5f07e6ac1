"""`sdp correct`: one more row of a quarter's corrections, checked before it is written.

With `--erase`, the row is written before the answer is removed from the returns. So if the command
is killed between the two, running it again finds the row and removes the answer; a removed answer
without a row would come back with the next import of its export.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from sdp_lib.collect.write_files import digest_now, refuse_changed, write_files
from sdp_lib.errors import InputError, Problem
from sdp_lib.inputs.corrections import (
    COLUMNS,
    Correction,
    apply,
    corrections_path,
    digest_of,
    of_one_answer,
    read_corrections,
    same,
)
from sdp_lib.inputs.council import Council, read_council
from sdp_lib.inputs.csv_file import to_csv
from sdp_lib.inputs.forms.merge import Values, read_present
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
)

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

    @property
    def corrections(self) -> Path:
        """The file of corrections."""
        return corrections_path(self.data, self.quarter)

    @property
    def returns(self) -> Path:
        """The file of returns."""
        return returns_path(self.data, self.quarter)


@dataclass(frozen=True)
class Prepared:
    """The files to write in their order, each with its text, and the digests of those read."""

    files: Mapping[Path, str]
    digests: Mapping[Path, str]


@dataclass(frozen=True)
class _Now:
    """The returns and corrections as they are; `known` are the columns of the returns."""

    known: Sequence[str]
    returns: Mapping[str, Values]
    corrections: Sequence[Correction]


def prepare_correction(asked: Asked) -> Prepared:
    """Return what to write; `InputError` holds every problem.

    The old answer of a free text is kept as its digest: it may have been removed because it named
    somebody. Where answers are erased, earlier corrections lose them too.
    """
    council = read_council(asked.params)
    known, listed = columns(council), _activities(asked)
    digests = {path: digest_now(path) for path in (asked.corrections, asked.returns)}
    present = read_present(asked.returns, known, listed)
    before = read_corrections(asked.data, asked.quarter, known[1:])
    problems = list(_problems(asked, council, known, present))
    if problems:
        raise InputError(problems)
    now = _Now(known, present, before)
    after = _corrected(asked, now)
    returns = _erased(asked, now) if asked.erase else present
    for rows in (present, returns):  # a kill may leave the corrections with the old returns
        frame = pd.DataFrame(list(rows.values()), columns=known, dtype=str)
        _, refused = apply(frame, after, schema_of_returns(council, listed), asked.corrections)
        if refused:
            raise InputError(refused)
    if (after, returns) == (before, present):
        raise InputError([_same(asked)])
    files: dict[Path, str] = {}
    if after != before:
        files[asked.corrections] = _text(asked.corrections, before, after)
    if returns != present:
        files[asked.returns] = to_csv(known, returns.values())
    return Prepared(files, digests)


def write_correction(prepared: Prepared) -> None:
    """Write the files, all or nothing.

    `InputError` if one has changed since it was read, `BuildError` if writing fails.
    """
    write_files(
        {path: text.encode() for path, text in prepared.files.items()},
        "nothing was changed",
        check=lambda _: refuse_changed(prepared.digests),
    )


def _activities(asked: Asked) -> list[str]:
    name = read_quarter(asked.params, asked.quarter).plan
    return list(plan_in(asked.data, asked.params, name, asked.quarter).members(asked.quarter)["id"])


def _problems(
    asked: Asked, council: Council, known: Sequence[str], present: Mapping[str, Values]
) -> Iterator[Problem]:
    if asked.activity not in present:
        wrong = f"{asked.activity!r} has no return in {asked.returns.as_posix()}"
        yield Problem(NO_RETURN_TO_CORRECT, "--activity", wrong)
    if asked.column not in known[1:]:
        yield Problem(
            NOT_CORRECTABLE,
            "--column",
            f"{asked.column!r} cannot be corrected",
            f"Choose from {', '.join(known[1:])}",
        )
    for option, text in (("--reason", asked.reason), ("--by", asked.by), ("--new", asked.new)):
        for kind in kinds_in(text, council.not_personal):
            yield Problem(NAMES_A_PERSON, option, f"it seems to hold {kind.name}")
        if option != "--new" and not text.strip():
            yield Problem(BLANK_OPTION, option, "it is blank")


def _same(asked: Asked) -> Problem:
    return Problem(
        ALREADY_SO,
        asked.corrections.as_posix(),
        f"{asked.column} of activity {asked.activity} already has this value",
    )


def _corrected(asked: Asked, now: _Now) -> list[Correction]:
    """Return the corrections as they will be, with one more unless the last one says the same."""
    own = of_one_answer(now.corrections, asked.activity, asked.column)
    given = now.returns[asked.activity][now.known.index(asked.column)]
    answer = own[-1].new if own else given
    rows = list(now.corrections)
    if asked.erase:
        without = (_without_answers(row, asked.new) if row in own else row for row in rows)
        rows = [row for row in without if not row.is_of(row.new)]
    if same(answer, asked.new):
        return rows
    row = _HEADER + len(now.corrections) + 1
    added = Correction(
        asked.activity, asked.column, answer, asked.new, asked.reason, asked.by, asked.on, row
    )
    hides = asked.erase or (asked.column in TEXTS and answer.strip())
    return [*rows, _without_answers(added, asked.new) if hides else added]


def _without_answers(correction: Correction, new: str) -> Correction:
    """Return a correction with the digest of the old answer, which is followed by the new one."""
    old = correction.old if correction.hides_old else digest_of(correction.old)
    return replace(correction, old=old, new=new)


def _text(path: Path, before: Sequence[Correction], after: Sequence[Correction]) -> str:
    """Return the text of the corrections; rows that stay as they are stay to the letter."""
    kept = len(before) if path.is_file() and list(after[: len(before)]) == list(before) else 0
    written = to_csv(COLUMNS, map(_cells, after[kept:]))
    if not kept:
        return written
    text = read_text(path)
    return f"{text}{'' if text.endswith(chr(10)) else chr(10)}{written.partition(chr(10))[2]}"


def _cells(correction: Correction) -> Iterable[str]:
    return (str(getattr(correction, name)) for name in COLUMNS)


def _erased(asked: Asked, now: _Now) -> dict[str, Values]:
    """Return the returns with the new answer in place of the old one."""
    at, rows = now.known.index(asked.column), dict(now.returns)
    row = rows[asked.activity]
    if not same(row[at], asked.new):
        rows[asked.activity] = (*row[:at], asked.new, *row[at + 1 :])
    return rows
