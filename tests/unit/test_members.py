"""Membership of a plan in a quarter, and references between its rows."""

import pytest
from support import Project, read_csv

from sdp_lib.errors import InputError
from sdp_lib.inputs.members import as_recorded, list_members
from sdp_lib.inputs.origins import read_origins
from sdp_lib.inputs.plan_as_it_was import plan_in
from sdp_lib.periods import Period

PLAN, QUARTER = "2020-23", Period.parse("2020-21-Q3")
ACTIVITIES = f"data/plans/{PLAN}/activities.csv"


def refused(project: Project, **cells: dict[str, str]) -> list[str]:
    """Change cells of activities, and return the problems."""
    project.rewrite(ACTIVITIES, lambda row: cells.get(f"a{row['id']}", {}))
    with pytest.raises(InputError) as caught:
        plan_in(project.root / "data", project.root / "params", PLAN, QUARTER)
    rows = [one["id"] for one in read_csv(project.root / ACTIVITIES)]
    assert all("activities.csv" in one.where for one in caught.value.problems), rows
    return [problem.wrong for problem in caught.value.problems]


def test_an_activity_is_expected_from_the_quarter_it_joined_to_the_one_it_left(project):
    data = project.root / "data"
    found = {
        quarter: {row["id"] for row in list_members(data, PLAN, Period.parse(quarter))}
        for quarter in ("2020-21-Q1", "2020-21-Q2", "2020-21-Q3")
    }
    first, second, third = found.values()
    assert second - first == {"71"}
    assert first - second == {"33"}
    assert third - second == {"72"}
    assert second - third == {"8", "25", "34"}
    then = plan_in(data, project.root / "params", PLAN, QUARTER)
    assert {*then.members(QUARTER).index} == third
    assert len(then.listed) == 72, "those that have left are still known"


def test_cells_that_are_not_a_quarter_level_or_sum_are_reported_at_once(project):
    said = refused(
        project,
        a1={"joined": "2020-Q1", "left": "soon", "left_as": "lost"},
        a2={"objectives": "9.9", "budget": "£5", "risk": "huge"},
    )
    for cell in ("joined is '2020-Q1'", "left is 'soon'", "left_as is 'lost'", "budget is '£5'",
                 "objectives is '9.9'", "risk is 'huge'"):  # fmt: skip
        assert any(one.startswith(cell) for one in said), (cell, said)
    assert len(said) == 6


def test_rows_that_contradict_each_other_are_reported_at_once(project):
    another = "which is not another activity of this plan or is named twice"
    said = refused(
        project,
        a1={"joined": "2020-21-Q3", "left": "2020-21-Q1"},
        a2={"left_as": "merged", "into": "3"},
        a4={"left": "2020-21-Q2", "into": "99;4"},
        a5={"depends_on": "6;6"},
        a6={"carried_from": "41"},
    )
    assert said == [
        "left is '2020-21-Q1', which is before it joined in 2020-21-Q3",
        "left_as is 'merged', and left is blank",
        "into is '3', and left is blank",
        f"into names '99', {another}",
        f"into names '4', {another}",
        f"depends_on names '6', {another}",
        "carried_from is '41', which does not name an activity of an earlier plan",
    ]


def test_a_circle_of_dependencies_is_reported_once_and_in_full(project):
    said = refused(project, a1={"depends_on": "2"}, a2={"depends_on": "4"}, a4={"depends_on": "1"})
    assert said == ["1 waits for 2 waits for 4 waits for 1, so none of them can ever end"]


def test_two_paths_to_the_same_activity_are_not_a_circle(project):
    cells = {"1": {"depends_on": "2;4"}, "2": {"depends_on": "6"}, "4": {"depends_on": "6"}}
    project.rewrite(ACTIVITIES, lambda row: cells.get(row["id"], {}))
    plan_in(project.root / "data", project.root / "params", PLAN, QUARTER)


def test_an_activity_names_the_one_that_it_continues_by_plan_and_title(project):
    path, rows = project.root / ACTIVITIES, [{"carried_from": "2019-20:41;2019-20:45"}]
    found = read_origins(path, rows, project.root / "data")
    assert found["2019-20:41"].plan == "Strategic Delivery Plan 2019-20"
    assert found["2019-20:45"].title.startswith("Development of KCC's")


def test_an_earlier_plan_or_activity_that_does_not_exist_is_reported(project):
    path = project.root / ACTIVITIES
    with pytest.raises(InputError) as caught:
        read_origins(
            path, [{"carried_from": "2019-20:999"}, {"carried_from": "1066-67:1"}],
            project.root / "data",
        )  # fmt: skip
    messages = [problem.wrong for problem in caught.value.problems]
    assert messages[0] == "'2019-20:999' names no activity, because plan 2019-20 has no 999"
    assert "the file does not exist" in messages[1]


def test_a_record_in_the_form_of_before_says_who_was_there_and_what_they_were_called():
    today = [
        {"id": "1", "title": "New", "outcome": "2", "end": "", "lead": "A", "left": "2019-20-Q1"},
        {"id": "2", "title": "Later", "outcome": "2", "end": "", "lead": "B", "left": ""},
    ]
    record = [
        {"id": "1", "title": "Old", "outcome": "1", "end": "2020-03-31"},
        {"id": "9", "title": "Gone", "outcome": "1", "end": ""},
    ]
    first, gone = as_recorded(today, record)
    assert (first["title"], first["outcome"], first["lead"], first["left"]) == ("Old", "1", "A", "")
    assert (gone["id"], gone["title"], gone["lead"]) == ("9", "Gone", "")
