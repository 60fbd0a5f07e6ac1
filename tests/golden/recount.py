"""An independent recount of every figure: plain Python, one loop a question, no shared code.

It stands beside `sdp_lib` as a second opinion. It reads the same CSV files and follows the same
definitions (the contract's section on `figures.csv`), but knows nothing of the library, so that
a mistake would have to be made twice, in two ways, to go unseen.
"""

import csv
import re
from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path
from typing import NamedTuple

import yaml

Row = dict[str, str]
Count = tuple[int, int]
Figures = dict[str, tuple[int, int, int | None, int | None]]

ON_TRACK = "on_track"
NOT_ON_TRACK = ("remedial", "unlikely")


class IdLists(NamedTuple):
    """The ID lists of the configuration; `milestones` maps each kind to its column."""

    types: tuple[str, ...]
    milestones: dict[str, str]
    themes: tuple[str, ...]
    boards: tuple[str, ...]
    registers: tuple[str, ...]


CONTRACT_IDS = IdLists(
    types=(
        "people_commissioning",
        "infrastructure_commissioning",
        "service",
        "capital",
        "strategy_policy",
    ),
    milestones={
        "approval_to_proceed": "approval_to_proceed",
        "eqia_screening": "eqia_screening",
        "consultation_start": "consultation_start",
        "key_decision": "key_decision",
        "go_live": "go_live",
        "other": "other_milestone",
    },
    themes=(
        "capacity",
        "complexity",
        "delivery_environment",
        "dependencies",
        "financial",
        "governance",
        "stakeholders",
        "strategic_importance",
        "requirements_benefits",
        "skills",
        "extent_of_change",
    ),
    boards=(
        "cabinet_members_meeting",
        "corporate_board",
        "informal_governance",
        "cabinet_committee",
    ),
    registers=("project", "service", "directorate", "corporate"),
)


def recount(
    data: Path,
    plan: str,
    quarter: str,
    previous: str | None,
    *,
    ids: IdLists = CONTRACT_IDS,
    outcome: str | None = None,
    directorate: str | None = None,
    activity: str | None = None,
) -> Figures:
    """Return every figure of a quarter as `{name: (value, of, percent, previous)}`.

    Without `outcome`, `directorate` or `activity` the figures are the council's. `previous` is
    the quarter before in the same plan, or None where there is none.
    """
    now: dict[str, Count] = {}
    before: dict[str, Count] = {}
    for found, asked in ((now, quarter), (before, previous)):
        if asked is None:
            continue
        everyone = members(data, plan, asked)
        covered = {
            row["id"]: row
            for row in everyone
            if (outcome is None or row["outcome"] == outcome)
            and (directorate is None or row["directorate"] == directorate)
            and (activity is None or row["id"] == activity)
        }
        found |= _counts(data, covered, asked, ids)
        if activity is None:
            serving = covered.values() if outcome is None else everyone
            counts = _objectives(data, plan, asked, serving, outcome)
            if directorate is not None:  # others may serve the objectives that it does not
                counts = {name: count for name, count in counts.items() if count[1]}
            found |= counts
        found |= _budgets(data, covered, asked)
    return {
        name: (value, of, percent(value, of), _earlier(before.get(name)))
        for name, (value, of) in now.items()
    }


def members(data: Path, plan: str, quarter: str) -> list[Row]:
    """Return the activities that a plan had in a quarter, from its record if there is one.

    Quarters come in their order as text.
    """
    return [
        row
        for row in _rows(_plan_folder(data, plan, quarter) / "activities.csv")
        if (row.get("joined") or "") <= quarter and quarter <= (row.get("left") or "9")
    ]


def _plan_folder(data: Path, plan: str, quarter: str) -> Path:
    folder = data / "plans" / plan
    recorded = folder / "recorded" / quarter
    return recorded if recorded.is_dir() else folder


def _objectives(
    data: Path, plan: str, quarter: str, serving: Collection[Row], outcome: str | None
) -> dict[str, Count]:
    everyone = members(data, plan, quarter)
    if not any(row.get("objectives") for row in everyone):
        return {}
    content = yaml.safe_load((_plan_folder(data, plan, quarter) / "plan.yml").read_text())
    answers = _rows(data / "returns" / f"{quarter}.csv")
    good = {row["activity"] for row in answers if row["delivery"] == ON_TRACK}
    figures = {}
    for one in content["outcomes"]:
        for number in range(1, len(one["objectives"]) + 1):
            name = f"{one['id']}.{number}"
            those = [row["id"] for row in serving if name in row["objectives"].split(";")]
            if outcome in (None, one["id"]):
                figures[f"objectives.{name}.on_track"] = (len(good & {*those}), len(those))
    return figures


def _budgets(data: Path, covered: dict[str, Row], quarter: str) -> dict[str, Count]:
    if not any("budget" in row for row in covered.values()):
        return {}
    pounds = {name: int(row["budget"] or 0) for name, row in covered.items()}
    figures = {"budget.total": (sum(pounds.values()), sum(pounds.values()))}
    answers = _rows(data / "returns" / f"{quarter}.csv")
    for status in (ON_TRACK, *NOT_ON_TRACK):
        there = [row["activity"] for row in answers if row["delivery"] == status]
        value = sum(pounds.get(name, 0) for name in there)
        figures[f"budget.{status}"] = (value, sum(pounds.values()))
    return figures


def percent(value: int, of: int) -> int | None:
    """Return a whole percentage, halves rounded up; None of nothing."""
    if of == 0:
        return None
    whole, rest = divmod(100 * value, of)
    return whole + 1 if 2 * rest >= of else whole


def _earlier(count: Count | None) -> int | None:
    if count is None or count[1] == 0:
        return None
    return count[0]


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _counts(data: Path, covered: dict[str, Row], quarter: str, ids: IdLists) -> dict[str, Count]:
    answers = [
        covered[row["activity"]] | row
        for row in _rows(data / "returns" / f"{quarter}.csv")
        if row["activity"] in covered
    ]
    off_track = [row for row in answers if row["delivery"] in NOT_ON_TRACK]
    settings = yaml.safe_load((data.parent / "params" / f"{quarter}.yml").read_text())
    closed = str(settings["window"]["closed"])
    return {
        "returns.received": (len(answers), len(covered)),
        "returns.late": (_in(answers, lambda row: row["submitted"][:10] > closed)[0], len(covered)),
        "returns.missing": (len(covered) - len(answers), len(covered)),
        **_delivery(answers),
        **_due(answers, quarter),
        **{f"not_on_track.type.{i}": _in(off_track, _is("type", i)) for i in ids.types},
        **_milestones(answers, ids.milestones),
        **_end_dates(answers),
        **_issues(off_track, ids),
        **_governance(answers, ids.boards),
    }


def _in(rows: Collection[Row], question: Callable[[Row], object]) -> Count:
    return sum(1 for row in rows if question(row)), len(rows)


def _is(column: str, value: str) -> Callable[[Row], bool]:
    return lambda row: row[column] == value


def _lists(column: str, value: str) -> Callable[[Row], bool]:
    return lambda row: value in row[column].split(";")


def _revised(row: Row) -> bool:
    if row["revised_end"] == "":
        return False
    if row["end"] == "":
        return True
    return date.fromisoformat(row["revised_end"]) > date.fromisoformat(row["end"])


def _delivery(answers: list[Row]) -> dict[str, Count]:
    return {
        "delivery.on_track": _in(answers, _is("delivery", ON_TRACK)),
        "delivery.remedial": _in(answers, _is("delivery", "remedial")),
        "delivery.unlikely": _in(answers, _is("delivery", "unlikely")),
        "delivery.not_on_track": _in(answers, lambda row: row["delivery"] in NOT_ON_TRACK),
    }


def _due(answers: list[Row], quarter: str) -> dict[str, Count]:
    year = int(quarter[:4])
    first, last = date(year, 4, 1), date(year + 1, 3, 31)
    due = [r for r in answers if r["end"] and first <= date.fromisoformat(r["end"]) <= last]
    revised = [row for row in due if _revised(row)]
    return {
        "due.this_year": (len(due), len(answers)),
        "due.on_track": _in(due, _is("delivery", ON_TRACK)),
        "due.remedial": _in(due, _is("delivery", "remedial")),
        "due.unlikely": _in(due, _is("delivery", "unlikely")),
        "due.revised_end": (len(revised), len(due)),
        "due.revised_end_on_track": _in(revised, _is("delivery", ON_TRACK)),
        "due.off_track_or_revised": _in(
            due, lambda row: row["delivery"] != ON_TRACK or _revised(row)
        ),
    }


def _milestones(answers: list[Row], columns: dict[str, str]) -> dict[str, Count]:
    with_any = [row for row in answers if any(row[column] for column in columns.values())]
    figures = {"milestones.any": (len(with_any), len(answers))}
    for kind, column in columns.items():
        figures[f"milestones.{kind}"] = (sum(row[column] != "" for row in with_any), len(with_any))
    return figures


def _end_dates(answers: list[Row]) -> dict[str, Count]:
    revised = [row for row in answers if _revised(row)]
    return {
        "end_dates.revised": (len(revised), len(answers)),
        "end_dates.revised_on_track": _in(revised, _is("delivery", ON_TRACK)),
    }


def _number_of_issues(row: Row) -> int:
    return len([i for i in row["issues"].split(";") if i]) + _says_something(row["issue_other"])


def _says_something(text: str) -> bool:
    words = re.sub(r"[\W_]", "", text.lower())
    return words not in ("", "na", "none", "nil", "no", "nothing", "notapplicable")


def _issues(off_track: list[Row], ids: IdLists) -> dict[str, Count]:
    return {
        **{f"issues.{theme}": _in(off_track, _lists("issues", theme)) for theme in ids.themes},
        "issues.any": _in(off_track, lambda row: _number_of_issues(row) > 0),
        "issues.more_than_one": _in(off_track, lambda row: _number_of_issues(row) > 1),
        "mitigations.any": _in(off_track, lambda row: _says_something(row["mitigation"])),
        **{f"risk.{r}": _in(off_track, _lists("risk_registers", r)) for r in ids.registers},
        "risk.any": _in(off_track, lambda row: row["risk_registers"]),
    }


def _governance(answers: list[Row], boards: tuple[str, ...]) -> dict[str, Count]:
    informal = [
        row for row in answers if "informal_governance" in row["boards_expected"].split(";")
    ]
    figures = {}
    for board in boards:
        figures[f"governance.reported.{board}"] = _in(answers, _lists("boards_reported", board))
        figures[f"governance.expected.{board}"] = _in(answers, _lists("boards_expected", board))
    return figures | {
        "governance.expected.none": _in(answers, lambda row: row["boards_expected"] == ""),
        "governance.scheduled.informal_governance": _in(
            informal, lambda row: row["forward_plan_date"]
        ),
    }
