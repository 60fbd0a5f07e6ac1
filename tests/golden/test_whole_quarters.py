"""A whole quarter: every report is made, every link leads somewhere; figures of both plans."""

from collections.abc import Iterator

import pytest
from publishing import broken_links
from recount import members, recount
from support import ROOT, Project, copy_project, quarter_before, read_csv, settings

from sdp_lib import Report

BUILT, OTHER_PLAN = "2020-21-Q2", "2019-20-Q2"
OUTCOMES, ACTIVITIES = 8, 70
Counted = tuple[str, str, str]


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Project:
    """A project with every report of a quarter, as pages only, since documents take longest."""
    project = copy_project(tmp_path_factory.mktemp("whole"))
    ended = project.sdp("report", BUILT, "--renderer", "embedded", "--formats", "html")
    assert ended.returncode == 0, ended.stderr
    return project


def test_there_is_a_page_for_the_council_every_outcome_and_every_activity(whole):
    site = whole.root / "outputs" / BUILT / "site"
    assert len(list(site.glob("outcome-*.html"))) == OUTCOMES
    assert len(list((site / "scorecards").glob("activity-*.html"))) == ACTIVITIES
    assert {"index.html", "council.html", "quality.html"} <= {path.name for path in site.iterdir()}


def test_every_link_of_every_page_leads_somewhere_and_every_page_is_linked(whole):
    site = whole.root / "outputs" / BUILT / "site"
    seen, wrong = broken_links(site)
    assert wrong == []
    assert seen == {path.relative_to(site).as_posix() for path in site.rglob("*.html")}


def counted_again(quarter: str) -> Iterator[tuple[str, dict[str, Counted]]]:
    """Yield each activity of a quarter with its figures as a second count finds them."""
    plan, before = str(settings(quarter)["plan"]), quarter_before(quarter)
    for row in members(ROOT / "data", plan, quarter):
        found = recount(ROOT / "data", plan, quarter, before, activity=row["id"])
        yield row["id"], {name: as_text(*figure[:3]) for name, figure in found.items()}


def as_text(value: int, of: int, percent: int | None) -> Counted:
    """Return a figure as CSV holds it: blank where there is no percentage."""
    return str(value), str(of), "" if percent is None else str(percent)


def test_every_figure_of_every_scorecard_is_what_a_second_count_finds(whole):
    found: dict[str, dict[str, Counted]] = {}
    for row in read_csv(whole.root / "outputs" / BUILT / "figures.csv"):
        figures = found.setdefault(row["report"], {})
        figures[row["figure"]] = row["value"], row["of"], row["percent"]
    for activity, expected in counted_again(BUILT):
        assert expected.items() <= found[f"scorecard-{activity}"].items(), activity


def test_every_figure_of_the_other_plans_scorecards_is_what_a_second_count_finds():
    places = {"data": str(ROOT / "data"), "params": str(ROOT / "params")}
    for activity, expected in counted_again(OTHER_PLAN):
        report = Report.activity(quarter=OTHER_PLAN, activity=activity, **places)
        figures = report.ledger().value().figures
        found = {
            figure.figure: as_text(figure.value, figure.of, figure.percent) for figure in figures
        }
        assert expected.items() <= found.items(), activity
