"""The days on which a quarter's form was open, which decide for every reader what is late."""

from __future__ import annotations

from datetime import date, timedelta

from pydantic import model_validator

from sdp_lib.inputs.strict import Strict


class Window(Strict):
    """The days on which the form was open; returns after `closed` are late."""

    opened: date
    closed: date

    @model_validator(mode="after")
    def _closes_after_it_opens(self) -> Window:
        if self.closed < self.opened:
            raise ValueError(f"closed ({self.closed}) must not be before opened ({self.opened})")
        return self

    def is_late(self, submitted: date) -> bool:
        """Return whether a return that was submitted on a day came after the form had closed."""
        return submitted >= self.late_from

    @property
    def late_from(self) -> date:
        """The first day on which a return is late."""
        return self.closed + timedelta(days=1)
