"""From `sdp new`, which records the plan, to `sdp check`, which reports an edit of it."""

import shutil
from pathlib import Path

import pytest
from support import Project, read_csv

from sdp_lib.cli.check import planned_reports
from sdp_lib.collect.new_quarter import NewQuarter, prepare_quarter, write_quarter
from sdp_lib.inputs.corrections import shortened
from sdp_lib.inputs.input_files import Sources
from sdp_lib.inputs.quality.check import check_quarter
from sdp_lib.periods import Period

pytestmark = pytest.mark.reports

LAST, NEXT = "2020-21-Q3", "2020-21-Q4"


def begin(project: Project) -> NewQuarter:
    folders = (project.root / name for name in ("data", "params", "notebooks"))
    made = prepare_quarter(Period.parse(NEXT), Sources(project.root, *folders))
    write_quarter(made)
    return made


def plan_changes(project: Project) -> list[tuple[str, str, str]]:
    """Check the new quarter, and return the findings on its plan: rule, activity, value."""
    folders = (project.root / "data", project.root / "params")
    checked = check_quarter(*folders, Period.parse(NEXT), planned_reports(project.root, *folders))
    return [
        (finding.rule.name, finding.activity, finding.found)
        for finding in checked.findings
        if finding.rule.name.startswith("plan_") and finding.rule.name != "plan_date_improbable"
    ]


def take_out(path: Path, activity: str) -> None:
    """Remove the row of an activity from a file."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(f"{activity},")]
    path.write_text("".join(kept), encoding="utf-8")


@pytest.fixture
def answered(project) -> Project:
    """A project in which the next quarter has begun, with the answers of the last one.

    Activity 1 has never answered.
    """
    returns = project.root / "data" / "returns"
    for path in returns.glob("2020-*.csv"):
        take_out(path, "1")
    begin(project)
    shutil.copyfile(returns / f"{LAST}.csv", returns / f"{NEXT}.csv")
    return project


def test_the_plan_is_recorded_as_the_last_quarter_left_it(answered):
    plan = answered.root / "data" / "plans" / "2020-23"
    copied = {
        "activities.csv": plan / "activities.csv",
        "plan.yml": plan / "plan.yml",
        "assurance.csv": answered.root / "data" / "assurance" / "2020-23.csv",
        "council.yml": answered.root / "params" / "council.yml",
    }
    record = plan / "recorded" / LAST
    assert {path.name for path in record.iterdir()} == set(copied)
    for name, path in copied.items():
        assert (record / name).read_bytes() == path.read_bytes()


def test_changes_in_the_plan_after_a_quarter_has_begun_are_reported(answered):
    assert plan_changes(answered) == []
    changes = {"2": {"title": "Renamed"}, "3": {"outcome": "2"}, "4": {"end": "2029-03-31"}}
    path = "data/plans/2020-23/activities.csv"
    before = {row["id"]: row for row in read_csv(answered.root / path)}
    answered.rewrite(path, lambda row: changes.get(row["id"], {}))
    take_out(answered.root / path, "1")
    title = shortened(before["2"]["title"])
    assert plan_changes(answered) == [
        ("plan_outcome_moved", "3", "outcome is 2 and was 1"),
        ("plan_end_changed", "4", f"end is 2029-03-31 and was {before['4']['end']}"),
        ("plan_renamed", "2", f"title is 'Renamed' and was {title}"),
        ("plan_activity_gone", "1", "the activity was in the plan and is not now"),
    ]


def test_an_activity_that_has_answered_cannot_leave_the_plan_unnoticed(answered):
    take_out(answered.root / "data" / "plans" / "2020-23" / "activities.csv", "2")
    found = plan_changes(answered)
    assert found == [("plan_activity_gone", "2", "the activity was in the plan and is not now")]
    folders = (answered.root / "data", answered.root / "params")
    errors = check_quarter(
        *folders, Period.parse(NEXT), planned_reports(answered.root, *folders)
    ).errors
    assert len(errors) == 1, "the returns of earlier quarters are held to what was recorded"
    assert {problem.found for problem in errors} == {
        "activity is '2', which is not an activity of the plan"
    }


def test_an_existing_record_is_kept(answered):
    path = answered.root / "data" / "plans" / "2020-23" / "recorded" / LAST / "activities.csv"
    before = path.read_bytes()
    answered.replace("data/plans/2020-23/activities.csv", "2022-12-31", "2023-01-31")
    assert path in begin(answered).kept
    assert path.read_bytes() == before
    assert {change[0] for change in plan_changes(answered)} == {"plan_end_changed"}
