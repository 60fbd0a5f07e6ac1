"""The page on adding reports: its commands and the text that people have to write, in order."""

import re
import shlex

import pytest
from support import ROOT, Project, code, copy_project, read_csv, read_notebook, soup, words

PAGE = (ROOT / "docs" / "own-report.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.M | re.S)
QUARTER = "2020-21-Q3"
COMMENTARY = f"data/commentary/{QUARTER}/themes.md"


def run(project: Project, block: str) -> str:
    """Run the commands of a block, and return their output."""
    output = ""
    for line in block.splitlines():
        program, *arguments = shlex.split(line)
        assert program == "sdp"
        quick = ["--renderer", "embedded"] if arguments[0] == "report" else []
        ended = project.sdp(*arguments, *quick)
        assert ended.returncode == 0, f"{line}: {ended.stderr}"
        output += ended.stdout
    return output


@pytest.fixture(scope="module")
def followed(tmp_path_factory) -> tuple[Project, str]:
    """A project in which the page was followed, and the output of its commands."""
    project = copy_project(tmp_path_factory.mktemp("own"))
    output = ""
    for language, block in BLOCKS:
        if language == "sh":
            output += run(project, block)
        elif language == "yaml":
            assert block in output, "the command says the line that the page shows"
            with (project.root / f"params/{QUARTER}.yml").open("a", encoding="utf-8") as file:
                file.write(block)
        elif language == "markdown":
            path = project.root / COMMENTARY
            path.parent.mkdir(exist_ok=True)
            path.write_text(block, encoding="utf-8")
    return project, output


def test_the_page_shows_the_commands_and_everything_that_is_to_be_written():
    assert {language for language, _ in BLOCKS} == {"sh", "yaml", "python", "markdown"}
    assert COMMENTARY in PAGE


def test_the_reports_of_the_page_are_there_and_on_the_front_page(followed):
    project, _ = followed
    site = project.root / "outputs" / QUARTER / "site"
    front = soup(site / "index.html")
    heading = next(tag for tag in front.find_all("h2") if words(tag) == "More reports")
    own = {link["href"] for link in heading.find_next("ul").find_all("a")}
    team = "team-strategic_corporate_services"
    assert {"themes.html", "themes.pdf", f"{team}.html", f"{team}.pdf"} <= own
    assert all((site / one).is_file() for one in own)
    title = words(soup(site / f"{team}.html").h1)
    assert title == "Team – Directorate: Strategic and Corporate Services"
    assert title in PAGE
    reports = {row["report"] for row in read_csv(site.parent / "figures.csv")}
    assert {"themes", team} <= reports


def test_the_call_that_the_page_shows_is_that_of_the_notebook(followed):
    project, _ = followed
    (shown,) = [block for language, block in BLOCKS if language == "python"]
    cells = [cell.source for cell in code(read_notebook(project.root / "notebooks/team.ipynb"))]
    assert shown.strip() in cells[1]


def test_the_other_view_is_a_summary_without_the_words_of_a_section(followed):
    project, output = followed
    view = project.root / "outputs" / QUARTER / "site/variants/themes.detail-summary.html"
    page = soup(view)
    assert page.select_one("#table-attention tbody tr")
    assert "which is recruitment" not in words(page)
    assert f"{COMMENTARY} is new" in output
