"""Rows of frames as plain values: dates, lists and whole numbers instead of pandas types."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pandas as pd


def rows_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a frame's rows by column; a date is a `date`, or None if none was given.

    `submitted` alone is a moment, a `datetime`.
    """
    columns = {
        str(name): [_moment(value) if name == "submitted" else _date(value) for value in column]
        if pd.api.types.is_datetime64_any_dtype(column)
        else _plain(column)
        for name, column in frame.items()
    }
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _plain(column: pd.Series) -> list[Any]:
    values = column.tolist()
    return [None if value is pd.NA else value for value in values] if column.hasnans else values


def _date(value: pd.Timestamp) -> date | None:
    return None if pd.isna(value) else value.date()


def _moment(value: pd.Timestamp) -> datetime | None:
    return None if pd.isna(value) else value.to_pydatetime()
