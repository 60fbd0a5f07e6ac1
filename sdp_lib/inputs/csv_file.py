"""CSV files as rows of text, read one after another, so that a long file needs little memory."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sdp_lib.errors import InputError
from sdp_lib.inputs.text_file import read_lines
from sdp_lib.problems.files import CELL_TOO_LONG

LONGEST_CELL = 3_000_000  # characters; Python's own limit is too low for some answers
csv.field_size_limit(LONGEST_CELL)
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
# What a spreadsheet runs (CWE-1236), also after blanks, and in the wide forms of those signs.
_FORMULA = re.compile(r"[\t\r]|\s*[=+@\uff1d\uff0b\uff20-]")
# Where a spreadsheet may split a row or a cell, whatever it takes for the end of a line.
_CUTS = re.compile('[,\t"\n\v\f\x1c-\x1e\u0085\u2028\u2029]|^\\s|\\s$')


def cells(number: int) -> str:
    """Count cells in a message.

    >>> cells(1), cells(5)
    ('1 cell', '5 cells')
    """
    return "1 cell" if number == 1 else f"{number} cells"


def read_rows(path: Path) -> Iterator[list[str]]:
    """Yield the rows of a CSV file, the header first; a blank row is an empty list.

    `InputError` if it is not text, or a cell is too long.
    """
    number = 1
    try:
        for row in rows_of(read_lines(path)):
            yield row
            number += 1
    except csv.Error:
        raise InputError.of(
            CELL_TOO_LONG,
            f"{path.as_posix()}, row {number}",
            f"a cell has more than {csv.field_size_limit():,} characters, usually because a "
            "quotation mark has no partner",
        ) from None


def rows_of(lines: Iterable[str]) -> Iterator[list[str]]:
    """Yield the rows of lines of CSV; `csv.Error` if they are not CSV."""
    return csv.reader(_split(lines))


def _split(lines: Iterable[str]) -> Iterator[str]:
    """End every line alike: a lone carriage return ends one too, as it does for a spreadsheet."""
    for line in lines:
        if "\r" in line:
            yield from _LINE.findall(line.replace("\r\n", "\n").replace("\r", "\n"))
        else:
            yield line


def to_csv(header: Sequence[str], rows: Iterable[Iterable[Any]]) -> str:
    r"""Return rows as the text of a CSV file with LF line ends, which no spreadsheet splits.

    >>> to_csv(["a", "b"], [["1", "x\ry"], ["2;3", None]])
    'a,b\n1,"x\ny"\n2;3,\n'
    """
    # An empty line would not be a row.
    return "".join(f"{','.join(map(_cell, row)) or chr(34) * 2}\n" for row in (header, *rows))


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return f'"{text.replace(chr(34), chr(34) * 2)}"' if _CUTS.search(text) else text


def guarded(cell: Any) -> Any:
    """Put an apostrophe before text that a spreadsheet would run; numbers stay numbers.

    >>> guarded("=1+1"), guarded(-3), guarded("on track")
    ("'=1+1", -3, 'on track')
    """
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell


def unguarded(text: str) -> str:
    """Return a text without the apostrophe that `guarded` put before it.

    >>> unguarded("'=1+1"), unguarded("'tis")
    ('=1+1', "'tis")
    """
    return text[1:] if text[:1] == "'" and _FORMULA.match(text[1:]) else text
