"""What is set by hand: texts worth having, odd but legitimate, and who is late or absent."""

from functools import cache

from tables import read_table


def cells_by_hand(quarter: str, activity: str) -> dict[str, str]:
    """Return the cells of a return that are set by hand; `delivery` may also be `complete`."""
    return _cells().get((quarter, activity), {})


def is_missing(quarter: str, activity: str) -> bool:
    """Say whether an activity gave no return."""
    return _absences().get((quarter, activity)) == "missing"


def is_late(quarter: str, activity: str) -> bool:
    """Say whether an activity answered after the window had closed."""
    return _absences().get((quarter, activity)) == "late"


@cache
def _cells() -> dict[tuple[str, str], dict[str, str]]:
    found: dict[tuple[str, str], dict[str, str]] = {}
    for row in read_table("invented/set-by-hand.csv"):
        found.setdefault((row["quarter"], row["activity"]), {})[row["column"]] = row["value"]
    return found


@cache
def _absences() -> dict[tuple[str, str], str]:
    rows = read_table("invented/absent-and-late.csv")
    return {(row["quarter"], row["activity"]): row["what"] for row in rows}
