"""The financial quarter as a value: April to June is Quarter 1."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_TEXT = re.compile(r"(?P<year>\d{4})-(?P<next>\d{2})-Q(?P<number>[1-4])")
_MONTHS = ("April to June", "July to September", "October to December", "January to March")


@dataclass(frozen=True, order=True)
class Period:
    """A quarter of a UK financial year, which runs from 1 April to 31 March.

    >>> quarter = Period.parse("2019-20-Q2")
    >>> quarter.first_day, quarter.last_day
    (datetime.date(2019, 7, 1), datetime.date(2019, 9, 30))
    """

    start_year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read `2019-20-Q2`; `ValueError` for anything else, also for years that do not follow.

        >>> Period.parse("2019-21-Q2")
        Traceback (most recent call last):
        ...
        ValueError: '2019-21-Q2' is no quarter
        """
        match = _TEXT.fullmatch(text)
        if not match or (int(match["year"]) + 1) % 100 != int(match["next"]):
            raise ValueError(f"{text!r} is no quarter")
        return cls(int(match["year"]), int(match["number"]))

    def __str__(self) -> str:
        return f"{self.start_year}-{(self.start_year + 1) % 100:02d}-Q{self.number}"

    @property
    def first_day(self) -> date:
        """The first day of the quarter."""
        month = 1 + 3 * (self.number % 4)
        return date(self.start_year + (self.number == 4), month, 1)

    @property
    def last_day(self) -> date:
        """The last day of the quarter."""
        return self.next().first_day - timedelta(days=1)

    @property
    def year_first_day(self) -> date:
        """1 April of the financial year."""
        return date(self.start_year, 4, 1)

    @property
    def year_last_day(self) -> date:
        """31 March of the financial year."""
        return date(self.start_year + 1, 3, 31)

    def next(self) -> Period:
        """Return the quarter after this one.

        >>> str(Period.parse("2019-20-Q4").next())
        '2020-21-Q1'
        """
        return Period(self.start_year + self.number // 4, self.number % 4 + 1)

    def previous(self) -> Period:
        """Return the quarter before this one.

        >>> str(Period.parse("2019-20-Q1").previous())
        '2018-19-Q4'
        """
        return Period(self.start_year - (self.number == 1), (self.number - 2) % 4 + 1)

    @property
    def year_label(self) -> str:
        """The financial year as reports write it.

        >>> Period.parse("2019-20-Q2").year_label
        '2019/20'
        """
        return f"{self.start_year}/{(self.start_year + 1) % 100:02d}"

    @property
    def short_label(self) -> str:
        """The quarter within its year: `Quarter 2`."""
        return f"Quarter {self.number}"

    @property
    def label(self) -> str:
        """The quarter as reports write it: `Quarter 2 2019/20`."""
        return f"{self.short_label} {self.year_label}"

    @property
    def period(self) -> str:
        """The months in words.

        >>> Period.parse("2019-20-Q4").period
        'January to March 2020'
        """
        return f"{_MONTHS[self.number - 1]} {self.first_day.year}"

    def contains_year_of(self, day: date) -> bool:
        """Tell whether a day lies in the financial year of this quarter ("due this year").

        >>> Period.parse("2019-20-Q2").contains_year_of(date(2020, 3, 31))
        True
        """
        return self.year_first_day <= day <= self.year_last_day
