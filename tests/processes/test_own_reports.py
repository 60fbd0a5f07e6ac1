"""Reports that an analyst adds are like the others, from their pages to what makes them stale."""

import json
import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from support import QUARTER, Project, fingerprint, read_csv, small_project, soup, words

PARAMS = f"params/{QUARTER}.yml"
RETURNS = f"data/returns/{QUARTER}.csv"
ACTIVITIES = ("1", "2", "30", "31", "52", "60")
BRIEFS = {f"brief-{activity}" for activity in ACTIVITIES}
TEAMS = {
    f"team-{one}"
    for one in (
        "adult_social_care_health",
        "children_young_people_education",
        "growth_environment_transport",
        "strategic_corporate_services",
    )
}
OWN = {"themes", "digest", *TEAMS, *BRIEFS}
ONLY = [part for one in ("themes", "digest", "team-*", "brief-*") for part in ("--only", one)]
COPIED = "copied"


def request(project: Project, line: str) -> None:
    """Ask for reports at the end of the quarter's file, whose last key is `reports`."""
    with (project.root / PARAMS).open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")


def begin(project: Project, *arguments: str) -> None:
    """Make a notebook, and ask for it with the line that the command prints."""
    ended = project.sdp("new-notebook", *arguments)
    assert ended.returncode == 0, ended.stderr
    (line,) = [one for one in ended.stdout.splitlines() if one.startswith("  - ")]
    request(project, line)


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Project:
    """A plan of six activities with four added notebooks, all of which were run."""
    project = small_project(tmp_path_factory.mktemp("own") / "project")
    begin(project, "themes")
    begin(project, "team", "--each", "directorate")
    begin(project, "brief", "--each", "activity")
    begin(project, "digest")  # about one outcome, which the notebook itself names
    project.replace("notebooks/digest.ipynb", "Report.council(", "Report.outcome(")
    project.replace("notebooks/digest.ipynb", "detail=detail", "outcome='3', detail=detail")
    build(project, *ONLY)
    return project


def build(project: Project, *arguments: str) -> str:
    """Make reports, by default as pages only, which takes least time."""
    formats = [] if "--formats" in arguments else ["--formats", "html"]
    ended = project.report(*arguments, *formats)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


@pytest.fixture(scope="module")
def printed(project, tmp_path_factory) -> Project:
    """A copy in which a report of the whole plan and one of an activity have documents too."""
    copy = tmp_path_factory.mktemp("printed") / "project"
    shutil.copytree(project.root, copy)
    wanted = ("--only", "themes", "--only", "brief-52", "--formats", "html,pdf,docx")
    build(Project(copy), *wanted, "--force")
    return Project(copy)


@pytest.fixture
def changed(project, tmp_path) -> Project:
    """A copy of that which a test may change."""
    shutil.copytree(project.root, tmp_path / "project")
    return Project(tmp_path / "project")


def states(project: Project) -> dict[str, str]:
    document = json.loads(project.sdp("status", QUARTER, "--json").stdout)
    return {
        report["report"]: report["state"]
        for report in document["reports"]
        if report["report"] in OWN
    }


def front(project: Project) -> BeautifulSoup:
    return soup(project.site / "index.html")


def test_each_has_its_page_its_figures_and_its_notebook(project):
    for name in OWN:
        assert (project.site / f"{name}.html").stat().st_size
        assert (project.output / "notebooks" / f"{name}.ipynb").is_file()
    figures = read_csv(project.output / "figures.csv")
    assert {row["report"] for row in figures} == OWN
    counted = {row["report"]: row["of"] for row in figures if row["figure"] == "returns.received"}
    assert (counted["themes"], counted["digest"], counted["brief-52"]) == ("6", "2", "1")
    assert set(states(project).values()) == {"fresh"}
    assert not (project.output / "notebooks" / "scorecard-52.ipynb").exists()


def test_each_kind_has_documents_too(printed):
    for name in ("themes", "brief-52"):
        for ending in ("pdf", "docx"):
            assert (printed.site / f"{name}.{ending}").stat().st_size


def test_the_manifest_says_what_each_was_made_from(project):
    made = json.loads((project.output / "manifest.json").read_text())
    assert {*made["parameters"]} >= OWN
    assert made["parameters"]["team-adult_social_care_health"]["notebook"] == "team.ipynb"
    own = made["made_from"]["reports"]["team-adult_social_care_health"]["own"]
    assert "notebooks/team.ipynb" in own
    assert f"{RETURNS}, which activities have a row" in own
    assert RETURNS not in own


def test_the_front_page_lists_them_under_a_heading_of_their_own(printed):
    found = front(printed)
    assert "More reports" in [words(one) for one in found.find_all("h2")]
    (rows,) = [tag.find_all("li", recursive=False) for tag in found.select(".report-rows")]
    assert len(rows) == len(OWN)
    links = {link["href"]: words(link).partition(" ,")[0] for link in rows[0].find_all("a")}
    assert links == {
        "themes.html": "Themes",
        "themes.pdf": "PDF of Themes",
        "themes.docx": "DOCX of Themes",
    }


def test_links_from_a_page_of_an_activity_lead_to_pages(project):
    page = soup(project.site / "brief-52.html")
    local = {tag["href"].partition("#")[0] for tag in page.find_all("a", href=True)}
    local = {
        address for address in local if address and "//" not in address and "mailto:" not in address
    }
    assert {"index.html", "outcome-3.html"} <= local
    assert all((project.site / one).is_file() for one in local)


def test_a_report_that_is_not_made_yet_has_a_page_that_names_it(changed):
    begin(changed, "later")
    build(changed, "--only", "themes", "--force")
    assert "later" in words(soup(changed.site / "later.html").h1)


def test_a_change_outside_of_what_a_report_covers_leaves_it_fresh(changed):
    changed.rewrite(
        RETURNS, lambda row: {"progress": "Said later."} if row["activity"] == "52" else {}
    )
    stale = {name for name, state in states(changed).items() if state == "stale"}
    expected = {"themes", "digest", "brief-52", "team-strategic_corporate_services"}
    assert stale == expected
    assert {*json.loads(build(changed, *ONLY, "--json"))["reports"]} == expected
    steps = fingerprint(changed.output)
    build(changed, *ONLY, "--force")
    assert fingerprint(changed.output) == steps


def test_commentary_has_the_name_of_its_report(changed):
    names = {"themes", "team-growth_environment_transport"}
    for name in names:
        path = changed.root / f"data/commentary/{QUARTER}/{name}.md"
        path.write_text(f"## delivery\n\nWords on {name[:4]}.\n", encoding="utf-8")
    assert {name for name, state in states(changed).items() if state == "stale"} == names
    build(changed, *ONLY)
    for name in names:
        shown = words(soup(changed.site / f"{name}.html"))
        assert [one for one in ("them", "team") if f"Words on {one}." in shown] == [name[:4]]


def test_a_notebook_that_was_edited_makes_its_own_reports_again(changed):
    changed.replace("notebooks/team.ipynb", "## Issues", "## What is in the way")
    assert {name for name, state in states(changed).items() if state == "stale"} == TEAMS


def test_a_parameter_makes_another_view_and_a_wrong_one_is_refused(changed):
    wrong = changed.report("--only", "team-*", "-p", "detail=sumary")
    assert wrong.returncode == 2
    assert "'sumary' is not a level of detail" in wrong.stderr
    before = (changed.output / "figures.csv").read_bytes()
    build(changed, "--only", "themes", "-p", "detail=summary")
    view = changed.site / "variants" / "themes.detail-summary.html"
    local = [tag["href"] for tag in soup(view).select("nav a[href$='themes.html']")]
    assert local == ["../themes.html"]
    assert "Other views" in [words(one) for one in front(changed).find_all("h2")]
    assert (changed.output / "figures.csv").read_bytes() == before


def test_a_copied_notebook_without_its_own_name_fails_and_the_others_are_made(changed):
    source = changed.root / "notebooks" / "council.ipynb"
    (changed.root / f"notebooks/{COPIED}.ipynb").write_bytes(source.read_bytes())
    request(changed, f"  - {{notebook: {COPIED}}}")
    before = fingerprint(changed.output)["site/themes.html"]
    changed.replace("notebooks/themes.ipynb", "## Issues", "## What is in the way")
    ended = changed.report("--only", "themes", "--only", COPIED, "--formats", "html")
    assert ended.returncode == 1
    assert (
        "copied.ipynb makes a report called 'council', and this one is 'copied'. Write "
        "name='copied' where the notebook says Report.…(…)"
    ) in ended.stderr
    figures = {row["report"] for row in read_csv(changed.output / "figures.csv")}
    assert figures == OWN
    assert states(changed)["themes"] == "fresh"
    assert fingerprint(changed.output)["site/themes.html"] != before


def test_commentary_of_another_report_that_a_notebook_shows_is_an_input_of_it(changed):
    shown = "Report.outcome(quarter=quarter, outcome='3').delivery()"
    changed.replace("notebooks/themes.ipynb", '"report.issues()"', f'"{shown}"')
    path = Path(f"data/commentary/{QUARTER}/outcome-3.md")
    assert (changed.root / path).is_file()
    build(changed, "--only", "themes")
    assert states(changed)["themes"] == "fresh"
    with (changed.root / path).open("a", encoding="utf-8") as file:
        file.write("\nMore words.\n")
    assert states(changed)["themes"] == "stale"


def test_check_reports_problems_of_a_notebook_that_is_asked_for(changed):
    request(changed, "  - {notebook: teams}")
    request(changed, "  - {notebook: digest, each: outcome, only: ['3']}")
    ended = changed.sdp("check", QUARTER)
    assert ended.returncode == 2
    assert (
        "notebooks/teams.ipynb: the notebook does not exist, and 'reports' in params asks for "
        "it. Correct the name, or run 'sdp new-notebook teams' to begin one of your own."
    ) in ended.stderr
    assert "(report digest-3): params gives it 'outcome'" in ended.stderr


def test_a_report_cannot_take_the_place_of_a_page_that_every_quarter_has(changed):
    request(changed, "  - {notebook: index}")
    ended = changed.sdp("check", QUARTER)
    assert ended.returncode == 2
    assert "'index' cannot be used: every period has a page of this name" in ended.stderr
