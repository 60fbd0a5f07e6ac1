"""The second sample, `examples/monthly-board`: its reports in the words of a board with months."""

import re

import pytest
from bs4 import BeautifulSoup
from shown import SECTIONS
from support import ROOT, words

from sdp_lib import Report

SAMPLE = ROOT / "examples" / "monthly-board"
PLACES = {"data": str(SAMPLE / "data"), "params": str(SAMPLE / "params")}
FOREIGN = (
    r"quarter|activit|lead officer|director|portfolio|milestone|\bboards?\b(?! Plan)|forward plan"
    r"|regist|governance|remedial|not on track|outcome|\bexample"
)


def shown(report: Report) -> str:
    """Return the content of a report, without the names of the organisation and its plan."""
    html = "".join(getattr(report, name)().html for name in SECTIONS[report.kind])
    text = words(BeautifulSoup(html, "html.parser"))
    return re.sub("Fellmoor Water Board|Board Plan|the board|The board", "", text)


@pytest.mark.parametrize("period", ["2026-27-M04", "2026-27-M05", "2026-27-M06"])
def test_no_report_holds_a_word_that_the_board_has_no_use_for(period):
    pattern = re.compile(rf".{{0,40}}(?:{FOREIGN}).{{0,20}}", re.IGNORECASE)
    for report in (
        Report.council(quarter=period, **PLACES),
        Report.outcome(quarter=period, outcome="2", **PLACES),
        Report.activity(quarter=period, activity="4", **PLACES),
    ):
        assert pattern.findall(shown(report)) == [], report.name


def test_the_last_month_says_who_left_who_joined_and_what_it_is_compared_with():
    report = Report.council(quarter="2026-27-M06", **PLACES)
    text = shown(report)
    assert "August" in text
    assert "Fish pass at the weir" in text
    assert "Sewer overflows watched by sensors" in text
    assert (report.figure("returns.received").value, report.figure("delivery.paused").value) == (
        5,
        1,
    )
