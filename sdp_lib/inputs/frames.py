"""CSV files as frames: read as text, checked by pandera, then converted.

Every check has its kind of problem and its words, so that a failure becomes a sentence: the file,
the row as a spreadsheet numbers it, the activity, the column and its value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pandera.pandas as pa

from sdp_lib.errors import InputError, Problem
from sdp_lib.inputs.checked import checked, failed
from sdp_lib.inputs.csv_file import cells, read_rows
from sdp_lib.inputs.file_names import is_reserved
from sdp_lib.problems.files import (
    BAD_LIST,
    BAD_TEXT,
    COLUMN_ORDER,
    DUPLICATE,
    LIKE_ANOTHER,
    NO_COLUMN,
    NOT_A_DATE,
    NOT_A_MOMENT,
    RESERVED_ID,
    UNEVEN_ROW,
    UNKNOWN_COLUMN,
    UNKNOWN_ID,
)

_FIRST_ROW = 2  # row 1 is the header, as in a spreadsheet
_MOST_NAMED = 20


def each_once(values: pd.Series[str], convert: Callable[[list[str]], pd.Series]) -> pd.Series:
    """Convert a column, looking at each different text once: most columns have few of them."""
    # As plain objects: going through a series one by one takes ten times as long.
    codes, texts = pd.factorize(values.to_numpy(dtype=object), use_na_sentinel=False)
    return convert(list(texts)).iloc[codes].set_axis(values.index)


def each_is(values: pd.Series[str], test: Callable[[str], bool]) -> pd.Series[bool]:
    """Return which texts of a column pass a test."""
    codes, texts = pd.factorize(values.to_numpy(dtype=object), use_na_sentinel=False)
    passed = np.array([test(text) for text in texts], dtype=bool)
    return pd.Series(passed[codes], index=values.index)


def is_date(text: str) -> bool:
    """Return whether a text is a date written YYYY-MM-DD, and a real one.

    >>> is_date("2020-02-29"), is_date("2019-02-29"), is_date("31/10/2019")
    (True, False, False)
    """
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def is_moment(text: str) -> bool:
    """Return whether a text is a date, or a date and time, in ISO form.

    >>> is_moment("2019-09-03T10:14:00"), is_moment("3 September")
    (True, False)
    """
    day, _, time = text.partition("T")
    return is_date(day) and bool(re.fullmatch(r"|([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?", time))


def matches(pattern: re.Pattern[str], expected: str) -> pa.Check:
    """Check that a text matches a pattern as a whole."""
    return checked(
        BAD_TEXT,
        lambda values: each_is(values, lambda text: bool(pattern.fullmatch(text))),
        "which is not allowed here",
        f"Write {expected}",
    )


def known(allowed: Sequence[str], noun: str, *, blank: bool = False) -> pa.Check:
    """Check that a text is one of the IDs of a list."""
    choices = set(allowed) | ({""} if blank else set())
    return checked(
        UNKNOWN_ID,
        lambda values: values.isin(choices),
        f"which is not a known {noun}",
        f"Choose from {named(allowed)}",
    )


def named(allowed: Sequence[str]) -> str:
    """Name the IDs of a list in a message, and count those that would make it too long.

    >>> named([str(number) for number in range(1, 25)])
    '1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 and 4 more'
    """
    more = len(allowed) - _MOST_NAMED
    return ", ".join(allowed[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def known_list(allowed: Sequence[str], noun: str) -> pa.Check:
    """Check that a text is blank or IDs of a list, each once, joined by semicolons."""
    choices = set(allowed)

    def is_list(text: str) -> bool:
        items = split(text)
        return set(items) <= choices and len(set(items)) == len(items)

    return checked(
        BAD_LIST,
        lambda values: each_is(values, is_list),
        f"which is not a list of {noun}s, each once",
        f"Choose from {named(allowed)}, and write semicolons between them",
    )


def unique() -> pa.Check:
    """Check that a text appears only once in its column."""
    return checked(DUPLICATE, lambda values: ~values.duplicated(), "which is also in another row")


def unlike() -> pa.Check:
    """Check that no two texts of a column differ only in case: they would name the same file."""
    return checked(
        LIKE_ANOTHER,
        lambda values: ~values.str.lower().duplicated() | values.duplicated(),
        "and another ID differs from it only in case",
    )


def not_reserved() -> pa.Check:
    """Check that a text is not a name that Windows reserves."""
    return checked(
        RESERVED_ID,
        lambda values: each_is(values, lambda text: not is_reserved(text)),
        "and Windows has no files of this name",
    )


DATE = checked(
    NOT_A_DATE,
    lambda values: each_is(values, lambda text: text == "" or is_date(text)),
    "which is not a date",
)
MOMENT = checked(
    NOT_A_MOMENT,
    lambda values: each_is(values, lambda text: text == "" or is_moment(text)),
    "which is not a date and time",
)


def split(text: str) -> tuple[str, ...]:
    """Return the IDs of a list that is joined by semicolons.

    >>> split("capacity;complexity"), split("")
    (('capacity', 'complexity'), ())
    """
    return tuple(text.split(";")) if text else ()


def read_frame(
    path: Path,
    columns: Sequence[str],
    schema: pa.DataFrameSchema,
    *,
    key: str,
    optional: Sequence[str] = (),
) -> pd.DataFrame:
    """Read a CSV file whose header is exactly `columns`, every value as text, and check it.

    `optional` columns may be anywhere among them; one that is absent is blank. Blank rows are
    skipped. `InputError` holds every problem: header, row length, values.
    """
    frame = _read_rows(path, columns, optional)
    try:
        return schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        raise InputError(_problems(path, frame, error.failure_cases, key)) from None


def _read_rows(path: Path, needed: Sequence[str], optional: Sequence[str]) -> pd.DataFrame:
    where = path.as_posix()
    rows = read_rows(path)
    columns = [cell.strip() for cell in next(rows, [])]
    present = [name for name in columns if name not in optional]
    if present != list(needed) or len(set(columns)) < len(columns):
        raise InputError(_header_problems(f"{where}, row 1", present, needed))
    numbers: list[int] = []
    kept: list[list[str]] = []
    wrong: list[Problem] = []
    seen: dict[str, str] = {}  # many cells have the same text, which is kept once
    for number, row in enumerate(rows, _FIRST_ROW):
        if row and len(row) != len(columns):
            wrong.append(_uneven(f"{where}, row {number}", row, columns))
        elif any(row):
            numbers.append(number)
            kept.append(list(map(seen.setdefault, row, row)))
    if wrong:
        raise InputError(wrong)
    frame = pd.DataFrame(kept, index=numbers, columns=columns, dtype=str)
    return frame.assign(**{name: "" for name in optional if name not in columns})


def _uneven(where: str, row: Sequence[str], columns: Sequence[str]) -> Problem:
    return Problem(
        UNEVEN_ROW, where, f"it has {cells(len(row))}, and the header has {len(columns)}"
    )


def _header_problems(
    where: str, header: Sequence[str], columns: Sequence[str]
) -> Iterable[Problem]:
    missing = [name for name in columns if name not in header]
    unknown = [name for name in header if name not in columns]
    for name in missing:
        yield Problem(NO_COLUMN, where, f"there is no column {name!r}")
    for name in unknown:
        yield Problem(UNKNOWN_COLUMN, where, f"the column {name!r} is not known")
    if not missing and not unknown:
        yield Problem(
            COLUMN_ORDER,
            where,
            _misplaced(header, columns),
            f"Put the columns in this order: {', '.join(columns)}",
        )


def _misplaced(header: Sequence[str], columns: Sequence[str]) -> str:
    """Describe the first column that is not in its place, or that appears twice."""
    number, given = next(
        (place, name)
        for place, name in enumerate(header, 1)
        if place > len(columns) or name != columns[place - 1]
    )
    if given in header[: number - 1]:
        return f"column {number} is {given!r} again"
    return f"column {number} is {given!r}, where {columns[number - 1]!r} belongs"


def _problems(
    path: Path, frame: pd.DataFrame, failures: pd.DataFrame, key: str
) -> Iterable[Problem]:
    for failure in failures.sort_values("index", kind="stable").itertuples():
        name = str(frame.at[failure.index, key]) or "no id"
        yield failed(str(failure.check)).problem(
            f"{path.as_posix()}, row {failure.index} ({name})",
            f"{failure.column} is {failure.failure_case!r}",
        )


def to_dates(frame: pd.DataFrame, columns: Iterable[str]) -> pd.DataFrame:
    """Turn columns of ISO dates into `datetime64`, blank into NaT."""
    return frame.assign(**{name: each_once(frame[name], _dates) for name in columns})


def _dates(texts: list[str]) -> pd.Series:
    days = pd.Series([text or None for text in texts], dtype=object)
    return pd.to_datetime(days, format="ISO8601").astype("datetime64[s]")


def to_lists(frame: pd.DataFrame, columns: Iterable[str]) -> pd.DataFrame:
    """Turn columns of IDs joined by semicolons into tuples of IDs."""
    return frame.assign(**{name: each_once(frame[name], _lists) for name in columns})


def _lists(texts: list[str]) -> pd.Series:
    return pd.Series([split(text) for text in texts], dtype=object)
