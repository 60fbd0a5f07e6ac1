"""The first sheet of a workbook (`.xlsx`), row by row, with no formula computed or believed."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from sdp_lib.inputs.forms.archive import check_archive, damaged
from sdp_lib.inputs.forms.sheet import Fault, Formula, Row, Sheet, Value, within_limits

# What a parser raises over a file that is a zip archive but no sound workbook.
_DAMAGE = (
    BadZipFile,
    AttributeError,
    IndexError,
    KeyError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
)
_LAST_ROW = 1_048_576  # of any sheet
# How Office writes a control character, usually a carriage return, into a text.
_CONTROL = re.compile(r"_x00([01][0-9A-Fa-f])_")


@contextmanager
def workbook_sheet(path: Path) -> Iterator[Sheet]:
    """Give the first sheet of a workbook; `InputError` where it is not safe or not sound.

    The rows are read while they are asked for, and may raise `InputError` themselves.
    """
    with _opened(path) as sheets:
        yield _sheet(path, sheets[0])


@contextmanager
def workbook_sheets(path: Path) -> Iterator[Iterator[Sheet]]:
    """Give the sheets of a workbook that a person can see, as `workbook_sheet` gives the first."""
    with _opened(path) as sheets:
        yield (_sheet(path, sheet) for sheet in sheets if sheet.sheet_state == "visible")


@contextmanager
def _opened(path: Path) -> Iterator[list[Any]]:
    import openpyxl  # type: ignore[import-untyped]

    check_archive(path)
    with path.open("rb") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions that are not wanted here
        try:
            workbook = openpyxl.load_workbook(file, read_only=True, keep_links=False)
            sheets = [workbook.worksheets[0], *workbook.worksheets[1:]]
        except _DAMAGE as error:
            raise damaged(path.as_posix(), error) from None
        yield sheets


def _sheet(path: Path, sheet: Any) -> Sheet:
    sheet.reset_dimensions()  # a declared size is only a claim
    where = f"{path.as_posix()}, sheet {sheet.title!r}"
    return Sheet(where, within_limits(where, _rows(where, sheet)))


def _rows(where: str, sheet: Any) -> Iterator[Row]:
    try:
        for number, cells in enumerate(sheet.iter_rows(), 1):
            if number > _LAST_ROW:
                raise ValueError("more rows than any sheet has")
            yield number, [None if cell.value is None else _value(cell) for cell in cells]
    except _DAMAGE as error:
        raise damaged(where, error) from None


def _value(cell: Any) -> Value:
    if cell.data_type == "f":
        return Formula(getattr(cell.value, "text", None) or cell.value)
    if cell.data_type == "e":
        return Fault(cell.value)
    value: Value = cell.value
    if isinstance(value, str) and "_x00" in value:
        return _CONTROL.sub(lambda code: chr(int(code[1], 16)), value)
    return value
