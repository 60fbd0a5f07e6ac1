"""An activity without a return is shown as such wherever it is listed, never as zero or on track."""

import re

import pytest
from bs4 import BeautifulSoup, Tag
from edges import SECOND, SILENT, members
from organisation import STATUSES
from support import soup, words

from sdp_lib import Report
from sdp_lib.report import delivery

MISSING = "C5. Pontoon echo"
COUNCIL = ("On track", "Requires remedial action", "Unlikely to be achieved", "Status not given")


def cells_of(page: BeautifulSoup, name: str) -> list[list[str]]:
    """Return the cells of every row that is about an activity."""
    rows: list[Tag] = [row for row in page.select("tbody tr") if name in words(row.th)]
    return [[words(cell) for cell in row.select("td")] for row in rows]


@pytest.mark.parametrize("page", ["outcome-trade", "directorate-marine", "council", "index"])
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
            "✓ Yes",
            *(label for label, *_ in STATUSES.values()),
        } & set(cells), cells


def test_its_scorecard_says_no_return_in_every_section_about_this_quarter(harbour):
    page = soup(harbour.site / "scorecards" / "activity-C5.html")
    facts = {words(one.dt): words(one.dd) for one in page.select(".facts > div")}
    assert (facts["Delivery status"], facts["Revised end date"]) == ("No return", "No return")
    history = [words(cell) for cell in page.select("#table-history td")]
    assert history == ["Ahead of plan", "No return"]
    text = words(page.select_one(".body"))
    for section in ("2 Progress", "4 Issues and mitigation", "5 Governance and risk"):
        after = text.split(section)[-1][:40]
        assert re.search("No return", after), f"{section}: {after}"


def test_the_strip_draws_it_as_a_mark_of_its_own(edges, monkeypatch):
    drawn = {}
    monkeypatch.setattr(
        delivery,
        "status_strip",
        lambda words, rows, quarters, tones, legend: drawn.update(
            rows=rows, tones=tones, legend=legend
        ),
    )
    assert (
        delivery._strip(Report.outcome(quarter=SECOND, outcome=SILENT, **edges.places)._context)
        is None
    )
    assert [row[:3] for row in drawn["rows"]] == members(SILENT)
    assert [list(row) for row in drawn["tones"]] == [["good", "none"]] * 3
    assert ("No return", "none") in [tuple(one)[:2] for one in drawn["legend"]]


@pytest.mark.parametrize("name", ["summary", "scorecards"])
def test_an_outcome_where_nobody_answered_lists_all_as_without_a_return(edges, name):
    report = Report.outcome(quarter=SECOND, outcome=SILENT, **edges.places)
    rows = cells_of(BeautifulSoup(getattr(report, name)().html, "html.parser"), "nobody returned")
    assert len(rows) == 3
    for cells in rows:
        assert "No return" in cells
        assert not set(COUNCIL) & set(cells)


def test_what_is_missing_is_counted_in_a_column_of_its_own_and_named(edges):
    report = Report.council(quarter=SECOND, **edges.places)
    table = BeautifulSoup(report.delivery().html, "html.parser").select_one("#table-outcomes")
    headings = [words(one) for one in table.select("thead th")][1:]
    (cells,) = cells_of(table, "Nobody returned")
    assert dict(zip(headings, cells, strict=True))["No return"] == "3"
    text = words(BeautifulSoup(report.submissions().html, "html.parser"))
    assert re.search(r"No return was made for 3 activities: 501\..* 502\..* 503\.", text)
