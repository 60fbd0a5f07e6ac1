import io
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from support import Project, copy_project, fingerprint

from sdp_lib.cli.new import new
from sdp_lib.collect.carry_over import moved, stub
from sdp_lib.collect.mailing import NO_RETURN, NOT_ASKED, plain
from sdp_lib.collect.new_quarter import NewQuarter, prepare_quarter, write_quarter
from sdp_lib.errors import BuildError, InputError
from sdp_lib.inputs.commentary import SECTIONS, read_commentary
from sdp_lib.inputs.input_files import Sources
from sdp_lib.inputs.params import read_quarter
from sdp_lib.periods import Period
from sdp_lib.storage import write_together

LAST, NEXT = "2020-21-Q3", "2020-21-Q4"
FIRST_OF_A_PLAN = "2020-21-Q1"


def prepare(project: Project, quarter: str = NEXT) -> NewQuarter:
    folders = (project.root / name for name in ("data", "params", "notebooks"))
    return prepare_quarter(Period.parse(quarter), Sources(project.root, *folders))


def begin(project: Project, quarter: str = NEXT) -> NewQuarter:
    made = prepare(project, quarter)
    write_quarter(made)
    return made


def params_of(project: Project, quarter: str = NEXT) -> str:
    """Write only the parameters of a quarter, and return their text."""
    made = prepare(project, quarter)
    return made.make[project.root / "params" / f"{quarter}.yml"]().decode()


def sheet(content: bytes) -> list[list[object]]:
    """Return the table of the mailing workbook: its header and its rows."""
    rows = openpyxl.load_workbook(io.BytesIO(content))["Activities"].iter_rows(values_only=True)
    return [list(row) for row in rows if row[1] is not None]


def mailing(project: Project, quarter: str = NEXT) -> dict[str, dict[str, object]]:
    """Return the rows of the mailing workbook by activity."""
    made = prepare(project, quarter)
    header, *rows = sheet(made.make[project.root / "data" / "mailing" / f"{quarter}.xlsx"]())
    return {str(row[0]): dict(zip(header, row, strict=True)) for row in rows}


@pytest.fixture(scope="module")
def begun(tmp_path_factory) -> Project:
    """A project in which the next quarter has begun; it must not be changed."""
    project = copy_project(tmp_path_factory.mktemp("begun"))
    begin(project)
    return project


@pytest.fixture
def before_the_plan(project) -> Project:
    """A project that has not begun the first quarter of its second plan."""
    (project.root / "params" / f"{FIRST_OF_A_PLAN}.yml").unlink()
    return project


def test_a_new_quarter_is_a_draft_of_the_same_plan_and_reports_that_nobody_signed_off(begun):
    last, asked = (read_quarter(begun.root / "params", Period.parse(one)) for one in (LAST, NEXT))
    assert (asked.plan, asked.reports) == (last.plan, last.reports)
    assert (asked.state, asked.signed_off, asked.version) == ("draft", None, "1.0")


def test_the_window_is_moved_on_and_marked_to_be_checked(begun):
    text = (begun.root / "params" / f"{NEXT}.yml").read_text(encoding="utf-8")
    assert "window: {opened: 2021-02-26, closed: 2021-03-12}  # check: moved on" in text


@pytest.mark.parametrize("number", range(28))
def test_a_moved_day_is_a_weekday_next_to_the_same_distance(number):
    last, quarter = Period.parse("2020-21-Q4"), Period.parse("2021-22-Q1")
    there = moved(date(2021, 2, 1 + number), last, quarter)
    assert there.weekday() < 5
    assert abs((there - quarter.first_day).days - (31 + number)) <= 1


def test_reports_are_carried_over_as_they_were_typed_with_their_comments(project):
    typed = "# The board asked for it.\nreports:\n  - {notebook: council}  # for the board\n"
    path = project.root / "params" / f"{LAST}.yml"
    path.write_text(path.read_text().partition("reports:")[0] + typed + "notice: Late figures.\n")
    text = params_of(project)
    assert text.endswith(typed)
    assert f"# {LAST} had this notice: Late figures." in text


def test_parameters_written_in_another_way_are_carried_over_too(project):
    (project.root / "params" / f"{LAST}.yml").write_text(
        f"{{quarter: {LAST}, plan: 2020-23, state: draft,"
        " window: {opened: 2020-11-27, closed: 2020-12-11}, reports: [{notebook: outcome,"
        " each: outcome, only: ['1'], parameters: {detail: summary}}]}\n"
    )
    begin(project)
    params = project.root / "params"
    last, asked = (read_quarter(params, Period.parse(one)) for one in (LAST, NEXT))
    assert asked.reports == last.reports
    assert asked.reports[0].only == ("1",)


def test_a_year_that_the_plan_does_not_cover_begins_with_the_plan_that_does(before_the_plan):
    project = before_the_plan
    project.replace("params/2019-20-Q4.yml", "each: outcome}", "each: outcome, only: ['3']}")
    begin(project, FIRST_OF_A_PLAN)
    asked = read_quarter(project.root / "params", Period.parse(FIRST_OF_A_PLAN))
    assert asked.plan == "2020-23"
    assert all(report.only is None for report in asked.reports), "these were IDs of the plan before"
    text = (project.root / "params" / f"{FIRST_OF_A_PLAN}.yml").read_text(encoding="utf-8")
    assert "plan: 2020-23  # check: it was 2019-20 before" in text
    assert "# check: 'only' was left out" in text


def test_no_text_is_carried_over_from_another_plan(before_the_plan):
    rows = mailing(before_the_plan, FIRST_OF_A_PLAN)
    assert {row["Status last time"] for row in rows.values()} == {NOT_ASKED}
    made = prepare(before_the_plan, FIRST_OF_A_PLAN).make
    assert not any("previous" in path.parts for path in made)


def test_a_year_that_no_plan_covers_is_refused(before_the_plan):
    before_the_plan.replace("data/plans/2020-23/plan.yml", '  - "2020-21"\n', "")
    with pytest.raises(
        InputError,
        match="2020-21-Q1 needs one plan that lists 2020-21 in its years, and no plan does",
    ):
        prepare(before_the_plan, FIRST_OF_A_PLAN)


def test_a_year_that_two_plans_cover_is_refused(before_the_plan):
    plans = before_the_plan.root / "data" / "plans"
    shutil.copytree(plans / "2020-23", plans / "2020-21")
    with pytest.raises(InputError, match="2020-21 and 2020-23 do"):
        prepare(before_the_plan, FIRST_OF_A_PLAN)


def test_every_report_but_a_scorecard_has_a_stub_that_says_nothing_yet(begun):
    folder = begun.root / "data" / "commentary" / NEXT
    names = sorted(path.stem for path in folder.glob("*.md"))
    directorates = [name for name in names if name.startswith("directorate-")]
    assert len(directorates) == 4
    outcomes = [f"outcome-{one}" for one in (*range(1, 8), "modernising")]
    assert names == ["council", *directorates, *outcomes]
    data, quarter = begun.root / "data", Period.parse(NEXT)
    assert [read_commentary(data, quarter, one) for one in names] == [{}] * len(names)


def test_a_stub_has_the_headings_that_were_used_last_else_all_of_them(begun):
    folder = begun.root / "data" / "commentary"
    for name in ("council", "outcome-7"):
        last, now = (
            [
                line
                for line in (folder / one / f"{name}.md").read_text().splitlines()
                if "##" in line
            ]
            for one in ("2020-21-Q2", NEXT)
        )
        assert last == now
    assert (folder / NEXT / "outcome-1.md").read_text() == stub()
    assert [line[3:] for line in stub().splitlines() if line] == list(SECTIONS)


def test_the_last_commentary_is_beside_the_stub_and_refused_in_its_place(begun, tmp_path):
    folder = begun.root / "data" / "commentary"
    previous = (folder / NEXT / "previous" / "council.md").read_text(encoding="utf-8")
    assert previous.endswith((folder / "2020-21-Q2" / "council.md").read_text(encoding="utf-8"))
    path = tmp_path / "commentary" / NEXT / "council.md"
    path.parent.mkdir(parents=True)
    path.write_text(previous, encoding="utf-8")
    with pytest.raises(InputError, match="this text comes before the first heading"):
        read_commentary(tmp_path, Period.parse(NEXT), "council")


def test_the_mailing_workbook_says_whom_to_ask_and_what_each_said(project):
    plan = project.root / "data/plans/2020-23/activities.csv"
    *_, last = plan.read_text(encoding="utf-8").splitlines()
    with plan.open("a", encoding="utf-8") as file:
        file.write(last.replace("72,Vacc", "73,Vacc").replace(",2020-21-Q3,", f",{NEXT},") + "\n")
    changed = {"progress": "=1+1", "revised_end": "2022-01-31"}
    project.rewrite(
        f"data/returns/{LAST}.csv",
        lambda row: changed if row["activity"] == "18" else {},
    )
    rows = mailing(project)
    assert len(rows) == 69
    assert rows["73"]["Status last time"] == NOT_ASKED, "it has only just joined"
    assert rows["9"]["Status last time"] == NO_RETURN
    said = {
        "Directorate": "Growth, Environment and Transport",
        "Lead officer": "Principal Transport Project Manager",
        "Original end date": "31 December 2022",
        "Status last time": "On track",
        "Progress last time": "'=1+1",
        "Key Decision last time": "28 January 2022",
        "Revised end date last time": "31 January 2022",
    }
    assert {name: rows["18"][name] for name in said} == said


def test_typed_text_becomes_neither_a_link_nor_a_note_nor_an_error(project):
    typed = ["[x](https://a.example) [y](https://b.example)", "$$note$$", "- ... -"]
    project.rewrite(
        f"data/returns/{LAST}.csv", lambda row: {"progress": typed[int(row["activity"]) % 3]}
    )
    content = prepare(project).make[project.root / "data" / "mailing" / f"{NEXT}.xlsx"]()
    table = openpyxl.load_workbook(io.BytesIO(content))["Activities"]
    shown = {str(cell.value).removeprefix("'") for cell in table["G"]}  # the guard of formulas
    assert {plain(text) for text in typed} <= shown
    assert not any(cell.hyperlink for row in table for cell in row)


def test_the_mailing_workbook_has_the_same_bytes_every_time_and_no_address_of_a_person(
    begun, project
):
    content = (begun.root / "data" / "mailing" / f"{NEXT}.xlsx").read_bytes()
    begin(project)
    assert (project.root / "data" / "mailing" / f"{NEXT}.xlsx").read_bytes() == content
    cells = [str(cell) for row in sheet(content) for cell in row]
    assert not any("@" in cell for cell in cells)


def test_existing_files_are_kept_and_named(project, capsys, monkeypatch):
    monkeypatch.chdir(project.root)
    own = project.root / "data" / "commentary" / NEXT / "council.md"
    own.parent.mkdir(parents=True)
    own.write_text("## delivery\n\nWritten early.\n", encoding="utf-8")
    new(NEXT)
    assert f"data/commentary/{NEXT}/council.md kept as it was" in capsys.readouterr().out
    assert "Written early." in own.read_text(encoding="utf-8")
    before = fingerprint(project.root)
    new(NEXT, as_json=True)
    assert '"made": []' in capsys.readouterr().out
    assert fingerprint(project.root) == before


def test_parameters_that_are_there_already_choose_plan_and_reports(project):
    path = project.root / "params" / f"{NEXT}.yml"
    path.write_text(
        f"quarter: {NEXT}\nplan: 2020-23\nstate: draft\nreports: [{{notebook: council}}]\n"
        "window: {opened: 2021-03-01, closed: 2021-03-09}\n"
    )
    made = prepare(project)
    assert list(made.kept) == [path]
    record = {"activities.csv", "plan.yml", "assurance.csv", "council.yml"}
    assert {one.name for one in made.make} == {"council.md", f"{NEXT}.xlsx"} | record


def test_a_missing_last_quarter_is_reported_with_everything_that_it_lacks(project):
    (project.root / "data" / "returns" / f"{LAST}.csv").unlink()
    for path in (project.root / "params").glob("20*.yml"):
        path.unlink()
    before = fingerprint(project.root)
    with pytest.raises(InputError) as caught:
        prepare(project)
    assert {Path(problem.where).name for problem in caught.value.problems} == {
        f"{LAST}.csv",
        f"{LAST}.yml",
    }
    assert fingerprint(project.root) == before


def test_a_full_disk_is_reported_and_nothing_is_left(project, monkeypatch):
    made = prepare(project)
    before = fingerprint(project.root)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "data/mailing")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(
        BuildError, match="data/mailing: no space left on device, so nothing was made"
    ):
        write_quarter(made)
    assert fingerprint(project.root) == before


@pytest.mark.parametrize("number", range(3))
def test_if_one_file_cannot_be_written_none_is_left(tmp_path, monkeypatch, number):
    real, calls = Path.replace, []

    def failing(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) > number:
            raise OSError("the disk is full")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(OSError, match="full"):
        write_together({tmp_path / "a" / f"{one}.md": b"x" for one in range(4)})
    assert list(tmp_path.iterdir()) == []
