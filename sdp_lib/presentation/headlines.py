"""Headline figures: a large percentage with its count, its words and its change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sdp_lib.measures.figure import Figure
from sdp_lib.periods import spoken
from sdp_lib.presentation.fragments import Fragment, template
from sdp_lib.presentation.wording import change, earlier, percentage, quantity


@dataclass(frozen=True)
class Tile:
    """One headline figure in words."""

    percent: str
    count: str
    words: str
    change: str


def tile(figure: Figure, words: str, before: str = "") -> Tile:
    """Put a figure into the words of a tile."""
    percent = "–" if figure.percent is None else percentage(figure)
    return Tile(percent, quantity(figure), words, _moved(figure, before))


def _moved(figure: Figure, before: str) -> str:
    """Describe the change briefly: a tile is narrow, and a period's number needs its noun."""
    if not before or figure.previous is None:
        return ""
    if figure.of != figure.previous_of:
        words = f"{earlier(figure)} in {spoken(before)}"
    else:
        words = change(figure, before)
    return words.replace(before, before.replace(" ", "\u00a0"))


def headlines(title: str, tiles: Sequence[Tile]) -> Fragment:
    """Make a titled group of tiles."""
    return Fragment(template("headlines.html", title=title, tiles=tiles))
