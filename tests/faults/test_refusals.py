"""A wrong call or input is reported on standard error with status 2, and changes nothing."""

import sys

import pytest
from support import QUARTER, copy_project, fingerprint

from sdp_lib.cli import main

pytestmark = pytest.mark.processes


@pytest.fixture
def refused(project, monkeypatch, capsys):
    """Call the command in the project, and return its message if it has changed nothing."""
    (project.output / "site").mkdir(parents=True)
    (project.output / "figures.csv").write_text("the last good build")
    monkeypatch.chdir(project.root)

    def call(*arguments: str, command: str = "report", quarter: str = QUARTER) -> str:
        before = fingerprint(project.root)
        monkeypatch.setattr(sys, "argv", ["sdp", command, quarter, *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        assert (ended.value.code, printed.out) == (2, "")
        assert fingerprint(project.root) == before, "something was written"
        assert sorted(path.name for path in (project.root / "outputs").iterdir()) == [QUARTER]
        return printed.err

    return call


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (
            ["-p", "outcom=3"],
            "-p: these notebooks have no parameter 'outcom'. Choose from ",
        ),
        (
            ["-p", "outcome=9"],
            "-p outcome: no report is about '9'. Choose from 1, 2, 3",
        ),
        (
            ["-p", "outcome"],
            "-p: 'outcome' is not of the form NAME=VALUE. Write it like -p outcome=3.",
        ),
        (
            ["-p", "quarter=2019-20-Q1"],
            "-p: the command itself sets 'quarter'. Use QUARTER",
        ),
        (
            ["--only", "outcome-9"],
            "--only: no report matches 'outcome-9'. Choose from council",
        ),
        (
            ["--formats", "html,odt"],
            "--formats: 'html,odt' is not a list of formats. Choose from html, pdf, docx",
        ),
        (
            ["--renderer", "latex"],
            "--renderer: 'latex' is not a renderer. Choose from auto, quarto, embedded.",
        ),
        (["--data", "nowhere"], "nowhere/plans/2019-20/activities.csv: the file does not exist"),
        (["--params", "nowhere"], "nowhere/council.yml: the file does not exist"),
    ],
)
def test_a_wrong_call_says_where_what_is_wrong_and_what_to_do(refused, arguments, expected):
    assert expected in refused(*arguments)


def test_an_unknown_quarter_names_the_known_ones(refused):
    messages = refused(quarter="2030-31-Q1")
    assert "params/2030-31-Q1.yml: the file of 2030-31-Q1 does not exist. Choose from " in messages
    assert "Write it like 2019-20-Q2" in refused(quarter="2019-20-Q5")


def test_quarto_is_refused_if_it_is_not_installed(refused, monkeypatch):
    monkeypatch.setenv("PATH", "")
    messages = refused("--renderer", "quarto")
    assert (
        "--renderer: quarto was asked for, but there is none on the PATH. Install Quarto"
        in messages
    )


def test_a_missing_file_of_returns_says_how_to_bring_them_in(refused, project):
    (project.root / "data" / "returns" / f"{QUARTER}.csv").unlink()
    messages = refused()
    assert (
        f"data/returns/{QUARTER}.csv: the file does not exist, so {QUARTER} has no returns"
        in messages
    )
    assert f"sdp ingest FILE --quarter {QUARTER}" in messages


def test_a_notebook_without_a_parameters_cell_is_refused(refused, project):
    project.replace("notebooks/outcome.ipynb", '"parameters"\n', '"settings"\n')
    messages = refused()
    assert "notebooks/outcome.ipynb: no cell has the tag 'parameters'" in messages
    assert "Give the tag to the cell that assigns the parameters" in messages


def test_a_notebook_that_is_missing_is_refused(refused, project):
    (project.root / "notebooks" / "council.ipynb").unlink()
    assert "notebooks/council.ipynb: the notebook does not exist" in refused()


def test_an_unknown_key_in_the_parameters_is_reported_with_its_line(refused, project):
    project.replace(f"params/{QUARTER}.yml", "state: final", "stat: final")
    messages = refused()
    assert f"params/{QUARTER}.yml, line 4 (stat): 'stat' is not a known key" in messages
    assert "the key 'state' is missing. Add it." in messages


def test_a_parameter_that_a_notebook_does_not_take_is_reported(refused, project):
    project.replace(
        f"params/{QUARTER}.yml",
        "{notebook: council}",
        "{notebook: council, parameters: {colour: red}}",
    )
    assert "council.ipynb (report council): params gives it 'colour'" in refused()


def test_bad_cells_are_reported_with_row_and_activity_ten_of_each_kind(refused, project):
    wrong = {"delivery": "green", "revised_end": "31/02/2020"}
    project.rewrite(f"data/returns/{QUARTER}.csv", lambda row: wrong)
    lines = refused().splitlines()
    assert (
        f"data/returns/{QUARTER}.csv, row 2 (1): delivery is 'green', which is not a known delivery"
        in lines[0]
    )
    assert len(lines) == 22
    assert sum("And 69 more of this kind" in line for line in lines) == 2


def test_commentary_of_another_report_is_checked_too(refused, project):
    path = project.root / "data" / "commentary" / QUARTER / "council.md"
    path.write_text("## submisions\n", encoding="utf-8")
    messages = refused("--only", "outcome-3")
    assert (
        f"data/commentary/{QUARTER}/council.md, line 1: 'submisions' is not a section" in messages
    )


def test_the_installed_command_refuses_as_the_module_does(tmp_path):
    project = copy_project(tmp_path / "project")
    before = fingerprint(project.root)
    ended = project.report("-p", "outcom=3", "--json")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("-p: these notebooks have no parameter 'outcom'")
    assert fingerprint(project.root) == before
    assert not (project.root / "outputs").exists()
