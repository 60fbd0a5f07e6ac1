"""The return form as a workbook: a cover, sheets with a row for each activity, and the choices."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import openpyxl
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import (
    Alignment,
    Border,
    Font,
    PatternFill,
    Side,
)
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table

from sdp_lib.collect.form_rules import CHOICES, add_rules
from sdp_lib.inputs.brand.colours import six_digits
from sdp_lib.inputs.brand.style import current_style
from sdp_lib.inputs.forms.layout import Field
from sdp_lib.pipeline.assemble.workbook_parts import without_clock

HEADER_ROW = 4
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_WIDTHS = {"activity": 32, "completed": 14, "choice": 30, "tick": 16, "date": 14, "text": 48}
_SHOWN_WIDTH = 32
_DATE_FORMAT = "dd/mm/yyyy"
_LINE, _FEWEST_LINES, _MOST_LINES = 15, 3, 12  # points, and lines of a row

Shown = str | date | None


@dataclass(frozen=True)
class Column:
    """A column of a sheet: one to fill in, or one that only shows something (`field` is None)."""

    heading: str
    field: Field | None = None


@dataclass(frozen=True)
class AnswerSheet:
    """A sheet: its name, its title, the words on the cover that lead to it, notes, and rows.

    A row maps headings to cells.
    """

    name: str
    title: str
    words: str
    notes: tuple[str, str]
    rows: Sequence[Mapping[str, Shown]]


@dataclass(frozen=True)
class FormWorkbook:
    """The content of the workbook."""

    title: str
    cover: Sequence[str]
    columns: Sequence[Column]
    sheets: Sequence[AnswerSheet]
    choices: Mapping[str, Sequence[str]]
    days: tuple[date, date]
    organisation: str
    opened: date


def form_bytes(form: FormWorkbook) -> bytes:
    """Write the workbook, with no clock and no person in its bytes."""
    book = openpyxl.Workbook()
    _write_cover(book.active, form)
    for number, sheet in enumerate(form.sheets, 1):
        _write_answers(book.create_sheet(sheet.name), sheet, form, number)
    _write_choices(book.create_sheet(CHOICES), form)
    made = datetime.combine(form.opened, time())
    about = book.properties
    about.creator, about.title, about.language = form.organisation, form.title, "en-GB"
    about.created = about.modified = made
    written = io.BytesIO()
    book.save(written)
    return without_clock(written.getvalue(), form.opened)


def _write_cover(sheet: Any, form: FormWorkbook) -> None:
    sheet.title = "Cover"
    names = {answers.words: answers.name for answers in form.sheets} | {CHOICES: CHOICES}
    for number, line in enumerate([form.title, *form.cover, "Sheets", *names], 1):
        cell = _text(sheet.cell(number, 1), line)
        if line in (form.title, "Sheets"):
            cell.font = _font(bold=True, size=16 if number == 1 else 12)
        if line in names:
            cell.hyperlink = f"#'{names[line]}'!A1"
            cell.font = _font(underline="single", color=_colour("primary"))
        sheet.row_dimensions[number].height = _LINE * (_lines(line, 90) + (number == 1))
    sheet.column_dimensions["A"].width = 100


def _write_answers(sheet: Any, content: AnswerSheet, form: FormWorkbook, number: int) -> None:
    for row, line in enumerate([content.title, *content.notes], 1):
        _text(sheet.cell(row, 1), line).alignment = Alignment(wrap_text=False)
    sheet.cell(1, 1).font = _font(bold=True, size=14)
    paint = _paint()
    for place, column in enumerate(form.columns, 1):
        _write_heading(sheet, place, column)
        for row, cells in enumerate(content.rows, HEADER_ROW + 1):
            _write_cell(sheet.cell(row, place), column, cells.get(column.heading), paint=paint)
    for row, cells in enumerate(content.rows, HEADER_ROW + 1):
        sheet.row_dimensions[row].height = _LINE * _row_lines(form.columns, cells)
    sheet.row_dimensions[HEADER_ROW].height = _LINE * _FEWEST_LINES
    last = HEADER_ROW + len(content.rows)
    corner = f"{get_column_letter(len(form.columns))}{last}"
    sheet.add_table(Table(displayName=f"answers_{number}", ref=f"A{HEADER_ROW}:{corner}"))
    add_rules(
        sheet,
        {place: column.field for place, column in enumerate(form.columns, 1) if column.field},
        (HEADER_ROW + 1, last),
        form.choices,
        days=form.days,
    )
    sheet.page_setup.orientation = "landscape"
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"


def _write_heading(sheet: Any, place: int, column: Column) -> None:
    cell = _text(sheet.cell(HEADER_ROW, place), column.heading)
    cell.font, cell.fill = _font(bold=True, color="FFFFFF"), _filled("primary")
    sheet.column_dimensions[get_column_letter(place)].width = _width(column)


def _width(column: Column) -> int:
    return _WIDTHS[column.field.kind] if column.field else _SHOWN_WIDTH


def _row_lines(columns: Sequence[Column], cells: Mapping[str, Shown]) -> int:
    """Return how many lines a row needs: not every program works that out by itself."""
    needed = (_lines(str(cells.get(column.heading) or ""), _width(column)) for column in columns)
    return min(max(_FEWEST_LINES, *needed), _MOST_LINES)


def _lines(text: str, width: int) -> int:
    return sum(1 + len(line) // width for line in text.split("\n"))


def _colour(name: str) -> str:
    """Return one of the organisation's colours as workbooks write it."""
    return six_digits(current_style()[name])[1:].upper()


def _filled(name: str) -> PatternFill:
    return PatternFill("solid", fgColor=_colour(name))


@dataclass(frozen=True)
class _Paint:
    """The edge and the fill of cells, made once because there are many cells."""

    edge: Border
    asked: PatternFill


def _paint() -> _Paint:
    edge = Border(*(Side("thin", color=_colour("chart-rule")) for _ in range(4)))
    return _Paint(edge, _filled("form-ground"))


def _font(**look: Any) -> Font:
    return Font(name="Arial", **{"size": 11, **look})


def _write_cell(cell: Cell, column: Column, shown: Shown, *, paint: _Paint) -> None:
    kind = column.field.kind if column.field else "shown"
    if isinstance(shown, date):
        cell.value = shown
    elif shown:
        _text(cell, shown)
    cell.alignment, cell.border, cell.font = _WRAPPED, paint.edge, _font()
    if kind not in ("activity", "shown"):
        cell.fill = paint.asked
    if kind in ("date", "completed") or isinstance(shown, date):
        cell.number_format = _DATE_FORMAT
    elif kind != "shown":
        cell.number_format = "@"  # what is typed stays as it was typed


def _write_choices(sheet: Any, form: FormWorkbook) -> None:
    _text(sheet.cell(1, 1), "The choices of each list. Do not change this sheet.")
    for place, (heading, labels) in enumerate(form.choices.items(), 1):
        for row, line in enumerate([heading, *labels], 2):
            _text(sheet.cell(row, place), line)
        sheet.column_dimensions[get_column_letter(place)].width = 40
        ref = f"{get_column_letter(place)}2:{get_column_letter(place)}{2 + len(labels)}"
        sheet.add_table(Table(displayName=f"choices_{place}", ref=ref))


def _text(cell: Cell, text: str) -> Cell:
    """Write text as text: never as a formula, and without control characters."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"
    cell.alignment, cell.font = _WRAPPED, _font()
    return cell


def sheet_names(names: Iterable[str]) -> Iterator[str]:
    """Yield each name as a sheet can have it: short, without signs, and unique.

    >>> list(sheet_names(["Cover", "Head of Roads: North/South", "head of roads- north-south", ""]))
    ['Cover (2)', 'Head of Roads- North-South', 'head of roads- north-south (2)', 'No lead']
    """
    known = {"cover": 1, CHOICES.casefold(): 1}
    for name in names:
        plain = (
            "".join("-" if character in "[]:*?/\\'" else character for character in name).strip()
            or "No lead"
        )
        short = plain[:26].strip()
        known[short.casefold()] = number = known.get(short.casefold(), 0) + 1
        yield short if number == 1 else f"{short} ({number})"
