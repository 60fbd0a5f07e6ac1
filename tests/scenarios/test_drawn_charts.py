"""Charts of rare data: nothing is cut off at the edge."""

import pytest
from edges import CROWDED
from edges import SECOND as CROWDED_QUARTER
from matplotlib.figure import Figure
from matplotlib.text import Text
from organisation import SECOND
from shown import Shown

from sdp_lib.presentation import charts, drawing, statuscharts, timecharts

AIR = 2  # points by which the ink of a rounded edge may pass the edge


@pytest.fixture
def drawn(monkeypatch) -> dict[str, Figure]:
    """Every drawn figure, by the name of its chart."""
    figures: dict[str, Figure] = {}

    def keep(words, figure, *said, finish=charts.drawn):
        figures[words.name] = figure
        return finish(words, figure, *said)

    monkeypatch.setattr(drawing, "_kept", {})
    for module in (charts, statuscharts, timecharts):
        monkeypatch.setattr(module, "drawn", keep)
    return figures


def overhang(figure: Figure) -> float:
    """Return by how many points the ink passes the edges of a figure."""
    ink, page = figure.get_tightbbox(), figure.get_size_inches()
    inches = max(-ink.x0, -ink.y0, ink.x1 - page[0], ink.y1 - page[1])
    return round(float(inches) * 72, 1)


@pytest.mark.parametrize(
    ("kind", "one", "sections"),
    [
        ("council", "", ("delivery", "milestones", "issues")),
        ("outcome", "trade", ("delivery",)),
        ("activity", "A1", ("milestones",)),
    ],
)
def test_no_chart_of_another_organisation_is_cut_off(harbour, drawn, kind, one, sections):
    shown = Shown(harbour.folder.places)
    for name in sections:
        shown.section(name, kind, one, SECOND)
    assert drawn
    assert {name: over for name, one in drawn.items() if (over := overhang(one)) > AIR} == {}


def test_labels_are_whole_up_to_three_lines(crowded, drawn):
    shown = Shown(crowded.folder.places)
    for name in ("delivery", "milestones"):
        shown.section(name, "outcome", CROWDED, CROWDED_QUARTER)
    texts = [text.get_text() for figure in drawn.values() for text in figure.findobj(Text)]
    assert any("\n" in text for text in texts)
    cut = [text for text in texts if "…" in text]
    assert all(text.count("\n") == 2 for text in cut), "only what three lines do not hold is cut"


def test_no_chart_of_two_hundred_long_titles_is_cut_off(crowded, drawn):
    shown = Shown(crowded.folder.places)
    for name in ("delivery", "milestones"):
        shown.section(name, "outcome", CROWDED, CROWDED_QUARTER)
    assert {"history", "slippage"} <= set(drawn)
    assert {name: over for name, one in drawn.items() if (over := overhang(one)) > AIR} == {}
