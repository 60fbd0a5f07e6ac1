"""A sheet with its cells as they came, from any kind of file, and how its texts are compared."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sdp_lib.errors import InputError
from sdp_lib.inputs.forms.characters import without_marks
from sdp_lib.problems.forms import SHEET_TOO_LARGE

MOST_ROWS = 200_000
MOST_COLUMNS = 200

_ALIKE = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-"})

Value = str | int | float | bool | datetime | date | time | timedelta | None
Row = tuple[int, Sequence[Value]]


class Formula(str):
    """The text of a formula. It is never computed, and the value stored with it is not trusted."""


class Fault(str):
    """A value that Excel shows as an error, such as `#REF!`."""


class Formatted(float):
    """A number with a format of its own; `code` is None if the format cannot be read."""

    def __new__(cls, value: float, code: str | None) -> Formatted:
        """Make one of a number and the code of its format."""
        made = super().__new__(cls, value)
        made.code = code
        return made

    code: str | None


class Partial(datetime):
    """A date of which a cell shows only a part, such as `Oct-19`; Excel made up the rest."""

    @classmethod
    def of(cls, moment: datetime) -> Partial:
        """Make one of the whole date."""
        return cls.combine(moment.date(), moment.time())


@dataclass(frozen=True)
class Sheet:
    """Where a sheet is, in words, and its rows that are not blank, with their numbers."""

    where: str
    rows: Iterator[Row]


def fold(text: str) -> str:
    r"""Fold white space, case, and the quotation marks and dashes that word processors change.

    >>> fold("  Issues\u00a0 \n"), fold("It’s on track")
    ('issues', "it's on track")
    """
    seen = without_marks(unicodedata.normalize("NFKC", text))
    return " ".join(seen.translate(_ALIKE).casefold().split())


def is_blank(value: Value) -> bool:
    """Return whether a cell shows nothing."""
    return value is None or (isinstance(value, str) and not without_marks(value).strip())


def column_letter(position: int) -> str:
    """Return a column's letters, from its position that counts from 0.

    >>> column_letter(0), column_letter(25), column_letter(26)
    ('A', 'Z', 'AA')
    """
    before, letter = divmod(position, 26)
    return (column_letter(before - 1) if before else "") + chr(ord("A") + letter)


def within_limits(where: str, rows: Iterator[Row]) -> Iterator[Row]:
    """Pass on the rows that are not blank; `InputError` if a sheet is too long or too wide."""
    for number, values in rows:
        width = next((at for at in range(len(values), 0, -1) if not is_blank(values[at - 1])), 0)
        if not width:
            continue
        if width > MOST_COLUMNS:
            raise _too_large(
                where,
                f"column {column_letter(width - 1)}",
                f"{MOST_COLUMNS} columns",
            )
        if number > MOST_ROWS:
            raise _too_large(where, f"row {number}", f"{MOST_ROWS:,} rows")
        yield number, values[:width]


def _too_large(where: str, found: str, limit: str) -> InputError:
    return InputError.of(
        SHEET_TOO_LARGE, where, f"it reaches to {found}, and an export has at most {limit}"
    )
