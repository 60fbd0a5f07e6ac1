"""Forty different mistakes in the returns: one run of `sdp check` names each of them."""

import json

import pytest
from support import QUARTER, fingerprint

pytestmark = pytest.mark.processes

NO_DATE = "which is not a date. Write it as YYYY-MM-DD"
NO_MOMENT = "which is not a date and time. Write it like 2019-09-03T10:14:00"
NO_STATUS = "which is not a known delivery status. Choose from on_track, remedial, unlikely"
NO_ISSUES = "which is not a list of issues, each once. Choose from capacity"
NO_BOARDS = "which is not a list of boards, each once. Choose from cabinet_members_meeting"
# A column, its text, and the words that the message must have.
MISTAKES = [
    *(("revised_end", text, NO_DATE) for text in (
        "31/10/2019", "2019-02-29", "2019-13-01", "20191031", "2019-W44-4", "31 October 2019",
        "TBC", "Q3", "2019-10", " ")),
    ("approval_to_proceed", "2019-00-10", NO_DATE),
    ("eqia_screening", "yes", NO_DATE),
    ("consultation_start", "2019-1-1", NO_DATE),
    ("key_decision", "2019-10-31T10:00", NO_DATE),
    ("go_live", "43769", NO_DATE),
    ("other_milestone", "-", NO_DATE),
    ("forward_plan_date", "10/19", NO_DATE),
    *(("submitted", text, NO_MOMENT) for text in (
        "yesterday", "2019-09-03 10:14", "2019-09-03T24:00", "2019-09-31T10:00", "T10:00")),
    *(("delivery", text, NO_STATUS) for text in ("green", "On track", "on_track;", "remedial ")),
    *(("issues", text, NO_ISSUES) for text in (
        "Capacity", "capacity;capacity", "capacity;", ";", "capacity; complexity", "sunspots")),
    ("mitigation_themes", "hope", "which is not a list of mitigation themes"),
    ("mitigation_themes", "escalation,resources", "which is not a list of mitigation themes"),
    *(("boards_reported", text, NO_BOARDS) for text in ("board", "corporate_board;board")),
    *(("boards_expected", text, NO_BOARDS) for text in ("Corporate Board", "none")),
    *(("risk_registers", text, "which is not a list of risk registers") for text in (
        "all", "project;project")),
    ("activity", "999", "which is not an activity of the plan"),
    ("activity", "52. Title", "which is not an activity of the plan"),
    ("activity", "", "which is not an activity of the plan"),
    ("activity", "1", "which is also in another row"),
]  # fmt: skip


@pytest.fixture
def wrong(project):
    """A project with one mistake a row, from the second row on; the first stays as it is."""
    assert len(set(MISTAKES)) == len(MISTAKES) >= 40
    mistakes = iter([("issue_detail", "as good as any", ""), *MISTAKES])

    def spoil(_: dict[str, str]) -> dict[str, str]:
        column, text, _ = next(mistakes, ("", "", ""))
        return {column: text} if column else {}

    project.rewrite(f"data/returns/{QUARTER}.csv", spoil)
    return project


def test_forty_mistakes_in_the_returns_are_all_reported_in_one_run_and_nothing_is_written(wrong):
    before = fingerprint(wrong.root)
    ended = wrong.sdp("check", QUARTER, "--json")
    assert ended.returncode == 2
    assert fingerprint(wrong.root) == before
    problems = [one for one in json.loads(ended.stdout)["problems"] if one["severity"] == "error"]
    assert len(problems) == len(MISTAKES)
    for row, (column, text, says) in enumerate(MISTAKES, 3):
        start = f"data/returns/{QUARTER}.csv, row {row} ("
        (problem,) = [one for one in problems if one["where"].startswith(start)]
        said = f"{problem['wrong']}. {problem['fix']}"
        assert said.startswith(f"{column} is {text!r}, {says}")


def test_without_json_ten_of_each_kind_are_reported_and_the_rest_are_counted(wrong):
    ended = wrong.sdp("check", QUARTER)
    messages = [line for line in ended.stderr.splitlines() if "SDP-21" in line]
    dates, lists = 7, 4  # of each kind beyond ten, which one line counts
    assert len(messages) == len(MISTAKES) - dates - lists + 2
    assert "And 7 more of this kind. Write it as YYYY-MM-DD. [SDP-210]" in ended.stderr
