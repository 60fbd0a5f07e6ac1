"""`sdp check`: every problem of a quarter's inputs at once; it changes nothing."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from sdp_lib.cli.options import (
    DataOption,
    JsonOption,
    ParamsOption,
    QuarterArgument,
    say_json,
    silence,
)
from sdp_lib.errors import SHOWN_OF_EACH_KIND, InputError, Problem, shown
from sdp_lib.problems.kind import Kind

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from sdp_lib.inputs.quality.check import Checked, PlanReports
    from sdp_lib.inputs.quality.rule import Finding

_HEADINGS = {"error": "Errors", "warning": "Warnings", "note": "Notes"}
_NO_LEAD = "No lead post"
_STYLES = {"error": "red", "warning": "yellow", "note": "blue"}


def check(
    quarter: QuarterArgument,
    data: DataOption = Path("data"),
    params: ParamsOption = Path("params"),
    by: Annotated[
        Literal["severity", "lead"],
        typer.Option(help="How to order problems: by severity, or by lead post."),
    ] = "severity",
    as_json: JsonOption = False,  # noqa: FBT002 - typer makes --json of it
) -> None:
    """Find every problem in params, plan, returns and commentary; change nothing."""
    from rich.console import Console  # late, since other commands need not wait for it

    written, checked = _check(quarter, data, params)
    tell(Console(stderr=True), checked, ["error"])
    if as_json:
        say_json(as_document(written, checked))
    else:
        console = _open_console()
        if by == "lead":
            _print_by_lead(console, checked)
        else:
            tell(console, checked, ["warning", "note"])
        console.print(summary(checked), markup=False, highlight=False, soft_wrap=True)
    if checked.errors:
        raise typer.Exit(InputError.exit_status)


def planned_reports(root: Path, data: Path, params: Path) -> PlanReports:
    """Return what lists the reports of a quarter, for `check_quarter`.

    It raises `InputError` if a notebook does not exist, or does not take its parameters.
    """
    from sdp_lib.inputs.input_files import Sources
    from sdp_lib.inputs.params import QuarterParams, Reports
    from sdp_lib.pipeline.plan.fingerprints import list_jobs
    from sdp_lib.pipeline.plan.jobs import names_of
    from sdp_lib.pipeline.plan.notebooks import known_parameters

    sources = Sources(root, data, params, Path("notebooks"))

    def reports(asked: QuarterParams) -> Reports:
        jobs = list_jobs(sources, asked)
        known_parameters(jobs)
        return names_of(jobs)

    return reports


def _open_console() -> Console:
    """Return a console that goes on when its reader has gone; rich would exit with status 1."""
    from rich.console import Console

    class OpenConsole(Console):
        def on_broken_pipe(self) -> None:
            self.quiet = True
            silence()

    return OpenConsole()


def _check(quarter: str, data: Path, params: Path) -> tuple[str, Checked]:
    """Return the period as it is written, and the result of checking it."""
    from sdp_lib.inputs.calendar_setting import parse_quarter
    from sdp_lib.inputs.quality.check import Checked, check_quarter
    from sdp_lib.inputs.quality.rules import refused
    from sdp_lib.measures.names import figure_names

    try:
        value = parse_quarter(quarter, params)
    except InputError as error:
        return quarter, Checked(tuple(refused(error.problems)))
    with _uncollected():
        reports = planned_reports(Path.cwd(), data, params)
        checked = check_quarter(data, params, value, reports, figures=figure_names)
    return str(value), checked


@contextmanager
def _uncollected() -> Iterator[None]:
    """Pause the garbage collector while rows are read, all of which are needed.

    For 100,000 returns it would take a sixth of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def as_document(quarter: str, checked: Checked) -> dict[str, object]:
    """Return what was found as JSON: every problem, without a limit."""
    return {
        "quarter": quarter,
        "counts": _counts(checked),
        "returns": asdict(checked.turnout) if checked.turnout else None,
        "corrections": len(checked.corrections),
        "problems": [_problem(finding, checked) for finding in checked.findings],
    }


def _counts(checked: Checked) -> dict[str, int]:
    severities = [finding.rule.severity for finding in checked.findings]
    # The headings are by severity, though their keys are typed as text.
    return {severity: severities.count(severity) for severity in _HEADINGS}  # type: ignore[arg-type]


def _problem(finding: Finding, checked: Checked) -> dict[str, str]:
    about = {
        "activity": finding.activity,
        "column": finding.column,
        "lead": lead_of(finding, checked),
    }
    return {
        "severity": finding.rule.severity,
        "rule": finding.rule.name,
        **about,
        **finding.problem.as_json,
    }


def tell(console: Console, checked: Checked, severities: Sequence[str]) -> None:
    """Print findings: on a terminal as a table for each severity, otherwise one a line."""
    for severity in severities:
        listed = [finding for finding in checked.findings if finding.rule.severity == severity]
        if listed and console.is_terminal:
            console.print(_table(severity, listed))
        elif listed:
            start = "" if severity == "error" else f"{severity}: "
            for line in shown(finding.problem for finding in listed):
                console.print(
                    f"{start}{printable(line)}", markup=False, highlight=False, soft_wrap=True
                )


def _print_by_lead(console: Console, checked: Checked) -> None:
    """Print warnings and notes under the post that leads their activity, those without one last."""
    posts: dict[str, list[Finding]] = {}
    for finding in checked.findings:
        if finding.rule.severity != "error":
            posts.setdefault(lead_of(finding, checked), []).append(finding)
    named = sorted(filter(None, posts), key=str.casefold)
    for post in [*named, *(unnamed for unnamed in posts if not unnamed)]:
        heading = f"{printable(post or _NO_LEAD)} ({len(posts[post])})"
        console.print(heading, style="bold", markup=False, highlight=False, soft_wrap=True)
        for finding in posts[post]:
            line = f"  {finding.rule.severity}: {printable(str(finding.problem))}"
            console.print(line, markup=False, highlight=False, soft_wrap=True)


def lead_of(one: Finding, checked: Checked) -> str:
    """Return the post that leads the activity of a finding; blank if there is none."""
    return " ".join(checked.leads.get(one.activity, "").split())


def _table(severity: str, findings: Sequence[Finding]) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(
        title=f"{_HEADINGS[severity]} ({len(findings)})",
        title_justify="left",
        title_style=f"bold {_STYLES[severity]}",
        show_lines=True,
    )
    for heading in ("Where", "What is wrong", "What to do", "Code"):
        table.add_column(heading, ratio=1, overflow="fold")
    for row in _rows(findings):
        table.add_row(*(Text(printable(cell)) for cell in row))
    return table


def _rows(findings: Sequence[Finding]) -> Iterator[tuple[str, str, str, str]]:
    """Yield ten problems of each kind as rows, then how many more there are."""
    kinds: dict[Kind, list[Problem]] = {}
    for finding in findings:
        kinds.setdefault(finding.problem.kind, []).append(finding.problem)
    for kind, alike in kinds.items():
        for problem in alike[:SHOWN_OF_EACH_KIND]:
            yield problem.where, problem.wrong, problem.fix, kind.code
        if len(alike) > SHOWN_OF_EACH_KIND:
            yield f"{len(alike) - SHOWN_OF_EACH_KIND} more", kind.title, kind.fix, kind.code


def printable(text: str) -> str:
    r"""Replace characters that could steer a terminal: the text came from files.

    >>> printable("a\x1b[2J b")
    'a\ufffd[2J b'
    """
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


def summary(checked: Checked) -> str:
    """Return the last line: how many problems, how many returns."""
    counts = _counts(checked)
    words = [f"{number} {noun if number == 1 else noun + 's'}" for noun, number in counts.items()]
    lines = [f"{words[0]}, {words[1]} and {words[2]}."]
    turnout = checked.turnout
    if turnout is not None:
        lines.append(
            f"{turnout.received} of {turnout.expected} returns received, {len(turnout.late)} late, "
            f"{len(turnout.missing)} missing."
        )
    return " ".join(lines)
