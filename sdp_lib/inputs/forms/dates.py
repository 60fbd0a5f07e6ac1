"""Dates and times as exports and people write them."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Literal

from sdp_lib.inputs.forms.cells import Cell
from sdp_lib.inputs.forms.sheet import Partial, fold
from sdp_lib.problems.answers import (
    CELL_NOT_A_DATE,
    CELL_NOT_A_MOMENT,
    DATE_AMBIGUOUS,
    DATE_PARTLY_SHOWN,
    DATE_WITH_TIME,
)

DateOrder = Literal["day_first", "month_first"]

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH_NUMBERS = {
    name: number for number, month in enumerate(_MONTHS, 1) for name in (month, month[:3])
}
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_SLASHES = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_SHORT = re.compile(r"^([0-9]{1,2}/[0-9]{1,2}/)([0-9]{2})$")
_YEAR_FIRST = re.compile(r"([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})")
_WORDS = re.compile(r"([0-9]{1,2}) ([a-z]+) ([0-9]{4})")
_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?(?: ?([ap])m)?")
_MOMENT = re.compile(r"(?P<day>[0-9/-]+|[0-9]+ [a-z]+ [0-9]+),?[ t](?P<clock>[0-9].*)")
_MIDNIGHT = re.compile(r"[ t]0{1,2}:00(:00(\.0+)?)?$")  # what Excel writes after a date in a CSV
# Google writes the time of its form's own place, followed by the time zone.
_ZONE = re.compile(r" gmt(?:[+-][0-9]{1,2}(?::[0-9]{2})?)?$")
_NOON = 12


def read_date(cell: Cell, order: DateOrder, *, doubtful: bool = False) -> str:
    """Return the date as YYYY-MM-DD, or blank after reporting that it is not one.

    `doubtful` if the export's times are written in another order than `order`: then a date that can
    be read both ways is a problem.
    """
    if cell.refuse_fault():
        return ""
    value = cell.value
    if isinstance(value, datetime) and value.time() != time.min:
        _report_time(cell, value)
    elif isinstance(value, Partial):
        so = f"is shown without its day or its year, and was read as {value.date()}"
        cell.tell("warning", DATE_PARTLY_SHOWN, so, what="the date")
    if isinstance(value, (datetime, date)):
        return value.isoformat()[:10]
    text = _MIDNIGHT.sub("", fold(value)) if isinstance(value, str) else ""
    parsed = parse_date(text, order)
    if parsed is None:
        cell.tell(
            "error",
            CELL_NOT_A_DATE,
            "is not a date",
        )
        return ""
    if doubtful and (other := parse_date(text, other_order(order))) not in (None, parsed):
        cell.tell(
            "error",
            DATE_AMBIGUOUS,
            f"may be {parsed} or {other}, as the times of this export have another order",
        )
        return ""
    return parsed.isoformat()


def _report_time(cell: Cell, value: datetime) -> None:
    cell.tell(
        "warning",
        DATE_WITH_TIME,
        f"has a time of day, of which only {value.date()} is kept",
    )


def other_order(order: DateOrder) -> DateOrder:
    """Return the other order of day and month."""
    return "month_first" if order == "day_first" else "day_first"


def parse_date(text: str, order: DateOrder) -> date | None:
    """Read a date in one of the forms of the contract, its case folded; None for anything else.

    >>> parse_date("31/10/2019", "day_first"), parse_date("31 oct 2019", "day_first")
    (datetime.date(2019, 10, 31), datetime.date(2019, 10, 31))
    >>> parse_date("31/02/2019", "day_first"), parse_date("q3", "day_first")
    (None, None)
    """
    if match := _ISO.fullmatch(text):
        year, month, day = match.groups()
    elif match := _SLASHES.fullmatch(text):
        first, second, year = match.groups()
        day, month = (first, second) if order == "day_first" else (second, first)
    elif match := _WORDS.fullmatch(text):
        day, name, year = match.groups()
        month = str(_MONTH_NUMBERS.get(name, 0))
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def read_moment(cell: Cell, order: DateOrder) -> str:
    """Return a date and time as YYYY-MM-DDTHH:MM:SS, or blank after reporting that it is none."""
    if cell.refuse_fault():
        return ""
    moment = cell.value
    if isinstance(moment, str):
        moment = parse_moment(moment, order)
    if not isinstance(moment, datetime):
        cell.tell("error", CELL_NOT_A_MOMENT, "is not a date and time")
        return ""
    # Excel keeps a moment as a fraction of a day, which may come back slightly before the second.
    return (moment + timedelta(milliseconds=500)).isoformat(timespec="seconds")


def parse_moment(text: str, order: DateOrder) -> datetime | None:
    """Read a date and time as forms write them, even with a two-digit year; None for others.

    >>> parse_moment("9/3/19 10:14:23 AM", "month_first")
    datetime.datetime(2019, 9, 3, 10, 14, 23)
    >>> parse_moment("2019/09/03 1:14:23 PM GMT+1", "day_first")
    datetime.datetime(2019, 9, 3, 13, 14, 23)
    """
    match = _MOMENT.fullmatch(_ZONE.sub("", fold(text)))
    if match is None:
        return None
    day = parse_date(_YEAR_FIRST.sub(r"\1-\2-\3", _SHORT.sub(r"\g<1>20\2", match["day"])), order)
    clock = _CLOCK.fullmatch(match["clock"])
    if day is None or clock is None:
        return None
    hour = int(clock[1])
    if clock[4]:
        hour = hour % _NOON + _NOON * (clock[4] == "p") if 1 <= hour <= _NOON else 24
    try:
        return datetime.combine(day, time(hour, int(clock[2]), int(clock[3] or 0)))
    except ValueError:
        return None
