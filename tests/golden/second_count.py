"""A second count of movements between two quarters, and of dates that were kept or missed.

Like `recount.py` it shares no code with the library: plain Python, on the same CSV files.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache

from recount import CONTRACT_IDS, members, percent, recount
from support import ROOT, outcomes_of, quarter_before, read_csv, settings

DATA = ROOT / "data"
Row = dict[str, str]
Figures = dict[str, tuple[int, int, int | None, int | None]]
RANK = ("on_track", "remedial", "unlikely")
MOVES = ("newly_off_track", "worsened", "improved", "recovered")
FATES = ("kept", "passed", "brought_forward", "put_back", "missed", "disappeared", "new")


@cache
def counted(quarter: str, outcome: str = "") -> Figures:
    """Return every figure of a report as it should be; an empty outcome is the whole council."""
    before = quarter_before(quarter)
    plan = str(settings(quarter)["plan"])
    found = recount(DATA, plan, quarter, before, outcome=outcome or None)
    if before is None:
        return found
    now = _of_two_quarters(quarter, before, outcome)
    earlier = quarter_before(before)
    then = _of_two_quarters(before, earlier, outcome) if earlier else {}
    for name, (value, of) in now.items():
        value_then, of_then = then.get(name, (None, 0))
        found[name] = (value, of, percent(value, of), value_then if of_then else None)
    return found


def _of_two_quarters(quarter: str, before: str, outcome: str) -> dict[str, tuple[int, int]]:
    now, then = returns(quarter, outcome), returns(before, outcome)
    both = [(then[activity], row) for activity, row in now.items() if activity in then]
    moves = Counter(_move(old["delivery"], new["delivery"]) for old, new in both)
    cutoff = date.fromisoformat(str(settings(quarter)["window"]["closed"]))
    fates = Counter(fate for old, new in both for fate in _fates(old, new, cutoff))
    given = fates.total() - fates["new"]
    gone = fates["disappeared"]
    return {
        **{f"movement.{name}": (moves[name], len(both)) for name in MOVES},
        **{f"milestone_dates.{name}": (fates[name], given) for name in FATES if name != "new"},
        "milestone_dates.new": (fates["new"], fates.total() - gone),
    }


def returns(quarter: str, outcome: str = "") -> dict[str, Row]:
    """Return the answers of a quarter by activity."""
    plan = str(settings(quarter)["plan"])
    covered = {row["id"] for row in members(DATA, plan, quarter) if outcome in ("", row["outcome"])}
    rows = read_csv(DATA / "returns" / f"{quarter}.csv")
    return {row["activity"]: row for row in rows if row["activity"] in covered}


def _move(old: str, new: str) -> str:
    if not old or not new or old == new:
        return ""
    if new == "on_track":
        return "recovered"
    if old == "on_track":
        return "newly_off_track"
    return "worsened" if RANK.index(new) > RANK.index(old) else "improved"


def _fates(old: Row, new: Row, cutoff: date) -> Iterator[str]:
    for column in CONTRACT_IDS.milestones.values():
        if old[column] and new[column]:
            yield _fate(date.fromisoformat(old[column]), date.fromisoformat(new[column]), cutoff)
        elif old[column]:
            yield "disappeared"
        elif new[column]:
            yield "new"


def _fate(old: date, new: date, cutoff: date) -> str:
    if new == old:
        return "passed" if old <= cutoff else "kept"
    if new < old:
        return "brought_forward"
    return "missed" if old <= cutoff else "put_back"


def every_report(quarters: list[str]) -> list[tuple[str, str]]:
    """Return each quarter with each of its outcomes, and with "" for the whole council."""
    return [(quarter, outcome) for quarter in quarters for outcome in ["", *outcomes_of(quarter)]]
