"""Every sentence that the reports make, held to a few rules of grammar."""

import pytest
from bs4 import BeautifulSoup
from edges import CROWDED, FIRST, OUTCOMES, SECOND, members
from sentences import html, mistakes, names, paragraphs, phrases, unfinished
from support import ROOT, soup

from sdp_lib import Report

SAMPLE = {"data": str(ROOT / "data"), "params": str(ROOT / "params")}
EACH_KIND = [members(one)[0] for one in OUTCOMES if members(one)] + ["702"]


def is_good_english(page: BeautifulSoup, known: list[str]) -> bool:
    """Tell whether no sentence of a page breaks a rule, or raise with all that do."""
    whole = list(paragraphs(page))
    assert whole, "there is nothing to read"
    found = [one for text in [*whole, *phrases(page)] for one in mistakes(text, known)]
    found += [one for text in whole for one in unfinished(text, known)]
    assert not found, "\n".join(found)
    return True


def said(report: Report) -> BeautifulSoup:
    return BeautifulSoup(html(report), "html.parser")


@pytest.fixture(scope="module")
def titles(edges) -> list[str]:
    return names(edges.data)


@pytest.mark.parametrize(
    ("quarter", "outcome"),
    # The crowded outcome takes longest, and its first quarter has nothing of its own to say.
    [
        (quarter, one)
        for quarter in (FIRST, SECOND)
        for one in OUTCOMES
        if (quarter, one) != (FIRST, CROWDED)
    ],
)
def test_the_report_of_an_outcome_where_something_rare_happens_is_in_good_english(
    edges, titles, quarter, outcome
):
    assert is_good_english(
        said(Report.outcome(quarter=quarter, outcome=outcome, **edges.places)), titles
    )


@pytest.mark.parametrize("quarter", [FIRST, SECOND])
def test_the_report_of_a_council_where_everything_rare_happens_is_in_good_english(
    edges, titles, quarter
):
    assert is_good_english(said(Report.council(quarter=quarter, **edges.places)), titles)


@pytest.mark.parametrize("activity", EACH_KIND)
def test_the_scorecard_of_an_activity_to_which_something_rare_happens_is_in_good_english(
    edges, titles, activity
):
    page = said(Report.activity(quarter=SECOND, activity=activity, **edges.places))
    assert is_good_english(page, [*titles, "All as planned.", "Work goes on."])


@pytest.mark.parametrize("quarter", ["2019-20-Q1", "2019-20-Q2", "2020-21-Q2"])
def test_the_sample_is_in_good_english(quarter):
    known = names(ROOT / "data")
    for outcome in ("1", "3"):
        assert is_good_english(
            said(Report.outcome(quarter=quarter, outcome=outcome, **SAMPLE)), known
        )
    assert is_good_english(said(Report.council(quarter=quarter, **SAMPLE)), known)


@pytest.mark.parametrize(
    "name",
    ["council", "outcome-safe-water", "outcome-trade", "outcome-people", "directorate-marine"],
)
def test_the_pages_of_another_organisation_are_in_good_english(harbour, name):
    body = soup(harbour.site / f"{name}.html").select_one(".body")
    assert is_good_english(body, names(harbour.folder.data))


@pytest.mark.parametrize(
    "text",
    [
        "1 activities are late.",
        "17 activity is late.",
        "0 were put back.",
        "No activity are late.",
        "All 1 is late.",
        "None of the 4 activities expects to report to no board.",
        "It is late .",
        "It  is late.",
        "It it is late.",
        "nan of 3 are late.",
        "It is {late}.",
        "It is [].",
        "Compared with not available.",
        "It is “late.",
    ],
)
def test_a_mistake_would_be_found(text):
    assert list(mistakes(text, []))


@pytest.mark.parametrize("text", ["it is late.", "It is late", "It is late. is it?"])
def test_half_a_sentence_would_be_found(text):
    assert list(unfinished(text, []))


@pytest.mark.parametrize(
    "text",
    [
        "14 of 17 activities are late, up from 12 in Quarter 1.",
        "Quarter 1 returns came late.",
        "None is given for Title.",
        "1 of 4 activities is late, the same as in Quarter 2.",
        "0 of 4 in Quarter 1; 4 of 4.",
        "54 milestone dates were kept.",
    ],
)
def test_good_english_is_left_alone(text):
    assert [*mistakes(text, []), *unfinished(text, [])] == []
