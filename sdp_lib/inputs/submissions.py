"""Returns as quickly as can be, without pandas: who has answered, who is late, who is missing.

What a cell may hold is checked where reports read it (`plan`, `returns`). Here a row is text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sdp_lib.inputs.members import list_members, read_named
from sdp_lib.inputs.params import QuarterParams

State = Literal["in_time", "late", "missing"]


@dataclass(frozen=True)
class Submission:
    """The state of an activity's return; `lead` is a post, `submitted` a day or blank."""

    activity: str
    title: str
    lead: str
    state: State
    submitted: str = ""


def read_submissions(data: Path, params: QuarterParams) -> list[Submission]:
    """Return the state of each activity's return, in the plan's order.

    The activities are those that the plan has in the quarter. Before there are returns, all are
    missing. `Window` decides which are late; a correction may say on which day one came.
    """
    path = data / "returns" / f"{params.quarter}.csv"
    rows = read_named(path, ("activity", "submitted")) if path.is_file() else []
    moments = {row["activity"]: row["submitted"] for row in rows}
    _correct(data, params.quarter, moments)
    days = {activity: moment.partition("T")[0] for activity, moment in moments.items()}
    late_from = params.window.late_from.isoformat()
    return [
        _submission(activity, days.get(activity["id"]), late_from)
        for activity in list_members(data, params.plan, params.value)
    ]


def _submission(activity: Mapping[str, str], day: str | None, late_from: str) -> Submission:
    # ISO days sort as text; a return without a day does not count as late.
    state: State = "missing" if day is None else "late" if day >= late_from else "in_time"
    return Submission(activity["id"], activity["title"], activity["lead"], state, day or "")


def _correct(data: Path, quarter: str, days: dict[str, str]) -> None:
    """Apply corrections of days as reports do: each only to the answer that it was written for."""
    path = data / "corrections" / f"{quarter}.csv"
    rows = read_named(path, ("activity", "column", "old", "new")) if path.is_file() else []
    for row in rows:
        day = days.get(row["activity"]) if row["column"] == "submitted" else None
        if day is not None and day.split() == row["old"].split():
            days[row["activity"]] = row["new"]
