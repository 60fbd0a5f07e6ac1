"""The quarters that there are returns for, and when their windows were open."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from chance import Chance
from tables import read_table

SATURDAY = 5
LATEST = timedelta(days=11)


@dataclass(frozen=True)
class Window:
    """The days on which lead officers could answer for one quarter of one plan."""

    quarter: str
    plan: str
    opened: date
    closed: date


def windows_of(plan: str) -> list[Window]:
    """Return the windows of a plan, oldest first: one is published, the others are invented."""
    rows = read_table("published/windows.csv") + read_table("invented/windows.csv")
    found = [
        Window(
            row["quarter"],
            row["plan"],
            date.fromisoformat(row["opened"]),
            date.fromisoformat(row["closed"]),
        )
        for row in rows
        if row["plan"] == plan
    ]
    return sorted(found, key=lambda window: window.quarter)


def moment_of_answer(window: Window, chance: Chance, *, late: bool) -> str:
    """Return when a lead officer answered, on a working day, as an ISO date-time."""
    first, last = window.opened, window.closed
    if late:
        first, last = last + timedelta(days=1), last + LATEST
    days = [first + timedelta(days=count) for count in range((last - first).days + 1)]
    days = [day for day in days if day.weekday() < SATURDAY]
    # The later of two draws: people tend to answer towards the end.
    place = max(chance.number(0, len(days) - 1), chance.number(0, len(days) - 1))
    clock = time(chance.number(8, 17), chance.number(0, 59), chance.number(0, 59))
    return datetime.combine(days[place], clock).isoformat()


def add_months(day: date, months: int) -> date:
    """Return the last day of the month that comes this many months after the given day's."""
    count = day.year * 12 + day.month + months
    return date(count // 12, count % 12 + 1, 1) - timedelta(days=1)
