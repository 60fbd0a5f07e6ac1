"""Reminders: their recipients, their wording, and where they are kept."""

import csv
import json
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from support import QUARTER, SIX, Project, fingerprint, read_csv

from sdp_lib.cli.remind import remind
from sdp_lib.collect.questions import ASKED
from sdp_lib.errors import InputError
from sdp_lib.inputs.quality.rules import RULES
from sdp_lib.storage import swapped_in, write_text

RETURNS, PLAN = f"data/returns/{QUARTER}.csv", "data/plans/2019-20/activities.csv"
FOLDER = Path("outputs") / QUARTER / "reminders"
QUIET = {
    "delivery": "on_track", "progress": "All that was planned was done in time.",
    "issues": "", "issue_other": "", "issue_detail": "", "mitigation": "", "revised_end": "",
    "boards_expected": "", "forward_plan_date": "", "other_milestone": "",
    "other_milestone_name": "", "eqia_screening": "", "approval_to_proceed": "",
    "consultation_start": "", "key_decision": "", "go_live": "",
}  # fmt: skip


@pytest.fixture
def small(project, monkeypatch) -> Project:
    """The folder of a project of six activities without problems, two of them led by one post."""
    monkeypatch.chdir(project.root)
    for path in (PLAN, "data/returns/2019-20-Q1.csv", RETURNS, "data/assurance/2019-20.csv"):
        rows = read_csv(project.root / path)
        with (project.root / path).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(row for row in rows if next(iter(row.values())) in SIX)
    project.rewrite(PLAN, lambda row: {"lead": "Head of Roads"} if row["id"] in "12" else {})
    project.rewrite(RETURNS, lambda row: quiet(row["activity"]))
    return project


def quiet(activity: str) -> dict[str, str]:
    return QUIET | {"progress": f"All of activity {activity} was done in time."}


def answer(project: Project, activity: str, **cells: str) -> None:
    project.rewrite(RETURNS, lambda row: cells if row["activity"] == activity else {})


def leave_out(project: Project, *activities: str) -> None:
    path = project.root / RETURNS
    kept = [row for row in read_csv(path) if row["activity"] not in activities]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(kept[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)


def text_of(name: str) -> str:
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def test_if_nothing_is_missing_or_odd_nobody_is_reminded(small, capsys):
    remind(QUARTER)
    assert capsys.readouterr().out.startswith("No return is missing, and the checks ask nothing")
    assert not list(FOLDER.iterdir())


def test_a_post_gets_one_text_with_what_is_missing_and_what_is_asked(small, capsys):
    leave_out(small, "1")
    answer(small, "2", delivery="unlikely", progress="", revised_end="2001-03-31")
    remind(QUARTER)
    title = {row["id"]: row["title"] for row in read_csv(small.root / PLAN)}
    assert text_of("head-of-roads") == "\n".join(
        [
            "To: Head of Roads",
            "",
            "Strategic Delivery Plan: Quarter 2 2019-20, July to September 2019",
            "The form is open from 30 August 2019 to 13 September 2019.",
            "",
            "This return has not come in yet:",
            f"- 1. {title['1']}",
            "",
            "Please answer these questions about what you sent:",
            f"- 2. {title['2']}",
            "  - It is not on track, and no issue was chosen. What is in the way?",
            "  - “Revised end date” is 31 March 2001 and the original end is "
            "1 April 2020. Does it end earlier than planned, or is there a slip in the date?",
            "  - “Progress description” is blank. What was done in this period?",
            "  - It is not on track. What is being done about it?",
            "",
            "Thank you.",
            "Strategic planning analysts",
            "",
        ]
    )
    printed = capsys.readouterr().out.splitlines()
    assert printed == [
        "head-of-roads.txt: Quarter 2 2019-20: 1 return to make and 4 questions to answer",
        f"1 post, in {FOLDER.as_posix()}",
    ]


def test_before_the_first_return_all_are_missing(small, capsys):
    (small.root / RETURNS).unlink()
    remind(QUARTER, as_json=True)
    document = json.loads(capsys.readouterr().out)
    missing = [
        missed["activity"] for reminder in document["reminders"] for missed in reminder["missing"]
    ]
    assert sorted(missing) == sorted(SIX)
    assert "These returns have not come in yet:\n- 1. " in text_of("head-of-roads")
    assert document["reminders"][0]["text"] == text_of("head-of-roads")


def test_a_draft_of_a_message_names_no_address_and_can_be_sent(small):
    leave_out(small, "1")
    remind(QUARTER)
    content = (FOLDER / "head-of-roads.eml").read_bytes()
    message = message_from_bytes(content, policy=default)
    assert set(message) <= {
        "Subject", "X-Unsent", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"
    }  # fmt: skip
    assert message["Subject"] == "Quarter 2 2019-20: 1 return to make"
    assert message.get_content().replace("\r\n", "\n") == text_of("head-of-roads")
    assert b"@" not in content


def test_reminders_are_the_same_each_time_and_answered_ones_are_removed(small):
    leave_out(small, "1", "30")
    remind(QUARTER)
    first = fingerprint(FOLDER)
    remind(QUARTER)
    assert fingerprint(FOLDER) == first
    assert len(first) == 4
    (small.root / RETURNS).unlink()
    small.rewrite(PLAN, lambda _: {"lead": "Head of Roads"})
    remind(QUARTER)
    assert sorted(fingerprint(FOLDER)) == ["head-of-roads.eml", "head-of-roads.txt"]


def test_a_build_that_swaps_its_folder_in_keeps_the_reminders(small):
    leave_out(small, "1")
    remind(QUARTER)
    before = fingerprint(FOLDER)
    with swapped_in(FOLDER.parent) as staged:
        write_text(staged / "manifest.json", "{}")
    assert fingerprint(FOLDER) == before
    remind(QUARTER)
    assert (FOLDER.parent / "manifest.json").is_file()


def test_inputs_that_cannot_be_read_are_refused_and_nothing_is_written(small):
    answer(small, "2", delivery="green")
    with pytest.raises(InputError, match="which is not a known delivery status"):
        remind(QUARTER)
    assert not FOLDER.exists()


def test_every_rule_that_says_to_ask_the_lead_officer_has_its_question():
    names = {rule.name for rule in RULES}
    asking = {rule.name for rule in RULES if "Ask the lead officer" in rule.kind.fix}
    assert asking <= set(ASKED) <= names
