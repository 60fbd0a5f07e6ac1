"""Main points at none, one, two and many, and without returns."""

import re

import pytest
from bs4 import BeautifulSoup
from edges import (
    ALL_ON_TRACK,
    FIRST,
    NO_END,
    NO_STATUS,
    NONE,
    ONE_OFF_TRACK,
    ONE_ON_TRACK,
    PARTLY_SILENT,
    RARE,
    SECOND,
    SILENT,
)
from shown import Shown
from support import ROOT, words

PLACES = {"data": str(ROOT / "data"), "params": str(ROOT / "params")}
LEADS = {
    ALL_ON_TRACK: "All 4 activities are on track, the same as in Quarter 1.",
    ONE_ON_TRACK: "The only activity is on track, the same as in Quarter 1.",
    ONE_OFF_TRACK: "No activity is on track, the same as in Quarter 1.",
    NONE: "Strategic Outcome 4 has no activities in this plan.",
    SILENT: "No return was made for Strategic Outcome 5, so nothing can be said here.",
    NO_END: "Both activities are on track, the same as in Quarter 1.",
    NO_STATUS: "1 of 2 activities is on track, 1 more than in Quarter 1.",
    PARTLY_SILENT: (
        "Both activities that made a return are on track, compared with 3 of 3 in Quarter 1."
    ),
}
MISSING = {
    NO_STATUS: "1 activity made a return without a status.",
    PARTLY_SILENT: "1 activity made no return and is not counted as on or off track.",
}


def points(shown: Shown, outcome: str, quarter: str = SECOND) -> BeautifulSoup:
    return shown.section("main_points", "outcome", outcome, quarter)


@pytest.mark.parametrize("outcome", LEADS)
def test_the_sentence_set_large_at_none_one_two_and_many(shown, outcome):
    assert words(points(shown, outcome).select_one("p.lead")) == LEADS[outcome]


@pytest.mark.parametrize("outcome", [lead for lead in LEADS if lead not in (NONE, SILENT)])
def test_missing_returns_are_named_beside_the_count(shown, outcome):
    note = points(shown, outcome).select_one("p.lead + p.note")
    assert (words(note) if note else None) == MISSING.get(outcome)


@pytest.mark.parametrize("outcome", [NONE, SILENT])
def test_without_returns_there_is_neither_bar_nor_list(shown, outcome):
    assert not points(shown, outcome).select(".statuses, .points, h3")


def test_a_first_quarter_has_no_lists_of_what_moved(shown):
    headings = [words(tag) for tag in points(shown, ALL_ON_TRACK, FIRST).select("h3")]
    assert headings == ["Unlikely to be achieved", "What needs attention"]


def test_if_nothing_needs_attention_the_page_says_so_with_the_rule(shown):
    page = points(shown, ALL_ON_TRACK)
    assert "Nothing needs attention by the rule of this report." in words(page)
    assert words(page.select("p.note")[-1]).startswith(
        "An activity is listed if it is not on track"
    )


def test_a_long_slip_is_listed_though_it_is_reported_as_on_track(shown):
    listed = [words(tag) for tag in points(shown, NO_END).select("li")]
    assert not [text for text in listed if "later" in text], "without an original end nothing slips"
    page = Shown(PLACES).section("main_points", "outcome", "3", "2019-20-Q2")
    slips = [words(one) for one in page.select(".point-list:last-child li")]
    assert any(re.search(r": reported as on track, but end date [\w ]+ later", x) for x in slips)


def counts_of(shown: Shown, kind: str, one: str, quarter: str) -> dict[str, int]:
    rows = shown.report(kind, one, quarter).ledger().content()["figures"]
    return {row["figure"]: row["value"] for row in rows}


ALL = [*((("outcome", one, SECOND)) for one in RARE), ("council", "", SECOND)]
SAMPLE = [
    ("council", "", "2019-20-Q2"),
    ("outcome", "3", "2019-20-Q2"),
    ("council", "", "2020-21-Q3"),
]


@pytest.mark.parametrize(("kind", "one", "quarter"), [*ALL, *SAMPLE])
def test_bar_lists_and_ledger_hold_the_same_numbers(shown, kind, one, quarter):
    """The bar has one part for every activity, and each list is as long as its figure says."""
    there = Shown(PLACES) if quarter != SECOND else shown
    ledger = there.report(kind, one, quarter).ledger().content()
    found, figures = ledger["points"], counts_of(there, kind, one, quarter)
    for each in found["lists"]:
        assert len(each["activities"]) == figures[each["figure"]], each["heading"]
    parts = {part["label"]: part["value"] for part in found["statuses"]}
    if parts:
        assert sum(parts.values()) == ledger["page"]["activities"]
        assert parts["On track"] == figures["delivery.on_track"]
    page = there.section("main_points", kind, one, quarter)
    shown_parts = [words(part) for part in page.select(".statuses li")]
    assert shown_parts == [f"{label} {value}" for label, value in parts.items()]
    headings = [words(heading) for heading in page.select("h3")][: len(found["lists"])]
    for each, heading in zip(found["lists"], headings, strict=True):
        count = len(each["activities"])
        assert heading == (f"{each['heading']}: {count}" if count else each["heading"])


def test_a_scorecard_has_no_main_points(shown):
    assert shown.report("activity", "101").ledger().content()["points"] is None
