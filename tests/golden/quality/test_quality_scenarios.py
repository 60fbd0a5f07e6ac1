"""Scenarios in pairs: answers in `NAME.csv`, and the findings of the rules in `NAME.findings.csv`.

A scenario holds only the columns that matter; the others are those of an answer in which nothing
is odd. `before.X` is the answer of the quarter before, `plan.X` a column of the plan; `answered`
says `no` where no return was made.
"""

import csv
import shutil
from pathlib import Path

import pytest
from support import ROOT, read_csv

from sdp_lib.inputs.columns import PLAN as PLAN_COLUMNS
from sdp_lib.inputs.params import Reports
from sdp_lib.inputs.quality.check import check_quarter
from sdp_lib.inputs.quality.rules import RULES
from sdp_lib.inputs.returns import columns
from sdp_lib.periods import Period

SCENARIOS = Path(__file__).parent / "scenarios"
NAMES = sorted(path.name.removesuffix(".findings.csv") for path in SCENARIOS.glob("*.findings.csv"))
PARAMS = """quarter: {quarter}
plan: 2019-20
window: {{opened: {opened}, closed: {closed}}}
state: draft
reports:
  - {{notebook: council}}
"""
WINDOWS = {"2019-20-Q1": ("2019-05-31", "2019-06-14"), "2019-20-Q2": ("2019-08-30", "2019-09-13")}
QUIET_PLAN = {"outcome": "3", "type": "service", "directorate": "strategic_corporate_services",
              "lead": "Head of Service", "director": "Director", "portfolio": "Services",
              "start": "2019-04-01", "end": "2020-03-31", "source": "illustrative"}  # fmt: skip
# Not about returns: each has a test of its own in tests/unit.
ELSEWHERE = {
    "unreadable", "window_far_from_quarter", "signed_off_early", "year_not_in_plan",
    "commentary_unused", "commentary_missing", "commentary_figure", "assurance_overdue",
    "final_without_record", "record_differs", "record_settings_differ", "leaving_unsaid",
    "plan_renamed", "plan_outcome_moved", "plan_end_changed", "plan_activity_gone",
    "personal_in_plan",
}  # fmt: skip


def write_csv(path: Path, names: list[str], rows: list[dict[str, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="", extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def answer(row: dict[str, str], quarter: str, prefix: str = "") -> dict[str, str]:
    """Return an answer without oddities except the cells of the scenario."""
    name = row["activity"]
    quiet = {
        "submitted": f"{WINDOWS[quarter][0]}T09:00:00",
        "delivery": "on_track",
        "progress": f"All that activity {name} planned for {quarter} was done.",
    }
    given = {key.removeprefix(prefix): cell for key, cell in row.items() if key.startswith(prefix)}
    return quiet | given | {"activity": name}


def project(root: Path, rows: list[dict[str, str]], council) -> None:
    (root / "params").mkdir()
    shutil.copyfile(ROOT / "params" / "council.yml", root / "params" / "council.yml")
    for quarter, (opened, closed) in WINDOWS.items():
        text = PARAMS.format(quarter=quarter, opened=opened, closed=closed)
        (root / "params" / f"{quarter}.yml").write_text(text, encoding="utf-8")
    plan = root / "data" / "plans" / "2019-20"
    plan.mkdir(parents=True)
    shutil.copyfile(ROOT / "data" / "plans" / "2019-20" / "plan.yml", plan / "plan.yml")
    listed = [
        QUIET_PLAN | {"id": row["activity"], "title": f"Activity {row['activity']}"}
        | {key.removeprefix("plan."): cell for key, cell in row.items() if key.startswith("plan.")}
        for row in rows
    ]  # fmt: skip
    write_csv(plan / "activities.csv", list(PLAN_COLUMNS), listed)
    names = columns(council)
    now = [answer(row, "2019-20-Q2") for row in rows if row.get("answered") != "no"]
    before = [answer(row, "2019-20-Q1", "before.") for row in rows]
    write_csv(root / "data" / "returns" / "2019-20-Q2.csv", names, now)
    write_csv(root / "data" / "returns" / "2019-20-Q1.csv", names, before)


def found_in(root: Path) -> list[dict[str, str]]:
    checked = check_quarter(
        root / "data", root / "params", Period.parse("2019-20-Q2"), lambda _: Reports()
    )
    return [
        {"severity": finding.rule.severity, "rule": finding.rule.name, "activity": finding.activity,
         "column": finding.column, "found": finding.found}
        for finding in checked.findings
    ]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_the_rules_find_in_a_scenario_what_is_expected(name, tmp_path, council):
    project(tmp_path, read_csv(SCENARIOS / f"{name}.csv"), council)
    assert found_in(tmp_path) == read_csv(SCENARIOS / f"{name}.findings.csv")


def test_every_rule_about_returns_has_a_scenario_that_it_finds():
    found = {row["rule"] for name in NAMES for row in read_csv(SCENARIOS / f"{name}.findings.csv")}
    assert found == {rule.name for rule in RULES} - ELSEWHERE
