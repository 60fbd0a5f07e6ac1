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
# Of the statuses in the template of `council.yml`: those that the example answers choose.
_CHOSEN: Mapping[Scale, tuple[str, str]] = {
    "delivery": ("on_track", "remedial"),
    "rag": ("green", "amber"),
}


@dataclass(frozen=True)
class Choices:
    """Who the project is for; `period` is its first, and has the calendar."""

    period: Period
    name: str = "Example organisation"
    scale: Scale = "delivery"

    @property
    def short(self) -> str:
        """The initials of a name of several words; a single word is itself.

        >>> period = Period(2026, 1)
        >>> Choices(period, "Harbour Lights").short, Choices(period, "Eastmere").short
        ('HL', 'Eastmere')
        >>> Choices(period, "(North) (South)").short
        '(North) (South)'
        """
        words = self.name.split()
        initials = "".join(word[0] for word in words if word[0].isalnum())
        return initials if words[1:] and initials else self.name

    @property
    def year_starts(self) -> str:
        """The month in which a year starts."""
        return str(get_args(Month)[self.period.calendar.year_starts - 1])

    @property
    def every(self) -> Every:
        """How a year is divided."""
        return self.period.calendar.every

    @property
    def statuses(self) -> tuple[str, str]:
        """The IDs of a status that is on track, and of one that needs attention."""
        return _CHOSEN[self.scale]

    @property
    def plan(self) -> str:
        """The name of its plan: the year that it covers."""
        return self.period.year_id

    @property
    def window(self) -> tuple[str, str]:
        """The days on which the form was open: the last week of the period."""
        closed = self.period.last_day
        return (closed - _OPEN_FOR).isoformat(), closed.isoformat()
