"""Lists of a plan with very many activities, tested by a limit below the size of the sample."""

import pytest
from bs4 import BeautifulSoup
from support import QUARTER, ROOT, words

from sdp_lib import Report
from sdp_lib.report import long_lists

pytestmark = pytest.mark.reports

PLACES = {"quarter": QUARTER, "data": str(ROOT / "data"), "params": str(ROOT / "params")}
LISTS = ("#table-revised-end-dates tbody tr", "#table-moved-milestones tbody tr", "ul li")


@pytest.fixture
def few(monkeypatch) -> int:
    monkeypatch.setattr(long_lists, "MOST_LISTED", 2)
    return 2


def shown(report) -> BeautifulSoup:
    return BeautifulSoup(report.milestones().html + report.issues().html, "html.parser")


def test_the_councils_lists_show_the_first_and_lead_to_the_pages_that_have_all(few):
    page = shown(Report.council(**PLACES))
    notes = [tag for tag in page.select("p") if "These are the first" in tag.text]
    assert len(notes) >= 2
    for one in notes:
        assert words(one).startswith(f"These are the first {few} of ")
        assert {link["href"] for link in one.select("a")} == {
            f"outcome-{number}.html" for number in "123"
        }
    assert [len(page.select(where)) <= few for where in LISTS] == [True] * len(LISTS)


def test_audits_and_what_weighs_most_are_cut_and_say_where_the_rest_is(few):
    later = PLACES | {"quarter": "2020-21-Q2"}
    report = Report.council(**later)
    audits = BeautifulSoup(report.assurance().html, "html.parser")
    assert len(audits.select("#table-assurance tbody tr")) == few
    assert "All are on the pages of" in words(audits)
    weight = BeautifulSoup(report.attention.weight().html, "html.parser")
    assert len(weight.select("#table-weight tbody tr")) == few
    assert [link["href"] for link in weight.select("p a")] == ["index.html#data-to-download"]


def test_too_many_activities_for_a_table_are_on_the_pages_of_the_outcomes(monkeypatch):
    monkeypatch.setattr(long_lists, "MOST_ROWS", 10)
    page = BeautifulSoup(Report.council(**PLACES).scorecards().html, "html.parser")
    assert words(page).startswith("79 activities are too many for one table. All are on the pages")
    assert page.select("table") == []
    whole = BeautifulSoup(Report.outcome(outcome="3", **PLACES).summary().html, "html.parser")
    assert len(whole.select("tbody tr")) == 17


def test_an_outcomes_lists_are_whole(few):
    page = shown(Report.outcome(outcome="3", **PLACES))
    assert "These are the first" not in words(page)
    assert len(page.select(LISTS[0])) > few


def test_no_list_of_the_sample_is_cut_short():
    assert "These are the first" not in words(shown(Report.council(**PLACES)))
