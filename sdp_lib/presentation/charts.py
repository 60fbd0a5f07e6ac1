"""Bar charts of counts: seaborn bars with their numbers at their ends."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from sdp_lib.presentation.drawing import Words, canvas, chart, drawn, legend_above
from sdp_lib.presentation.fragments import Fragment
from sdp_lib.presentation.theme import TWO_SERIES

__all__ = ["Words", "paired_bars"]


@chart
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
    height = 0.55 + len(categories) * (0.21 * len(series) + 0.14)
    figure, axes = canvas(height)
    axes.set_xticks([])  # before seaborn looks for their labels: the bars say their numbers
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
    _finish_bars(axes)
    if len(series) > 1:
        legend_above(figure, *axes.get_legend_handles_labels())
    if (own := axes.get_legend()) is not None:
        own.remove()  # seaborn draws one inside the axes
    return drawn(words, figure)


def _finish_bars(axes: Axes) -> None:
    sns.despine(ax=axes, bottom=True)
    axes.set(xlabel="", ylabel="")
    axes.tick_params(axis="y", length=0, labelsize=10)
    axes.margins(x=0.08)
