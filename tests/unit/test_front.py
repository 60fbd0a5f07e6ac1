from bs4 import BeautifulSoup
from support import words

from sdp_lib.ledger import MainPoints, PointActivity, PointList, StatusPart
from sdp_lib.presentation.downloads import Download, downloads, size
from sdp_lib.presentation.front import Failed, front_page, plan_points

REPORT = {
    "stem": "outcome-3",
    "title": "Outcome <3>",
    "kind": "outcome",
    "own": False,
    "activities": 17,
    "received": 16,
    "statuses": [["On track", 13], ["Unlikely", 3]],
    "documents": {"pdf": 204_000},
    "file": "sdp-2019-20-Q2-outcome-3-draft",
}
CARD = REPORT | {
    "stem": "scorecards/activity-45",
    "title": "45. A title",
    "kind": "scorecard",
    "activities": 1,
    "received": 1,
    "statuses": [["On track", 0], ["Unlikely", 1]],
}


def parsed(reports, failed=()):
    sections = dict(front_page(reports, failed))
    html = "".join(str(one.html) for fragments in sections.values() for one in fragments)
    return [*sections], BeautifulSoup(html, "html.parser")


def cells(row) -> list[str]:
    return [words(cell) for cell in row.find_all(["th", "td"])]


def test_every_report_is_listed_with_its_counts_and_documents():
    headings, found = parsed([REPORT])
    assert headings == ["Reports"]
    assert cells(found.tbody.tr)[:5] == ["Outcome <3>", "17", "13", "3", "1"]
    links = found.tbody.find_all("a")
    assert [link["href"] for link in links] == ["outcome-3.html", "outcome-3.pdf"]
    assert words(links[1]) == "PDF of Outcome <3> , 204 KB"
    assert links[1]["download"] == "sdp-2019-20-Q2-outcome-3-draft.pdf"


def test_scorecards_stand_apart_with_their_status_in_words():
    headings, found = parsed([REPORT, CARD])
    assert headings == ["Reports", "Activity scorecards"]
    assert cells(found.find(id="table-scorecards").tbody.tr)[:2] == ["45. A title", "Unlikely"]


def test_a_scorecard_without_a_return_says_so_and_not_a_status():
    _, found = parsed([CARD | {"received": 0}])
    assert cells(found.tbody.tr)[1] == "No return"


def test_a_report_without_documents_says_so():
    _, found = parsed([REPORT | {"documents": {}}])
    assert cells(found.tbody.tr)[-1] == "None"


def test_what_failed_stands_first_by_name():
    headings, found = parsed([REPORT], failed=[Failed("council"), Failed("outcome-1")])
    assert headings == ["Not available", "Reports"]
    assert "These reports could not be made: council and outcome-1." in words(found)
    one = parsed([], failed=[Failed("council")])[1]
    assert "This report could not be made: council." in words(one)


def test_of_a_report_that_failed_the_front_page_says_what_its_page_is_made_from():
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


def test_reports_of_ones_own_are_under_a_heading_of_their_own():
    own = REPORT | {"stem": "themes", "title": "Themes", "own": True}
    brief = CARD | {"stem": "brief-45", "own": True}
    headings, found = parsed([REPORT, CARD, own, brief])
    assert headings == ["Reports", "More reports", "Activity scorecards"]
    rows = found.find(id="table-more-reports").tbody.find_all("tr")
    assert [cells(row)[0] for row in rows] == ["Themes", "45. A title"]
    assert len(found.find(id="table-reports").tbody.find_all("tr")) == 1


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
    html = "".join(str(one.html) for one in plan_points(points(**changes), "council"))
    return BeautifulSoup(html, "html.parser")


def test_the_main_points_of_the_plan_stand_before_the_reports():
    fragments = plan_points(points(), "council")
    headings = [heading for heading, _ in front_page([REPORT], points=fragments)]
    assert headings == ["Main points", "Reports"]
    assert [heading for heading, _ in front_page([REPORT])] == ["Reports"]


def test_main_points_say_the_count_who_is_missing_and_each_status_in_words():
    page = shown_points()
    assert words(page.select_one("p.lead")) == "65 of 79 activities are on track."
    assert words(page.select_one("p.lead + p.note")).startswith("1 activity made no return")
    assert [words(one) for one in page.select(".statuses li")] == ["On track 65"]


def test_a_list_of_main_points_names_six_and_numbers_the_rest():
    first, empty, attention = shown_points().select(".point-list")
    assert words(first.h3) == "Recovered: 8"
    assert [words(one) for one in first.select("li")][-2:] == [
        "6. Title <6> .",
        "And 2 more: 7 and 8 .",
    ]
    assert [link["href"] for link in first.select("a")][-1] == "scorecards/activity-8.html"
    assert (words(empty.h3), words(empty.p)) == ("Unlikely", "No.")
    assert [words(one) for one in attention.select("li")] == [
        "1. Title <1> : late.",
        "2. Title <2> : late.",
    ]


def test_the_rule_of_what_needs_attention_is_printed_beside_it():
    page = shown_points()
    assert words(page.select(".point-list")[-1].parent.find_next_sibling("p")) == "By this rule."
    calm = shown_points(attention=[], calm="Nothing needs attention.")
    assert words(calm.select(".point-list")[-1].p) == "Nothing needs attention."


def test_where_nothing_was_returned_the_main_points_say_only_that():
    page = shown_points(
        headline="No return.", missing="", statuses=[], lists=[], attention=[], rule=""
    )
    assert words(page.p) == "No return."
    assert not page.select(".statuses, .points")
