"""Ticks of a time axis: days, months or years, so that any span has a similar number."""

from __future__ import annotations

from datetime import date, timedelta

_DAYS = (1, 2, 7, 14)
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600)
_SHORT = 62  # days: two months have too few first days of a month
_DAYS_A_MONTH = 30.4
_YEAR = 12


def ticks(first: date, last: date, *, most: int = 6) -> list[tuple[date, str]]:
    """Return the days to mark between two days, each with its words.

    >>> ticks(date(2019, 11, 20), date(2020, 3, 5))
    [(datetime.date(2019, 12, 1), 'Dec 2019'), (datetime.date(2020, 1, 1), 'Jan 2020'), \
(datetime.date(2020, 2, 1), 'Feb 2020'), (datetime.date(2020, 3, 1), 'Mar 2020')]
    >>> [words for _, words in ticks(date(2019, 4, 1), date(2059, 3, 31))]
    ['2020', '2030', '2040', '2050']
    >>> [words for _, words in ticks(date(2019, 4, 1), date(2019, 4, 20))]
    ['1 Apr 2019', '8 Apr 2019', '15 Apr 2019']
    """
    days = (last - first).days
    if days <= _SHORT:
        step = next((days_apart for days_apart in _DAYS if days / days_apart <= most), _DAYS[-1])
        marked = [first + timedelta(days=past) for past in range(0, days + 1, step)]
        return [(day, f"{day.day} {day:%b %Y}") for day in marked]
    months = days / _DAYS_A_MONTH
    step = next(
        (months_apart for months_apart in _MONTHS if months / months_apart <= most), _MONTHS[-1]
    )
    marked = [date(month // _YEAR, month % _YEAR + 1, 1) for month in _every(step, first, last)]
    return [(day, f"{day:%Y}" if step >= _YEAR else f"{day:%b %Y}") for day in marked]


def _every(step: int, first: date, last: date) -> range:
    """Return the months, counted from the year 0, that are a multiple of a step."""
    start = first.year * _YEAR + first.month - (first.day == 1)
    return range(-(-start // step) * step, last.year * _YEAR + last.month, step)
