"""A blank return form: its questions, how it is filled in, and how it is ingested."""

import csv
import io
import json
import re
import runpy
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from forms_export import Desk, set_up_desk
from openpyxl.worksheet.worksheet import Worksheet
from support import QUARTER, ROOT, SIX, fingerprint, read_csv

from sdp_lib.cli.form import form
from sdp_lib.cli.ingest import ingest
from sdp_lib.collect import ingest_folder
from sdp_lib.collect.ingest import Request, Work, carry_out
from sdp_lib.errors import BuildError, InputError
from sdp_lib.inputs.council import read_council
from sdp_lib.inputs.forms.layout import choices_of
from sdp_lib.inputs.returns import date_columns
from sdp_lib.periods import Period

FILE = Path("form.xlsx")
COUNCIL = read_council(ROOT / "params")
QUESTIONS = {column: question for question, column in COUNCIL.form.items()}
SAMPLE = {row["activity"]: row for row in read_csv(ROOT / f"data/returns/{QUARTER}.csv")}
ANSWERED = ("30", "52", "60")
COMPLETED = date(2019, 9, 4)


@pytest.fixture
def desk(tmp_path, monkeypatch) -> Desk:
    """A desk with six activities, and without returns of the quarter: the current folder."""
    monkeypatch.chdir(tmp_path)
    desk = set_up_desk(tmp_path, with_returns=False)
    for name in ("plans/2019-20/activities", "returns/2019-20-Q1"):
        path = tmp_path / f"data/{name}.csv"
        rows = read_csv(path)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(row for row in rows if next(iter(row.values())) in SIX)
    return desk


def cells_of(row: dict[str, str]) -> dict[str, object]:
    """Return the cells of an answer by heading."""
    cells: dict[str, object] = {"Completed on": COMPLETED}
    for column, question in QUESTIONS.items():
        value = row[column]
        if not value or column == "activity":
            continue
        if column in choices_of(COUNCIL):
            labels = {choice.id: choice.label for choice in choices_of(COUNCIL)[column]}
            cells |= {f"{question}: {labels[one]}": "Yes" for one in value.split(";")}
        elif column == "delivery":
            cells[question] = next(
                status.answer for status in COUNCIL.statuses if status.id == value
            )
        elif column in date_columns(COUNCIL):
            cells[question] = date.fromisoformat(value)
        else:
            cells[question] = value
    return cells


def fill(path: Path, answers: dict[str, dict[str, object]]) -> Path:
    """Fill in the rows of activities, on whichever sheet they are."""
    workbook = openpyxl.load_workbook(path)
    left = dict(answers)
    for sheet in workbook.worksheets[1:-1]:
        places = {cell.value: cell.column for cell in sheet[4]}
        for row in range(5, sheet.max_row + 1):
            activity = sheet.cell(row, 1).value.partition(".")[0]
            for heading, value in left.pop(activity, {}).items():
                sheet.cell(row, places[heading]).value = value
    assert not left
    workbook.save(path)
    return path


def assert_answered(desk: Desk) -> None:
    """Check that the returns are the sample's answers; the form has choices in its own order."""
    submitted = {"submitted": f"{COMPLETED}T00:00:00"}
    found = [in_order(row) for row in read_csv(desk.returns)]
    assert found == [in_order(SAMPLE[activity] | submitted) for activity in ANSWERED]


def in_order(row: dict[str, str]) -> dict[str, str]:
    lists = {column: ";".join(sorted(row[column].split(";"))) for column in choices_of(COUNCIL)}
    return row | lists


_made: dict[tuple[str, str], bytes] = {}  # it takes a while, and is the same each time


def make(each="activity", quarter=QUARTER, to=FILE) -> Path:
    if (each, quarter) in _made:
        to.write_bytes(_made[each, quarter])
    else:
        form(quarter, to, each)
        _made[each, quarter] = to.read_bytes()
    return to


def refusals(desk: Desk, changed: dict[str, dict[str, object]]) -> list[str]:
    """Return why a form with these cells in the rows of activities is refused."""
    fill(make(), {one: cells_of(SAMPLE[one]) | cells for one, cells in changed.items()})
    before = fingerprint(desk.root)
    with pytest.raises(InputError) as refused:
        ingest(FILE, QUARTER)
    assert fingerprint(desk.root) == before
    return [str(problem) for problem in refused.value.problems]


@pytest.mark.parametrize("each", ["activity", "lead"])
def test_a_completed_form_is_ingested_without_a_finding(desk, capsys, each):
    fill(make(each), {activity: cells_of(SAMPLE[activity]) for activity in ANSWERED})
    ingest(FILE, QUARTER)
    assert capsys.readouterr().err == ""
    assert_answered(desk)
    assert desk.received == ["form.xlsx"]


def test_a_row_has_the_answers_of_last_time_beside_its_questions(desk):
    sheet = openpyxl.load_workbook(make())["Activities"]
    (before,) = (r for r in read_csv(Path("data/returns/2019-20-Q1.csv")) if r["activity"] == "30")
    headings = [cell.value for cell in sheet[4]]
    (row,) = (row for row in sheet.iter_rows(min_row=5) if row[0].value.startswith("30. "))
    said = {heading: cell.value for heading, cell in zip(headings, row, strict=True) if cell.value}
    assert said["Progress description, last time"] == before["progress"]
    milestones = {milestone.column for milestone in COUNCIL.milestones}
    for column in milestones:
        shown = said.get(f"{QUESTIONS[column]}, last time")
        assert (shown.date().isoformat() if shown else "") == before[column]
    assert all(not said.get(question) for one, question in QUESTIONS.items() if one != "activity")
    place = headings.index("Progress description")
    assert headings[place - 1] == "Progress description, last time"


def test_the_first_form_of_a_plan_shows_nothing_of_last_time(desk):
    sheet = openpyxl.load_workbook(make(quarter="2019-20-Q1"))["Activities"]
    assert not [cell.value for cell in sheet[4] if "last time" in cell.value]


def test_each_cell_says_what_it_takes(desk):
    workbook = openpyxl.load_workbook(make())
    sheet, choices = workbook["Activities"], workbook["Choices"]
    rules = {}
    for rule in sheet.data_validations.dataValidation:
        (area,) = rule.sqref.ranges
        assert (area.min_row, area.max_row) == (5, sheet.max_row)
        rules[sheet.cell(4, area.min_col).value] = rule
    status = rules[QUESTIONS["delivery"]]
    first, last = re.findall(r"\$A\$(\d+)", status.formula1)
    listed = [choices.cell(row, 1).value for row in range(int(first), int(last) + 1)]
    assert listed == [one.answer for one in COUNCIL.statuses]
    assert rules["Issues: Capacity"].formula1 == '"Yes"'
    assert rules["Completed on"].type == rules["Go Live date"].type == "date"
    assert rules["Completed on"].formula1 == "DATE(2019,7,1)"
    assert rules[QUESTIONS["progress"]].formula1 == "10000"
    shown = {cell.value for cell in sheet[4]} - set(rules)
    assert shown >= {"Activity", "Lead"} and all(
        one in ("Activity", "Lead") or one.endswith(", last time") for one in shown
    )


def test_the_workbook_has_a_title_a_table_and_no_person_no_clock_and_nothing_merged(desk):
    form(QUARTER, FILE, "lead")
    first = FILE.read_bytes()
    form(QUARTER, FILE, "lead")
    assert FILE.read_bytes() == first
    workbook = openpyxl.load_workbook(FILE)
    leads = {row["lead"] for row in read_csv(Path("data/plans/2019-20/activities.csv"))}
    assert workbook.sheetnames[0] == "Cover"
    assert len(workbook.sheetnames) == len(leads) + 2
    linked = {cell.value for cell in workbook["Cover"]["A"] if cell.hyperlink}
    assert linked == leads | {"Choices"}
    for sheet in workbook.worksheets[:-1]:
        assert sheet["A1"].value.startswith(f"Return form {QUARTER}: ")
        assert not sheet.merged_cells.ranges and sheet.freeze_panes is None
        assert len(sheet.tables) == (sheet.title != "Cover")
    about = workbook.properties
    assert (about.creator, about.lastModifiedBy) == ("Kent County Council", None)
    assert about.created == about.modified == datetime(2019, 8, 30)
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_row_without_its_day_or_with_one_of_another_period_is_a_problem(desk):
    days = {"30": None, "31": date(2019, 6, 3), "52": "4 September 2029", "60": "last week"}
    messages = refusals(desk, {one: {"Completed on": day} for one, day in days.items()})
    assert all("column C (Completed on): " in line for line in messages)
    blank, other, far, none = messages
    assert "the day is blank, and each activity that is answered needs one" in blank
    assert "2019-06-03 is in the window of 2019-20-Q1" in other
    assert "2029-09-04 is not a day of 2019-20-Q2" in far
    assert "'last week' is not a date" in none


def test_a_form_of_another_period_is_refused_with_the_name_of_that_period(desk):
    fill(make(quarter="2019-20-Q3"), {"30": cells_of(SAMPLE["30"])})
    with pytest.raises(InputError, match="--quarter 2019-20-Q3, or send the right form"):
        ingest(FILE, QUARTER)


def test_a_day_outside_the_window_counts_as_late_with_a_warning(desk, capsys):
    fill(make(), {"30": cells_of(SAMPLE["30"]) | {"Completed on": date(2019, 9, 20)}})
    ingest(FILE, QUARTER)
    (printed,) = capsys.readouterr().err.splitlines()
    assert "2019-09-20 counts as late, because the form closed on 2019-09-13" in printed


def test_an_answer_that_is_neither_yes_nor_blank_is_a_problem_that_names_its_cell(desk):
    cells = {"Issues: Capacity": "perhaps", QUESTIONS["delivery"]: "Soon"}
    ticked, status = refusals(desk, {"30": cells})
    assert re.search(
        r"column [A-Z]+ \(Issues: Capacity\): 'perhaps' is neither Yes nor blank", ticked
    )
    assert "is not a choice of 'Is the activity on track?'" in status


def test_a_form_with_a_missing_heading_or_no_answers_is_refused(desk):
    make()
    with pytest.raises(InputError, match="no activity was filled in"):
        ingest(FILE, QUARTER)
    fill(FILE, {"30": cells_of(SAMPLE["30"])})
    workbook = openpyxl.load_workbook(FILE)
    heading = next(cell for cell in workbook["Activities"][4] if cell.value == "Go Live date")
    heading.value = "Gone"
    workbook["Activities"].tables.clear()
    workbook.save(FILE)
    with pytest.raises(InputError, match="there is no column 'Go Live date'"):
        ingest(FILE, QUARTER)


def changed_sheet(change: Callable[[Worksheet], None]) -> None:
    """Answer activity 30 in a form, and change the sheet."""
    fill(make(), {"30": cells_of(SAMPLE["30"])})
    workbook = openpyxl.load_workbook(FILE)
    workbook["Activities"].tables.clear()
    change(workbook["Activities"])
    workbook.save(FILE)


def test_answers_below_a_title_that_was_changed_or_deleted_are_read(desk):
    for change in (
        lambda sheet: sheet.cell(1, 1, "Our returns"),
        lambda sheet: sheet.delete_rows(1),
    ):
        changed_sheet(change)
        ingest(FILE, QUARTER)
        assert [row["activity"] for row in read_csv(desk.returns)] == ["30"]
        desk.returns.unlink()


def test_a_heading_that_is_there_twice_is_a_problem_with_both_columns(desk):
    changed_sheet(lambda sheet: sheet.cell(4, sheet.max_column + 1, "go live DATE "))
    with pytest.raises(InputError, match=r"row 4, columns \w+, \w+: the heading 'Go Live date'"):
        ingest(FILE, QUARTER)


def test_a_column_that_somebody_added_is_named_since_it_is_not_read(desk, capsys):
    def add(sheet: Worksheet) -> None:
        sheet.cell(4, sheet.max_column + 1, "Own notes")
        sheet.cell(5, sheet.max_column + 1, "more")

    changed_sheet(add)
    ingest(FILE, QUARTER)
    warned = capsys.readouterr().err
    assert "'Own notes' is not a heading of the form" in warned
    assert warned.count("cells without a heading") == 1


def test_a_folder_of_forms_is_ingested_at_once_and_again_without_a_change(desk, capsys):
    folder = Path("back")
    folder.mkdir()
    for one in ANSWERED:
        fill(make(to=folder / f"{one}.xlsx"), {one: cells_of(SAMPLE[one])})
    (folder / "~$30.xlsx").write_bytes(b"open elsewhere")
    ingest(folder, QUARTER, as_json=True)
    printed = capsys.readouterr().out
    document = json.loads(printed[printed.index("{") :])
    assert [file["new"] for file in document["files"]] == [
        [activity] for activity in sorted(ANSWERED)
    ]
    assert document["written"].count(f"data/returns/{QUARTER}.csv") == 1
    assert {row["activity"] for row in read_csv(desk.returns)} == set(ANSWERED)
    assert desk.received == sorted(f"{one}.xlsx" for one in ANSWERED)
    ingest(folder, QUARTER)
    assert "Nothing changes: the returns already hold all of it." in capsys.readouterr().out


def test_if_a_folder_has_one_problem_nothing_is_written(desk):
    folder = Path("back")
    folder.mkdir()
    fill(make(to=folder / "good.xlsx"), {"30": cells_of(SAMPLE["30"])})
    wrong = cells_of(SAMPLE["52"]) | {"Completed on": None}
    fill(make(to=folder / "wrong.xlsx"), {"52": wrong})
    before = fingerprint(desk.root)
    with pytest.raises(InputError, match=r"back/wrong\.xlsx, sheet 'Activities', row \d+"):
        ingest(folder, QUARTER)
    assert fingerprint(desk.root) == before
    for path in folder.iterdir():
        path.unlink()
    with pytest.raises(InputError, match=r"it holds no file that ends in \.xlsx or \.csv"):
        ingest(folder, QUARTER)


@pytest.fixture
def two(desk) -> Path:
    """A folder with two forms about one activity; the second has other words."""
    folder = Path("back")
    folder.mkdir()
    for name, words in (("a", "First words."), ("b", "Second words.")):
        cells = cells_of(SAMPLE["30"]) | {"Progress description": words}
        fill(make(to=folder / f"{name}.xlsx"), {"30": cells})
    return folder


@pytest.mark.parametrize("dry_run", [True, False])
def test_of_two_files_about_one_activity_the_second_is_a_change(desk, two, capsys, dry_run):
    ingest(two, QUARTER, dry_run, as_json=True)
    first, second = json.loads(capsys.readouterr().out)["files"]
    assert (first["new"], second["new"]) == (["30"], [])
    assert [(change["old"], change["new"]) for change in second["changed"]] == [
        ("First words.", "Second words.")
    ]
    assert desk.returns.exists() != dry_run


@pytest.mark.parametrize("as_json", [True, False])
def test_if_a_later_file_cannot_be_imported_the_earlier_ones_are_reported(
    desk, two, capsys, monkeypatch, as_json
):
    def spoilt(work: Work) -> tuple[Path, ...]:
        (two / "b.xlsx").write_bytes(b"another file")
        return carry_out(work)

    monkeypatch.setattr(ingest_folder, "carry_out", spoilt)
    with pytest.raises(BuildError, match=r"back/b\.xlsx") as caught:
        ingest(two, QUARTER, as_json=as_json)
    assert caught.value.exit_status == 1, "2 would say that nothing was changed"
    assert [row["progress"] for row in read_csv(desk.returns)] == ["First words."]
    printed = capsys.readouterr().out
    written = [f"data/received/{QUARTER}/a.xlsx", "data/received/log.csv",
               f"data/returns/{QUARTER}.csv"]  # fmt: skip
    if as_json:
        assert json.loads(printed)["written"] == written
    else:
        assert printed.splitlines()[-3:] == [f"Written: {path}" for path in written]


def test_if_the_first_file_of_a_folder_changes_before_it_is_imported_nothing_is(desk, two):
    request = Request(two, Period.parse(QUARTER), Path("data"), Path("params"), COMPLETED)
    works = ingest_folder.prepare_all(request, ingest_folder.files_in(two))
    (two / "a.xlsx").write_bytes(b"another file")
    before = fingerprint(desk.root)
    with pytest.raises(InputError, match=r"back/a\.xlsx"):
        list(ingest_folder.carry_out_all(works, lambda _: None))
    assert fingerprint(desk.root) == before


def test_the_page_of_questions_is_that_of_the_configuration():
    written = runpy.run_path(str(ROOT / "docs/form.py"))["page"]()
    message = "write it again: python docs/form.py"
    assert (ROOT / "docs/form.md").read_text(encoding="utf-8") == written, message


@pytest.mark.processes
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_a_form_saved_by_libreoffice_is_ingested_without_a_finding(desk, capsys):
    fill(make(), {activity: cells_of(SAMPLE[activity]) for activity in ANSWERED})
    profile = f"-env:UserInstallation={(desk.root / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", "saved"]
    subprocess.run([*command, str(FILE)], check=True, capture_output=True)
    ingest(Path("saved") / FILE, QUARTER)
    assert capsys.readouterr().err == ""
    assert_answered(desk)
