"""Whole quarters of both plans: every report is made, every link leads somewhere, figures agree."""

import pytest
from recount import members, recount
from support import ROOT, Project, copy_project, quarter_before, read_csv, settings, soup

QUARTERS = {"2019-20-Q2": (3, 79), "2020-21-Q2": (8, 70)}


@pytest.fixture(scope="module", params=QUARTERS)
def quarter(request) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def whole(quarter, tmp_path_factory) -> Project:
    """A project with every report of a quarter; as pages only, since documents take the longest."""
    project = copy_project(tmp_path_factory.mktemp("whole"))
    ended = project.sdp("report", quarter, "--renderer", "embedded", "--formats", "html")
    assert ended.returncode == 0, ended.stderr
    return project


def test_there_is_a_page_for_the_council_every_outcome_and_every_activity(whole, quarter):
    site = whole.root / "outputs" / quarter / "site"
    outcomes, activities = QUARTERS[quarter]
    assert len(list(site.glob("outcome-*.html"))) == outcomes
    assert len(list((site / "scorecards").glob("activity-*.html"))) == activities
    assert {"index.html", "council.html", "quality.html"} <= {path.name for path in site.iterdir()}


def test_every_link_of_every_page_leads_somewhere_and_every_page_is_linked(whole, quarter):
    site = (whole.root / "outputs" / quarter / "site").resolve()
    pages = {path: soup(path) for path in site.rglob("*.html")}
    ids = {path: {tag["id"] for tag in page.select("[id]")} for path, page in pages.items()}
    broken, reached = [], {site / "index.html"}
    for path, page in pages.items():
        for href in (tag["href"] for tag in page.select("[href]")):
            if href.startswith(("https:", "mailto:", "data:")):
                continue
            address, _, anchor = href.partition("#")
            target = (path.parent / address).resolve() if address else path
            reached.add(target)
            if not target.is_file() or (anchor and anchor not in ids.get(target, set())):
                broken.append((path.name, href))
    assert not broken
    assert set(pages) <= reached


def test_every_figure_of_every_scorecard_is_what_a_second_count_finds(whole, quarter):
    plan, before = str(settings(quarter)["plan"]), quarter_before(quarter)
    found = {
        (row["report"], row["figure"]): tuple(row[name] for name in ("value", "of", "percent"))
        for row in read_csv(whole.root / "outputs" / quarter / "figures.csv")
    }
    for row in members(ROOT / "data", plan, quarter):
        expected = recount(ROOT / "data", plan, quarter, before, activity=row["id"])
        for figure, (value, of, percent, _) in expected.items():
            counted = (str(value), str(of), "" if percent is None else str(percent))
            assert found[f"scorecard-{row['id']}", figure] == counted, (row["id"], figure)
