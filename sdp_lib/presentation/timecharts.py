"""Charts over time: shares per quarter, status strips, slipping end dates, milestone trends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, cycle
from typing import Literal

import matplotlib.dates as mdates
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.patches import Patch
from matplotlib.ticker import FixedLocator

from sdp_lib.presentation.drawing import Words, canvas, chart, drawn, legend_above
from sdp_lib.presentation.fragments import Fragment
from sdp_lib.presentation.theme import FOCUS, GREY_TEXT, HAIRLINE, PALETTE, TONES

_LONGEST_LABEL = 44
_LONGEST_ROW = 68
_AIR_DAYS = 25
_DAYS_A_MONTH = 30.4
_MOST_TICKS = 6
_TICKED_BY_MONTH = 60
_MARKERS = ("o", "X", "s", "P", "D", "^")


@dataclass(frozen=True)
class Series:
    """A series of whole numbers with the tone that decides its colour and symbol."""

    label: str
    tone: str
    values: Sequence[int]


@chart
def stacked_shares(words: Words, rows: Sequence[str], series: Sequence[Series]) -> Fragment:
    """Draw one bar a row, as long as all its activities, split by status, each part numbered.

    `series` hold one value for each row, from good to bad. Parts differ by pattern too.
    """
    figure, axes = canvas(0.6 + 0.42 * len(rows))
    left = [0] * len(rows)
    for one in series:
        tone = TONES[one.tone]
        bars = axes.barh(
            list(rows), one.values, left=left, color=tone.colour, hatch=tone.hatch,
            edgecolor="white", linewidth=1.2, height=0.72,
        )  # fmt: skip
        axes.bar_label(
            bars, [str(value) if value else "" for value in one.values], label_type="center",
            fontsize=9.5, color=tone.text, fontweight=600,
            bbox={"boxstyle": "round,pad=0.12", "facecolor": tone.colour, "edgecolor": "none"}
            if tone.hatch else None,
        )  # fmt: skip
        left = [a + b for a, b in zip(left, one.values, strict=True)]
    axes.invert_yaxis()
    axes.set_xticks([])
    axes.tick_params(axis="y", length=0)
    sns.despine(ax=axes, left=True, bottom=True)
    axes.margins(x=0.01)
    legend_above(figure, [_patch(one.tone) for one in series], [one.label for one in series])
    return drawn(words, figure)


def _patch(tone: str) -> Patch:
    look = TONES[tone]
    return Patch(facecolor=look.colour, hatch=look.hatch, edgecolor="white")


@chart
def status_strip(
    words: Words,
    rows: Sequence[str],
    quarters: Sequence[str],
    tones: Sequence[Sequence[str]],
    legend: Sequence[tuple[str, str]],
) -> Fragment:
    """Draw a strip of squares a row, one for each quarter, coloured and marked by status.

    `tones`: for each row the tone of each quarter; `legend`: label and tone, in order.
    """
    names = list(TONES)
    codes = pd.DataFrame(
        [[names.index(one) for one in row] for row in tones], columns=list(quarters)
    )
    marks = pd.DataFrame(
        [[TONES[one].symbol for one in row] for row in tones], columns=list(quarters)
    )
    figure, axes = canvas(0.75 + 0.26 * len(rows))
    sns.heatmap(
        codes, annot=marks, fmt="", cmap=ListedColormap([TONES[one].colour for one in names]),
        vmin=-0.5, vmax=len(names) - 0.5, cbar=False, linewidths=1.5, linecolor="white", ax=axes,
        annot_kws={"fontsize": 8}, yticklabels=[_short(row, _LONGEST_ROW) for row in rows],
    )  # fmt: skip
    for text, tone in zip(axes.texts, chain.from_iterable(tones), strict=True):
        text.set_color(TONES[tone].text)
    axes.tick_params(axis="both", length=0, labelsize=9)
    axes.tick_params(axis="x", labeltop=True, labelbottom=False)
    axes.set(xlabel="", ylabel="")
    axes.set_yticklabels(axes.get_yticklabels(), rotation=0, ha="left")
    axes.tick_params(axis="y", pad=330)
    legend_above(
        figure,
        [_patch(tone) for _, tone in legend],
        [f"{TONES[tone].symbol} {label}" for label, tone in legend],
    )
    return drawn(words, figure)


def _short(text: str, longest: int = _LONGEST_LABEL) -> str:
    """Cut a label at a space, or inside a word that is longer than the label may be."""
    if len(text) <= longest:
        return text
    cut = text[:longest]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > longest // 2 else cut) + "…"


@dataclass(frozen=True)
class Slip:
    """An activity's end date and the later one that took its place."""

    label: str
    end: date
    revised_end: date
    words: str


@chart
def slippage(words: Words, slips: Sequence[Slip]) -> Fragment:
    """Draw a line an activity from the original to the revised end date, the slip at its end."""
    figure, axes = canvas(0.75 + 0.34 * len(slips))
    ends = [_number(one.end) for one in slips]
    revised = [_number(one.revised_end) for one in slips]
    places = list(range(len(slips)))
    axes.hlines(places, ends, revised, color=FOCUS[1], linewidth=3, zorder=1)
    for place, day, slip in zip(places, revised, slips, strict=True):
        axes.annotate(
            slip.words, (day, place), xytext=(9, 0), textcoords="offset points", va="center",
            fontsize=9,
        )  # fmt: skip
    before = axes.scatter(
        ends, places, s=42, facecolors="white", edgecolors=PALETTE[0], linewidths=1.6, zorder=2
    )
    after = axes.scatter(revised, places, s=42, color=PALETTE[0], zorder=2)
    axes.set_yticks(range(len(slips)), [_short(one.label) for one in slips])
    axes.invert_yaxis()
    axes.tick_params(axis="y", length=0, labelsize=9.5)
    axes.margins(x=0.14, y=0.5 / max(len(slips), 1))
    _date_axis(axes, "x")
    sns.despine(ax=axes, left=True)
    legend_above(figure, [before, after], ["Original end date", "Revised end date"])
    return drawn(words, figure)


def _date_axis(axes: Axes, which: Literal["x", "y"]) -> None:
    axis = axes.xaxis if which == "x" else axes.yaxis
    first, last = axes.get_xlim() if which == "x" else axes.get_ylim()
    months = abs(last - first) / _DAYS_A_MONTH
    step = next((one for one in (1, 2, 3, 6) if months / one <= _MOST_TICKS), 12)
    every = mdates.MonthLocator(bymonth=range(1, 13, step)) if months <= _TICKED_BY_MONTH else None
    axis.set_major_locator(every or mdates.YearLocator())
    ticks = list(axis.get_majorticklocs())  # found once, and not again at every look
    axis.set_major_locator(FixedLocator(ticks))
    axis.set_major_formatter(mdates.DateFormatter("%b %Y"))
    axes.tick_params(axis=which, labelsize=9)
    axes.grid(axis=which, color=HAIRLINE, linewidth=0.5)
    axes.set_axisbelow(True)


@chart
def milestone_trend(
    words: Words,
    quarters: Sequence[tuple[str, date]],
    kinds: Sequence[tuple[str, Sequence[date | None]]],
) -> Fragment:
    """Draw the date that each milestone was given in each quarter's report.

    `quarters`: label and cut-off of each report, across; `kinds`: label and a date or None for each
    report, upwards. A level line holds its date, a rising one slips, and on the diagonal the day of
    the report is the day of the milestone.
    """
    cutoffs = [_number(cutoff) for _, cutoff in quarters]
    figure, axes = canvas(2.8)
    ends = list(cutoffs)
    for (label, days), colour, marker in zip(kinds, cycle(PALETTE), cycle(_MARKERS)):
        given = [
            (cutoff, _number(day))
            for cutoff, day in zip(cutoffs, days, strict=True)
            if day is not None
        ]
        if given:
            axes.plot(
                *zip(*given, strict=True), color=colour, marker=marker, label=label, linewidth=1.8,
                markersize=8, markeredgecolor="white", markeredgewidth=0.75,
            )  # fmt: skip
            ends += [day for _, day in given]
    low, high = min(ends), max(ends)
    axes.plot([low, high], [low, high], color=GREY_TEXT, linewidth=0.9, linestyle=(0, (4, 3)))
    margin = max((cutoffs[-1] - cutoffs[0]) / 12, 12)
    axes.set_xlim(cutoffs[0] - margin, cutoffs[-1] + margin)
    axes.set_ylim(low - _AIR_DAYS, high + _AIR_DAYS)
    axes.set_xticks(cutoffs, [label for label, _ in quarters])
    axes.set(xlabel="", ylabel="")
    _date_axis(axes, "y")
    axes.tick_params(axis="x", labelsize=9)
    sns.despine(ax=axes)
    legend_above(figure, *axes.get_legend_handles_labels(), columns=3)
    return drawn(words, figure)


def _number(day: date) -> float:
    return float(mdates.date2num(day))
