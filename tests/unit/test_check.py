import io
import json

import pytest
import typer
from rich.console import Console
from support import QUARTER
from typer.testing import CliRunner

from sdp_lib.cli.check import check, printable, summary, tell
from sdp_lib.errors import Problem
from sdp_lib.inputs.quality.check import Checked
from sdp_lib.inputs.quality.rule import Finding
from sdp_lib.inputs.quality.rules import RULES, refused
from sdp_lib.inputs.quality.submissions import Turnout
from sdp_lib.problems.files import MISSING_KEY


@pytest.fixture
def run(project, monkeypatch):
    monkeypatch.chdir(project.root)
    app = typer.Typer()
    app.command()(check)

    def call(*arguments: str):
        return CliRunner().invoke(app, list(arguments))

    return call


def test_a_quarter_without_errors_ends_with_status_0_and_one_problem_a_line(run):
    ended = run(QUARTER)
    *problems, last = ended.stdout.splitlines()
    assert (ended.exit_code, ended.stderr) == (0, "")
    warnings = [line for line in problems if not line.startswith("note: ")]
    assert ["2019-20-Q2 is final and was not recorded" in line for line in warnings] == [True]
    assert last.startswith("0 errors, 1 warning and ")
    assert last.endswith("79 of 79 returns received, 0 late, 0 missing.")


def test_ten_of_each_kind_are_shown_and_the_rest_is_counted(run):
    lines = run(QUARTER).stdout.splitlines()
    alike = [line for line in lines if "forward_plan_date is blank" in line]
    assert len(alike) == 10
    assert any(
        "more of this kind. Ask the lead officer for the date. [SDP-822]" in line for line in lines
    )


def test_errors_go_to_standard_error_with_status_2(run, project):
    project.replace(f"data/returns/{QUARTER}.csv", "on_track", "green")
    ended = run(QUARTER)
    assert ended.exit_code == 2
    assert "which is not a known delivery status" in ended.stderr
    assert "which is not a known delivery status" not in ended.stdout
    assert "more of this kind" in ended.stderr
    assert len(ended.stderr.splitlines()) == 11


def test_json_is_one_document_without_a_limit(run, project):
    project.replace(f"data/returns/{QUARTER}.csv", "on_track", "green")
    ended = run(QUARTER, "--json")
    document = json.loads(ended.stdout)
    assert ended.exit_code == 2
    assert document["quarter"] == QUARTER
    errors = [problem for problem in document["problems"] if problem["severity"] == "error"]
    assert document["counts"]["error"] == len(errors) > 11


@pytest.mark.parametrize("quarter", ["2031-32-Q1", "soon"])
def test_an_unknown_quarter_is_reported_as_json_too(run, quarter):
    ended = run(quarter, "--json")
    assert ended.exit_code == 2
    assert quarter in ended.stderr
    assert json.loads(ended.stdout)["returns"] is None


def test_other_folders_can_be_named(run, project):
    (project.root / "data").rename(project.root / "elsewhere")
    assert run(QUARTER).exit_code == 2
    ended = run(QUARTER, "--data", "elsewhere", "--params", "params")
    assert ended.exit_code == 0
    assert "note: elsewhere/returns/" in ended.stdout


def findings(number: int, found: str = "found") -> tuple[Finding, ...]:
    rule = next(rule for rule in RULES if rule.name == "return_late")
    return tuple(
        Finding(rule, Problem(rule.kind, f"a.csv, row {row}", found)) for row in range(number)
    )


def on_a_terminal(checked: Checked) -> str:
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=120, color_system=None)
    tell(console, checked, ["error", "warning", "note"])
    return screen.getvalue()


def test_on_a_terminal_there_is_a_table_for_each_severity():
    checked = Checked((*refused([Problem(MISSING_KEY, "b.yml", "x")]), *findings(12)))
    shown = on_a_terminal(checked)
    assert shown.index("Errors (1)") < shown.index("Warnings (12)")
    assert "Notes" not in shown
    assert "a.csv, row 9" in shown
    assert "a.csv, row 10" not in shown
    assert "2 more" in shown


def test_typed_text_cannot_control_a_terminal():
    shown = on_a_terminal(Checked(findings(1, "\x1b[2J[red]found")))
    assert "\x1b[2J" not in shown
    assert "[red]found" in shown
    assert printable("é – “ä”") == "é – “ä”"


def test_the_last_line_counts_problems_and_returns():
    assert summary(Checked(findings(1))) == "0 errors, 1 warning and 0 notes."
    turnout = Turnout(10, 8, ("3",), ("1", "2"))
    assert summary(Checked((), turnout)).endswith("8 of 10 returns received, 1 late, 2 missing.")


def test_problems_can_be_grouped_by_lead_post_and_each_is_there_once(run):
    problems = [line.strip() for line in run(QUARTER, "--by", "lead").stdout.splitlines()]
    document = json.loads(run(QUARTER, "--json").stdout)
    posts = {problem["lead"] for problem in document["problems"] if problem["lead"]}
    messages = [line for line in problems if line.startswith(("warning: ", "note: "))]
    assert len(messages) == len(document["problems"])
    headings = [line.rpartition(" (")[0] for line in problems[:-1] if line not in messages]
    without = {""} & {one["lead"] for one in document["problems"]}
    assert headings == [*sorted(posts, key=str.casefold), *("No lead post" for _ in without)]
