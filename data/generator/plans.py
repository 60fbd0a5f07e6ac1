"""The two plans: their outcomes and activities, from what is published, fitted and invented."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tables import read_table, write_table

PLANS = ("2019-20", "2020-23")
COLUMNS = (
    "id", "title", "outcome", "type", "directorate", "lead", "director", "portfolio",
    "start", "end", "source",
)  # fmt: skip
LATER_COLUMNS = (
    "joined", "left", "left_as", "into", "carried_from", "depends_on",
    "objectives", "operating_plan", "budget", "risk", "complexity", "value",
)  # fmt: skip
STRATEGY = {
    "2020-23": ["strategy:", '  title: "the council\'s 5 Year Plan"', '  years: "2020-25"'],
}
BEFORE = {"2020-23": "2019-20"}  # the plan that each goes on from


@dataclass(frozen=True)
class Activity:
    """One activity: its row in the plan, and what its lead officer has to write about."""

    row: dict[str, str]
    partner: str
    steps: tuple[str, ...]
    carried_from: tuple[str, ...]

    @property
    def number(self) -> str:
        """Return the ID of the activity in its plan."""
        return self.row["id"]

    @property
    def start(self) -> date:
        """Return the day on which the work starts."""
        return date.fromisoformat(self.row["start"])

    @property
    def end(self) -> date | None:
        """Return the original end date, if the plan gives one."""
        return date.fromisoformat(self.row["end"]) if self.row["end"] else None

    def is_member(self, quarter: str) -> bool:
        """Return whether the plan has the activity in a quarter; they come in order as text."""
        joined, left = self.row.get("joined", ""), self.row.get("left", "")
        return joined <= quarter and (not left or quarter <= left)


def activities_of(plan: str) -> list[Activity]:
    """Return all activities of a plan in the order of their numbers."""
    rows = [
        row | {"source": "illustrative"} for row in read_table(f"invented/activities-{plan}.csv")
    ]
    if plan == "2019-20":
        rows += published_rows()
    areas = {row["area"]: row for row in read_table("invented/areas.csv")}
    later = _later(plan)
    return [
        _activity({**row, **later.get(row["id"], {})}, areas[row["area"]], plan)
        for row in sorted(rows, key=lambda r: int(r["id"]))
    ]


def _later(plan: str) -> dict[str, dict[str, str]]:
    """Return who joins and leaves, and what activities serve and cost: the later plan says so."""
    if plan not in BEFORE:
        return {}
    return {row["id"]: row for row in read_table(f"invented/strategy-{plan}.csv")}


def columns_of(plan: str) -> tuple[str, ...]:
    """Return the columns of a plan's activities."""
    return (*COLUMNS, *LATER_COLUMNS) if plan in BEFORE else COLUMNS


def published_rows() -> list[dict[str, str]]:
    """Return activities 45 to 61: published titles and end dates, and details made to fit."""
    details = {row["id"]: row for row in read_table("fitted/outcome-3-activities.csv")}
    rows = []
    for published in read_table("published/activities.csv"):
        fitted = details[published["id"]]
        if published["end"] and fitted["end"]:
            raise ValueError(
                f"activity {published['id']}: the end is published, so not ours to set"
            )
        rows.append(fitted | {name: value for name, value in published.items() if value})
        rows[-1]["source"] = "published"
    return rows


def _activity(row: dict[str, str], area: dict[str, str], plan: str) -> Activity:
    carried = tuple(filter(None, row.get("carried_from", "").split(";")))
    cells = {column: row.get(column, "") or area.get(column, "") for column in columns_of(plan)}
    if carried:
        cells["carried_from"] = ";".join(f"{BEFORE[plan]}:{number}" for number in carried)
    return Activity(
        cells, row["partner"], tuple(step.strip() for step in row["steps"].split(";")), carried
    )


def write_plan(plan: str, folder: Path) -> None:
    """Write `plan.yml` and `activities.csv` of one plan into its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "plan.yml").open("w", encoding="utf-8", newline="\n") as file:
        file.write(plan_as_yaml(plan))
    rows = (item.row for item in activities_of(plan))
    write_table(folder / "activities.csv", columns_of(plan), rows)


def write_record(plan: str, quarter: str, folder: Path) -> None:
    """Write what was known of a plan when a quarter of it was reported."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plan.yml").write_bytes(plan_as_yaml(plan).encode())
    known = (_as_known(item.row, quarter) for item in activities_of(plan))
    rows = (row for row in known if row.get("joined", "") <= quarter)
    write_table(folder / "activities.csv", columns_of(plan), rows)


def _as_known(row: dict[str, str], quarter: str) -> dict[str, str]:
    """Return a row of a plan without what was decided after a quarter: who was to leave it."""
    if row.get("left", "") < quarter:
        return row
    return row | {"left": "", "left_as": "", "into": ""}


def plan_as_yaml(plan: str) -> str:
    """Return `plan.yml`; a text in double quotes means the same in YAML as in JSON."""
    head = next(row for row in read_table("published/plans.csv") if row["plan"] == plan)
    ours = {row["id"]: row for row in read_table("invented/outcomes.csv") if row["plan"] == plan}
    lines = [f"title: {_quoted(head['title'])}", "years:"]
    lines += [f"  - {_quoted(year)}" for year in head["years"].split(";")]
    lines += STRATEGY.get(plan, [])
    lines.append("outcomes:")
    for outcome in read_table("published/outcomes.csv"):
        if outcome["plan"] == plan:
            lines += _outcome_lines(outcome, ours[outcome["id"]])
    return "\n".join(lines) + "\n"


def _outcome_lines(published: dict[str, str], ours: dict[str, str]) -> list[str]:
    return [
        f"  - id: {_quoted(published['id'])}",
        f"    title: {_quoted(published['title'])}",
        f"    short: {_quoted(ours['short'])}",
        "    objectives:",
        *(f"      - {_quoted(text)}" for text in ours["objectives"].split(";")),
    ]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
