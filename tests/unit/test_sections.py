"""A section can be shown whole, or part by part in the order that an analyst wants."""

from __future__ import annotations

import pytest
from support import QUARTER

from sdp_lib import Report
from sdp_lib.report.kinds import AnyReport
from sdp_lib.report.section import SectionCall

REPORTS = {
    "council": lambda **more: Report.council(quarter=QUARTER, **more),
    "outcome": lambda **more: Report.outcome(quarter=QUARTER, outcome="3", **more),
    "scorecard": lambda **more: Report.activity(quarter=QUARTER, activity="52", **more),
}


def sections(report: AnyReport) -> dict[str, SectionCall]:
    names = {name for kind in type(report).__mro__ for name in vars(kind)}
    found = {name: getattr(report, name) for name in sorted(names)}
    return {name: one for name, one in found.items() if isinstance(one, SectionCall)}


@pytest.mark.reports
@pytest.mark.parametrize("kind", REPORTS)
def test_the_parts_of_a_section_are_all_of_it(kind):
    for name, section in sections(REPORTS[kind]()).items():
        whole = [str(fragment.html) for fragment in section().fragments]
        by_part = [
            str(one.html) for part in section.parts for one in getattr(section, part)().fragments
        ]
        if section.parts:
            assert sorted(by_part) == sorted(whole), name


def test_a_part_is_a_method_that_completes_and_is_shown_by_itself():
    delivery = REPORTS["outcome"]().delivery
    assert {"finding", "chart", "table", "due"} <= {*dir(delivery)}
    assert "<figure" in delivery.chart().html
    assert "<table" not in delivery.chart().html
    assert delivery.finding().html.startswith('<p class="finding">')


def test_an_unknown_part_is_refused_with_the_known_ones():
    with pytest.raises(AttributeError, match=r"has no part charts\(\).*finding\(\), others"):
        REPORTS["council"]().delivery.charts()


def test_a_section_lists_its_parts_when_it_is_displayed():
    output = repr(REPORTS["council"]().issues)
    assert ".chart()  Issues by theme" in output
    assert ".themes()" in output


@pytest.mark.parametrize("kind", ["council", "outcome"])
@pytest.mark.parametrize(
    ("detail", "shown"),
    [
        ("summary", {"main_points"}),
        ("activities", {"main_points", "summary", "scorecards", "introduction"}),
    ],
)
def test_less_detail_shows_fewer_sections(kind, detail, shown):
    report = REPORTS[kind](detail=detail)
    assert {name for name, one in sections(report).items() if one().fragments} == shown


def test_a_part_is_shown_in_a_summary_too_if_it_is_asked_for():
    summary = REPORTS["outcome"](detail="summary")
    assert summary.issues.details().fragments
    assert not summary.issues().fragments
