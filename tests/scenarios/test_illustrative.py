"""What is invented is marked so on every page that shows it, and what is not is left alone."""

import re

import pytest
from edges import CROWDED
from support import ROOT, read_csv, soup, words

from sdp_lib.inputs.dataset import read_dataset
from sdp_lib.quarters import Quarter
from sdp_lib.report import reports

QUARTER = "2020-21-Q2"
PLACES = {"data": str(ROOT / "data"), "params": str(ROOT / "params")}
OUTCOMES = sorted(
    {row["outcome"] for row in read_csv(ROOT / "data" / "plans" / "2020-23" / "activities.csv")}
)
ACTIVITIES = [row["id"] for row in read_csv(ROOT / "data" / "plans" / "2020-23" / "activities.csv")]
MARK = re.compile(r"illustrative")


@pytest.fixture(scope="module")
def read_once():
    """Read the quarter once for all of its pages."""
    dataset = read_dataset(ROOT / "data", ROOT / "params", Quarter.parse(QUARTER))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reports, "_read", lambda *_: dataset)
        yield


def notices(report: reports.Report) -> str:
    return " ".join(report.ledger().content()["page"]["notices"])


def test_every_page_of_the_invented_plan_says_that_its_activities_are_illustrative(read_once):
    made = [reports.Report.council(quarter=QUARTER, **PLACES)]
    made += [reports.Report.outcome(quarter=QUARTER, outcome=one, **PLACES) for one in OUTCOMES]
    made += [reports.Report.activity(quarter=QUARTER, activity=one, **PLACES) for one in ACTIVITIES]
    assert len(made) == 1 + len(OUTCOMES) + len(ACTIVITIES)
    assert [
        one.name for one in made if "activities that are illustrative" not in notices(one)
    ] == []


def test_the_mark_stands_on_the_pages_themselves_above_all_else(crowded):
    for name in ("index", f"outcome-{CROWDED}"):
        body = soup(crowded.site / f"{name}.html").select_one(".body")
        first = body.find(True)
        assert "notice" in first["class"]
        assert MARK.search(words(first))


def test_a_page_of_published_activities_alone_has_no_such_mark(harbour):
    for page in harbour.site.rglob("*.html"):
        assert not MARK.search(words(soup(page))), page.name


def test_the_published_outcome_of_the_sample_says_which_part_of_it_is_published():
    report = reports.Report.outcome(quarter="2019-20-Q2", outcome="3", **PLACES)
    assert "activities 45 to 61" in notices(report)
    assert "activities that are illustrative" not in notices(report)
