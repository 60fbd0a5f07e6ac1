"""A whole export: from the file as it came to one answer for each activity."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from sdp_lib.errors import InputError, Problem
from sdp_lib.inputs.forms.answers import (
    Answer,
    Reading,
    at,
    keep_later,
    names_in,
    read_answer,
    tell_outside,
)
from sdp_lib.inputs.forms.completed import is_completed_form, read_completed
from sdp_lib.inputs.forms.delimited import delimited_sheet
from sdp_lib.inputs.forms.findings import Findings
from sdp_lib.inputs.forms.form import Form
from sdp_lib.inputs.forms.header import Header, note_unheaded, read_header, tell_unheaded
from sdp_lib.inputs.forms.names import Names
from sdp_lib.inputs.forms.sheet import Row, Sheet, column_letter
from sdp_lib.inputs.forms.times import Column, Times, decide_times
from sdp_lib.inputs.forms.workbook import workbook_sheet
from sdp_lib.problems.files import NO_FILE, NOT_READABLE
from sdp_lib.problems.forms import NO_ANSWERS, NOT_AN_EXPORT


@dataclass(frozen=True)
class Export:
    """The answers by activity, and how many rows the export had."""

    answers: dict[str, Answer]
    rows: int


def read_export(path: Path, form: Form, findings: Findings) -> Export:
    """Read an export; problems with its cells go to `findings`.

    `InputError` if it cannot be read at all.
    """
    try:
        if path.is_file() and is_completed_form(path):
            return Export(*read_completed(path, form, findings))
        with open_export(path, findings) as sheet:
            return _read_sheet(sheet, form, findings)
    except OSError as error:
        raise InputError.of(
            NOT_READABLE,
            path.as_posix(),
            f"it cannot be read: {(error.strerror or type(error).__name__).lower()}",
        ) from None


def open_export(path: Path, findings: Findings) -> AbstractContextManager[Sheet]:
    """Open an export by the extension of its name; `InputError` if it is another."""
    if not path.is_file():
        raise InputError.of(
            NO_FILE, path.as_posix(), "the file does not exist", "Correct the name of the export"
        )
    if path.suffix.lower() == ".csv":
        return delimited_sheet(path, findings)
    if path.suffix.lower() in (".xlsx", ".xls"):
        return workbook_sheet(path)
    raise InputError.of(
        NOT_AN_EXPORT,
        path.as_posix(),
        f"its name ends in {path.suffix!r}, and an export ends in .xlsx or .csv",
    )


def _read_sheet(sheet: Sheet, form: Form, findings: Findings) -> Export:
    where = sheet.where
    number, first = next(sheet.rows, (1, []))
    asked = (form.questions, findings, form.identity)
    header = read_header(where, first if number == 1 else [], *asked)
    rows = list(sheet.rows)  # all of them: names and the order of dates depend on the whole
    reading = _reading(where, header, form, findings, rows)
    answers: dict[str, Answer] = {}
    for row in rows:
        note_unheaded(header, row[1])
        answer = read_answer(reading, row)
        if answer is not None:
            keep_later(reading, answer, answers)
    tell_unheaded(where, header, findings)
    tell_outside(reading, answers)
    if not rows:
        findings.add(
            "error",
            Problem(NO_ANSWERS, where, "it holds no answers"),
        )
    return Export(answers, len(rows))


def _reading(
    where: str, header: Header, form: Form, findings: Findings, rows: Sequence[Row]
) -> Reading:
    """Find out from all rows how each is read: who answered, and how times are written."""
    names = Names(name for _, values in rows for name in names_in(values, header))
    times = Times(form.council.date_order)
    position = header.positions.get("submitted")
    if position is not None:
        place = f"{where}, column {column_letter(position)} ({form.questions['submitted']})"
        column = Column(place, [at(values, position) for _, values in rows])
        council = form.council
        times = decide_times(column, form.window, council.date_order, council.time_order, findings)
    return Reading(where, header, form, findings, names, form.readers(times))
