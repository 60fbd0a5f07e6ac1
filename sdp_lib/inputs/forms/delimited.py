"""A `.csv` export, row by row, in whichever encoding Excel or the form saved it."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from sdp_lib.errors import InputError, Problem
from sdp_lib.inputs.csv_file import LONGEST_CELL, cells
from sdp_lib.inputs.forms.archive import LARGEST_FILE, MEGABYTE
from sdp_lib.inputs.forms.findings import Findings
from sdp_lib.inputs.forms.sheet import Fault, Row, Sheet, is_blank, within_limits
from sdp_lib.problems.files import UNEVEN_ROW
from sdp_lib.problems.forms import BAD_CSV, NOT_QUITE_UTF8, NOT_TEXT, TOO_MUCH

_CHUNK = 1 << 20
_DELIMITERS = (",", ";", "\t")
# What Excel saves of a cell that shows an error, or is too narrow for its date.
_ERROR = re.compile(r"#(?:REF!|N/A|DIV/0!|NAME\?|VALUE!|NUM!|NULL!|SPILL!|CALC!)|#{3,}")
_SEPARATOR = re.compile(r'"?sep=([,;|\t])"?\s*', re.IGNORECASE)
_LONGEST_SEPARATOR = 10
_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",  # which begins like UTF-16
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


@contextmanager
def delimited_sheet(path: Path, findings: Findings) -> Iterator[Sheet]:
    """Yield a CSV file as a sheet; `InputError` if it is too large or not text.

    UTF-8 with or without a byte-order mark, and UTF-16 with one, are read as such; anything else as
    Windows-1252, which is reported. The rows are read on demand.
    """
    where = path.as_posix()
    if path.stat().st_size > LARGEST_FILE:
        raise InputError.of(
            TOO_MUCH,
            where,
            f"it has {path.stat().st_size:,} bytes, and at most {LARGEST_FILE // MEGABYTE} MB "
            "are read",
        )
    encoding = _encoding(path, findings)
    usual = max(_DELIMITERS, key=lambda candidate: _width(path, encoding, candidate))
    with path.open(encoding=encoding, newline="") as file:
        delimiter = _named_delimiter(file) or usual
        rows = _rows(where, csv.reader(file, delimiter=delimiter, strict=True), findings)
        yield Sheet(where, within_limits(where, rows))


def _encoding(path: Path, findings: Findings) -> str:
    where = path.as_posix()
    with path.open("rb") as file:
        beginning = file.read(1000)
    marked = next((name for mark, name in _MARKS.items() if beginning.startswith(mark)), None)
    if marked is None and beginning.count(0) > len(beginning) // 4:
        raise _no_text(where)
    for encoding in [marked] if marked else ["utf-8", "cp1252"]:
        if _decodes(path, encoding):
            if encoding == "cp1252":
                findings.add(
                    "note",
                    Problem(NOT_QUITE_UTF8, where, "it is not UTF-8, and was read as Windows-1252"),
                )
            return encoding
    raise _no_text(where)


def _no_text(where: str) -> InputError:
    return InputError.of(NOT_TEXT, where, "it holds bytes that are not text")


def _decodes(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding, newline="") as file:
            while file.read(_CHUNK):
                pass
    except UnicodeError:
        return False
    return True


def _rows(where: str, reader: Iterable[list[str]], findings: Findings) -> Iterator[Row]:
    header: list[str] | None = None
    number = 0
    try:
        for number, row in enumerate(reader, 1):
            header = header or row
            if len(row) == len(header):
                yield number, [Fault(cell) if _ERROR.fullmatch(cell) else cell for cell in row]
            elif not all(map(is_blank, row)):
                findings.add("error", _uneven(f"{where}, row {number}", row, header))
    except csv.Error as error:
        raise InputError.of(
            BAD_CSV,
            f"{where}, row {number + 1}",
            f"it cannot be divided into cells of at most {LONGEST_CELL:,} characters ({error})",
        ) from None


def _width(path: Path, encoding: str, delimiter: str) -> int:
    """Return the number of cells into which a delimiter splits the header."""
    with path.open(encoding=encoding, newline="") as file:
        try:
            return len(next(csv.reader(file, delimiter=delimiter), []))
        except csv.Error:
            return 0


def _named_delimiter(file: TextIO) -> str:
    """Skip the line in which a program tells Excel the delimiter; return that, or blank if none.

    Excel does not show the line, and does not count it as a row.
    """
    match = _SEPARATOR.fullmatch(file.readline(_LONGEST_SEPARATOR))
    if match is None:
        file.seek(0)
    return match[1] if match else ""


def _uneven(where: str, row: list[str], header: list[str]) -> Problem:
    return Problem(UNEVEN_ROW, where, f"it has {cells(len(row))}, and the header has {len(header)}")
