"""Bar charts of counts: seaborn bars with the number at the end of each."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from sdp_lib.presentation.drawing import Data, Words, canvas, chart, drawn, legend_above, wrapped
from sdp_lib.presentation.fragments import Fragment
from sdp_lib.presentation.narrow import bars as narrow_bars
from sdp_lib.presentation.theme import current_look

__all__ = ["Words", "paired_bars"]


@chart
def paired_bars(
    words: Words, categories: Sequence[str], series: Sequence[tuple[str, Sequence[int]]]
) -> Fragment:
    """Draw one or two horizontal bars for each category, with the number at the end of each.

    `series`: a name and one whole number for each category; the last series is this quarter. It is
    drawn first and strongest, with the previous quarter below it.
    """
    shown, look = list(series)[::-1], current_look()
    tidy = pd.DataFrame(
        [
            {"category": wrapped(category), "series": name, "value": value}
            for name, values in shown
            for category, value in zip(categories, values, strict=True)
        ]
    )
    figure, axes = canvas(0.55 + len(categories) * (0.21 * len(series) + 0.14))
    axes.set_xticks([])  # before seaborn measures their labels: the bars carry their numbers
    sns.barplot(
        tidy,
        x="value",
        y="category",
        hue="series",
        orient="h",
        palette=[look.now, look.past][: len(shown)],
        saturation=1,
        ax=axes,
        width=0.78,
        gap=0.06,
        errorbar=None,
        legend=False,
    )
    for bars, weight in zip(axes.containers, (600, 400), strict=False):
        axes.bar_label(bars, padding=4, fontsize=9.5, fontweight=weight)  # type: ignore[arg-type]
    for bar in chain.from_iterable(axes.containers[1:]):
        bar.set(edgecolor=look.past_edge, linewidth=0.7)
    _finish_bars(axes)
    if len(shown) > 1:
        looks = [
            Patch(color=look.now),
            Patch(facecolor=look.past, edgecolor=look.past_edge, linewidth=0.7),
        ]
        legend_above(figure, looks, [name for name, _ in shown])
    names, numbers = zip(*shown, strict=True)
    data = Data(names, list(zip(categories, *numbers, strict=True)))
    return drawn(words, figure, narrow_bars(categories, shown), data)


def _finish_bars(axes: Axes) -> None:
    sns.despine(ax=axes, bottom=True)
    axes.set(xlabel="", ylabel="")
    axes.tick_params(axis="y", length=0, labelsize=10)
    axes.margins(x=0.08)
