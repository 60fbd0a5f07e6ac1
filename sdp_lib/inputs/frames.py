"""CSV files as frames: read as text, checked by pandera, then converted.

Every check carries the words for what it expects, so that a failure can be told as a sentence:
the file, the row as a spreadsheet numbers it, the activity, the column and what was found.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from sdp_lib.errors import InputError, Problem
from sdp_lib.inputs.text_file import read_text

_FIRST_ROW = 2  # row 1 is the header, as in a spreadsheet


def is_date(text: str) -> bool:
    """Tell whether a text is a date written YYYY-MM-DD, and a real one.

    >>> is_date("2020-02-29"), is_date("2019-02-29"), is_date("31/10/2019")
    (True, False, False)
    """
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def is_moment(text: str) -> bool:
    """Tell whether a text is a date, or a date and time, in ISO form.

    >>> is_moment("2019-09-03T10:14:00"), is_moment("3 September")
    (True, False)
    """
    day, _, time = text.partition("T")
    return is_date(day) and bool(re.fullmatch(r"|([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?", time))


def matches(pattern: re.Pattern[str], expected: str) -> pa.Check:
    """Check that a text matches a pattern as a whole."""
    return pa.Check(
        lambda values: values.map(lambda text: bool(pattern.fullmatch(text))),
        error=f"but {expected} is needed",
    )


def known(allowed: Sequence[str], noun: str, *, blank: bool = False) -> pa.Check:
    """Check that a text is one of the IDs of a list."""
    choices = set(allowed) | ({""} if blank else set())
    return pa.Check(
        lambda values: values.isin(choices),
        error=f"which is no {noun}; these are known: {', '.join(allowed)}",
    )


def known_list(allowed: Sequence[str], noun: str) -> pa.Check:
    """Check that a text is blank or IDs of a list, each once, joined by semicolons."""
    choices = set(allowed)

    def is_list(text: str) -> bool:
        items = split(text)
        return set(items) <= choices and len(set(items)) == len(items)

    return pa.Check(
        lambda values: values.map(is_list),
        error=f"which is no list of {noun}s joined by ';', each once: {', '.join(allowed)}",
    )


def unique() -> pa.Check:
    """Check that a text stands once in its column."""
    return pa.Check(lambda values: ~values.duplicated(), error="but each may stand once")


DATE = pa.Check(
    lambda values: values.map(lambda text: text == "" or is_date(text)),
    error="which is no date; dates are written YYYY-MM-DD",
)
MOMENT = pa.Check(
    lambda values: values.map(lambda text: text == "" or is_moment(text)),
    error="which is no date and time; they are written like 2019-09-03T10:14:00",
)


def split(text: str) -> tuple[str, ...]:
    """Return the IDs of a list that is joined by semicolons.

    >>> split("capacity;complexity"), split("")
    (('capacity', 'complexity'), ())
    """
    return tuple(text.split(";")) if text else ()


def read_frame(
    path: Path, columns: Sequence[str], schema: pa.DataFrameSchema, *, key: str
) -> pd.DataFrame:
    """Read a CSV file whose header is exactly `columns`, every value as text, and check it.

    Blank rows are passed over. `InputError` holds every problem: header, row length, values.
    """
    frame = _read_rows(path, columns)
    try:
        return schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        raise InputError(_problems(path, frame, error.failure_cases, key)) from None


def _read_rows(path: Path, columns: Sequence[str]) -> pd.DataFrame:
    rows = list(csv.reader(io.StringIO(read_text(path), newline=""), strict=False))
    where = path.as_posix()
    header = [cell.strip() for cell in rows[0]] if rows else []
    if header != list(columns):
        raise InputError(_header_problems(f"{where}, row 1", header, columns))
    wrong = [
        Problem(
            f"{where}, row {number}",
            f"{len(row)} cells were found",
            f"but the header has {len(columns)}",
            "check the commas and quotation marks",
        )
        for number, row in enumerate(rows[1:], _FIRST_ROW)
        if row and len(row) != len(columns)
    ]
    if wrong:
        raise InputError(wrong)
    kept = {number: row for number, row in enumerate(rows[1:], _FIRST_ROW) if any(row)}
    return pd.DataFrame.from_dict(kept, orient="index", columns=list(columns), dtype=str)


def _header_problems(
    where: str, header: Sequence[str], columns: Sequence[str]
) -> Iterable[Problem]:
    missing = [name for name in columns if name not in header]
    unknown = [name for name in header if name not in columns]
    for name in missing:
        yield Problem(where, f"there is no column {name!r}", "but it is needed", "add the column")
    for name in unknown:
        yield Problem(
            where,
            f"the column {name!r} was found",
            "which is not known",
            "rename it or take it out",
        )
    if not missing and not unknown:
        yield Problem(
            where,
            "the columns are in another order or stand twice",
            f"but the order is {', '.join(columns)}",
            "put them in this order",
        )


def _problems(
    path: Path, frame: pd.DataFrame, failures: pd.DataFrame, key: str
) -> Iterable[Problem]:
    for failure in failures.sort_values("index", kind="stable").itertuples():
        name = str(frame.at[failure.index, key]) or "no id"
        yield Problem(
            f"{path.as_posix()}, row {failure.index} ({name})",
            f"{failure.column} is {failure.failure_case!r}",
            str(failure.check),
            "correct the cell",
        )


def to_dates(frame: pd.DataFrame, columns: Iterable[str]) -> pd.DataFrame:
    """Turn columns of ISO dates into `datetime64`, blank into NaT."""
    converted = {
        name: pd.to_datetime(frame[name].mask(frame[name].eq("")), format="ISO8601").astype(
            "datetime64[s]"
        )
        for name in columns
    }
    return frame.assign(**converted)


def to_lists(frame: pd.DataFrame, columns: Iterable[str]) -> pd.DataFrame:
    """Turn columns of IDs joined by semicolons into tuples of IDs."""
    return frame.assign(**{name: frame[name].map(split) for name in columns})
