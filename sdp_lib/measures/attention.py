"""What is most in need of attention, and why: every reason is a fact that the page can show.

An activity that is not on track is listed with its reasons; each reason weighs one, the worst
status two. Assurance that disagrees is a reason whatever the status is. Among equals the longer
slip comes first, then the plan's order.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from sdp_lib.measures.movement import movements
from sdp_lib.measures.responses import Responses

LONG_SLIP_DAYS = 180


@dataclass(frozen=True)
class Concern:
    """An activity in need of attention: its ID, its reasons by name, its slip in days."""

    activity: str
    reasons: tuple[str, ...]
    weight: int
    days: int


def concerns(now: Responses, before: Responses | None, assurance: pd.DataFrame) -> list[Concern]:
    """List the activities in need of attention, the most pressing first."""
    moved = movements(now, before)
    doubted = set(assurance.loc[assurance["opinion"].eq("inconsistent"), "activity"])
    worst = now.council.statuses[-1].id
    found = []
    for number, row in enumerate(now.answered.itertuples()):
        reasons = _reasons(row, str(moved.at[row.Index, "move"]), str(moved.at[row.Index, "then"]))
        reasons += ["assurance_disagrees"] if row.Index in doubted else []
        if row.off_track or row.Index in doubted:
            weight = len(reasons) + (2 if row.delivery == worst else 0)
            concern = Concern(str(row.Index), tuple(reasons), weight, slip_days(row) or 0)
            found.append((number, concern))
    ordered = sorted(found, key=lambda pair: (-pair[1].weight, -pair[1].days, pair[0]))
    return [concern for _, concern in ordered]


def _reasons(row: object, move: str, then: str) -> list[str]:
    if not row.off_track:  # type: ignore[attr-defined]
        return []
    facts = {
        "newly_off_track": move == "newly_off_track",
        "worsened": move == "worsened",
        "still_off_track": not move and then == row.delivery,  # type: ignore[attr-defined]
        "no_mitigation": not row.any_mitigation,  # type: ignore[attr-defined]
        "on_no_register": not row.risk_registers,  # type: ignore[attr-defined]
        "no_board": not row.boards_expected,  # type: ignore[attr-defined]
        "long_slip": (slip_days(row) or 0) > LONG_SLIP_DAYS,
    }
    return [name for name, true in facts.items() if true]


def slip_days(row: object) -> int | None:
    """Return by how many days the revised end is later than the original; None without both."""
    end, revised_end = row.end, row.revised_end  # type: ignore[attr-defined]
    if pd.isna(end) or pd.isna(revised_end):
        return None
    return int((revised_end - end).days)
