"""Invented content is marked on every page that shows it, and other content is not."""

import re

from edges import CROWDED
from support import ROOT, read_csv, soup, words

from sdp_lib import Report

QUARTER = "2020-21-Q2"
PLACES = {"data": str(ROOT / "data"), "params": str(ROOT / "params")}
ACTIVITIES = read_csv(ROOT / "data" / "plans" / "2020-23" / "activities.csv")
FIRST_OF = {row["outcome"]: row["id"] for row in reversed(ACTIVITIES)}
MARK = re.compile(r"illustrative")


def notices(report: Report) -> str:
    return " ".join(report.ledger().content()["page"]["notices"])


def test_every_kind_of_page_of_the_invented_plan_says_that_it_is_illustrative():
    where = {"quarter": QUARTER, **PLACES}
    made = [Report.council(**where)]
    for outcome, activity in list(FIRST_OF.items())[::3]:
        made.append(Report.outcome(outcome=outcome, **where))
        made.append(Report.activity(activity=activity, **where))
    assert len(made) == 7
    unmarked = [one.name for one in made if "activities that are illustrative" not in notices(one)]
    assert unmarked == []


def test_every_activity_of_the_invented_plan_is_marked_as_illustrative():
    assert {row["source"] for row in ACTIVITIES} == {"illustrative"}


def test_the_mark_is_above_everything_else_on_the_page(crowded):
    for name in ("index", f"outcome-{CROWDED}"):
        body = soup(crowded.site / f"{name}.html").select_one(".body")
        first = body.select_one(":scope > *")
        assert "notice" in first["class"]
        assert MARK.search(words(first))


def test_a_page_of_published_activities_alone_has_no_such_mark(harbour):
    for page in harbour.site.rglob("*.html"):
        assert not MARK.search(words(soup(page))), page.name


def test_the_published_outcome_of_the_sample_says_which_part_of_it_is_published():
    report = Report.outcome(quarter="2019-20-Q2", outcome="3", **PLACES)
    assert "activities 45 to 61" in notices(report)
    assert "activities that are illustrative" not in notices(report)
