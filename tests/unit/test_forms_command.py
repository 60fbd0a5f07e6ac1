"""`sdp ingest` as a command, and the configuration that it reads an export by."""

import json
from datetime import datetime

import pytest
import typer
from forms_export import QUESTIONS, Desk, Quirks, set_up_desk
from support import QUARTER, ROOT, fingerprint, read_csv
from typer.testing import CliRunner

from sdp_lib.cli.ingest import ingest
from sdp_lib.errors import BuildError, InputError

SAMPLE = ROOT / "data" / "returns" / f"{QUARTER}.csv"


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


def test_a_dry_run_says_the_same_and_writes_nothing(desk, capsys):
    file = desk.write(desk.rows())
    before = fingerprint(desk.root)
    desk.ingest(file, dry_run=True)
    tried = capsys.readouterr().out.splitlines()
    assert fingerprint(desk.root) == before
    desk.ingest(file)
    done = capsys.readouterr().out.splitlines()
    assert tried == [*done[:-3], "Dry run: nothing was written."]
    assert done[-3:] == [
        f"Written: data/received/{QUARTER}/in.xlsx",
        "Written: data/received/log.csv",
        f"Written: data/returns/{QUARTER}.csv",
    ]


def test_json_is_one_document_and_nothing_else(full, capsys):
    rows = full.rows()
    rows[0]["Progress description"] = "New words."
    rows[2]["Completion time"] = datetime(2019, 9, 14, 8, 0)
    file = full.write(rows[:78])
    full.ingest(file, as_json=True)
    printed = capsys.readouterr()
    document = json.loads(printed.out)
    assert printed.err == ""
    assert document["changed"][0] == {
        "activity": "1",
        "column": "progress",
        "old": read_csv(SAMPLE)[0]["progress"],
        "new": "New words.",
    }
    assert (document["new"], document["kept"], document["older"]) == ([], ["79"], [])
    assert len(document["unchanged"]) == 76
    assert document["written"][-1] == f"data/returns/{QUARTER}.csv"
    (problem,) = document["problems"]
    assert problem["severity"] == "warning"
    assert problem["where"] == "in.xlsx, sheet 'Sheet1', row 4, column C (Completion time)"
    assert problem["wrong"].endswith("counts as late because the window closed on 2019-09-13")


def test_json_has_the_problems_of_a_refusal_too(full, capsys):
    rows = full.rows()
    rows[0]["Issues"] = "Sunspots;"
    with pytest.raises(InputError):
        full.ingest(full.write(rows), as_json=True)
    document = json.loads(capsys.readouterr().out)
    assert (document["written"], document["new"]) == ([], [])
    assert [problem["severity"] for problem in document["problems"]] == ["error"]


def test_json_of_a_mistyped_quarter_is_one_document_too(full, capsys):
    file = full.write(full.rows())
    with pytest.raises(InputError, match="is not a quarter here"):
        ingest(file, "2019-20-Q5", as_json=True)
    document = json.loads(capsys.readouterr().out)
    assert (document["quarter"], document["written"]) == ("2019-20-Q5", [])
    assert [problem["code"] for problem in document["problems"]] == ["SDP-104"]


def test_json_of_a_write_that_fails_is_one_document_too(full, capsys, monkeypatch):
    rows = full.rows()
    rows[0]["Progress description"] = "New words."
    file = full.write(rows)

    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device", "data/returns")

    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(BuildError) as caught:
        full.ingest(file, as_json=True)
    assert caught.value.exit_status == 1
    printed = capsys.readouterr()
    document = json.loads(printed.out)
    assert printed.err == ""
    assert (len(document["changed"]), document["written"]) == (1, [])
    (problem,) = document["problems"]
    assert (problem["severity"], problem["where"]) == ("error", "data/returns")
    assert problem["wrong"] == "no space left on device, so nothing was imported from in.xlsx"
    assert problem["fix"] == "Put that right and run the command again"


def test_month_first_is_read_if_the_configuration_says_so(desk):
    council = desk.root / "params" / "council.yml"
    words = council.read_text(encoding="utf-8").replace("day_first", "month_first")
    council.write_text(words, encoding="utf-8")
    quirks = Quirks(date=lambda day: day.strftime("%m/%d/%Y"))
    desk.ingest(desk.write(desk.rows(quirks), quirks))
    assert desk.returns.read_bytes() == SAMPLE.read_bytes()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("  Issues: issues\n", "  Issues: issus\n", "'issus' is not a column that"),
        ("  Issues: issues\n", "  Issues: issue_other\n", "'issue_other' is filled by 2 questions"),
        ("  Activity: activity\n", "", "no question fills 'activity'"),
        (
            "  Issues: issues\n",
            "  Issues: activities\n",
            "'activities' is not a column",
        ),
    ],
)
def test_a_mistake_in_the_questions_of_the_configuration_is_reported(desk, old, new, says):
    council = desk.root / "params" / "council.yml"
    council.write_text(council.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        desk.ingest(desk.write(desk.rows()))
    assert says in str(caught.value)


def test_a_question_that_the_configuration_leaves_out_has_no_column(desk):
    council = desk.root / "params" / "council.yml"
    text = council.read_text(encoding="utf-8").replace("  Other issue: issue_other\n", "")
    council.write_text(text, encoding="utf-8")
    rows = [{key: one for key, one in row.items() if key != "Other issue"} for row in desk.rows()]
    desk.ingest(desk.write(rows))
    columns = list(read_csv(desk.returns)[0])
    assert "issue_other" not in columns
    assert columns.index("issue_detail") == columns.index("issues") + 1


def test_the_command_takes_its_options_as_the_contract_names_them(full):
    app = typer.Typer()
    app.command()(ingest)
    file = full.write(full.rows())
    call = [
        str(file),
        "--quarter",
        QUARTER,
        "--dry-run",
        "--json",
        "--data",
        "data",
        "--params",
        "params",
    ]
    ended = CliRunner().invoke(app, call)
    assert ended.exit_code == 0, ended.output
    assert json.loads(ended.stdout)["dry_run"] is True
    assert CliRunner().invoke(app, [str(file)]).exit_code == 2


def test_every_question_of_the_form_is_in_the_exports_that_are_written_here(desk):
    assert set(QUESTIONS.values()) <= set(desk.rows()[0])
