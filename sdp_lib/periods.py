"""Periods of a calendar: months, quarters, half-years or years, from any first month."""

from __future__ import annotations

import re
from calendar import month_name
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Every = Literal["month", "quarter", "half_year", "year"]
_MONTHS: dict[Every, int] = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
_LETTERS: dict[Every, str] = {"month": "M", "quarter": "Q", "half_year": "H", "year": ""}
_HALVES = ("first half", "second half")
_WRITTEN = re.compile(
    r"(?P<year>[1-9]\d{3})([-/](?P<next>\d{2}))?(-(?P<letter>[MQH])(?P<number>\d{1,2}))?", re.I
)
_LAST_YEAR = 9998  # the end of a later year is beyond any `date`
_EXAMPLE_YEAR = 2019
_APRIL = 4


@dataclass(frozen=True)
class Calendar:
    """How an organisation divides its years; by default as in the UK, in quarters.

    >>> monthly = Calendar(year_starts=1, every="month")
    >>> monthly.length, monthly.count, monthly.example
    (1, 12, '2019-M02')
    """

    year_starts: int = _APRIL
    every: Every = "quarter"

    @property
    def length(self) -> int:
        """The months in a period."""
        return _MONTHS[self.every]

    @property
    def count(self) -> int:
        """The periods in a year."""
        return 12 // self.length

    @property
    def word(self) -> str:
        """The word for a period."""
        return self.every.replace("_", "-")

    @property
    def adjective(self) -> str:
        """The word for what happens once in each period, such as `quarterly`."""
        return f"{self.word}ly"

    @property
    def year_word(self) -> str:
        """The word for its year: "financial year" from April, as in the United Kingdom."""
        return "financial year" if self.year_starts == _APRIL else "year"

    @property
    def example(self) -> str:
        """An example of a period, as it is written."""
        return str(Period(_EXAMPLE_YEAR, min(2, self.count), self))

    def year(self, start: int) -> str:
        """Write a year as in IDs: `2026-27`, or `2026` if it starts in January."""
        return str(start) if self.year_starts == 1 else f"{start}-{(start + 1) % 100:02d}"


UK_QUARTERS = Calendar()


@dataclass(frozen=True, order=True)
class Period:
    """A period of a calendar, by its year and its number in that year.

    >>> quarter = Period.parse("2019-20-Q2")
    >>> quarter.first_day, quarter.last_day
    (datetime.date(2019, 7, 1), datetime.date(2019, 9, 30))
    >>> str(Period.parse("2019/20-q2"))
    '2019-20-Q2'
    """

    start_year: int
    number: int
    calendar: Calendar = UK_QUARTERS

    @classmethod
    def parse(cls, text: str, calendar: Calendar = UK_QUARTERS) -> Period:
        """Read a period in any case, with `-` or `/` in its year; `ValueError` for anything else.

        >>> Period.parse("2019-21-Q2")
        Traceback (most recent call last):
        ...
        ValueError: '2019-21-Q2' is not a quarter; write it like 2019-20-Q2
        """
        match = _WRITTEN.fullmatch(text)
        if match and int(match["year"]) <= _LAST_YEAR:
            period = cls(int(match["year"]), int(match["number"] or 1), calendar)
            written = text.replace("/", "-").upper()
            if 1 <= period.number <= calendar.count and str(period) == written:
                return period
        raise ValueError(f"{text!r} is not a {calendar.word}; write it like {calendar.example}")

    @classmethod
    def of(cls, day: date, calendar: Calendar = UK_QUARTERS) -> Period:
        """Return the period that a day lies in.

        >>> str(Period.of(date(2020, 3, 31))), str(Period.of(date(2020, 4, 1)))
        ('2019-20-Q4', '2020-21-Q1')
        """
        years, months = divmod(day.month - calendar.year_starts, 12)
        return cls(day.year + years, months // calendar.length + 1, calendar)

    def __str__(self) -> str:
        letter, digits = _LETTERS[self.calendar.every], 2 if self.calendar.every == "month" else 1
        within = f"-{letter}{self.number:0{digits}d}" if letter else ""
        return f"{self.year_id}{within}"

    @property
    def year_id(self) -> str:
        """Its year, as in IDs, in `years` of a plan and in reports: `2019-20`."""
        return self.calendar.year(self.start_year)

    @property
    def first_day(self) -> date:
        """The first day of the period."""
        month = self.calendar.year_starts - 1 + (self.number - 1) * self.calendar.length
        return date(self.start_year + month // 12, month % 12 + 1, 1)

    @property
    def last_day(self) -> date:
        """The last day of the period."""
        return self.next().first_day - timedelta(days=1)

    @property
    def year_first_day(self) -> date:
        """The first day of its year."""
        return date(self.start_year, self.calendar.year_starts, 1)

    @property
    def year_last_day(self) -> date:
        """The last day of its year."""
        return date(self.start_year + 1, self.calendar.year_starts, 1) - timedelta(days=1)

    def contains_year_of(self, day: date) -> bool:
        """Return whether a day lies in the year of this period ("due this year").

        >>> Period.parse("2019-20-Q2").contains_year_of(date(2020, 3, 31))
        True
        """
        return self.year_first_day <= day <= self.year_last_day

    def next(self) -> Period:
        """Return the period after this one.

        >>> str(Period.parse("2019-20-Q4").next())
        '2020-21-Q1'
        """
        return self._moved(1)

    def previous(self) -> Period:
        """Return the period before this one.

        >>> str(Period.parse("2019-20-Q1").previous())
        '2018-19-Q4'
        """
        return self._moved(-1)

    def _moved(self, steps: int) -> Period:
        years, number = divmod(self.number - 1 + steps, self.calendar.count)
        return Period(self.start_year + years, number + 1, self.calendar)

    @property
    def short_label(self) -> str:
        """The period within its year: `Quarter 2`, `May`, `first half`; a year is itself."""
        match self.calendar.every:
            case "month":
                return month_name[self.first_day.month]
            case "quarter":
                return f"Quarter {self.number}"
            case "half_year":
                return _HALVES[self.number - 1]
            case "year":
                return self.year_id

    @property
    def label(self) -> str:
        """The period as reports write it.

        >>> halves = Calendar(every="half_year")
        >>> Period(2019, 2).label, Period(2026, 1, halves).label
        ('Quarter 2 2019-20', 'first half of 2026-27')
        >>> Period(2026, 12, Calendar(every="month")).label
        'March 2027'
        """
        match self.calendar.every:
            case "month":
                return f"{self.short_label} {self.first_day.year}"
            case "quarter":
                return f"{self.short_label} {self.year_id}"
            case "half_year":
                return f"{self.short_label} of {self.year_id}"
            case "year":
                return self.year_id

    def beside(self, other: Period) -> str:
        """Name the period next to another, in short if both are in one year.

        >>> Period(2019, 1).beside(Period(2019, 2)), Period(2018, 4).beside(Period(2019, 2))
        ('Quarter 1', 'Quarter 4 2018-19')
        """
        return self.short_label if self.start_year == other.start_year else self.label

    @property
    def tick(self) -> tuple[str, str]:
        """The shortest words for an axis: the period within its year, and the year.

        >>> Period(2019, 2).tick, Period(2026, 2, Calendar(1, "month")).tick
        (('Q2', '2019-20'), ('Feb', '2026'))
        """
        match self.calendar.every:
            case "month":
                return self.short_label[:3], str(self.first_day.year)
            case "year":
                return "", self.year_id
            case every:
                return f"{_LETTERS[every]}{self.number}", self.year_id

    @property
    def span(self) -> str:
        """Its months in words, or its days if it is a month.

        >>> Period.parse("2019-20-Q4").span, Period(2026, 2, Calendar(1, "month")).span
        ('January to March 2020', '1 to 28 February 2026')
        >>> Period(2026, 1, Calendar(4, "year")).span
        'April 2026 to March 2027'
        """
        first, last = self.first_day, self.last_day
        if self.calendar.every == "month":
            return f"1 to {last.day} {self.label}"
        year = f" {first.year}" if first.year != last.year else ""
        return f"{month_name[first.month]}{year} to {month_name[last.month]} {last.year}"


def headed(words: str) -> str:
    """Write the name of a period, or any words, as they begin a heading or a cell.

    >>> headed("first half of 2026-27")
    'First half of 2026-27'
    """
    return words[:1].upper() + words[1:]


def spoken(words: str) -> str:
    """Write the name of a period as in a sentence, where a half takes an article.

    >>> spoken("first half"), spoken("Quarter 2")
    ('the first half', 'Quarter 2')
    """
    return f"the {words}" if words.startswith(_HALVES) else words
