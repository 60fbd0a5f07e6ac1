"""An activity without a return is shown as such wherever it is listed, never as on track."""

import re

import pytest
from bs4 import BeautifulSoup, Tag
from edges import PARTLY_SILENT, SILENT, UNHEARD
from organisation import STATUSES
from support import soup, words

from sdp_lib.report import delivery

MISSING = "C5. Pontoon echo"
COUNCIL = ("On track", "Requires remedial action", "Unlikely to be achieved", "Status not given")


def cells_of(page: BeautifulSoup, name: str) -> list[list[str]]:
    """Return the cells of every row that is about an activity now.

    The data of a chart also have the statuses of earlier periods.
    """
    about_now = page.select("tbody tr:not(.data tr)")
    rows: list[Tag] = [row for row in about_now if name in words(row.th)]
    return [[words(cell) for cell in row.select("td")] for row in rows]


@pytest.mark.parametrize("page", ["outcome-trade", "directorate-marine", "council"])
def test_every_row_of_an_activity_without_a_return_says_so_and_claims_nothing(harbour, page):
    rows = cells_of(soup(harbour.site / f"{page}.html"), MISSING)
    assert rows
    for cells in rows:
        assert "No return" in cells
        assert not {
            "0",
            "0%",
            "Yes",
            "No",
            "– No",
            *(label for label, *_ in STATUSES.values()),
        } & set(cells), cells


def test_the_front_page_says_so_too(harbour):
    cards = soup(harbour.site / "index.html").select(".cards li")
    (card,) = [one for one in cards if MISSING in words(one.select_one(".card-title"))]
    assert words(card.select_one(".card-status")) == card["data-status"] == "No return"
    assert words(card.select_one(".strip")).endswith("No return")


def test_a_scorecard_says_no_return_in_every_section_about_this_quarter(harbour):
    page = soup(harbour.site / "scorecards" / "activity-C5.html")
    facts = {words(tag.dt): words(tag.dd) for tag in page.select(".facts > div")}
    assert (facts["Delivery status"], facts["Revised end date"]) == ("No return", "No return")
    history = [words(cell) for cell in page.select("#table-history td")]
    assert history == ["Ahead of plan", "No return"]
    text = words(page.select_one(".body"))
    for section in ("2 Progress", "4 Issues and mitigation", "5 Governance and risk"):
        after = text.split(section)[-1][:40]
        assert re.search("No return", after), f"{section}: {after}"


def test_the_strip_draws_it_as_a_mark_of_its_own(shown, monkeypatch):
    given = []
    monkeypatch.setattr(delivery, "status_strip", lambda *what: given.extend(what))
    shown.report("outcome", PARTLY_SILENT).delivery()
    _, rows, _, tones, legend = given
    drawn = {row.split(".")[0]: list(row_tones) for row, row_tones in zip(rows, tones, strict=True)}
    assert drawn == {"1001": ["good"] * 2, "1002": ["good"] * 2, UNHEARD: ["good", "none"]}
    assert ("No return", "none") in [tuple(one)[:2] for one in legend]


def test_an_unknown_status_is_not_counted_as_on_track(shown):
    sections = shown.sections("outcome", PARTLY_SILENT)
    text = " ".join(words(tag) for page in sections for tag in page.select("p, li"))
    assert "2 of 3 activities have made a return." in text
    everything = r"\b(?:Both|[Aa]ll \d) activities\b|\bNeither activity\b|\bNo activity of\b"
    assert re.findall(rf"(?:{everything})(?! that made a return).{{,40}}", text) == []


@pytest.mark.parametrize("name", ["summary", "scorecards"])
def test_an_outcome_without_returns_lists_every_activity_as_missing(shown, name):
    rows = cells_of(shown.section(name, "outcome", SILENT), "nobody returned")
    assert len(rows) == 3
    for cells in rows:
        assert "No return" in cells
        assert not set(COUNCIL) & set(cells)


def test_missing_returns_are_counted_in_their_own_column_and_named(shown):
    table = shown.section("delivery", "council").select_one("#table-outcomes")
    headings = [words(tag) for tag in table.select("thead th")][1:]
    (cells,) = cells_of(table, "Nobody returned")
    assert dict(zip(headings, cells, strict=True))["No return"] == "3"
    text = words(shown.section("submissions", "council"))
    assert re.search(r"No return was made for 4 activities: 501\..* 502\..* 503\..* 1003\.", text)
