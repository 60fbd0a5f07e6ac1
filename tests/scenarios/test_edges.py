"""Reports in which something rare happens, and two hundred activities that are still legible."""

import re
import shutil

import pypdf
import pytest
from bs4 import BeautifulSoup
from edges import (
    ALL_ON_TRACK,
    CROWDED,
    FIRST,
    LATE,
    NO_END,
    NO_STATUS,
    NONE,
    ONE_OFF_TRACK,
    ONE_ON_TRACK,
    RARE,
    SILENT,
    members,
    title,
)
from support import PATIENCE, soup, words

CLAIMS = r"\b[Nn]o activit(?:y|ies)\b|none is asked|are on track|\boff track|nothing to list"
TALLEST = 1.4  # of its width: what fits on a page of a document in its full width


def prose(page: BeautifulSoup) -> str:
    return " ".join(words(tag) for tag in page.select("p, li"))


@pytest.mark.parametrize(
    "name", ["delivery", "milestones", "issues", "mitigations", "governance", "risk"]
)
def test_without_returns_nothing_is_said_about_status(shown, name):
    text = prose(shown.section(name, "outcome", SILENT))
    assert re.findall(CLAIMS, text) == [], text
    assert re.search(r"\b[Nn]o return", text), text


@pytest.mark.parametrize("name", ["delivery", "issues", "mitigations", "risk"])
def test_if_everything_is_on_track_the_page_says_so(shown, name):
    text = prose(shown.section(name, "outcome", ALL_ON_TRACK))
    assert re.search(r"[Aa]ll 4 activities are on track|off track", text), text


@pytest.mark.parametrize(
    "name", ["overview", "summary", "delivery", "milestones", "governance", "scorecards"]
)
def test_an_outcome_without_activities_has_nothing_counted_and_no_empty_table(shown, name):
    page = shown.section(name, "outcome", NONE)
    assert all(table.select("tbody tr") for table in page.select("table"))
    assert "none to count" not in words(page)
    assert not re.search(r"\b[Nn]o activities (?:are|require|have|expect)", prose(page))


def test_a_single_activity_is_in_the_singular(shown):
    on_track, off_track = (
        prose(shown.section("delivery", "outcome", one)) for one in (ONE_ON_TRACK, ONE_OFF_TRACK)
    )
    assert "The only activity is on track, the same as in Quarter 1." in on_track
    assert "The only activity requires remedial action, the same as in Quarter 1." in off_track
    assert "No activity is on track" in off_track


def test_if_all_returns_are_late_each_is_named(shown):
    text = prose(shown.section("submissions", "outcome", LATE))
    assert "3 returns came after the form closed" in text
    assert all(member in text for member in members(LATE))


def test_the_first_quarter_of_a_plan_is_compared_with_nothing(shown):
    for outcome in (ALL_ON_TRACK, ONE_OFF_TRACK):
        ledger = shown.report("outcome", outcome, FIRST).ledger().content()
        assert {figure["previous"] for figure in ledger["figures"]} == {None}
        text = " ".join(map(words, shown.sections("outcome", outcome, FIRST)))
        assert "There is no earlier quarter of this plan to compare with." in text
        assert not re.search(r"up from|down from|same as in|compared with \d|moved since", text)


def test_a_blank_end_date_is_given_in_words_and_is_not_slippage(shown):
    later = members(NO_END)[1]
    page = shown.section("milestones", "outcome", NO_END)
    row = next(
        row for row in page.select("#table-revised-end-dates tbody tr") if later in words(row)
    )
    assert "Not given" in words(row)
    assert "30 November 2022" in words(row)
    assert not re.search(r"\d+ days", words(row))
    scorecard = words(shown.section("status", "activity", later))
    assert "Original end date Not given" in scorecard
    assert "later by no" not in scorecard


def test_a_return_without_a_status_is_not_a_missing_return(shown):
    page = shown.section("summary", "outcome", NO_STATUS)
    cells = {
        words(row.th)[:3]: [words(cell) for cell in row.select("td")]
        for row in page.select("tbody tr")
    }
    assert cells["801"][0] == "Status not given"
    assert cells["802"][0] == "On track"
    delivery = shown.section("delivery", "council")
    data = delivery.select("#chart-quarters .data tr")
    headings, *_, last = ([words(cell) for cell in row.select("th, td")] for row in data)
    assert last[0] == "Quarter 2 2021-22"
    assert last[headings.index("No return")] == "4"


def test_every_activity_is_in_a_column_of_the_tables_of_statuses(shown):
    delivery = shown.section("delivery", "council")
    for row in delivery.select("#table-outcomes tbody tr"):
        total, *parts = (int(words(cell)) for cell in row.select("td"))
        assert total == sum(parts), words(row)
    transitions = [int(words(cell)) for cell in delivery.select("#table-transitions td")]
    assert sum(transitions) == len([member for outcome in RARE for member in members(outcome)])


@pytest.fixture(scope="module")
def page(crowded) -> BeautifulSoup:
    return soup(crowded.site / f"outcome-{CROWDED}.html")


def test_each_of_two_hundred_activities_is_in_the_summary_with_its_full_title(page):
    rows = [words(row.th) for row in page.select("#table-summary tbody tr")]
    assert rows == [
        f"{one}. {title(CROWDED, number)}".strip() for number, one in enumerate(members(CROWDED))
    ]


def test_a_sentence_names_a_few_and_says_how_many_more_there_are(page):
    for block in page.select(".body p, .body li"):
        named = re.findall(r"\b9\d\d+\b", words(block))
        assert len(named) <= 25, f"{len(named)} activities in one sentence: {words(block)[:200]}"


def test_no_chart_is_too_tall_for_a_page_of_a_document(page):
    sizes = {
        tag.find_parent("figure")["id"]: int(tag["height"]) / int(tag["width"])
        for tag in page.select("figure img")
    }
    assert len(sizes) >= 4
    assert {name: ratio for name, ratio in sizes.items() if ratio > TALLEST} == {}


def test_the_document_holds_every_activity_and_a_word_of_three_hundred_letters(crowded):
    document = pypdf.PdfReader(crowded.site / f"outcome-{CROWDED}.pdf")
    text = re.sub(r"[\s\xad]", "", "".join(page.extract_text() for page in document.pages[:40]))
    assert "\u2060" not in text, "nobody finds a number in which something unseen stands"
    first = [f"{one}.{number:03d}Improving" for number, one in enumerate(members(CROWDED)[:-1], 1)]
    assert [one for one in first if one not in text] == []
    # Where a line ends inside the word, there is a hyphen.
    assert title(CROWDED, 199) in text.replace("-", "")


def test_no_long_title_makes_a_page_scroll_sideways(crowded):
    """It has a browser of its own, so it is not among the tests that share one."""
    found = map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))
    executable = next(filter(None, found), None)
    if executable is None:
        pytest.skip("no Chromium was found")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable, args=["--no-sandbox"], timeout=1000 * PATIENCE
        )
        page = browser.new_page(viewport={"width": 320, "height": 900})
        page.set_default_timeout(1000 * PATIENCE)
        page.goto((crowded.site / f"outcome-{CROWDED}.html").as_uri())
        narrow = page.evaluate("document.documentElement.scrollWidth")
        page.set_viewport_size({"width": 1280, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth")
        browser.close()
    assert (narrow, wide) == (320, 1280)
