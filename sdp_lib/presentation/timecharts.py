"""Charts of dates: end dates that slip, and the dates of milestones report by report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import cycle
from typing import Literal

import matplotlib.dates as mdates
import seaborn as sns
from matplotlib.axes import Axes

from sdp_lib.periods import Period, headed
from sdp_lib.presentation import narrow
from sdp_lib.presentation.drawing import Data, Words, canvas, chart, drawn, legend_above, wrapped
from sdp_lib.presentation.fragments import Fragment
from sdp_lib.presentation.theme import current_look
from sdp_lib.presentation.time_axis import ticks
from sdp_lib.presentation.wording import day as in_words

_AIR_DAYS = 25
_AIR = 0.08  # the margin, as a share of the time between the first and the last date
_MOST_REPORTS_NAMED = 8
_NAMED_AT = 0.8  # of the width: there is always room to the right of and below the line
_MARKERS = ("o", "X", "s", "P", "D", "^")


@dataclass(frozen=True)
class Slip:
    """An activity's end date and the later one that replaced it."""

    label: str
    end: date
    revised_end: date
    words: str


@chart
def slippage(words: Words, slips: Sequence[Slip]) -> Fragment:
    """Draw a line for each activity from original to revised end date, with the slip in words."""
    labels = [wrapped(slip.label) for slip in slips]
    figure, axes = canvas(
        0.75 + 0.34 * len(slips) + 0.12 * sum(label.count("\n") for label in labels)
    )
    ends = [_number(slip.end) for slip in slips]
    revised = [_number(slip.revised_end) for slip in slips]
    places, look = list(range(len(slips))), current_look()
    axes.hlines(places, ends, revised, color=look.past, linewidth=3, zorder=1)
    for place, day, slip in zip(places, revised, slips, strict=True):
        axes.annotate(
            slip.words, (day, place), xytext=(9, 0), textcoords="offset points", va="center",
            fontsize=9,
        )  # fmt: skip
    before = axes.scatter(
        ends, places, s=42, facecolors="white", edgecolors=look.past_edge, linewidths=1.6, zorder=2
    )
    after = axes.scatter(revised, places, s=42, color=look.now, zorder=2)
    axes.set_yticks(range(len(slips)), labels)
    axes.invert_yaxis()
    axes.tick_params(axis="y", length=0, labelsize=9.5)
    axes.margins(x=0.14, y=0.5 / max(len(slips), 1))
    _date_axis(axes, "x")
    sns.despine(ax=axes, left=True)
    legend_above(figure, [before, after], ["Original end date", "Revised end date"])
    dates = [(slip.end, slip.revised_end, slip.words) for slip in slips]
    names = [slip.label for slip in slips]
    data = Data(
        ["Original end date", "Revised end date", "Later by"],
        [
            (slip.label, in_words(slip.end), in_words(slip.revised_end), slip.words)
            for slip in slips
        ],
    )
    return drawn(words, figure, narrow.slips(names, dates), data)


def _date_axis(axes: Axes, which: Literal["x", "y"]) -> None:
    axis = axes.xaxis if which == "x" else axes.yaxis
    first, last = sorted(axes.get_xlim() if which == "x" else axes.get_ylim())
    marked = ticks(mdates.num2date(first).date(), mdates.num2date(last).date())
    axis.set_ticks([_number(day) for day, _ in marked], [words for _, words in marked])
    axes.tick_params(axis=which, labelsize=9)
    axes.grid(axis=which, color=current_look().hairline, linewidth=0.5)
    axes.set_axisbelow(True)


@chart
def milestone_trend(
    words: Words,
    quarters: Sequence[tuple[Period, date]],
    kinds: Sequence[tuple[str, Sequence[date | None]]],
) -> Fragment:
    """Draw the date of each milestone in each period's report.

    `quarters`: period and cut-off of each report, across; `kinds`: label and a date or None for
    each, upwards. A level line has kept its date, a rising one slips, and on the diagonal the day
    of the report is the day of the milestone.
    """
    cutoffs = [_number(cutoff) for _, cutoff in quarters]
    figure, axes = canvas(2.8)
    ends = list(cutoffs)
    for (label, days), colour, marker in zip(kinds, cycle(current_look().palette), cycle(_MARKERS)):
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
    margin = max((cutoffs[-1] - cutoffs[0]) / 12, 12)
    air = max(_AIR_DAYS, (high - low) * _AIR)
    axes.set_xlim(cutoffs[0] - margin, cutoffs[-1] + margin)
    axes.set_ylim(low - air, high + air)
    _diagonal(axes, low, cutoffs[-1] + margin)
    named = -(-len(quarters) // _MOST_REPORTS_NAMED)
    axes.set_xticks(
        cutoffs,
        [
            "" if place % named else "\n".join(filter(None, period.tick))
            for place, (period, _) in enumerate(quarters[::-1])
        ][::-1],
    )
    axes.set(xlabel="", ylabel="")
    _date_axis(axes, "y")
    axes.tick_params(axis="x", labelsize=9)
    sns.despine(ax=axes)
    legend_above(figure, *axes.get_legend_handles_labels())
    names = [headed(period.label) for period, _ in quarters]
    rows = [(label, *(in_words(date_given) for date_given in days)) for label, days in kinds]
    return drawn(words, figure, narrow.trend(names, kinds), Data(names, rows))


def _diagonal(axes: Axes, first: float, last: float) -> None:
    """Draw and name the line on which a milestone's date is the day of the report."""
    axes.plot(
        [first, last],
        [first, last],
        color=current_look().text,
        linewidth=0.9,
        linestyle=(0, (4, 3)),
    )
    place = axes.get_xlim()[0] + _NAMED_AT * (last - axes.get_xlim()[0])
    axes.annotate(
        "day of the report", (place, place), xytext=(2, -4), textcoords="offset points",
        va="top", fontsize=9,
    )  # fmt: skip


def _number(day: date) -> float:
    return float(mdates.date2num(day))
