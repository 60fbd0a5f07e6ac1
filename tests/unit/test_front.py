from dataclasses import replace

from bs4 import BeautifulSoup
from support import words

from sdp_lib.ledger import (
    Card,
    MainPoints,
    PointActivity,
    PointList,
    QuarterStatus,
    StatusPart,
)
from sdp_lib.presentation.downloads import Download, downloads, size
from sdp_lib.presentation.front import Failed, front_page, plan_points
from sdp_lib.presentation.front_rows import Entry
from sdp_lib.presentation.main_points import attention_table, point_counts

FILE = "sdp-2019-20-Q2-outcome-3-draft"
STATUSES = [
    StatusPart(label="On track", tone="good", value=13),
    StatusPart(label="Unlikely", tone="poor", value=3),
    StatusPart(label="No return", tone="none", value=1),
]
POINTS = MainPoints(
    headline="13 of 16 activities are on track.", missing="", statuses=STATUSES, lists=[],
    attention=[], calm="", rule="",
)  # fmt: skip
REPORT = Entry(
    "outcome-3", "Outcome <3>", "outcome", own=False, activities=17, documents={"pdf": 204_000},
    file=FILE, points=POINTS,
)  # fmt: skip


def card(
    number: int = 45, status: str = "Unlikely", tone: str = "poor", before=(), **changes
) -> Entry:
    """The entry of a scorecard; `before` holds earlier quarters."""
    now = QuarterStatus(quarter="Quarter 2", label=status, tone=tone)
    given = {"outcome": "Outcome 3: Care", "directorate": "Health", "lead": "Head of <Care>"}
    made = Card(**given | changes, history=[*before, now])
    return Entry(
        f"scorecards/activity-{number}", f"{number}. A title", "activity", own=False, activities=1,
        documents={"pdf": 9_000}, file=f"sdp-scorecard-{number}", card=made,
    )  # fmt: skip


def parsed(reports, failed=()):
    sections = dict(front_page(reports, failed))
    html = "".join(str(fragment.html) for fragments in sections.values() for fragment in fragments)
    return [*sections], BeautifulSoup(html, "html.parser")


def test_every_report_is_listed_with_its_bar_its_numbers_in_words_and_its_documents():
    headings, found = parsed([REPORT])
    assert headings == ["Reports"]
    row = found.select_one(".report-rows > li")
    assert "17 activities" in words(row)
    assert [words(tag) for tag in row.select(".statuses li")] == [
        "On track 13",
        "Unlikely 3",
        "No return 1",
    ]
    links = row.find_all("a")
    assert [link["href"] for link in links] == ["outcome-3.html", "outcome-3.pdf"]
    assert words(links[1]) == "PDF of Outcome <3> , 204 KB"
    assert links[1]["download"] == f"{FILE}.pdf"


def test_directorates_and_portfolios_have_groups_of_their_own():
    there = [replace(REPORT, about=about) for about in ("portfolio", "council", "directorate")]
    assert parsed(there)[0] == ["Reports", "Directorates", "Portfolios"]


def test_scorecards_are_in_the_group_of_their_outcome_with_their_status_as_in_reports():
    headings, found = parsed([REPORT, card(1), card(2, outcome="Other"), card(3)])
    assert headings == ["Reports", "Activity scorecards"]
    groups = found.select("section.cards")
    assert [words(group.h3) for group in groups] == ["Outcome 3: Care", "Other"]
    assert [words(tag) for tag in groups[0].select(".card-title")] == ["1. A title", "3. A title"]
    assert groups[0].select_one(".card-status .tag-poor").string == "Unlikely"


def test_a_scorecard_shows_its_history_by_symbols_and_in_words():
    before = [QuarterStatus(quarter="Quarter 1", label="On track", tone="good")]
    strip = parsed([card(before=before)])[1].select_one(".strip")
    assert words(strip.select_one(".visually-hidden")) == "Quarter 1: On track; Quarter 2: Unlikely"
    assert [tag["class"] for tag in strip.select(".steps span")] == [["step-good"], ["step-poor"]]
    assert not parsed([card()])[1].select(".strip, p.note"), "one quarter is no history"


def test_a_scorecard_says_who_leads_it_and_what_is_not_given_is_not_there():
    assert words(parsed([card()])[1].select_one(".card-more")) == (
        "Head of <Care> · Health · PDF of 45. A title , 9 KB"
    )
    bare = replace(card(directorate="", lead=""), documents={})
    assert not parsed([bare])[1].select(".card-more, [data-lead], [data-directorate]")


def test_the_filter_offers_what_there_is_statuses_from_good_to_bad():
    late = card(2, "No return", "none", lead="Adviser")
    found = parsed([late, card(1), card(3, "On track", "good")])[1].select_one(".filter")
    assert found.has_attr("hidden"), "until the script shows it"
    choices = {
        tag["name"]: [each["value"] for each in tag.select("option")]
        for tag in found.select("select")
    }
    assert choices == {
        "status": ["", "On track", "Unlikely", "No return"],
        "lead": ["", "Adviser", "Head of <Care>"],
    }
    assert {one["for"] for one in found.select("label")} == {
        one["id"] for one in found.select("select")
    }
    assert words(found.select_one("[role=status]")) == "3 of 3 activities"
    assert not parsed([card(1), card(2)])[1].select(".filter"), "there is nothing to choose"


def test_the_filter_offers_the_values_that_scorecards_carry():
    found = parsed([card(1), card(2, "On track", "good", directorate="Roads", lead="Other")])[1]
    for choice in found.select("select"):
        offered = {tag["value"] for tag in choice.select("option")} - {""}
        assert offered == {one[f"data-{choice['name']}"] for one in found.select(".cards li")}


def test_a_scorecard_of_a_build_before_there_were_cards_is_listed_all_the_same():
    found = parsed([replace(card(), card=None)])[1]
    assert words(found.select_one(".card-status")) == "Not known"


def test_a_report_without_documents_lists_none():
    _, found = parsed([replace(REPORT, documents={})])
    assert [tag["href"] for tag in found.find_all("a")] == ["outcome-3.html"]


def test_failed_reports_come_first_by_name():
    headings, found = parsed([REPORT], failed=[Failed("council"), Failed("outcome-1")])
    assert headings == ["Not available", "Reports"]
    assert "These reports could not be made: council and outcome-1." in words(found)
    one = parsed([], failed=[Failed("council")])[1]
    assert "This report could not be made: council." in words(one)


def test_the_front_page_says_what_the_page_of_a_failed_report_is_made_from():
    last = Failed("outcome-1", "Outcome <1>", "13 September 2019", "0123456789abcdef")
    headings, found = parsed([REPORT], failed=[last])
    assert headings == ["Not up to date", "Reports"]
    assert words(found.li) == (
        "Outcome <1> could not be made again. Its page is the last good one: data up to "
        "13 September 2019, made from 0123456789ab."
    )


def test_reports_that_are_still_to_be_made_are_counted():
    sections = dict(front_page([REPORT], missing=2))
    assert words(BeautifulSoup(str(sections["Not made yet"][0].html), "html.parser")) == (
        "2 reports have not been made yet."
    )


def test_a_download_says_its_kind_and_size():
    file = Download("data/a.csv", "Figures", 15_300, "sdp-2019-20-Q2-a.csv")
    found = BeautifulSoup(str(downloads([file]).html), "html.parser")
    assert words(found.li) == "Figures (CSV, 15 KB)"
    assert found.a["download"] == "sdp-2019-20-Q2-a.csv"
    assert size(0) == "1 KB"


def test_reports_that_analysts_add_have_their_own_heading():
    own = replace(REPORT, stem="themes", title="Themes", own=True)
    brief = replace(card(), stem="brief-45", own=True)
    headings, found = parsed([REPORT, card(), own, brief])
    assert headings == ["Reports", "More reports", "Activity scorecards"]
    shipped, more = found.select(".report-rows")
    assert [words(tag) for tag in more.select(".report-title")] == ["Themes", "45. A title"]
    assert words(more.select(".tag")[-1]) == "Unlikely"
    assert len(shipped.select(".report-title")) == 1


def points(**changes) -> MainPoints:
    many = [
        PointActivity(id=str(n), title=f"Title <{n}>", page=f"scorecards/activity-{n}", why="late")
        for n in range(1, 9)
    ]
    given = {
        "headline": "65 of 79 activities are on track.",
        "missing": "1 activity made no return and is not counted as on or off track.",
        "statuses": [StatusPart(label="On track", tone="good", value=65)],
        "lists": [
            PointList(heading="Recovered", figure="movement.recovered", empty="x", activities=many),
            PointList(heading="Unlikely", figure="delivery.unlikely", empty="No.", activities=[]),
        ],
        "attention": many[:2],
        "calm": "",
        "rule": "By this rule.",
    }
    return MainPoints(**given | changes)


def shown_points(**changes) -> BeautifulSoup:
    html = "".join(str(fragment.html) for fragment in plan_points(points(**changes), "council"))
    return BeautifulSoup(html, "html.parser")


def test_the_main_points_of_the_plan_come_before_the_reports():
    fragments = plan_points(points(), "council")
    headings = [heading for heading, _ in front_page([REPORT], points=fragments)]
    assert headings == ["Main points", "Reports"]
    assert [heading for heading, _ in front_page([REPORT])] == ["Reports"]


def test_main_points_say_the_count_who_is_missing_and_each_status_in_words():
    page = shown_points()
    assert words(page.select_one("p.lead")) == "65 of 79 activities are on track."
    assert words(page.select_one("p.lead + p.note")).startswith("1 activity made no return")
    assert [words(tag) for tag in page.select(".statuses li")] == ["On track 65"]


def test_a_list_of_main_points_names_six_and_numbers_the_rest():
    first, empty, attention = shown_points().select(".point-list")
    assert words(first.h3) == "Recovered: 8"
    assert [words(one) for one in first.select("li")][-2:] == [
        "6. Title <6> .",
        "And 2 more, by number: 7 and 8 .",
    ]
    assert [link["href"] for link in first.select("a")][-1] == "scorecards/activity-8.html"
    assert (words(empty.h3), words(empty.p)) == ("Unlikely", "No.")
    assert [words(tag) for tag in attention.select("li")] == [
        "1. Title <1> : late.",
        "2. Title <2> : late.",
    ]


def test_the_rule_of_what_needs_attention_is_printed_beside_it():
    page = shown_points()
    assert words(page.select(".point-list")[-1].parent.find_next_sibling("p")) == "By this rule."
    calm = shown_points(attention=[], calm="Nothing needs attention.")
    assert words(calm.select(".point-list")[-1].p) == "Nothing needs attention."


def test_without_returns_the_main_points_say_only_that():
    page = shown_points(
        headline="No return.", missing="", statuses=[], lists=[], attention=[], rule=""
    )
    assert words(page.p) == "No return."
    assert not page.select(".statuses, .points")


def test_a_summary_has_a_row_for_each_of_the_first_six_and_says_how_many_there_are():
    many = [PointActivity(id=str(n), title=f"T{n}", page="", why="late") for n in range(1, 8)]
    sentences = {7: "The table shows 6 of 7 activities. By this rule.", 6: "By this rule."}
    for count, sentence in sentences.items():
        shown = attention_table(points(attention=many[:count]))
        page = BeautifulSoup("".join(str(one.html) for one in shown), "html.parser")
        assert words(page.select_one("tbody tr")) == "1. T1 Late"
        assert len(page.select("tbody tr")) == 6
        assert words(page.p) == sentence


def test_a_summary_says_if_nothing_needs_attention_and_is_silent_without_returns():
    calm = attention_table(points(attention=[], calm="Nothing needs attention."))
    assert [BeautifulSoup(str(one.html), "html.parser").text for one in calm] == [
        "Nothing needs attention.",
        "By this rule.",
    ]
    assert not [*attention_table(points(attention=[], rule=""))]
    assert point_counts(points(lists=[])) is None


def test_a_summary_counts_what_the_lists_name():
    assert str(point_counts(points()).html) == "<p>Recovered: 8; Unlikely: 0.</p>"
