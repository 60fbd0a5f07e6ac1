import pytest

from sdp_lib.errors import InputError
from sdp_lib.inputs.plan import read_activities, read_plan, typed_activities

PLAN = "data/plans/2019-20"


def refused(project, council) -> str:
    with pytest.raises(InputError) as caught:
        plan = read_plan(project.root / "data", "2019-20")
        read_activities(project.root / PLAN / "activities.csv", plan, council)
    return str(caught.value)


def test_a_plan_reads_into_outcomes_and_dated_activities(project, council):
    plan = read_plan(project.root / "data", "2019-20")
    frame = typed_activities(read_activities(project.root / PLAN / "activities.csv", plan, council))
    assert plan.outcome("3").title.startswith("Older and vulnerable residents")
    assert plan.outcome("9") is None
    assert len(frame) == 79
    assert frame.at["49", "end"].isoformat() == "2019-11-01T00:00:00"
    assert frame["end"].dtype == "datetime64[s]"


def test_every_bad_cell_is_reported_at_once_with_row_and_activity(project, council):
    path = f"{PLAN}/activities.csv"
    lines = (project.root / path).read_text(encoding="utf-8").splitlines()
    lines[1] = "../1,,9,wrong,nowhere,a,b,c,2019-02-30,31/03/2020,hearsay"
    lines[2] = lines[3]
    (project.root / path).write_text("\n".join(lines) + "\n", encoding="utf-8")
    messages = refused(project, council)
    for column in ("id", "title", "outcome", "type", "directorate", "start", "end", "source"):
        assert f"activities.csv, row 2 (../1): {column} is" in messages
    assert "row 4 (3): id is '3', which is also in another row" in messages


def test_a_duplicate_outcome_is_refused(project, council):
    project.replace(f"{PLAN}/plan.yml", 'id: "2"', 'id: "1"')
    assert "outcome '1' appears more than once" in refused(project, council)


def test_an_id_that_could_leave_the_folder_is_refused(project, council):
    project.replace(f"{PLAN}/plan.yml", 'id: "2"', 'id: "../2"')
    assert "(outcomes.1.id): '../2' cannot be used" in refused(project, council)


def test_an_unknown_key_of_an_outcome_is_reported_with_its_line(project, council):
    project.replace(f"{PLAN}/plan.yml", 'id: "2"', 'id: "2"\n    titel: x')
    assert "'titel' is not a known key" in refused(project, council)


def test_ids_that_windows_cannot_tell_apart_or_keeps_for_itself_are_refused(project, council):
    path = f"{PLAN}/activities.csv"
    lines = (project.root / path).read_text(encoding="utf-8").splitlines()
    for number, name in ((1, "a-1"), (2, "A-1"), (3, "Con"), (4, "console")):
        lines[number] = f"{name},{lines[number].partition(',')[2]}"
    (project.root / path).write_text("\n".join(lines) + "\n", encoding="utf-8")
    messages = refused(project, council).splitlines()
    assert len(messages) == 2
    assert "row 3 (A-1): id is 'A-1', and another ID differs from it only in case" in messages[0]
    assert "row 4 (Con): id is 'Con', and Windows has no files of this name" in messages[1]


def test_an_outcome_may_not_have_the_name_of_a_windows_device(project, council):
    project.replace(f"{PLAN}/plan.yml", 'id: "2"', "id: nul")
    assert "this is a name that Windows reserves" in refused(project, council)
