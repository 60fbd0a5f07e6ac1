"""Who has answered, who is late and who is missing: read without pandas, so that asking is quick.

What a cell may hold is checked where reports read it (`plan`, `returns`). Here a row is text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sdp_lib.errors import InputError
from sdp_lib.inputs.params import QuarterParams
from sdp_lib.inputs.text_file import read_text

State = Literal["in_time", "late", "missing"]


@dataclass(frozen=True)
class Submission:
    """Where the return of an activity stands; `lead` is a post, `submitted` a day or blank."""

    activity: str
    title: str
    lead: str
    state: State
    submitted: str = ""


def list_activities(data: Path, plan: str) -> list[dict[str, str]]:
    """List a plan's activities as rows of text, in the plan's order.

    `InputError` where the file is missing or lacks a column that is needed here.
    """
    path = data / "plans" / plan / "activities.csv"
    return _read_rows(path, ("id", "title", "lead", "portfolio"))


def read_submissions(data: Path, params: QuarterParams) -> list[Submission]:
    """Say of every activity of the plan where its return stands, in the plan's order.

    Where there are no returns yet, all are missing. A return after the window closed is late
    (section 1 of the report says the same).
    """
    path = data / "returns" / f"{params.quarter}.csv"
    rows = _read_rows(path, ("activity", "submitted")) if path.is_file() else []
    days = {row["activity"]: row["submitted"].partition("T")[0] for row in rows}
    closed = params.window.closed.isoformat()
    return [
        _submission(activity, days.get(activity["id"]), closed)
        for activity in list_activities(data, params.plan)
    ]


def _submission(activity: Mapping[str, str], day: str | None, closed: str) -> Submission:
    # Days of ISO form come in the order of their text; a return without a day is not called late.
    state: State = "missing" if day is None else "late" if day > closed else "in_time"
    return Submission(activity["id"], activity["title"], activity["lead"], state, day or "")


def _read_rows(path: Path, needed: Sequence[str]) -> list[dict[str, str]]:
    reader = csv.DictReader(io.StringIO(read_text(path), newline=""), restval="")
    lacking = [name for name in needed if name not in (reader.fieldnames or [])]
    if lacking:
        raise InputError.of(
            f"{path.as_posix()}, row 1",
            f"there is no column {', '.join(lacking)}",
            "but it is needed",
            "add the column",
        )
    return [row for row in reader if row[needed[0]]]
