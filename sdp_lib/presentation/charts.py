"""Charts: seaborn figures that carry their own words, the same bytes every time.

Guidance: Government Analysis Function, "Data visualisation: charts". The message stands above the
chart as text, the caption says measure, place and period, every bar has its number, text is
horizontal, and the alternative text says the kind of chart and the main finding.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass

import matplotlib as mpl
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from sdp_lib.presentation.fragments import Fragment, template
from sdp_lib.presentation.theme import GREY_TEXT, HAIRLINE, PALETTE, TWO_SERIES, register_fonts

_WIDTH = 6.8  # inches; pages show 100 pixels to the inch
_PIXELS = 100


@dataclass(frozen=True)
class Words:
    """What a chart says in words: its `id`, its numbered caption and its alternative text."""

    name: str
    caption: str
    alt: str


def paired_bars(
    words: Words, categories: Sequence[str], series: Sequence[tuple[str, Sequence[int]]]
) -> Fragment:
    """Draw horizontal bars, one pair (or one) for each category, the number at the end of each.

    `series`: name and one whole number for each category; the last series is this quarter.
    """
    tidy = pd.DataFrame(
        [
            {"category": category, "series": name, "value": value}
            for name, values in series
            for category, value in zip(categories, values, strict=True)
        ]
    )
    colours = TWO_SERIES if len(series) > 1 else TWO_SERIES[-1:]
    height = 0.75 + len(categories) * (0.30 * len(series) + 0.16)
    canvas, axes = _canvas(height)
    sns.barplot(
        tidy,
        x="value",
        y="category",
        hue="series",
        orient="h",
        palette=list(colours),
        saturation=1,
        ax=axes,
        width=0.78,
        gap=0.06,
        errorbar=None,
    )
    for bars in axes.containers:
        axes.bar_label(bars, padding=4, fontsize=9.5)  # type: ignore[arg-type]
    _finish_bars(axes, legend=len(series) > 1)
    return _fragment(words, canvas)


def _canvas(height: float) -> tuple[Canvas, Axes]:
    _set_theme()
    canvas = Canvas(figsize=(_WIDTH, height), layout="constrained")
    return canvas, canvas.subplots()


def _set_theme() -> None:
    sns.set_theme(
        style="ticks",
        palette=list(PALETTE),
        rc={
            "font.family": register_fonts(),
            "font.size": 10,
            "text.color": GREY_TEXT,
            "axes.labelcolor": GREY_TEXT,
            "axes.edgecolor": HAIRLINE,
            "xtick.color": GREY_TEXT,
            "ytick.color": GREY_TEXT,
            "svg.fonttype": "path",
            "svg.hashsalt": "sdp",
        },
    )


def _finish_bars(axes: Axes, *, legend: bool) -> None:
    sns.despine(ax=axes, bottom=True)
    axes.set(xlabel="", ylabel="")
    axes.set_xticks([])
    axes.tick_params(axis="y", length=0, labelsize=10)
    axes.margins(x=0.08)
    if legend:
        handles, labels = axes.get_legend_handles_labels()
        axes.legend(
            handles,
            labels,
            loc="lower left",
            bbox_to_anchor=(0, 1),
            ncols=len(labels),
            frameon=False,
            borderaxespad=0.2,
            handlelength=1.1,
            handleheight=1.1,
            title=None,
        )
    elif (drawn := axes.get_legend()) is not None:
        drawn.remove()


def _fragment(words: Words, canvas: Canvas) -> Fragment:
    buffer = io.BytesIO()
    with mpl.rc_context({"svg.fonttype": "path", "svg.hashsalt": f"sdp-{words.name}"}):
        canvas.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    width, height = canvas.get_size_inches() * _PIXELS
    return Fragment(
        template(
            "chart.html",
            id=f"chart-{words.name}",
            data=base64.b64encode(buffer.getvalue()).decode(),
            alt=words.alt,
            caption=words.caption,
            width=round(width),
            height=round(height),
        )
    )
