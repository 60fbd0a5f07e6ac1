"""What an organisation chooses for its project: its name, calendar, statuses and first period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, get_args

from sdp_lib.inputs.calendar_setting import Month
from sdp_lib.periods import Every, Period

Scale = Literal["delivery", "rag"]
_OPEN_FOR = timedelta(days=6)
_ON, _OFF = "on_track", "off_track"


@dataclass(frozen=True)
class Status:
    """A status as `council.yml` has it."""

    id: str
    label: str
    answer: str
    one: str
    many: str
    tone: str
    count: str


SCALES: Mapping[Scale, tuple[Status, ...]] = {
    "delivery": (
        Status("on_track", "On track", "Yes, it is on track",
               "is on track", "are on track", "good", _ON),
        Status("remedial", "Requires remedial action", "It requires remedial action",
               "requires remedial action", "require remedial action", "attention", _OFF),
        Status("unlikely", "Unlikely to be achieved", "No, it is unlikely to be achieved",
               "is unlikely to be achieved", "are unlikely to be achieved", "poor", _OFF),
    ),
    "rag": (
        Status("green", "Green", "Green", "is green", "are green", "good", _ON),
        Status("amber", "Amber", "Amber", "is amber", "are amber", "attention", _OFF),
        Status("red", "Red", "Red", "is red", "are red", "poor", _OFF),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Choices:
    """Who the project is for; `period` is its first, and knows the calendar."""

    period: Period
    name: str = "Example organisation"
    scale: Scale = "delivery"

    @property
    def short(self) -> str:
        """The initials of a name of several words; a single word is itself.

        >>> period = Period(2026, 1)
        >>> Choices(period, "Harbour Lights").short, Choices(period, "Eastmere").short
        ('HL', 'Eastmere')
        """
        words = self.name.split()
        return "".join(word[0] for word in words if word[0].isalnum()) if words[1:] else self.name

    @property
    def year_starts(self) -> str:
        """The month in which a year starts."""
        return str(get_args(Month)[self.period.calendar.year_starts - 1])

    @property
    def every(self) -> Every:
        """How a year is divided."""
        return self.period.calendar.every

    @property
    def statuses(self) -> tuple[Status, ...]:
        """The statuses, from good to bad."""
        return SCALES[self.scale]

    @property
    def plan(self) -> str:
        """The name of its plan: the year that it covers."""
        return self.period.year_id

    @property
    def window(self) -> tuple[str, str]:
        """The days on which the form was open: the last week of the period."""
        closed = self.period.last_day
        return (closed - _OPEN_FOR).isoformat(), closed.isoformat()
