"""The calendar of `params/council.yml`, by which every period of an organisation is written."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, BeforeValidator

from sdp_lib.errors import InputError
from sdp_lib.inputs.council_format import read_council_yaml
from sdp_lib.inputs.strict import Strict
from sdp_lib.inputs.yaml_file import validated
from sdp_lib.periods import Calendar, Every, Period
from sdp_lib.problems.call import NOT_A_PERIOD

Month = Literal[
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
]  # fmt: skip


def _small(text: object) -> object:
    return text.lower() if isinstance(text, str) else text


class CalendarSetting(Strict):
    """The month in which a year starts, and how it is divided (contract: Periods)."""

    year_starts: Annotated[Month, BeforeValidator(_small)] = "april"
    every: Annotated[Every, BeforeValidator(_small)] = "quarter"

    @property
    def value(self) -> Calendar:
        """The calendar as a value."""
        return Calendar(get_args(Month).index(self.year_starts) + 1, self.every)


class _Only(BaseModel):
    """The calendar alone; mistakes in the rest are reported when the whole file is read."""

    calendar: CalendarSetting = CalendarSetting()


def read_calendar(params: Path) -> Calendar:
    """Return an organisation's calendar; `InputError` if it cannot be read, with its line."""
    path = params / "council.yml"
    state = path.stat() if path.is_file() else None
    # Each report that is made asks for it, and the file hardly ever changes.
    return _read(path, *((state.st_ino, state.st_size, state.st_mtime_ns) if state else ()))


@lru_cache(maxsize=8)
def _read(path: Path, *_: int) -> Calendar:
    return validated(read_council_yaml(path), _Only).calendar.value


def parse_quarter(text: str, params: Path) -> Period:
    """Read a period that somebody typed; `InputError` says how periods are written here."""
    return parse_period(text, read_calendar(params))


def parse_period(text: str, calendar: Calendar) -> Period:
    """Read a period of a calendar; `InputError` as for `parse_quarter`."""
    try:
        return Period.parse(text, calendar)
    except ValueError:
        raise InputError.of(
            NOT_A_PERIOD,
            calendar.word,
            f"{text!r} is not a {calendar.word} here",
            f"Write it like {calendar.example}",
        ) from None
