"""`sdp diff`: one of each kind of change between two quarters."""

import json
import shutil
import sys

import pytest
from edges import MILESTONES
from plans import Folder
from support import ROOT

from sdp_lib.cli import main

OLDER, NEWER, OTHER = "2021-22-Q1", "2021-22-Q2", "2022-23-Q1"
THEN = {
    "1": {
        "delivery": "on_track",
        "go_live": "2021-10-01",
        "progress": "Begun.",
        "issues": "capacity;financial",
    },
    "2": {
        "delivery": "remedial",
        "key_decision": "2021-09-01",
        "boards_expected": "corporate_board",
    },
    "3": {"delivery": "on_track", "progress": "All as planned."},
    "4": {"delivery": "unlikely"},
}
NOW = {
    "1": {
        "delivery": "unlikely",
        "go_live": "2021-12-24",
        "progress": "Stopped.",
        "issues": "financial",
    },
    "2": {
        "delivery": "remedial",
        "revised_end": "2022-06-30",
        "mitigation": "More people.",
        "risk_registers": "project",
    },
    "3": {"delivery": "on_track", "progress": "All as planned."},
    "5": {"delivery": ""},
}
CHANGES = [
    ("1", "delivery", "On track", "Unlikely to be achieved"),
    ("1", "progress", "Begun.", "Stopped."),
    ("1", "go_live", "2021-10-01", "2021-12-24"),
    ("1", "issues", "Capacity; Financial", "Financial"),
    ("2", "key_decision", "2021-09-01", ""),
    ("2", "revised_end", "", "2022-06-30"),
    ("2", "mitigation", "", "More people."),
    ("2", "boards_expected", "Corporate Board", ""),
    ("2", "risk_registers", "", "Project or programme"),
    ("4", "activity", "return", "no return"),
    ("5", "activity", "no return", "return"),
]


@pytest.fixture
def pair(tmp_path, monkeypatch) -> Folder:
    """Two quarters of one plan, and a quarter of the next."""
    folder = Folder(tmp_path)
    folder.params.mkdir()
    shutil.copyfile(ROOT / "params" / "council.yml", folder.params / "council.yml")
    for plan in ("2021-22", "2022-23"):
        outcome = {"id": "1", "title": "One", "short": "One"}
        activities = [
            {
                "id": one,
                "title": f"Work {one}",
                "outcome": "1",
                "type": "service",
                "source": "illustrative",
                "directorate": "adult_social_care_health",
                "portfolio": "Health",
                "end": "2022-03-31",
            }
            for one in "12345"
        ]
        folder.write_plan(
            plan, {"title": "Plan", "years": [plan], "outcomes": [outcome]}, activities
        )
    for quarter, answers in ((OLDER, THEN), (NEWER, NOW), (OTHER, NOW)):
        rows = [
            {"activity": one, "submitted": "2021-06-01"} | said for one, said in answers.items()
        ]
        folder.write_returns(quarter, MILESTONES, rows)
        window = {"opened": "2021-06-01", "closed": "2021-06-11"}
        folder.write_quarter(quarter, plan=quarter[:7], window=window)
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def diff(pair, monkeypatch, capsys):
    """Call the command; return its status, its output and its messages on standard error."""

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["sdp", "diff", *arguments])
        try:
            main()
            status = 0
        except SystemExit as ended:
            status = int(ended.code or 0)
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return call


def test_every_change_is_shown_with_both_values_activity_by_activity(diff):
    status, out, err = diff(OLDER, NEWER)
    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert [line for line in lines if not line.startswith(" ")] == [
        "1. Work 1",
        "2. Work 2",
        "4. Work 4",
        "5. Work 5",
        "11 changes in 4 activities.",
    ]
    messages = [line.strip() for line in lines if line.startswith(" ")]
    assert messages == [
        f"{column}: {then or 'blank'} -> {now or 'blank'}" for _, column, then, now in CHANGES
    ]


def test_json_holds_the_same_and_nothing_else_is_printed(diff):
    status, out, err = diff(OLDER, NEWER, "--json")
    assert (status, err) == (0, "")
    content = json.loads(out)
    assert (content["older"], content["newer"]) == (OLDER, NEWER)
    assert [
        (change["activity"], change["column"], change["older"], change["newer"])
        for change in content["changes"]
    ] == CHANGES
    assert {one["title"] for one in content["changes"] if one["activity"] == "1"} == {"Work 1"}


def test_a_single_change_is_in_the_singular(diff, pair):
    rows = [{"activity": one, "submitted": "2021-06-02"} | said for one, said in THEN.items()]
    rows[0]["delivery"] = "remedial"
    pair.write_returns(NEWER, MILESTONES, rows)
    _, out, _ = diff(OLDER, NEWER)
    assert out.splitlines()[-1] == "1 change in 1 activity."


def test_quarters_without_a_change_say_so(diff, pair):
    shutil.copyfile(pair.data / "returns" / f"{OLDER}.csv", pair.data / "returns" / f"{NEWER}.csv")
    status, out, _ = diff(OLDER, NEWER)
    assert status == 0
    assert out.strip().lower().startswith("no change")


@pytest.mark.parametrize(("older", "newer"), [(OLDER, OTHER), (NEWER, OLDER), (OLDER, OLDER)])
def test_quarters_of_different_plans_or_in_the_wrong_order_are_refused(diff, older, newer):
    status, out, err = diff(older, newer)
    assert (status, out) == (2, "")
    assert f"OLDER: {newer} cannot be compared with '{older}'. Choose an" in err
