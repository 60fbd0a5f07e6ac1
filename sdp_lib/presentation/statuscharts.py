"""Charts of statuses: the count of each, and each activity's status period by period."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sdp_lib.periods import Period, headed
from sdp_lib.presentation import narrow
from sdp_lib.presentation.drawing import (
    WIDTH,
    Data,
    Words,
    bare_canvas,
    canvas,
    chart,
    drawn,
    legend_above,
    legend_columns,
    wrapped,
)
from sdp_lib.presentation.fragments import Fragment
from sdp_lib.presentation.status_looks import ABSENT, SYMBOLS
from sdp_lib.presentation.theme import current_look

_LABEL_SIZE = 9
_LETTERS_AN_INCH = 15.5  # of the smallest size of a label
_LEGEND = 0.25  # inches: a row of the legend
_LINE, _ROW = 0.155, 0.25  # inches: a line of a label, and a row with one line
_WORD = 1.55  # inches for the words at the end of a row
_STEP, _ALL_STEPS = 0.5, 2.3  # inches: from period to period at most, and for all periods
_READABLE_STEP = 0.24
_YEAR_WIDTH = 0.48  # inches of the words of a year
_SYMBOL = 7.5  # points
_MARKERS = {
    "●": "o", "◆": "D", "▶": ">", "▲": "^", "▼": "v", "◀": "<", "■": "s", "□": "s", "◁": "<",
    "△": "^", "▽": "v", "▷": ">", "◊": "d", "×": "X", "○": "o",
}  # fmt: skip
_HOLLOW = "□◁△▽▷◊○"


@dataclass(frozen=True)
class Series:
    """A series of whole numbers with the tone that decides its colour and symbol."""

    label: str
    tone: str
    values: Sequence[int]


@chart
def stacked_shares(words: Words, rows: Sequence[str], series: Sequence[Series]) -> Fragment:
    """Draw a bar for each row, as long as all its activities, split by status and numbered.

    `series` have one value for each row, from good to bad. Parts differ in pattern too.
    """
    labels = [wrapped(row) for row in rows]
    more = sum(label.count("\n") for label in labels)
    figure, axes = canvas(0.6 + 0.42 * len(rows) + 0.1 * more)
    look = current_look()
    left = [0] * len(rows)
    places = list(range(len(rows)))
    for one in series:
        tone = look.tone(one.tone)
        bars = axes.barh(
            places, one.values, left=left, color=tone.colour, hatch=tone.hatch,
            edgecolor="white", linewidth=1.2, height=0.72,
        )  # fmt: skip
        axes.bar_label(
            bars, [str(value) if value else "" for value in one.values], label_type="center",
            fontsize=9.5, color=tone.text, fontweight=600,
            bbox={"boxstyle": "round,pad=0.12", "facecolor": tone.colour, "edgecolor": "none"}
            if tone.hatch else None,
        )  # fmt: skip
        left = [a + b for a, b in zip(left, one.values, strict=True)]
    axes.set_yticks(places, labels)
    axes.invert_yaxis()
    axes.set_xticks([])
    axes.tick_params(axis="y", length=0)
    sns.despine(ax=axes, left=True, bottom=True)
    axes.margins(x=0.01)
    legend_above(figure, [_patch(part.tone) for part in series], [part.label for part in series])
    shown = [(part.label, part.tone, part.values) for part in series]
    data = Data(
        [part.label for part in series],
        list(zip(rows, *(part.values for part in series), strict=True)),
    )
    return drawn(words, figure, narrow.shares(rows, shown), data)


def _patch(tone: str) -> Patch:
    drawn_as = current_look().tone(tone)
    return Patch(facecolor=drawn_as.colour, hatch=drawn_as.hatch, edgecolor="white")


@dataclass(frozen=True)
class _Places:
    """The positions of the parts of a strip, in inches from the left."""

    quarters: tuple[float, ...]
    words: float
    letters: int


def _places(quarters: int) -> _Places:
    across = min(_STEP * quarters, _ALL_STEPS)
    first = WIDTH - _WORD - across
    step = across / quarters
    return _Places(
        tuple(first + step * (number + 0.5) for number in range(quarters)),
        WIDTH - _WORD + 0.05,
        int((first - 0.1) * _LETTERS_AN_INCH),
    )


@chart
def status_strip(
    words: Words,
    rows: Sequence[str],
    quarters: Sequence[Period],
    tones: Sequence[Sequence[str]],
    legend: Sequence[tuple[str, str]],
) -> Fragment:
    """Draw a line of symbols for each row, one a period, with the last status in words.

    `quarters`: the periods; `tones`: for each row the look in each of them;
    `legend`: label and look, in order. Symbols differ in shape, so that no colour is needed.
    """
    places = _places(len(quarters))
    named = {ABSENT: "Not in the plan", **{tone: label for label, tone in legend}}
    labels = [wrapped(row, places.letters) for row in rows]
    ends = [wrapped(named.get(row[-1], ""), int(_WORD * _LETTERS_AN_INCH)) for row in tones]
    heights = [
        _ROW + _LINE * max(label.count("\n"), end.count("\n"))
        for label, end in zip(labels, ends, strict=True)
    ]
    texts = [label for label, _ in legend]
    top = 0.55 + _LEGEND * -(-len(texts) // legend_columns(texts))
    figure, axes = bare_canvas(top + sum(heights) + 0.05)
    _name_quarters(axes, [quarter.tick for quarter in quarters], places, top - 0.02)
    depth, line = top, current_look().past_edge
    for label, end, row, height in zip(labels, ends, tones, heights, strict=True):
        middle = depth + height / 2
        axes.text(0.02, middle, label, va="center", fontsize=_LABEL_SIZE, linespacing=1.1)
        axes.text(places.words, middle, end, va="center", fontsize=_LABEL_SIZE, linespacing=1.1)
        there = [place for place, one in zip(places.quarters, row, strict=True) if one != ABSENT]
        axes.plot(there, [middle] * len(there), color=line, linewidth=1.2, zorder=1)
        depth += height
    middles = [depth - sum(heights[number:]) + heights[number] / 2 for number in range(len(rows))]
    for _, tone in legend:
        found = [
            (place, middle)
            for row, middle in zip(tones, middles, strict=True)
            for place, one in zip(places.quarters, row, strict=True)
            if one == tone
        ]
        if found:
            axes.add_line(symbol(tone, found, _symbol_size(places)))
    legend_above(figure, [symbol(tone, [(0, 0)], _SYMBOL) for _, tone in legend], texts)
    said = [[named.get(tone, "") for tone in row] for row in tones]
    names = [headed(period.label) for period in quarters]
    data = Data(names, [(row, *each) for row, each in zip(rows, said, strict=True)])
    return drawn(words, figure, narrow.strip(rows, names, tones, legend), data)


def _symbol_size(places: _Places) -> float:
    if len(places.quarters) == 1:
        return _SYMBOL
    return min(_SYMBOL, (places.quarters[1] - places.quarters[0]) * 72 * 0.85)


def symbol(tone: str, places: Sequence[tuple[float, float]], size: float) -> Line2D:
    """Return the symbol of a status at some places."""
    look, shape = current_look(), SYMBOLS[tone]
    colour = look.tone(tone).colour
    pale = shape in _HOLLOW or tone.endswith("-2") or tone == "blank"
    return Line2D(
        [x for x, _ in places], [y for _, y in places], linestyle="", marker=_MARKERS[shape],
        markersize=size, zorder=2, markeredgewidth=0.9,
        markerfacecolor="white" if shape in _HOLLOW else colour,
        markeredgecolor=look.text if pale else colour,
    )  # fmt: skip


def _name_quarters(
    axes: Axes, quarters: Sequence[tuple[str, str]], places: _Places, depth: float
) -> None:
    """Name each period above its symbols, or only the first of each year if there are many."""
    for place, label in zip(places.quarters, _quarter_names(quarters), strict=True):
        axes.text(
            place, depth, label, ha="center", va="bottom", fontsize=_LABEL_SIZE, linespacing=1.1
        )


def _quarter_names(quarters: Sequence[tuple[str, str]]) -> Iterator[str]:
    step = min(_STEP, _ALL_STEPS / len(quarters))
    years = list(dict.fromkeys(year for _, year in quarters))
    each = len(quarters) / len(years)  # periods drawn in a year, on average
    apart = max(1, math.ceil(_YEAR_WIDTH / (step * max(each, 1))))
    seen = ""
    for name, year in quarters:
        short = name if step >= _READABLE_STEP else ""
        named = year != seen and years.index(year) % apart == 0
        yield f"{short}\n{year}" if named else f"{short}\n"
        seen = year
