"""`data/corrections/QUARTER.csv`: corrections of a quarter's returns, by which post and why.

The returns stay as they were given. A correction is applied each time they are read, so that every
reader sees the same, and it is refused once the answer is no longer the one it was written for.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from sdp_lib.errors import InputError, Problem
from sdp_lib.inputs.checked import Failed, failed
from sdp_lib.inputs.frames import DATE, known, matches, read_frame
from sdp_lib.periods import Period
from sdp_lib.problems.returns import (
    CORRECTION_NOT_ALLOWED,
    CORRECTION_OVERTAKEN,
    CORRECTION_WITHOUT_EFFECT,
    CORRECTION_WITHOUT_RETURN,
)

COLUMNS = ("activity", "column", "old", "new", "reason", "by", "on")
_WORDS = re.compile(r"(?s).*\S.*")
_POST = re.compile(r"[^\S\n]*[^@\s][^@\n]*")
_DIGEST = "sha256:"
_OLD = re.compile(rf"(?s)(?!{_DIGEST}).*|{_DIGEST}[0-9a-f]{{64}}")
_SHOWN = 60


@dataclass(frozen=True)
class Correction:
    """An answer that was corrected: `by` is a post, and `row` is numbered as in a spreadsheet.

    `old` may be `sha256:HEX` of the answer, so that what was removed is not kept anywhere.
    """

    activity: str
    column: str
    old: str
    new: str
    reason: str
    by: str
    on: date
    row: int

    @property
    def hides_old(self) -> bool:
        """Whether the old answer is known by its digest alone."""
        return self.old.startswith(_DIGEST)

    def is_of(self, answer: str) -> bool:
        """Return whether an answer is the one that this correction was written for.

        White space makes no difference, whether `old` is a text or a digest.
        """
        if not self.hides_old:
            return same(answer, self.old)
        writings = (answer, answer.strip(), " ".join(answer.split()))
        return self.old in map(digest_of, writings)


def digest_of(answer: str) -> str:
    """Return what a correction may keep in place of an old answer.

    >>> digest_of("")[:20]
    'sha256:e3b0c44298fc1'
    """
    return _DIGEST + hashlib.sha256(answer.encode()).hexdigest()


def corrections_path(data: Path, quarter: Period) -> Path:
    """Return where a quarter's corrections are kept."""
    return data / "corrections" / f"{quarter}.csv"


def read_corrections(data: Path, quarter: Period, columns: Sequence[str]) -> list[Correction]:
    """Read a quarter's corrections in their order; none if there is no file.

    `columns`: those of the returns that may be corrected. `InputError` names every row without a
    reason, a post, a date or a known column, and every row that changes nothing.
    """
    path = corrections_path(data, quarter)
    if not path.is_file():
        return []
    schema = pa.DataFrameSchema(
        {
            "activity": pa.Column(str, matches(_WORDS, "the ID of an activity")),
            "column": pa.Column(str, known(columns, "column that can be corrected")),
            "old": pa.Column(str, matches(_OLD, "an answer, or sha256: and its 64 hex digits")),
            "reason": pa.Column(str, matches(_WORDS, "a reason")),
            "by": pa.Column(str, matches(_POST, "a post, such as Head of Planning")),
            "on": pa.Column(str, [DATE, matches(_WORDS, "the day of the correction")]),
        }
    )
    frame = read_frame(path, COLUMNS, schema, key="activity")
    corrections = [
        _correction(str(row), cells)
        for row, cells in zip(frame.index, frame.to_dict("records"), strict=True)
    ]
    idle = [correction for correction in corrections if correction.is_of(correction.new)]
    if idle:
        raise InputError(_without_effect(path, correction) for correction in idle)
    return corrections


def _correction(row: str, cells: Mapping[Hashable, str]) -> Correction:
    given = {str(name): text for name, text in cells.items()}
    day = date.fromisoformat(given.pop("on"))
    return Correction(**{**given, "by": given["by"].strip()}, on=day, row=int(row))


def read_corrected(
    data: Path,
    quarter: Period,
    path: Path,
    columns: Sequence[str],
    schema: pa.DataFrameSchema,
    *,
    optional: Sequence[str] = (),
) -> pd.DataFrame:
    """Read returns as `read_frame` does, with the quarter's corrections applied before any check.

    So a correction may fix a cell that could not be read. `InputError` holds every correction that
    is refused beside every problem of the returns.
    """
    problems: list[Problem] = []
    corrections: list[Correction] = []
    try:
        corrections = read_corrections(data, quarter, columns[1:])
    except InputError as error:
        problems += error.problems

    def correct(frame: pd.DataFrame) -> pd.DataFrame:
        done, refused = apply(frame, corrections, schema, corrections_path(data, quarter))
        problems.extend(refused)
        return done

    correcting = pa.DataFrameSchema(schema.columns, parsers=pa.Parser(correct))
    try:
        checked = correcting if corrections else schema
        frame = read_frame(path, columns, checked, key=columns[0], optional=optional)
    except InputError as error:
        raise InputError([*problems, *error.problems]) from None
    if problems:
        raise InputError(problems)
    return frame


def apply(
    frame: pd.DataFrame, corrections: Sequence[Correction], schema: pa.DataFrameSchema, path: Path
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the returns (all text, a row an activity) with corrections applied, and those refused.

    Refused: an activity without a return, an answer that is not `old`, a `new` that `schema` does
    not allow. Where `old` is a digest, the answer may have been erased, and the returns hold `new`
    or that of a later correction already. Corrections of one answer follow each other in the order
    of their rows.
    """
    if not corrections:
        return frame, []
    wrong = _invalid(corrections, list(frame.columns), schema, path)
    problems = list(wrong.values())
    rows = {name: row for row, name in zip(frame.index[::-1], frame["activity"][::-1], strict=True)}
    done = frame.copy()
    for correction in corrections:
        if correction.row in wrong:
            continue
        if correction.activity not in rows:
            problems.append(_without_return(path, correction))
            continue
        answer = str(done.at[rows[correction.activity], correction.column])
        if correction.is_of(answer):
            done.at[rows[correction.activity], correction.column] = correction.new
        elif not _is_erased(correction, answer, corrections):
            problems.append(_moved_on(path, correction, answer))
    return done, problems


def _is_erased(correction: Correction, answer: str, corrections: Iterable[Correction]) -> bool:
    """Return whether the answer is what this correction, or a later one, has put in its place."""
    return correction.hides_old and any(
        later.hides_old and later.row >= correction.row and same(answer, later.new)
        for later in of_one_answer(corrections, correction.activity, correction.column)
    )


def of_one_answer(
    corrections: Iterable[Correction], activity: str, column: str
) -> list[Correction]:
    """Return the corrections of one answer, in their order."""
    asked = (activity, column)
    return [each for each in corrections if (each.activity, each.column) == asked]


def erasing(corrections: Iterable[Correction], now: str, came: str) -> Correction | None:
    """Return which correction of an answer has erased what came; None if that was not erased.

    `corrections` are those of one answer in their order, `now` is what the returns hold.
    """
    found, known = None, False
    for correction in corrections:
        known = known or correction.is_of(came)
        if known and correction.hides_old and now == correction.new:
            found = correction
    return found


def same(one: str, other: str) -> bool:
    """Return whether two answers are the same except for white space.

    >>> same("on  track ", "on track"), same("", "2020-01-01")
    (True, False)
    """
    return one.split() == other.split()


def _invalid(
    corrections: Sequence[Correction],
    columns: Sequence[str],
    schema: pa.DataFrameSchema,
    path: Path,
) -> dict[int, Problem]:
    """Check new values by the rules of the returns, each in an otherwise blank return."""
    by_row = {correction.row: correction for correction in corrections}
    blank = dict.fromkeys(columns, "")
    tried = pd.DataFrame.from_dict(
        {correction.row: blank | {correction.column: correction.new} for correction in corrections},
        orient="index",
        dtype=str,
    )
    try:
        schema.validate(tried, lazy=True)
    except pa.errors.SchemaErrors as error:
        wrong = error.failure_cases[error.failure_cases["column"].ne(columns[0])]
        failures = zip(wrong["index"], wrong["failure_case"], wrong["check"], strict=True)
        return {
            int(row): _not_allowed(path, by_row[int(row)], str(found), failed(str(check)))
            for row, found, check in failures
        }
    return {}


def _not_allowed(path: Path, correction: Correction, found: str, why: Failed) -> Problem:
    wrong = f"new is {shortened(found)} for {correction.column}, {why.so}"
    return Problem(CORRECTION_NOT_ALLOWED, _where(path, correction), wrong, why.fix)


def _without_effect(path: Path, correction: Correction) -> Problem:
    return Problem(CORRECTION_WITHOUT_EFFECT, _where(path, correction), "old and new are the same")


def _without_return(path: Path, correction: Correction) -> Problem:
    wrong = f"activity {correction.activity} has no return"
    return Problem(CORRECTION_WITHOUT_RETURN, _where(path, correction), wrong)


def _moved_on(path: Path, correction: Correction, answer: str) -> Problem:
    wrong = f"old is {shortened(correction.old)}, but {correction.column} is {shortened(answer)}"
    if correction.hides_old:  # the present answer may be the one to be removed
        wrong = f"old is the digest of another answer than {correction.column} has"
    return Problem(CORRECTION_OVERTAKEN, _where(path, correction), wrong)


def _where(path: Path, correction: Correction) -> str:
    return f"{path.as_posix()}, row {correction.row} (activity {correction.activity})"


def shortened(text: str) -> str:
    """Quote a text for a message, cut where it is long.

    >>> shortened("on_track"), shortened("")
    ("'on_track'", 'blank')
    """
    folded = " ".join(text.split())
    if not folded:
        return "blank"
    return repr(folded if len(folded) <= _SHOWN else f"{folded[:_SHOWN]}…")
