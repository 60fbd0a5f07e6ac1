from dataclasses import replace
from datetime import date

import pytest
from bs4 import BeautifulSoup
from support import fold

from sdp_lib.errors import Problem
from sdp_lib.inputs.corrections import Correction
from sdp_lib.inputs.quality.rule import Finding
from sdp_lib.inputs.quality.rules import RULES
from sdp_lib.inputs.quality.submissions import Turnout
from sdp_lib.presentation.quality import quality_page, shown_answer

ALL_IN = Turnout(79, 79, (), ())
TITLES = {"20": "Roads, paths & <bridges>", "31": "Resilience", "52": "Review of grants"}
RULE = {rule.name: rule for rule in RULES}


def page(council, turnout=ALL_IN, findings=(), corrections=()):
    sections = dict(quality_page(turnout, findings, corrections, council=council, titles=TITLES))
    html = "".join(str(fragment.html) for fragments in sections.values() for fragment in fragments)
    return [*sections], BeautifulSoup(html, "html.parser")


def finding(rule: str, activity: str = "") -> Finding:
    return Finding(RULE[rule], Problem(RULE[rule].kind, "data/returns/x.csv", "wrong"), activity)


def correction(**cells) -> Correction:
    usual = Correction(
        "52", "revised_end", "", "2021-05-01", "A slip.", "Senior Analyst", date(2019, 9, 20), 2
    )
    return replace(usual, **cells)


def cells(table) -> list[list[str]]:
    rows = table.tbody.find_all("tr")
    return [[fold(cell.get_text()) for cell in row.find_all(["th", "td"])] for row in rows]


def test_a_quarter_in_which_all_is_well(council):
    headings, found = page(council)
    assert headings == ["Returns", "What the checks found", "Corrections"]
    words = found.get_text(" ")
    assert "All 79 activities have made a return." in words
    assert "No return came after the form closed." in words
    assert "Nothing was found." in words
    assert "No answer was corrected." in words
    assert cells(found.find(id="table-returns")) == [
        ["Expected", "79"], ["Received", "79"], ["Received late", "0"], ["Missing", "0"]
    ]  # fmt: skip


def test_late_and_missing_returns_are_named_by_number_and_title(council):
    _, found = page(council, Turnout(79, 77, ("20",), ("31", "37")))
    words = fold(found.get_text(" "))
    assert "1 return came after the form closed." in words
    assert "Late: 20. Roads, paths & <bridges>." in words
    assert "Missing: 31. Resilience; and 37." in words


def test_findings_are_counted_by_rule_with_their_activities_the_worst_first(council):
    late = [finding("return_late", "20"), finding("return_late", "31")]
    notes = [finding("revised_end_same", "52"), finding("commentary_unused")]
    _, found = page(council, findings=notes + late)
    rows = cells(found.find(id="table-checks"))
    assert [row[1:4] for row in rows] == [
        ["Warning", "2", "20 and 31"], ["Note", "1", "52"], ["Note", "1", "Not about one activity"]
    ]  # fmt: skip
    assert rows[0][0] == "Returns that came late"


def test_many_activities_are_only_counted(council):
    many = [finding("return_late", str(number)) for number in range(100)]
    _, found = page(council, findings=many)
    assert cells(found.find(id="table-checks"))[0][3].endswith("and 76 more")


@pytest.mark.parametrize("rule", ["personal_data", "personal_in_plan"])
def test_the_page_does_not_point_to_personal_data(council, rule):
    _, found = page(council, findings=[finding(rule, "52")])
    assert found.find(id="table-checks") is None


def test_a_correction_shows_what_was_and_what_is_and_why(council):
    _, found = page(council, corrections=[
        correction(), correction(column="delivery", old="unlikely", new="remedial", activity="99"),
        correction(column="progress", old="Ask jo@example.org", new="<b>Done</b>"),
    ])  # fmt: skip
    rows = cells(found.find(id="table-corrections"))
    assert rows[0] == ["52. Review of grants", "Revised end date", "Not given", "1 May 2021",
                       "A slip.", "Senior Analyst", "20 September 2019"]  # fmt: skip
    assert rows[1][:4] == ["99", "Is the activity on track?", "Unlikely to be achieved",
                           "Requires remedial action"]  # fmt: skip
    assert rows[2][2:4] == ["Text, not shown", "Text, not shown"]


@pytest.mark.parametrize(
    "column", ["progress", "other_milestone_name", "issue_other", "issue_detail", "mitigation"]
)
def test_no_word_of_a_corrected_free_text_is_shown(council, column):
    _, found = page(council, corrections=[
        correction(column=column, old="Ann Other, 01622 000 000", new=""),
        correction(column=column, old="", new="Ann Other"),
    ])  # fmt: skip
    assert "Ann" not in found.get_text()
    assert "01622" not in found.get_text()
    rows = cells(found.find(id="table-corrections"))
    assert [row[2:4] for row in rows] == [
        ["Text, not shown", "Not given"], ["Not given", "Text, not shown"],
    ]  # fmt: skip


def test_answers_are_written_as_pages_write_them(council):
    assert shown_answer("issues", "capacity;financial", council) == "Capacity; Financial"
    assert shown_answer("submitted", "2019-09-03T10:14:00", council) == "3 September 2019, 10:14:00"
    assert shown_answer("revised_end", "31/02/2020", council) == "31/02/2020"


def test_long_words_are_masked_before_they_are_cut(council):
    assert shown_answer("progress", "x" * 400, council) == "x" * 300 + "…"
    assert "example" not in shown_answer("progress", "x" * 290 + " someone@example.org", council)
