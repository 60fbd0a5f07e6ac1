import base64
import re
import subprocess
import sys

import matplotlib as mpl
import pytest
from bs4 import BeautifulSoup

from sdp_lib.presentation import drawing
from sdp_lib.presentation.charts import Words, paired_bars
from sdp_lib.presentation.fragments import Fragment, Markup

DRAWING = """
from sdp_lib.presentation.charts import Words, paired_bars
series = [("Quarter 1", [3, 0]), ("Quarter 2", [1, 2])]
print(paired_bars(Words("x", "Figure 1.1: C", 'An "alt" <text>'), ["A", "B"], series).html)
"""


def draw() -> str:
    return subprocess.run(
        [sys.executable, "-c", DRAWING], capture_output=True, text=True, check=True
    ).stdout


@pytest.fixture(scope="module")
def drawn_elsewhere():
    return BeautifulSoup(draw(), "html.parser").figure


@pytest.fixture(scope="module")
def figure(drawn_elsewhere):
    return drawn_elsewhere


@pytest.fixture(scope="module")
def svg(figure) -> str:
    return base64.b64decode(figure.img["src"].removeprefix("data:image/svg+xml;base64,")).decode()


@pytest.mark.processes
def test_a_chart_drawn_in_another_process_has_the_same_bytes():
    assert draw() == draw()


def test_a_chart_carries_its_caption_and_alternative_text(figure):
    assert figure["id"] == "chart-x"
    assert figure.figcaption.get_text() == "Figure 1.1: C"
    assert figure.img["alt"] == 'An "alt" <text>'


def test_a_chart_holds_no_clock_no_creator_and_no_font_of_the_machine(svg):
    assert not re.search(r"<dc:date>|<dc:creator>|20\d\d-\d\d-\d\d|font-family", svg)


def test_the_ids_of_two_charts_on_a_page_differ():
    def ids(name: str) -> set[str]:
        html = str(paired_bars(Words(name, "c", "a"), ["A"], [("q", [1])]).html)
        data = re.search(r"base64,([^\"]+)", html)[1]
        return set(
            re.findall(r'id="(m[0-9a-f]{8,}|p[0-9a-f]{8,})"', base64.b64decode(data).decode())
        )

    assert not ids("x") & ids("y")


def test_a_series_without_a_value_for_each_category_is_refused():
    with pytest.raises(ValueError, match="zip"):
        paired_bars(Words("x", "c", "a"), ["A", "B"], [("q", [1])])


WORDS = Words("y", "Figure 1.2: D", "A chart")
SERIES = [("Quarter 2", [1, 2])]


def test_a_chart_leaves_no_setting_behind():
    before = dict(mpl.rcParams)
    paired_bars(Words("z", "Figure 1.3: E", "A chart"), ["A", "B"], SERIES)
    assert dict(mpl.rcParams) == before


def test_a_chart_of_the_same_values_is_drawn_once_and_of_others_again():
    first = paired_bars(WORDS, ["A", "B"], SERIES)
    assert paired_bars(WORDS, ["A", "B"], [*SERIES]) is first
    assert paired_bars(WORDS, ["A", "C"], SERIES).html != first.html


def test_only_the_last_charts_are_kept(monkeypatch):
    monkeypatch.setattr(drawing, "_kept", {})
    monkeypatch.setattr(drawing, "_MOST_KEPT", 2)
    drawn = []

    @drawing.chart
    def draw(number: int) -> Fragment:
        drawn.append(number)
        return Fragment(Markup(number))

    for number in (1, 2, 1, 3, 2, 1):
        draw(number)
    assert drawn == [1, 2, 3, 1]
