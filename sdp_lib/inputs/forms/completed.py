"""A completed return form, whose rows become answers like those of an export."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from sdp_lib.errors import InputError, Problem
from sdp_lib.inputs.forms.answers import Answer, Reading, keep_later, read_answer
from sdp_lib.inputs.forms.cells import Cell
from sdp_lib.inputs.forms.dates import read_date
from sdp_lib.inputs.forms.findings import Findings, quoted
from sdp_lib.inputs.forms.form import Form
from sdp_lib.inputs.forms.header import (
    Found,
    Header,
    find_headings,
    note_unheaded,
    report_twice,
    tell_unheaded,
)
from sdp_lib.inputs.forms.layout import COMPLETED, LEAD, YES, Field, fields, last_time, period_of
from sdp_lib.inputs.forms.names import Names
from sdp_lib.inputs.forms.sheet import Row, Sheet, Value, column_letter, fold, is_blank
from sdp_lib.inputs.forms.times import Times
from sdp_lib.inputs.forms.workbook import workbook_sheets
from sdp_lib.problems.answers import (
    DAY_OF_ANOTHER,
    FORM_OF_ANOTHER,
    NO_DAY,
    NOT_A_TICK,
    NOT_FILLED_IN,
    OUTSIDE_WINDOW,
)
from sdp_lib.problems.forms import QUESTION_MISSING, UNKNOWN_QUESTION

_HEADER_WITHIN = 10
_TICKS = {"yes", "y", "x", "true", "1", "1.0", "✓", "✔"}
_NO_TICKS = {"no", "n", "false", "0", "0.0", "-"}
_NO_ROW = "no activity was filled in", "Fill in the row of an activity, or leave this file out"
_NO_TABLE = "it has no table with the questions", "Use the form that 'sdp form' makes"


@dataclass(frozen=True)
class _Table:
    """The table of a sheet: where each field is, and what reads its rows."""

    places: Mapping[Field, int]
    reading: Reading


def read_completed(path: Path, form: Form, findings: Findings) -> tuple[dict[str, Answer], int]:
    """Read a form's answers by activity, and count the rows that were filled in.

    `InputError` if the workbook cannot be read, or the form is one of another period.
    """
    answers: dict[str, Answer] = {}
    tables = rows = 0
    with workbook_sheets(path) as sheets:
        for sheet in sheets:
            table = _find_table(sheet, form, findings)
            if table is None:
                continue
            tables += 1
            for row in sheet.rows:
                note_unheaded(table.reading.header, row[1])
                if _is_filled(row, table):
                    rows += 1
                    _read_row(row, table, answers)
            tell_unheaded(sheet.where, table.reading.header, findings)
    if not rows:
        wrong, fix = _NO_ROW if tables else _NO_TABLE
        findings.add("error", Problem(NOT_FILLED_IN, path.as_posix(), wrong, fix))
    return answers, rows


def _find_table(sheet: Sheet, form: Form, findings: Findings) -> _Table | None:
    """Go on to the header of a sheet; None if it has none, like the cover.

    A title that somebody has changed or deleted keeps no answer from being read.
    """
    activity = form.questions["activity"]
    for number, values in sheet.rows:
        if number == 1:
            period = period_of(values[0])
            if period is not None:
                _check_period(f"{sheet.where}, cell A1", period, form)
        headings = find_headings(values)
        if {fold(activity), fold(COMPLETED)} <= headings.keys():
            where = f"{sheet.where}, row {number}"
            _report_headings(where, values, form, findings)
            return _table(sheet.where, number, headings, form, findings)
        if number > _HEADER_WITHIN:
            return None
    return None


def _report_headings(where: str, row: Sequence[Value], form: Form, findings: Findings) -> None:
    """Report the headings that are there twice, and those of columns that are not read."""
    read = {fold(asked.heading): asked.heading for asked in fields(form.council, form.questions)}
    shown = {fold(last_time(question)) for question in form.questions.values()} | {fold(LEAD)}
    report_twice(where, read, find_headings(row), findings)
    for place, value in enumerate(row):
        text = fold(str(value))
        if not is_blank(value) and text not in read and text not in shown:
            heading = quoted(" ".join(str(value).split()))
            so = f"{heading} is not a heading of the form, so its cells are not read"
            column = f"{where}, column {column_letter(place)}"
            findings.add("warning", Problem(UNKNOWN_QUESTION, column, so))


def _check_period(where: str, period: str, form: Form) -> None:
    if period != fold(form.asked.quarter):
        raise InputError.of(
            FORM_OF_ANOTHER,
            where,
            f"this is a form of {period.upper()}, and answers for {form.asked.quarter} are wanted",
            f"Import it with --quarter {period.upper()}, or send the right form",
        )


def _table(where: str, number: int, headings: Found, form: Form, findings: Findings) -> _Table:
    wanted = fields(form.council, form.questions)
    for asked in wanted:
        if fold(asked.heading) not in headings:
            problem = Problem(
                QUESTION_MISSING,
                f"{where}, row {number}",
                f"there is no column {asked.heading!r}",
                "Give the column its heading back, or copy the answers into a new form",
            )
            findings.add("error", problem)
    places = {
        asked: headings[fold(asked.heading)][0]
        for asked in wanted
        if fold(asked.heading) in headings
    }
    positions: dict[str, int] = {}
    for asked, place in places.items():
        positions.setdefault(asked.column, place)  # the first of several choices
    questions = {**form.questions, "submitted": COMPLETED}
    headed = {place for found in headings.values() for place in found}
    header = Header(positions, questions, {"name": [], "email": []}, headed)
    # A form asks for no names, and its days are read here.
    readers = form.readers(Times(form.council.date_order))
    return _Table(places, Reading(where, header, form, findings, Names(()), readers))


def _is_filled(row: Row, table: _Table) -> bool:
    """Return whether anything was answered; a form has a row for each activity."""
    return any(
        not is_blank(_at(row, place))
        for asked, place in table.places.items()
        if asked.kind != "activity"
    )


def _at(row: Row, place: int) -> Value:
    return row[1][place] if place < len(row[1]) else None


def _read_row(row: Row, table: _Table, answers: dict[str, Answer]) -> None:
    reading = table.reading
    cells = {
        asked: Cell(reading.where, row[0], place, asked.heading, _at(row, place), reading.findings)
        for asked, place in table.places.items()
    }
    values = dict(enumerate(row[1]))
    ticked: dict[int, list[str]] = {}
    for asked, cell in cells.items():
        place = reading.header.positions[asked.column]
        if asked.kind == "completed":
            values[place] = _completed(cell, reading.form)
        elif asked.kind == "tick":
            ticked.setdefault(place, [])
            ticked[place] += [asked.choice] if _is_ticked(cell) else []
    values |= {place: ";".join(labels) for place, labels in ticked.items()}
    whole = [values.get(place) for place in range(max(values) + 1)]
    answer = read_answer(reading, (row[0], whole))
    if answer is not None:
        keep_later(reading, answer, answers)


def _is_ticked(cell: Cell) -> bool:
    if is_blank(cell.value) or cell.refuse_fault():
        return False
    answer = fold(str(cell.value))
    if answer not in _TICKS | _NO_TICKS:
        cell.tell("error", NOT_A_TICK, f"is neither {YES} nor blank")
    return answer in _TICKS


def _completed(cell: Cell, form: Form) -> datetime:
    """Return the day on which a row was completed; with a problem, any day will do.

    The day of a file is never used: it changes when a file is copied.
    """
    if is_blank(cell.value):
        cell.tell(
            "error",
            NO_DAY,
            "is blank, and each activity that is answered needs one",
            what="the day",
        )
        return datetime.combine(form.window.opened, time())
    text = read_date(cell, form.council.date_order)
    day = date.fromisoformat(text) if text else form.window.opened
    _check_day(cell, day, form)
    return datetime.combine(day, time())


def _check_day(cell: Cell, day: date, form: Form) -> None:
    """Refuse a day of another period; one just outside the window is early or late."""
    window, period = form.window, form.asked.value
    if window.opened <= day <= window.closed:
        return
    other = form.other_quarter({day.isoformat()})
    if other is not None or not period.first_day <= day <= period.next().last_day:
        cell.tell(
            "error",
            DAY_OF_ANOTHER,
            f"is in the window of {other}" if other else f"is not a day of {period}",
            fix=f"Write the day on which this return for {period} was completed",
            what=str(day),
        )
        return
    early = day < window.opened
    state, on = ("opened", window.opened) if early else ("closed", window.closed)
    cell.tell(
        "warning",
        OUTSIDE_WINDOW,
        f"counts as {'early' if early else 'late'}, because the form {state} on {on}",
        what=str(day),
    )


def is_completed_form(path: Path) -> bool:
    """Return whether a workbook is a return form; false if it cannot be read."""
    if path.suffix.lower() != ".xlsx":
        return False
    with suppress(InputError), workbook_sheets(path) as sheets:
        return any(period_of(first) is not None for first in map(_first_cell, sheets))
    return False


def _first_cell(sheet: Sheet) -> Value:
    number, values = next(sheet.rows, (0, []))
    return values[0] if number == 1 and values else None
