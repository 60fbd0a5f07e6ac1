"""Lists of a plan with very many activities, tested by a limit below the size of the sample."""

import pytest
from bs4 import BeautifulSoup
from support import QUARTER, ROOT, words

from sdp_lib import Report
from sdp_lib.report import long_lists

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


def test_an_outcomes_lists_are_whole(few):
    page = shown(Report.outcome(outcome="3", **PLACES))
    assert "These are the first" not in words(page)
    assert len(page.select(LISTS[0])) > few


def test_no_list_of_the_sample_is_cut_short():
    assert "These are the first" not in words(shown(Report.council(**PLACES)))
