"""Every generated sentence, checked against a few rules of grammar."""

from collections.abc import Iterable

import pytest
from bs4 import BeautifulSoup
from edges import (
    ALL_ON_TRACK,
    CROWDED,
    FIRST,
    NO_END,
    NO_STATUS,
    NONE,
    ONE_OFF_TRACK,
    RARE,
    SECOND,
    UNHEARD,
    members,
)
from sentences import mistakes, names, paragraphs, phrases, unfinished
from shown import Shown
from support import ROOT, soup

PLACES = {"data": str(ROOT / "data"), "params": str(ROOT / "params")}
FIRST_OF_PLAN = (ALL_ON_TRACK, ONE_OFF_TRACK, NONE, NO_STATUS)
IN_BOTH = [*((FIRST, one) for one in FIRST_OF_PLAN), *((SECOND, one) for one in RARE)]
EACH_KIND = [members(one)[0] for one in RARE if members(one)] + [members(NO_END)[1], UNHEARD]


def is_good_english(pages: Iterable[BeautifulSoup], known: list[str]) -> bool:
    """Return whether every sentence keeps the rules; raise with all that do not."""
    pages = list(pages)
    whole = [text for page in pages for text in paragraphs(page)]
    parts = [text for page in pages for text in phrases(page)]
    assert whole, "there is nothing to read"
    found = [mistake for text in [*whole, *parts] for mistake in mistakes(text, known)]
    found += [one for text in whole for one in unfinished(text, known)]
    assert not found, "\n".join(found)
    return True


@pytest.fixture(scope="module")
def titles(edges) -> list[str]:
    return names(edges.data)


@pytest.mark.parametrize(("quarter", "outcome"), IN_BOTH)
def test_the_report_of_an_outcome_where_something_rare_happens(shown, titles, quarter, outcome):
    assert is_good_english(shown.sections("outcome", outcome, quarter), titles)


def test_the_report_of_an_outcome_with_two_hundred_activities(crowded):
    page = soup(crowded.site / f"outcome-{CROWDED}.html")
    assert is_good_english([page.select_one(".body")], names(crowded.folder.data))


@pytest.mark.parametrize("quarter", [FIRST, SECOND])
def test_the_report_of_a_council_where_everything_rare_happens(shown, titles, quarter):
    assert is_good_english(shown.sections("council", "", quarter), titles)


@pytest.mark.parametrize("activity", EACH_KIND)
def test_the_scorecard_of_an_activity_to_which_something_rare_happens(shown, titles, activity):
    assert is_good_english(shown.sections("activity", activity), titles)


@pytest.mark.parametrize(
    ("quarter", "kind", "one"),
    [
        ("2019-20-Q2", "outcome", "3"),
        ("2020-21-Q2", "council", ""),
        ("2020-21-Q3", "outcome", "7"),
        ("2019-20-Q4", "activity", "56"),
    ],
)
def test_the_reports_of_the_sample(quarter, kind, one):
    assert is_good_english(Shown(PLACES).sections(kind, one, quarter), names(ROOT / "data"))


@pytest.mark.parametrize(
    "name",
    ["council", "outcome-safe-water", "outcome-trade", "directorate-marine"],
)
def test_the_pages_of_another_organisation(harbour, name):
    body = soup(harbour.site / f"{name}.html").select_one(".body")
    assert is_good_english([body], names(harbour.folder.data))


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
