"""CSV files as rows of text, read one after the other, so that a long file needs little memory."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from sdp_lib.errors import InputError
from sdp_lib.inputs.text_file import read_lines

LONGEST_CELL = 3_000_000  # characters; Python's own limit is less than some people write
csv.field_size_limit(LONGEST_CELL)
# A carriage return alone ends a row, too, as it does for a spreadsheet.
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")


def read_rows(path: Path) -> Iterator[list[str]]:
    """Yield the rows of a CSV file, the header first; a blank row is an empty list.

    `InputError` where it is no text or a cell holds more than any cell may.
    """
    number = 1
    try:
        for row in rows_of(read_lines(path)):
            yield row
            number += 1
    except csv.Error:
        raise InputError.of(
            f"{path.as_posix()}, row {number}",
            f"a cell of more than {csv.field_size_limit():,} characters was found",
            "which nobody writes; more often a quotation mark has no partner",
            "mend the quotation marks of this row, or shorten the cell",
        ) from None


def rows_of(lines: Iterable[str]) -> Iterator[list[str]]:
    """Yield the rows of lines of CSV; `csv.Error` where they are none."""
    return csv.reader(_split(lines))


def _split(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        if "\r" in line:
            yield from _LINE.findall(line)
        else:
            yield line
