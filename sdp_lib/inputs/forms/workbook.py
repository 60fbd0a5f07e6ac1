"""The visible sheets of a workbook (`.xlsx`), row by row; no formula is computed or believed.

Only texts, values and number formats are read. Styles, themes, properties and whatever else the
makers of spreadsheets get wrong cannot keep an answer from being read (decision 0039).
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime
from math import isfinite
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element
from zipfile import BadZipFile, ZipFile

from defusedxml.ElementTree import iterparse
from openpyxl.styles.numbers import (
    is_date_format,
    is_timedelta_format,
)
from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import (
    MAC_EPOCH,
    WINDOWS_EPOCH,
    from_excel,
)

from sdp_lib.inputs.forms.archive import check_archive, damaged
from sdp_lib.inputs.forms.number_formats import GENERAL
from sdp_lib.inputs.forms.package import Package, local, read_packages, text_of, unescaped
from sdp_lib.inputs.forms.sheet import (
    Fault,
    Formatted,
    Formula,
    Partial,
    Row,
    Sheet,
    Value,
    is_blank,
    within_limits,
)

# What a parser raises over a file that is a zip archive but not a sound workbook.
_DAMAGE = (
    BadZipFile,
    AttributeError,
    LookupError,
    OSError,
    OverflowError,
    SyntaxError,
    TypeError,
    ValueError,
)
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384  # of any sheet
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\[(?!\$-f[48]00\])[^\]]*\]')
_PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?\d+")


@contextmanager
def workbook_sheet(path: Path) -> Iterator[Sheet]:
    """Yield the first visible sheet of a workbook; `InputError` if it is not safe or not sound.

    The rows are read on demand, and may raise `InputError` themselves.
    """
    with _opened(path) as sheets:
        yield sheets[0]


@contextmanager
def workbook_sheets(path: Path) -> Iterator[Sequence[Sheet]]:
    """Yield all visible sheets of a workbook, as `workbook_sheet` yields the first."""
    with _opened(path) as sheets:
        yield sheets


@contextmanager
def _opened(path: Path) -> Iterator[list[Sheet]]:
    check_archive(path)
    with ZipFile(path) as archive, ExitStack() as opened:
        try:
            packages = read_packages(archive)
        except _DAMAGE as error:
            raise damaged(path.as_posix(), error) from None
        # Close the parts whose rows were not read to the end.
        yield [_sheet(path, package, opened) for package in packages]


def _sheet(path: Path, package: Package, opened: ExitStack) -> Sheet:
    where = f"{path.as_posix()}, sheet {package.title!r}"
    rows = opened.enter_context(closing(_rows(where, package)))
    return Sheet(where, within_limits(where, rows))


def _rows(where: str, package: Package) -> Generator[Row, None, None]:
    try:
        with package.open() as stream:
            for number, cells in _filled_rows(stream, package):
                yield number, [cells.get(position) for position in range(max(cells) + 1)]
    except _DAMAGE as error:
        raise damaged(where, error) from None


def _filled_rows(stream: IO[bytes], package: Package) -> Iterator[tuple[int, dict[int, Value]]]:
    """Yield the rows that hold anything, as values by position; a format alone does not count."""
    cells: dict[int, Value] = {}
    number, position = 0, -1
    for event, element in iterparse(stream, ("start", "end"), forbid_dtd=True):
        name = local(element.tag)
        if name == "row" and event == "start":
            number = _next(int(element.get("r", number + 1)), number, _LAST_ROW)
            cells, position = {}, -1
        elif name == "c" and event == "end":
            position = _next(_position(element, position), position, _LAST_COLUMN - 1)
            value = _value(element, package)
            if not is_blank(value):
                cells[position] = value
            element.clear()
        elif name == "row":
            if cells:
                yield number, cells
            element.clear()
        elif name == "sheetData" and event == "end":
            return


def _next(found: int, last: int, most: int) -> int:
    if not last < found <= most:
        raise ValueError("rows or cells that are in no order, or beyond any sheet")
    return found


def _position(cell: Element, last: int) -> int:
    place = cell.get("r")
    if place is None:
        return last + 1
    match = _PLACE.fullmatch(place)
    if match is None:
        raise ValueError(f"no place of a cell: {place}")
    return int(column_index_from_string(match[1])) - 1


def _value(cell: Element, package: Package) -> Value:
    parts = {local(child.tag): child for child in cell}
    if "f" in parts:
        return Formula(f"={parts['f'].text or ''}")
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return unescaped(text_of(parts["is"])) if "is" in parts else None
    text = parts["v"].text if "v" in parts else None
    if text is None:
        return None
    return _of_kind(kind, text, cell.get("s"), package)


def _of_kind(kind: str, text: str, style: str | None, package: Package) -> Value:
    if kind == "s":
        number = int(text)
        if number < 0:
            raise IndexError("no shared text")
        return package.texts[number]
    if kind == "str":
        return unescaped(text)
    if kind == "e":
        return Fault(text)
    if kind == "b":
        return text.strip() in ("1", "true")
    if kind == "d":
        return _iso(text)
    return _number(text, style, package)


def _iso(text: str) -> Value:
    """Return a date; one of another time zone stays a text, since its day may be another."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment if moment.tzinfo is None else text


def _number(text: str, style: str | None, package: Package) -> Value:
    """Return a number, or the date that its format makes of it."""
    number = float(text)
    if not isfinite(number):
        raise ValueError(f"no number: {text}")
    code = _format(style, package)
    if code is None:
        return Formatted(number, None)
    if is_date_format(code):
        epoch = MAC_EPOCH if package.from_1904 else WINDOWS_EPOCH
        lasts = is_timedelta_format(code)
        try:
            moment: Value = from_excel(number, epoch, timedelta=lasts)
        except (OverflowError, ValueError):
            moment = None
        if moment is None or (number < 0 and not lasts):
            return Fault("#####")  # what Excel shows in place of a date that it does not know
        return Partial.of(moment) if isinstance(moment, datetime) and _hides(code) else moment
    if code == GENERAL:
        return int(number) if number.is_integer() and abs(number) < 2**53 else number
    return Formatted(number, code)


def _hides(code: str) -> bool:
    """Return whether a format of dates shows no day, or no year."""
    shown = _LITERAL.sub("", code.lower().partition(";")[0])
    return "d" not in shown or "y" not in shown


def _format(style: str | None, package: Package) -> str | None:
    if style is None:
        return GENERAL
    if package.formats is None:
        return None
    index = int(style)
    return package.formats[index] if index < len(package.formats) else GENERAL
