"""The walk through a quarter: every command of `docs/quarter.md`, in its order."""

import json
import re
import shlex
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from forms_export import rows_from_returns, write_xlsx
from support import ROOT, Project, copy_project, fingerprint, read_csv, soup, words

from sdp_lib.inputs.council import read_council
from sdp_lib.inputs.params import read_quarter
from sdp_lib.periods import Period

PAGE = ROOT / "docs" / "quarter.md"
QUARTER, LAST = "2020-21-Q4", "2020-21-Q3"
# Unanswered in the last quarter; the first of these answers by the form.
PLAN, BY_FORM, UNANSWERED, A_QUARTER = "2020-23", "9", ["57"], timedelta(weeks=13)
QUICK = ("--only", "outcome-1", "--formats", "html", "--renderer", "embedded")


def fenced(language: str) -> list[str]:
    """Return the blocks of a language on the page."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.M | re.S)


def commands() -> list[list[str]]:
    """Return the page's commands without the name of the program."""
    lines = [shlex.split(line) for block in fenced("sh") for line in block.splitlines()]
    assert {line[0] for line in lines} == {"sdp"}
    return [line[1:] for line in lines]


def write_export(root: Path, path: Path) -> None:
    """Write an export of the form: the answers of the last quarter, given again in this one."""
    returns = root / "data" / "returns" / f"{LAST}.csv"
    activities = root / "data" / "plans" / PLAN / "activities.csv"
    rows = rows_from_returns(returns, activities, read_council(root / "params"))
    for row in rows:
        for when in ("Start time", "Completion time"):
            row[when] += A_QUARTER
    write_xlsx(path, rows)


def fill_in_form(root: Path) -> None:
    """Fill in the row of an activity, as a lead officer does, and put the form into the folder."""
    workbook = openpyxl.load_workbook(root / "form.xlsx")
    sheet = workbook["Activities"]
    places = {cell.value: cell.column for cell in sheet[4]}
    rows = {sheet.cell(row, 1).value.partition(".")[0]: row for row in range(5, sheet.max_row + 1)}
    completed = read_quarter(root / "params", Period.parse(QUARTER)).window.opened
    for heading, value in (
        ("Completed on", completed),
        ("Is the activity on track?", "It requires remedial action"),
        ("Issues: Capacity", "Yes"),
    ):
        sheet.cell(rows[BY_FORM], places[heading]).value = value
    (root / "forms").mkdir()
    workbook.save(root / "forms" / "back.xlsx")


def get_ready(root: Path, arguments: list[str]) -> None:
    """Do what people do before a command: fill in a form, write commentary."""
    if arguments[:2] == ["ingest", "forms"]:
        fill_in_form(root)
    elif arguments[0] == "ingest":
        write_export(root, root / arguments[1])
    elif arguments[0] == "check":
        commentary = root / "data" / "commentary" / QUARTER / "outcome-1.md"
        commentary.write_text(fenced("markdown")[0], encoding="utf-8")


@pytest.fixture(scope="module")
def walked(tmp_path_factory) -> tuple[Project, dict[str, str]]:
    """A project after the walk, and what each command said, by the command."""
    project = copy_project(tmp_path_factory.mktemp("walk"))
    (project.root / "data" / "received").mkdir()
    for path in (ROOT / "data" / "received").glob("*.*"):
        (project.root / "data" / "received" / path.name).write_bytes(path.read_bytes())
    before = fingerprint(project.root)
    printed = {}
    for arguments in commands():
        get_ready(project.root, arguments)
        quick = QUICK if arguments[0] == "report" else ()
        ended = project.sdp(*arguments, *quick)
        assert ended.returncode == 0, f"{arguments}: {ended.stderr}"
        printed[" ".join(arguments)] = ended.stdout
    after = fingerprint(project.root)
    changed = [path for path in before if after.get(path) != before[path]]
    assert set(changed) <= {"data/received/log.csv"}, "the walk changed files of other quarters"
    return project, printed


def test_the_page_goes_through_all_the_commands_of_a_quarter():
    walk = [arguments[0] for arguments in commands()]
    assert list(dict.fromkeys(walk)) == [
        "new", "form", "ingest", "status", "remind", "correct", "check", "diff", "report"
    ]  # fmt: skip


def test_the_settings_that_the_page_shows_for_signing_off_are_those_of_a_final_quarter(tmp_path):
    draft = (ROOT / "params" / f"{LAST}.yml").read_text(encoding="utf-8")
    assert "state: draft\n" in draft
    signed = draft.replace("state: draft\n", fenced("yaml")[0])
    (tmp_path / f"{LAST}.yml").write_text(signed, encoding="utf-8")
    final = read_quarter(tmp_path, Period.parse(LAST))
    assert final.state == "final"


def test_after_the_walk_the_report_shows_the_commentary_and_says_that_it_is_a_draft(walked):
    project, _ = walked
    page = words(soup(project.root / "outputs" / QUARTER / "site" / "outcome-1.html"))
    assert "its first projects have begun." in page
    assert "Draft" in page


def test_the_walk_keeps_every_answer_and_no_address(walked):
    project, _ = walked
    path = project.root / "data" / "returns" / f"{QUARTER}.csv"
    assert not {row["activity"] for row in read_csv(path)} & set(UNANSWERED)
    assert "@example.org" not in path.read_text(encoding="utf-8")


def test_an_answer_of_the_form_is_a_return_and_the_correction_is_applied(walked):
    project, printed = walked
    rows = {row["activity"]: row for row in read_csv(project.root / f"data/returns/{QUARTER}.csv")}
    assert (rows[BY_FORM]["delivery"], rows[BY_FORM]["issues"]) == ("remedial", "capacity")
    assert "0 errors" in printed[f"check {QUARTER}"]
    said = json.loads(project.sdp("check", QUARTER, "--json").stdout)
    assert said["corrections"] == 1


def test_reminders_are_for_what_is_missing_and_asked_and_a_build_keeps_them(walked):
    project, printed = walked
    folder = project.root / "outputs" / QUARTER / "reminders"
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
    assert len(texts) == len(list(folder.glob("*.eml"))) > 1
    late = [text for text in texts if "not come in yet" in text]
    assert sum(text.count(f"- {activity}. ") for text in late for activity in UNANSWERED) == len(
        UNANSWERED
    )
    assert any("is blank. What was done in this period?" in text for text in texts)
    assert "posts, in outputs" in printed[f"remind {QUARTER}"]


def test_status_names_those_who_have_not_answered(walked):
    project, printed = walked
    missing = printed[f"status {QUARTER}"].partition("missing (")[2].partition("Reports")[0]
    assert all(f"\n    {activity}. " in missing for activity in UNANSWERED)
    said = json.loads(project.sdp("status", QUARTER, "--json").stdout)
    assert [one["activity"] for one in said["returns"]["missing"]] == UNANSWERED
