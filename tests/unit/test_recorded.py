"""A recorded quarter: its reports are made from the record, and nothing changes them."""

import shutil

import pytest
from support import Project

from sdp_lib.cli.check import planned_reports
from sdp_lib.inputs.dataset import read_dataset
from sdp_lib.inputs.input_files import Sources, quarter_files
from sdp_lib.inputs.params import read_quarter
from sdp_lib.inputs.quality.check import check_quarter
from sdp_lib.inputs.recorded import plan_files, record_of
from sdp_lib.periods import Period
from sdp_lib.pipeline.plan.fingerprints import inputs_now, list_jobs
from sdp_lib.storage import write_together

PLAN, FIRST, SECOND = "2019-20", "2019-20-Q1", "2019-20-Q2"
ACTIVITIES = f"data/plans/{PLAN}/activities.csv"


def record(project: Project, quarter: str) -> None:
    data, params = project.root / "data", project.root / "params"
    write_together(record_of(data, params, PLAN, Period.parse(quarter)))


def inputs_of(project: Project, quarter: str) -> dict[str, dict[str, str]]:
    """Return the inputs of each report of a quarter, as a build plans them."""
    sources = Sources(
        project.root, *(project.root / one for one in ("data", "params", "notebooks"))
    )
    params = read_quarter(sources.params, Period.parse(quarter))
    now = inputs_now(sources, params)
    return {job.name: now.of(job) for job in list_jobs(sources, params)}


def change_the_plan(project: Project) -> None:
    """Rename, move and remove activities; change a status, an outcome and a review."""
    changes = {"1": {"title": "Renamed"}, "2": {"outcome": "3"}, "30": {"end": "2031-03-31"}}
    project.rewrite(ACTIVITIES, lambda row: changes.get(row["id"], {}))
    lines = (project.root / ACTIVITIES).read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith("52,")]
    (project.root / ACTIVITIES).write_text("".join(kept), encoding="utf-8")
    project.replace("params/council.yml", "label: On track", "label: As planned")
    project.replace(f"data/plans/{PLAN}/plan.yml", "Growth and quality of life", "Growth")
    project.replace(f"data/assurance/{PLAN}.csv", "pending", "consistent")


def test_recording_a_quarter_makes_none_of_its_reports_stale(project):
    before = inputs_of(project, SECOND)
    record(project, SECOND)
    assert inputs_of(project, SECOND) == before


def test_a_change_of_the_plan_leaves_reports_of_recorded_quarters_fresh(project):
    for quarter in (FIRST, SECOND):
        record(project, quarter)
    before = {quarter: inputs_of(project, quarter) for quarter in (FIRST, SECOND)}
    change_the_plan(project)
    assert {quarter: inputs_of(project, quarter) for quarter in (FIRST, SECOND)} == before
    # A quarter without a record follows the plan, so the test can fail.
    shutil.rmtree(project.root / f"data/plans/{PLAN}/recorded/{SECOND}")
    with pytest.raises(AssertionError):
        assert inputs_of(project, SECOND) == before[SECOND]


def test_a_quarter_is_what_it_was_in_reports_of_later_ones(project):
    record(project, FIRST)
    change_the_plan(project)
    returns = project.root / f"data/returns/{SECOND}.csv"
    lines = returns.read_text(encoding="utf-8").splitlines(keepends=True)
    returns.write_text(
        "".join(line for line in lines if not line.startswith("52,")), encoding="utf-8"
    )
    reviews = project.root / f"data/assurance/{PLAN}.csv"
    lines = reviews.read_text(encoding="utf-8").splitlines(keepends=True)
    reviews.write_text("".join(one for one in lines if not one.startswith("52,")), encoding="utf-8")
    dataset = read_dataset(project.root / "data", project.root / "params", Period.parse(SECOND))
    then, now = dataset.waves
    assert (then.recorded, now.recorded) == (True, False)
    assert "52" in then.activities.index
    assert "52" not in now.activities.index
    assert then.activities.at["2", "outcome"] == "1"
    assert now.activities.at["2", "outcome"] == "3"
    assert then.then.council.statuses[0].label == "On track"
    assert now.then.council.statuses[0].label == "As planned"


def test_a_quarter_without_a_record_is_made_from_the_next_that_has_one(project):
    record(project, SECOND)
    data, params = project.root / "data", project.root / "params"
    first, second, third = map(Period.parse, (FIRST, SECOND, "2019-20-Q3"))
    own = data / "plans" / PLAN / "recorded" / SECOND / "activities.csv"
    found = {
        until: plan_files(data, params, PLAN, first, until=until)
        for until in (first, second, third)
    }
    assert found[first].activities == data / "plans" / PLAN / "activities.csv"
    assert found[second].activities == found[third].activities == own
    assert not found[third].recorded
    assert plan_files(data, params, PLAN, third).activities == found[first].activities


def test_the_files_of_a_record_have_the_names_of_those_they_were_copied_from(project):
    data, params = project.root / "data", project.root / "params"
    asked = read_quarter(params, Period.parse(SECOND))
    before = set(quarter_files(data, params, asked))
    record(project, SECOND)
    files = quarter_files(data, params, asked)
    assert set(files) == before
    assert files[ACTIVITIES].parent.name == files["params/council.yml"].parent.name == SECOND
    record(project, FIRST)
    earlier = f"data/plans/{PLAN}/recorded/{FIRST}"
    assert set(quarter_files(data, params, asked)) - before == {
        f"{earlier}/{name}" for name in ("activities.csv", "plan.yml", "council.yml")
    }


def test_a_quarter_is_recorded_once(project):
    record(project, SECOND)
    change_the_plan(project)
    data, params = project.root / "data", project.root / "params"
    assert record_of(data, params, PLAN, Period.parse(SECOND)) == {}


def test_a_record_in_the_form_of_before_is_still_read(project):
    path = project.root / f"data/plans/{PLAN}/recorded/{FIRST}.csv"
    path.parent.mkdir()
    rows = (project.root / ACTIVITIES).read_text(encoding="utf-8").splitlines()
    ids = [row.partition(",")[0] for row in rows[1:]]
    path.write_text(
        "id,title,outcome,end\n" + "".join(f"{key},Title {key},1,\n" for key in ids),
        encoding="utf-8",
    )
    data, params = project.root / "data", project.root / "params"
    then, now = read_dataset(data, params, Period.parse(SECOND)).waves
    assert (then.recorded, then.activities.at["30", "title"]) == (True, "Title 30")
    assert set(then.activities["outcome"]) == {"1"}
    assert then.activities.at["30", "lead"] == now.activities.at["30", "lead"]
    assert now.activities.at["30", "title"] != "Title 30"
    assert record_of(data, params, PLAN, Period.parse(FIRST)) == {}


def messages_of(project: Project, quarter: str) -> dict[str, list[str]]:
    """Check a quarter, and return the findings of the rules about records."""
    folders = (project.root / "data", project.root / "params")
    found: dict[str, list[str]] = {}
    for finding in check_quarter(
        *folders, Period.parse(quarter), planned_reports(project.root, *folders)
    ).findings:
        if "record" in finding.rule.name:
            found.setdefault(f"{finding.rule.severity} {finding.rule.name}", []).append(
                finding.found
            )
    return found


def test_a_final_quarter_without_a_record_is_a_warning(project):
    assert messages_of(project, SECOND) == {
        "warning final_without_record": ["2019-20-Q2 is final and was not recorded"]
    }
    record(project, SECOND)
    assert messages_of(project, SECOND) == {}
    assert messages_of(project, "2020-21-Q3") == {}, "a draft"


def test_check_reports_how_the_plan_of_today_differs(project):
    record(project, SECOND)
    change_the_plan(project)
    found = messages_of(project, SECOND)
    assert sorted(found) == ["note record_differs", "note record_settings_differ"]
    assert found["note record_differs"][1:] == [
        "outcome is '1' in the record and '3' in today's plan",
        "end is '2020-10-01' in the record and '2031-03-31' in today's plan",
        "the record has the activity, and today's plan does not",
    ]
    assert found["note record_differs"][0].endswith("and 'Renamed' in today's plan")
    assert found["note record_settings_differ"] == [
        "the configuration has another statuses than when it was recorded",
        "plan.yml has another outcomes than when it was recorded",
    ]


def test_joining_and_leaving_later_are_not_differences(project):
    record(project, SECOND)
    text = (project.root / ACTIVITIES).read_text(encoding="utf-8")
    head, *rows = text.splitlines()
    rows = [f"{row},2019-20-Q2" if row.startswith("1,") else f"{row}," for row in rows]
    (project.root / ACTIVITIES).write_text("\n".join([f"{head},left", *rows, ""]), encoding="utf-8")
    assert messages_of(project, SECOND) == {}


def test_an_activity_that_left_without_saying_how_is_noted(project):
    project.rewrite(
        "data/plans/2020-23/activities.csv",
        lambda row: {"left_as": ""} if row["id"] == "25" else {},
    )
    folders = (project.root / "data", project.root / "params")
    reports = planned_reports(project.root, *folders)
    found = check_quarter(*folders, Period.parse("2020-21-Q3"), reports).findings
    said = [one.found for one in found if one.rule.name == "leaving_unsaid"]
    assert said == ["left is 2020-21-Q2 and left_as is blank"]
