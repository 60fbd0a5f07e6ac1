"""Exports that are wrong, hostile or cut off: nothing is written, or all of it."""

import re
import shutil
from pathlib import Path

import pytest
from forms_export import Desk, changed_rows, set_up_desk
from support import QUARTER, ROOT, fingerprint

from sdp_lib.collect import ingest as building
from sdp_lib.errors import InputError
from sdp_lib.inputs.forms.sheet import column_letter

DATES = [
    "31/02/2019",
    "10/19",
    "Q3",
    "TBC",
    "soon",
    "2019-13-01",
    "1.10.2019",
    43769,
    "31 Octember 2019",
]
OTHER_DATES = [
    "29/02/2019",
    "2019-02-30",
    "32 October 2019",
    "00/01/2020",
    "31/10/19",
    "20191031",
    "next spring",
    "2020",
    "31 October",
    "31/04/2020",
]
# A question, its answer, and the words that the message must have.
MISTAKES: list[tuple[str, object, str]] = [
    *(("Go Live date", value, "is not a date") for value in DATES),
    *(("Revised end date", value, "is not a date")
      for value in OTHER_DATES),
    ("Approval to proceed date", "n/a", "is not a date"),
    ("EqIA initial screening date", "yes", "is not a date"),
    ("Consultation start date", "x", "is not a date"),
    ("Key Decision date", True, "is not a date"),
    ("Other milestone date", 1.5, "is not a date"),
    ("Informal governance date", "?", "is not a date"),
    ("Activity", "99. Nothing of ours", "is not an activity of the plan"),
    ("Activity", 180, "is not an activity of the plan"),
    ("Activity", "46. Review of Voluntary and Community Sector Grants across the Council",
     "has the title of activity 52"),
    ("Activity", None, "this cell is blank"),
    ("Is the activity on track?", "Yes it is on track!", "Did you mean 'Yes, it is on track'?"),
    ("Is the activity on track?", "red", "is not a choice of 'Is the activity on track?'"),
    ("Issues", "Capacity;Finance;", "'Finance' is not a choice of 'Issues'"),
    ("Issues", "Stakholders;", "Did you mean 'Stakeholders'?"),
    ("Type of mitigation", "Escalate;", "Did you mean 'Escalation'?"),
    ("Boards reported to this quarter", "Corporate Bored;", "Did you mean 'Corporate Board'?"),
    ("Boards expected this year", "Cabinet;", "is not a choice of 'Boards expected this year'"),
    ("Risk registers", "Corporate, Service or division", "is not a choice of 'Risk registers'"),
    ("Progress description", "x" * 10_001, "more than the 10,000 that an answer may have"),
    ("Issue detail", "#REF!", "is an error that Excel shows"),
    ("Completion time", "yesterday", "is not a date and time"),
    ("Completion time", None, "this cell is blank"),
]  # fmt: skip


@pytest.fixture
def desk(tmp_path, monkeypatch) -> Desk:
    """A desk with the returns of the quarter, which is the current folder."""
    monkeypatch.chdir(tmp_path)
    return set_up_desk(tmp_path, with_returns=True)


def test_forty_mistakes_in_one_workbook_are_all_reported_and_nothing_is_written(desk):
    assert len({repr(value) for _, value, _ in MISTAKES}) >= 40, "forty different ones"
    rows = desk.rows()
    for row, (question, value, _) in zip(rows, MISTAKES, strict=False):
        row[question] = value
    file = desk.write(rows)
    before = fingerprint(desk.root)
    with pytest.raises(InputError) as caught:
        desk.ingest(file)
    assert caught.value.exit_status == 2
    assert fingerprint(desk.root) == before
    lines = [str(problem) for problem in caught.value.problems]
    assert len(lines) == len(MISTAKES)
    letters = {question: column_letter(number) for number, question in enumerate(rows[0])}
    for number, (question, value, says) in enumerate(MISTAKES, 2):
        where = f"in.xlsx, sheet 'Sheet1', row {number}, column {letters[question]} ({question}): "
        (line,) = [one for one in lines if one.startswith(where)]
        assert says in line
        if isinstance(value, str) and len(value) < 20 and ";" not in value:
            assert value in line
        assert re.search(r"[.?] \[SDP-\d{3}\]$", line), "it says what to do, and its code"


def test_problems_elsewhere_are_reported_together_with_those_of_cells(desk):
    rows = [{key: one for key, one in row.items() if key != "Issues"} for row in desk.rows()]
    rows[3]["Go Live date"] = "TBC"
    desk.returns.write_text(desk.returns.read_text(encoding="utf-8") + "99,\n", encoding="utf-8")
    (desk.root / "data" / "received" / "log.csv").write_text("file\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        desk.ingest(desk.write(rows))
    said = str(caught.value)
    assert "there is no column 'Issues'" in said
    assert "'TBC' is not a date" in said
    assert "2 cells, and the header has 21" in said
    assert "log.csv, row 1: the header is not" in said


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([], "row 1: it holds none of the form's questions"),
        ([{"Email": "jo.bloggs@example.org", "Name": "Jo Bloggs"}], "none of the form's questions"),
    ],
)
def test_a_workbook_without_the_form_is_refused(desk, rows, says):
    before = fingerprint(desk.root)
    file = desk.write(rows or [{"": ""}])
    with pytest.raises(InputError, match=says) as caught:
        desk.ingest(file)
    assert "Bloggs" not in str(caught.value)
    (desk.root / file).unlink()
    assert fingerprint(desk.root) == before


def test_a_form_that_nobody_has_answered_is_refused(desk):
    file = desk.write([dict.fromkeys(desk.rows()[0])])
    with pytest.raises(InputError, match="it holds no answers"):
        desk.ingest(file)


def test_an_export_without_read_permission_is_reported(desk, monkeypatch):
    file = desk.write(desk.rows())
    real = Path.open

    def denied(path: Path, *arguments: object, **named: object) -> object:
        if path == file:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *arguments, **named)

    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(InputError, match="it cannot be read: permission denied"):
        desk.ingest(file)


def test_an_unknown_quarter_is_refused(desk):
    (desk.root / "params" / f"{QUARTER}.yml").unlink()
    with pytest.raises(InputError, match=f"the file of {QUARTER} does not exist"):
        desk.ingest(desk.write(desk.rows()))


def test_a_file_that_changes_while_it_is_read_is_refused(desk, monkeypatch):
    file = desk.write(changed_rows(desk))
    before = fingerprint(desk.root / "data")
    real = building.merge

    def meanwhile(*arguments: object, **named: object) -> object:
        file.write_bytes(file.read_bytes() + b"more")
        return real(*arguments, **named)

    monkeypatch.setattr(building, "merge", meanwhile)
    with pytest.raises(InputError, match=r"in.xlsx: the file changed while it was being read"):
        desk.ingest(file)
    assert fingerprint(desk.root / "data") == before


def test_returns_that_somebody_else_writes_meanwhile_are_not_overwritten(desk, monkeypatch):
    file = desk.write(changed_rows(desk))
    work = building.prepare(
        building.Request(
            file,
            building.Period.parse(QUARTER),
            Path("data"),
            Path("params"),
            building.date(2019, 9, 16),
        )
    )
    shutil.copyfile(ROOT / "data" / "returns" / "2019-20-Q1.csv", desk.returns)
    before = fingerprint(desk.root / "data")
    with pytest.raises(InputError, match=r"2019-20-Q2.csv: the file changed"):
        building.carry_out(work)
    assert fingerprint(desk.root / "data") == before
