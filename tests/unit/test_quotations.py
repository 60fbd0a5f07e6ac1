"""Figures quoted in commentary: filled in, refused, or left as typed."""

from __future__ import annotations

import subprocess
import sys

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from support import QUARTER, ROOT, Project, fingerprint, words

from sdp_lib.cli.check import planned_reports
from sdp_lib.errors import InputError
from sdp_lib.inputs.commentary import read_commentary
from sdp_lib.inputs.dataset import check_commentary
from sdp_lib.inputs.quality.check import check_quarter
from sdp_lib.measures.figure import Figure, Figures
from sdp_lib.measures.names import figure_names
from sdp_lib.periods import Period
from sdp_lib.presentation.fragments import from_notebook, in_notebook, raw_block
from sdp_lib.presentation.markdown import commentary
from sdp_lib.report import Report

FIGURES = Figures(
    [
        Figure("delivery.on_track", 14, 17, 12, 17),
        Figure("milestones.go_live", 0, 0),
        Figure("risk.of", 3, 4, 0, 5),
    ]
)
PLACE = f"data/commentary/{QUARTER}/council.md"
FIRST_OF_A_PLAN = "2019-20-Q1"


def shown(text: str) -> str:
    return words(BeautifulSoup(commentary(text, FIGURES).html, "html.parser").find_all("p")[-1])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ delivery.on_track }}", "14"),
        ("{{delivery.on_track}}", "14"),
        ("{{\tdelivery.on_track.of  }}", "17"),
        ("{{ delivery.on_track.percent }}%", "82%"),
        ("{{ delivery.on_track.previous }}", "12"),
        ("{{ delivery.on_track.words }}", "14 of 17"),
        ("{{ milestones.go_live }} {{ milestones.go_live.of }}", "0 0"),
        ("{{ milestones.go_live.percent }}%", "not applicable"),
        ("{{ milestones.go_live.percent }} %", "not applicable %"),
        ("{{ milestones.go_live.previous }}", "not available"),
        ("{{ milestones.go_live.words }}", "none to count"),
        ("{{ risk.of }} of {{ risk.of.of }} after {{ risk.of.previous }}", "3 of 4 after 0"),
        ("{{{delivery.on_track}}}", "{14}"),
        ("**{{ delivery.on_track }}** of *{{ delivery.on_track.of }}*", "14 of 17"),
        ("[{{ delivery.on_track }} are](https://kent.gov.uk)", "14 are"),
    ],
)
def test_a_quotation_is_filled_in(text, said):
    assert shown(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "{{< env HOME >}}",
        "{{<delivery.on_track>}}",
        "{{{< meta title >}}}",
        "{ { delivery.on_track } }",
        "{{ delivery.on_track",
        "{{ delivery.\non_track }}",
        "{{ unknown.name }}",
        "{{ delivery.on_track.class }}",
        "{{ 7*7 }}",
    ],
)
def test_anything_else_in_braces_stays_as_it_was_typed(text):
    assert shown(text) == " ".join(text.split())
    assert "{{<" not in commentary(text, FIGURES).html


def test_a_backslash_keeps_the_braces():
    assert shown(r"\{{ delivery.on_track }}") == "{{ delivery.on_track }}"


def test_a_number_at_the_start_of_a_line_does_not_make_a_list():
    html = commentary("{{ delivery.on_track }}. That is all.", FIGURES).html
    assert "14. That is all." in html
    assert "<ol" not in html


def test_filled_in_figures_are_escaped(monkeypatch):
    """No figure contains markup; if one ever did, it would be text."""
    hostile = "<b>*x*</b> {{< env A >}}"
    monkeypatch.setattr("sdp_lib.presentation.quotation.quoted", lambda *_: hostile)
    html = str(commentary("{{ delivery.on_track }}", FIGURES).html)
    assert "<b>" not in html
    assert "<em>" not in html
    assert "{{<" not in html


QUOTATION = st.sampled_from(["{{delivery.on_track}}", "{{ risk.of.words }}", "{{", "}}", "<", "\\"])


@given(st.lists(st.one_of(QUOTATION, st.text(max_size=3)), max_size=12))
def test_no_quotation_makes_a_shortcode_or_an_element(parts):
    """Neither in the notebook nor in the page; both are looked at as they leave the library."""
    html = commentary("x" + "".join(parts), FIGURES).html
    assert "{{<" not in raw_block(html)
    piece = from_notebook(in_notebook(html)["text/html"])
    assert "{{<" not in piece
    names = {tag.name for tag in BeautifulSoup(piece, "html.parser").find_all()}
    assert names <= {"div", "p", "ul", "ol", "li", "em", "strong", "br", "a"}


def checked(project: Project, quarter: str = QUARTER) -> list[str]:
    data, params = project.root / "data", project.root / "params"
    planned = planned_reports(project.root, data, params)
    found = check_quarter(data, params, Period.parse(quarter), planned, figures=figure_names)
    return [str(problem.problem) for problem in found.errors]


def write(project: Project, text: str, place: str = PLACE) -> None:
    (project.root / place).write_text(text, encoding="utf-8")


def test_every_unknown_name_is_an_error_with_its_line_and_the_nearest_name(project):
    write(
        project,
        "## delivery\n\n{{ delivry.on_track }} and {{ delivery.on_track.precent }}\n\n"
        "## risk\n{{ Risk.Any }} {{ qqq }} {{ }} {{ risk.any }} \\{{ no }} \\\\{{ mistake }}\n",
    )
    write(project, "## issues\n{{ issues.capacty }}\n", PLACE.replace("council", "outcome-1"))
    found = checked(project)
    messages = [line.partition("council.md, ")[2] for line in found[:-1]]
    near = "does not name a figure of the reports. Write"
    assert messages == [
        f"line 3: '{{{{ delivry.on_track }}}}' {near} {{{{ delivery.on_track }}}}. [SDP-506]",
        f"line 3: '{{{{ delivery.on_track.precent }}}}' {near} "
        "{{ delivery.on_track.percent }}. [SDP-506]",
        f"line 6: '{{{{ Risk.Any }}}}' {near} {{{{ risk.any }}}}. [SDP-506]",
        f"line 6: '{{{{ qqq }}}}' {near} a name from docs/figures.md. [SDP-506]",
        f"line 6: '{{{{ }}}}' {near} a name from docs/figures.md. [SDP-506]",
        f"line 6: '{{{{ mistake }}}}' {near} a name from docs/figures.md. [SDP-506]",
    ]
    assert "outcome-1.md, line 2" in found[-1]
    assert "Write {{ issues.capacity }}." in found[-1]


def test_a_quotation_that_is_not_closed_is_an_error(project):
    write(project, "## risk\n{{ risk.any } is\n{{ risk.any\n}}\n{{ not a quotation\n")
    messages = checked(project)
    assert ["line 2" in messages[0], "line 3" in messages[1], len(messages)] == [True, True, 2]
    assert "is not closed on this line. Write }} after the name" in messages[0]


def test_shortcodes_and_known_names_are_not_errors(project):
    write(project, "## risk\n{{< env A >}} {{{< meta title >}}} {{ movement.worsened.words }}\n")
    assert checked(project) == []


def test_a_first_quarter_has_no_figures_of_what_moved(project):
    write(project, "## risk\n{{ risk.any }} {{ movement.worsened }}\n",
          f"data/commentary/{FIRST_OF_A_PLAN}/outcome-3.md")  # fmt: skip
    [message] = checked(project, FIRST_OF_A_PLAN)
    assert "movement.worsened" in message


def test_an_error_elsewhere_does_not_hide_or_invent_one(project):
    write(project, "## risk\n{{ risk.anny }} {{ movement.worsened }}\n")
    project.replace("data/returns/2019-20-Q1.csv", "on_track", "blue")
    messages = [one for one in checked(project) if "council.md" in one]
    assert len(messages) == 1
    (project.root / "data/plans/2019-20/plan.yml").unlink()
    assert [one for one in checked(project) if "council.md" in one] == messages


def test_only_headings_are_checked_if_no_names_are_known(project):
    write(project, "## risk\n{{ risk.anny }}\n")
    read_commentary(project.root / "data", Period.parse(QUARTER), "council")


def test_the_names_are_worked_out_only_if_something_is_quoted(project):
    def unexpected() -> list[str]:
        raise AssertionError("nothing is quoted")

    write(project, "## risk\nAll is well. {{< env A >}} \\{{ risk.any }}\n")
    check_commentary(project.root / "data", Period.parse(QUARTER), ["council"], known=unexpected)


def test_a_notebook_by_hand_refuses_an_unknown_name_too(project, monkeypatch):
    monkeypatch.chdir(project.root)
    write(project, "## risk\n{{ risk.anny }}\n")
    with pytest.raises(
        InputError, match=r"council.md, line 2: '\{\{ risk.anny \}\}' does not name"
    ):
        Report.council(quarter=QUARTER)


def test_a_section_shows_the_figures_that_the_ledger_holds(project, monkeypatch):
    monkeypatch.chdir(project.root)
    place = PLACE.replace("council", "outcome-3")
    write(
        project,
        "## introduction\nSo it is: {{ delivery.on_track.words }}; "
        "{{ delivery.on_track.percent }}%, after {{ delivery.on_track.previous }}.\n",
        place,
    )
    report = Report.outcome(quarter=QUARTER, outcome="3")
    row = next(
        figure for figure in report.ledger().value().figures if figure.figure == "delivery.on_track"
    )
    said = f"So it is: {row.value} of {row.of}; {row.percent}%, after {row.previous}."
    page = report.introduction().html
    assert said in page


IMPORTS = """
import sys
from pathlib import Path
from sdp_lib.inputs.input_files import Sources
from sdp_lib.pipeline.plan.build_plan import plan_build
from sdp_lib.pipeline.plan.request import Request
from sdp_lib.pipeline.plan.work import prepare
from sdp_lib.periods import Period
sources = Sources(Path.cwd(), Path("data"), Path("params"), Path("notebooks"))
plan = plan_build(Request(Period.parse("2019-20-Q2"), sources, Path("outputs")))
print("pandas" in sys.modules)
prepare(plan, "embedded")
print(any(one.startswith("sdp_lib.measures") for one in sys.modules))
"""


@pytest.mark.processes
@pytest.mark.parametrize("quoted", [False, True])
def test_counting_modules_are_imported_only_if_a_figure_is_quoted(project, quoted):
    for path in (project.root / f"data/commentary/{QUARTER}").glob("*.md"):
        path.unlink()
    write(project, "## risk\n{{ risk.any }}\n" if quoted else "## risk\nAll is well.\n")
    ended = subprocess.run(
        [sys.executable, "-P", "-c", IMPORTS], cwd=project.root, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.split()[-1] == str(quoted)


@pytest.mark.processes
def test_a_build_refuses_an_unknown_name_and_changes_nothing(project):
    write(project, "## risk\n{{ risk.anny }}\n{{ risk.al }}\n")
    before = fingerprint(project.root)
    ended = project.report("--only", "outcome-1")
    assert ended.returncode == 2
    assert f"{PLACE}, line 2: '{{{{ risk.anny }}}}' does not name" in ended.stderr
    assert f"{PLACE}, line 3" in ended.stderr
    assert fingerprint(project.root) == before


def test_the_sample_quotes_figures():
    assert "{{ delivery.on_track.words }}" in (
        ROOT / f"data/commentary/{QUARTER}/outcome-3.md"
    ).read_text(encoding="utf-8")
