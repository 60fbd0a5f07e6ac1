"""A wrong call or a wrong input: told on standard error with status 2, and nothing is changed."""

import sys

import pytest
from support import QUARTER, copy_project, fingerprint

from sdp_lib.cli import main

pytestmark = pytest.mark.processes


@pytest.fixture
def refused(project, monkeypatch, capsys):
    """Call the command in the project; return what it says while it changes nothing."""
    (project.output / "site").mkdir(parents=True)
    (project.output / "figures.csv").write_text("the last good build")
    monkeypatch.chdir(project.root)

    def call(*arguments: str, command: str = "report", quarter: str = QUARTER) -> str:
        before = fingerprint(project.root)
        monkeypatch.setattr(sys, "argv", ["sdp", command, quarter, *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        assert (ended.value.code, told.out) == (2, "")
        assert fingerprint(project.root) == before, "something was written"
        assert sorted(path.name for path in (project.root / "outputs").iterdir()) == [QUARTER]
        return told.err

    return call


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ["-p", "outcom=3"],
            "-p: 'outcom' was found, which is no parameter of these notebooks; they take ",
        ),
        (
            ["-p", "outcome=9"],
            "-p outcome: '9' was found, but reports are made for 1, 2, 3; choose among",
        ),
        (
            ["-p", "outcome"],
            "-p: 'outcome' was found, but NAME=VALUE is needed; write it like -p outcome=3.",
        ),
        (
            ["-p", "quarter=2019-20-Q1"],
            "-p: 'quarter' was found, which the command sets itself; use QUARTER",
        ),
        (
            ["--only", "outcome-9"],
            "--only: 'outcome-9' was found, which matches no report; these are: council",
        ),
        (
            ["--formats", "html,odt"],
            "--formats: 'html,odt' was found, but formats are html, pdf, docx; join",
        ),
        (
            ["--renderer", "latex"],
            "--renderer: 'latex' was found, but renderers are auto, quarto, embedded;",
        ),
        (["--data", "nowhere"], "nowhere/plans/2019-20/activities.csv: no such file"),
        (["--params", "nowhere"], "nowhere/council.yml: no such file, but it is needed"),
    ],
)
def test_a_wrong_call_says_where_what_was_found_what_was_expected_and_what_to_do(
    refused, arguments, told
):
    assert told in refused(*arguments)


def test_an_unknown_quarter_names_the_known_ones(refused):
    told = refused(quarter="2030-31-Q1")
    assert (
        "params/2030-31-Q1.yml: there is no file for 2030-31-Q1, but these quarters are known"
        in told
    )
    assert "write it like 2019-20-Q2" in refused(quarter="2019-20-Q5")


def test_quarto_is_refused_where_it_is_not_installed(refused, monkeypatch):
    monkeypatch.setenv("PATH", "")
    told = refused("--renderer", "quarto")
    assert (
        "--renderer: quarto was asked for, but no quarto was found on the PATH; install Quarto"
        in told
    )


def test_a_missing_file_of_returns_says_how_to_bring_them_in(refused, project):
    (project.root / "data" / "returns" / f"{QUARTER}.csv").unlink()
    told = refused()
    assert f"data/returns/{QUARTER}.csv: no such file, but {QUARTER} needs its returns" in told
    assert f"sdp ingest FILE --quarter {QUARTER}" in told


def test_a_notebook_without_a_parameters_cell_is_refused(refused, project):
    project.replace("notebooks/outcome.ipynb", '"parameters"\n', '"settings"\n')
    told = refused()
    assert "notebooks/outcome.ipynb: no cell with the tag 'parameters' was found" in told
    assert "add the tag to the cell of parameters" in told


def test_a_notebook_that_is_missing_is_refused(refused, project):
    (project.root / "notebooks" / "council.ipynb").unlink()
    assert "notebooks/council.ipynb: no such notebook" in refused()


def test_an_unknown_key_in_the_parameters_is_told_with_its_line(refused, project):
    project.replace(f"params/{QUARTER}.yml", "state: final", "stat: final")
    told = refused()
    assert (
        f"params/{QUARTER}.yml, line 4 (stat): 'stat' was found, which is not a known key" in told
    )
    assert "'state' was not found, but this key is required; add it." in told


def test_a_parameter_that_a_notebook_does_not_take_is_told(refused, project):
    project.replace(
        f"params/{QUARTER}.yml",
        "{notebook: council}",
        "{notebook: council, parameters: {colour: red}}",
    )
    assert "council.ipynb (report council): parameter 'colour' is given" in refused()


def test_bad_cells_are_told_with_row_and_activity_ten_of_each_kind(refused, project):
    wrong = {"delivery": "green", "revised_end": "31/02/2020"}
    project.rewrite(f"data/returns/{QUARTER}.csv", lambda row: wrong)
    lines = refused().splitlines()
    assert (
        f"data/returns/{QUARTER}.csv, row 2 (1): delivery is 'green', which is no delivery"
        in lines[0]
    )
    assert len(lines) == 22
    assert sum("and 69 more of this kind" in line for line in lines) == 2


def test_commentary_of_another_report_is_checked_too(refused, project):
    path = project.root / "data" / "commentary" / QUARTER / "council.md"
    path.write_text("## submisions\n", encoding="utf-8")
    told = refused("--only", "outcome-3")
    assert (
        f"data/commentary/{QUARTER}/council.md, line 1: the heading 'submisions' was found" in told
    )


def test_the_installed_command_refuses_as_the_module_does(tmp_path):
    project = copy_project(tmp_path / "project")
    before = fingerprint(project.root)
    ended = project.report("-p", "outcom=3", "--json")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("-p: 'outcom' was found")
    assert fingerprint(project.root) == before
    assert not (project.root / "outputs").exists()
