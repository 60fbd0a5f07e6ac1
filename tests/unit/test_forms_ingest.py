"""`sdp ingest` from the export to the returns: what it writes, says and leaves alone."""

import csv
import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from forms_export import Desk, Quirks, set_up_desk, write_csv
from support import QUARTER, ROOT, fingerprint, read_csv

from sdp_lib.cli.ingest import ingest
from sdp_lib.collect import ingest as building
from sdp_lib.collect.correct import Asked, prepare_correction, write_correction
from sdp_lib.errors import InputError
from sdp_lib.periods import Period
from sdp_lib.storage import sha256

SAMPLE = ROOT / "data" / "returns" / f"{QUARTER}.csv"
QUIRKS = {
    "plain": Quirks(),
    "ids that begin later": Quirks(first_id=412),
    "last modified time": Quirks(last_modified=True),
    "headings": Quirks(heading=lambda text: f"{text.upper().replace(' ', chr(160))}\n"),
    "dates as text": Quirks(date=lambda day: day.strftime("%d/%m/%Y")),
    "dates in words": Quirks(date=lambda day: f"{day.day} {day:%B %Y}"),
    "dates in short words": Quirks(date=lambda day: f" {day.day} {day:%b %Y}\u00a0"),
    "moments as text": Quirks(moment=lambda moment: moment.isoformat()),
    "numbers as activities": Quirks(activity=lambda one, _: int(one)),
    "fractions as activities": Quirks(activity=lambda one, _: float(one)),
    "activities as text": Quirks(activity=lambda one, _: f"{one}.0"),
    "choices without the last semicolon": Quirks(choices="; ".join),
    "choices in capitals": Quirks(choices=lambda labels: ";".join(labels).upper()),
    "text with blanks": Quirks(text=lambda text: f"\u00a0{text} \n"),
    "blank rows": Quirks(blank_rows_after=5, blank_row_between=True),
    "second sheet": Quirks(second_sheet=True),
}


@pytest.fixture
def desk(tmp_path, monkeypatch) -> Desk:
    """A desk without returns of the quarter, which is the current folder."""
    monkeypatch.chdir(tmp_path)
    return set_up_desk(tmp_path, with_returns=False)


@pytest.fixture
def full(tmp_path, monkeypatch) -> Desk:
    """A desk that has the returns of the quarter."""
    monkeypatch.chdir(tmp_path)
    return set_up_desk(tmp_path, with_returns=True)


@pytest.mark.parametrize("quirks", QUIRKS.values(), ids=QUIRKS)
def test_an_export_gives_the_returns_that_it_came_from_byte_for_byte(desk, capsys, quirks):
    desk.ingest(desk.write(desk.rows(quirks), quirks))
    assert desk.returns.read_bytes() == SAMPLE.read_bytes()
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_in_any_encoding_gives_the_same_returns(desk, encoding):
    quirks = Quirks(blank_rows_after=2, date=lambda day: day.strftime("%d/%m/%Y 00:00"))
    write_csv(desk.root / "in.csv", desk.rows(quirks), quirks, encoding=encoding)
    desk.ingest(Path("in.csv"))
    assert desk.returns.read_bytes() == SAMPLE.read_bytes()


@pytest.mark.parametrize("quirks", QUIRKS.values(), ids=QUIRKS)
def test_a_csv_may_be_as_odd_as_a_workbook(desk, quirks):
    write_csv(desk.root / "in.csv", desk.rows(quirks), quirks, encoding="utf-16", delimiter="\t")
    desk.ingest(Path("in.csv"))
    assert desk.returns.read_bytes() == SAMPLE.read_bytes()


def test_a_csv_in_the_encoding_of_windows_is_read_with_a_note(desk, capsys):
    write_csv(desk.root / "in.csv", desk.rows(), encoding="cp1252")
    desk.ingest(Path("in.csv"))
    assert desk.returns.read_bytes() == SAMPLE.read_bytes()
    assert "was read as Windows-1252" in capsys.readouterr().err


def test_the_order_of_rows_and_columns_does_not_matter(desk):
    rows = [dict(reversed(row.items())) for row in reversed(desk.rows())]
    desk.ingest(desk.write(rows))
    assert desk.returns.read_bytes() == SAMPLE.read_bytes()


def test_the_original_is_kept_and_logged(desk, monkeypatch):
    class Clock(building.date):
        @classmethod
        def today(cls) -> "Clock":
            return cls(2019, 9, 16)

    monkeypatch.setattr(sys.modules[ingest.__module__], "date", Clock)
    file = desk.write(desk.rows(), name="Monitoring form(1-79).xlsx")
    desk.ingest(file)
    kept = desk.root / "data" / "received" / QUARTER / file.name
    assert kept.read_bytes() == file.read_bytes()
    digest = sha256(file)
    assert desk.log.splitlines() == [
        "quarter,file,received,rows,sha256,note",
        f"{QUARTER},Monitoring form(1-79).xlsx,2019-09-16,79,{digest},",
    ]


def test_names_and_addresses_stay_in_the_original(desk, capsys):
    rows = desk.rows()
    rows[0]["Progress description"] = "Zebedee Quillfeather-7 (lead.officer7@example.org) moved on."
    rows[1]["Issues"] = "Ask lead.officer8@example.org;"
    with pytest.raises(InputError) as caught:
        desk.ingest(desk.write(rows))
    rows[1]["Issues"] = None
    desk.ingest(desk.write(rows))
    desk.ingest(desk.write(rows), as_json=True)
    printed = capsys.readouterr()
    written = desk.returns.read_text(encoding="utf-8")
    for text in (written, printed.out, printed.err, str(caught.value), desk.log):
        assert "@" not in text
        assert "Quillfeather" not in text
    assert "[name removed] ([e-mail address removed]) moved on." in written


def test_the_same_file_again_changes_nothing_and_says_so(desk, capsys):
    file = desk.write(desk.rows())
    desk.ingest(file)
    before = fingerprint(desk.root)
    capsys.readouterr()
    desk.ingest(file)
    assert fingerprint(desk.root) == before
    said = capsys.readouterr().out
    assert "This file was imported before, on " in said
    assert "Nothing changes: the returns already hold all of it." in said


def test_a_later_export_is_shown_cell_by_cell_before_anything_is_written(full, capsys, monkeypatch):
    rows = full.rows()
    del rows[4]  # activity 5, whose answer the later export lacks
    rows[0]["Is the activity on track?"] = "Yes, it is on track"
    rows[0]["Completion time"] = datetime(2019, 9, 13, 18, 0)
    monkeypatch.setattr(building, "carry_out", lambda _: pytest.fail(capsys.readouterr().out))
    with pytest.raises(pytest.fail.Exception) as stopped:
        full.ingest(full.write(rows, name="later.xlsx"))
    assert str(stopped.value).splitlines() == [
        f"{QUARTER}: 78 answers in later.xlsx.",
        "Not in this export, and kept (1): 5",
        "Unchanged: 77 answers.",
        "Changed: activity 1",
        "  submitted: 2019-09-13T17:14:02 -> 2019-09-13T18:00:00",
        "  delivery: remedial -> on_track",
    ]
    assert full.returns.read_bytes() == SAMPLE.read_bytes()
    monkeypatch.undo()


def test_a_later_export_changes_its_own_answers_and_no_others(full):
    rows = full.rows()[:2]
    rows[0]["Progress description"] = "New words."
    rows[0]["Completion time"] = datetime(2019, 9, 13, 18, 0)
    full.ingest(full.write(rows))
    old, new = read_csv(SAMPLE), read_csv(full.returns)
    assert new[0] == old[0] | {"progress": "New words.", "submitted": "2019-09-13T18:00:00"}
    assert new[1:] == old[1:]


def test_an_earlier_export_again_takes_nothing_back(full, capsys):
    rows = full.rows()
    first = full.write(rows, name="first.xlsx")
    rows[0]["Progress description"] = "Edited in the form, which keeps the completion time."
    rows[1]["Completion time"] = datetime(2019, 9, 13, 18, 0)
    second = full.write(rows, name="second.xlsx")
    full.ingest(first)
    full.ingest(second)
    before = fingerprint(full.root)
    capsys.readouterr()
    full.ingest(first)
    assert fingerprint(full.root) == before
    assert "Older than the returns, and left out (2): 1, 2" in capsys.readouterr().out


def test_another_file_of_the_same_name_is_kept_beside_the_first(full):
    rows = full.rows()
    full.ingest(full.write(rows))
    rows[0]["ID"] = 1000
    file = full.write(rows)
    full.ingest(file)
    assert full.received == [f"in-{sha256(file)[:8]}.xlsx", "in.xlsx"]
    assert [line.split(",")[1] for line in full.log.splitlines()[1:]] == [
        "in.xlsx",
        full.received[0],
    ]
    full.ingest(file)
    assert len(full.received) == 2


def test_an_original_that_is_gone_is_kept_again_without_a_second_line(full):
    file = full.write(full.rows())
    full.ingest(file)
    (full.root / "data" / "received" / QUARTER / "in.xlsx").unlink()
    full.ingest(file)
    assert full.received == ["in.xlsx"]
    assert len(full.log.splitlines()) == 2


def test_an_export_already_in_its_folder_is_logged_there(full):
    file = full.write(full.rows(), name=f"data/received/{QUARTER}/in.xlsx")
    full.ingest(file)
    assert full.received == ["in.xlsx"]
    assert len(full.log.splitlines()) == 2


def test_the_later_of_two_answers_counts_and_both_are_reported(desk, capsys):
    rows = desk.rows()
    again = rows[0] | {"Completion time": datetime(2019, 9, 12), "Progress description": "Before."}
    desk.ingest(desk.write([*rows, again]))
    assert desk.returns.read_bytes() == SAMPLE.read_bytes()
    assert (
        "warning: in.xlsx, sheet 'Sheet1', row 81, column F (Activity): the answer for activity 1 "
        "(2019-09-12T00:00:00) is replaced by row 2, which came later (2019-09-13T17:14:02). "
        "Check that the later answer is the right one. [SDP-465]"
    ) in capsys.readouterr().err


def test_answers_outside_the_window_are_taken_with_a_warning(desk, capsys):
    rows = desk.rows()
    rows[0]["Completion time"] = datetime(2019, 8, 29, 23, 59)
    rows[1]["Completion time"] = datetime(2019, 9, 14)
    desk.ingest(desk.write(rows))
    said = capsys.readouterr().err
    assert "counts as early because the window opened on 2019-08-30" in said
    assert "counts as late because the window closed on 2019-09-13" in said
    assert len(read_csv(desk.returns)) == 79


def test_an_export_of_another_quarter_is_refused_with_the_name_of_that_quarter(desk):
    rows = [row | {"Completion time": datetime(2019, 12, 13, 9, 0)} for row in desk.rows()]
    file = desk.write(rows)
    before = fingerprint(desk.root)
    with pytest.raises(InputError) as caught:
        desk.ingest(file)
    assert str(caught.value) == (
        "in.xlsx, sheet 'Sheet1': all answers are from the window of 2019-20-Q3, and that "
        "of 2019-20-Q2 was open from 2019-08-30 to 2019-09-13. Did you mean --quarter 2019-20-Q3? "
        "If they are of 2019-20-Q2, correct its window in params. [SDP-462]"
    )
    assert fingerprint(desk.root) == before


@pytest.mark.parametrize("moment", [datetime(2019, 9, 13), datetime(2020, 3, 1)])
def test_an_export_with_an_answer_from_elsewhere_is_of_no_other_quarter(desk, moment):
    rows = [row | {"Completion time": datetime(2019, 12, 13, 9, 0)} for row in desk.rows()]
    rows[5]["Completion time"] = moment
    desk.ingest(desk.write(rows))
    assert len(read_csv(desk.returns)) == 79


def test_a_mistake_in_the_parameters_of_another_quarter_does_no_harm(desk, capsys):
    (desk.root / "params" / "2019-20-Q3.yml").write_text("quarter: [")
    rows = [row | {"Completion time": datetime(2019, 12, 13, 9, 0)} for row in desk.rows()]
    desk.ingest(desk.write(rows))
    assert "no answer is from the window" in capsys.readouterr().err


def test_answers_for_a_quarter_that_was_signed_off_are_taken_with_a_warning(desk, capsys):
    path = desk.root / "params" / f"{QUARTER}.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("state: draft", "state: final"))
    desk.ingest(desk.write(desk.rows()))
    assert capsys.readouterr().err == (
        f"warning: params/{QUARTER}.yml: state is 'final', so an answer that changes makes its "
        "reports stale. Raise version and make the reports again if an answer changes, or check "
        "--quarter. [SDP-492]\n"
    )
    assert desk.returns.read_bytes() == SAMPLE.read_bytes()


def test_an_export_from_outside_every_window_is_pointed_out(desk, capsys):
    rows = [row | {"Completion time": datetime(2020, 1, 7, 9, 0)} for row in desk.rows()]
    desk.ingest(desk.write(rows))
    said = capsys.readouterr().err
    assert "no answer is from the window" in said
    assert "Check that the export is of this quarter" in said


def test_a_blank_status_is_a_warning_and_an_unread_column_too(desk, capsys):
    rows = [row | {"Anything else?": "No"} for row in desk.rows()]
    rows[0]["Is the activity on track?"] = None
    desk.ingest(desk.write(rows))
    said = capsys.readouterr().err
    assert "row 2, column G (Is the activity on track?): the status is blank" in said
    assert "'Anything else?' is not a question in council.yml" in said
    assert read_csv(desk.returns)[0]["delivery"] == ""


def test_text_that_looks_like_a_formula_is_kept_as_text(desk):
    rows = desk.rows()
    rows[0]["Progress description"] = "=HYPERLINK(0)"
    rows[1]["Issue detail"] = "@SUM(1)"
    desk.ingest(desk.write(rows))
    read = read_csv(desk.returns)
    assert (read[0]["progress"], read[1]["issue_detail"]) == ("=HYPERLINK(0)", "@SUM(1)")


def test_the_sample_in_the_project_gives_the_sample_quarter(desk, capsys):
    desk.ingest(ROOT / "data" / "received" / "sample" / f"{QUARTER}.xlsx")
    assert desk.returns.read_bytes() == SAMPLE.read_bytes()
    assert capsys.readouterr().err == ""


def test_originals_give_others_no_access_and_the_group_what_the_project_gives(desk):
    desk.root.chmod(0o750)
    file = desk.write(desk.rows())
    (desk.root / file).chmod(0o644)
    desk.ingest(file)
    folder = desk.root / "data" / "received" / QUARTER
    assert [oct(path.stat().st_mode)[-3:] for path in (folder, folder / file)] == ["750", "640"]
    assert oct(desk.returns.stat().st_mode)[-3:] == "644", "no original: others read it"


def test_originals_are_for_their_owner_alone_where_the_project_is(desk):
    desk.root.chmod(0o700)
    file = desk.write(desk.rows())
    desk.ingest(file)
    folder = desk.root / "data" / "received" / QUARTER
    assert [oct(path.stat().st_mode)[-3:] for path in (folder, folder / file)] == ["700", "600"]


def test_the_log_runs_in_no_spreadsheet_and_knows_its_files_again(desk, capsys):
    file = desk.write(desk.rows(), name="=cmd.xlsx")
    desk.ingest(file)
    assert f"{QUARTER},'=cmd.xlsx," in desk.log
    before = fingerprint(desk.root)
    desk.ingest(file)
    assert fingerprint(desk.root) == before
    assert "Nothing changes" in capsys.readouterr().out


@pytest.mark.parametrize("corrected", [False, True], ids=["at once", "after a correction"])
def test_an_erased_answer_does_not_come_back_with_the_export(desk, capsys, corrected):
    rows = desk.rows()
    file = desk.write(rows)
    desk.ingest(file)
    with desk.returns.open(encoding="utf-8", newline="") as source:
        first = next(csv.DictReader(source))
    asked = Asked(Path("data"), Path("params"), Period.parse(QUARTER), first["activity"],
                  "progress", "Removed.", "It named somebody.", "Senior Analyst",
                  date(2019, 9, 20), erase=True)  # fmt: skip
    if corrected:
        write_correction(prepare_correction(replace(asked, new="Reworded.", erase=False)))
    write_correction(prepare_correction(asked))
    desk.ingest(file)
    assert first["progress"] not in desk.returns.read_text(encoding="utf-8")
    assert "the export still holds progress" in capsys.readouterr().err


def test_what_the_organisation_lists_as_not_personal_is_neither_removed_nor_reported(desk, capsys):
    council = desk.root / "params" / "council.yml"
    listed = 'not_personal: ["03000 41 41 41", "planning@example.org"]\n'
    council.write_text(council.read_text(encoding="utf-8") + listed, encoding="utf-8")
    rows = desk.rows()
    rows[0]["Progress description"] = "Ring 03000 41 41 41 or ask planning@example.org."
    rows[1]["Progress description"] = "Ask jo.planning@example.org."
    desk.ingest(desk.write(rows))
    written = [row["progress"] for row in read_csv(desk.returns)]
    assert "Ring 03000 41 41 41 or ask planning@example.org." in written
    assert "Ask [e-mail address removed]." in written
    assert capsys.readouterr().err.count("warning: ") == 1
