"""Headline figures: a percentage set large, its count, its words, and how it moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sdp_lib.measures.figure import Figure
from sdp_lib.presentation.fragments import Fragment, template
from sdp_lib.presentation.wording import change, percentage, quantity
from sdp_lib.quarters import Quarter


@dataclass(frozen=True)
class Tile:
    """One headline figure in words."""

    percent: str
    count: str
    words: str
    change: str


def tile(figure: Figure, words: str, before: Quarter | None = None) -> Tile:
    """Put a figure into the words of a tile."""
    percent = "–" if figure.percent is None else percentage(figure)
    return Tile(percent, quantity(figure), words, change(figure, before))


def headlines(title: str, tiles: Sequence[Tile]) -> Fragment:
    """Make a titled group of tiles."""
    return Fragment(template("headlines.html", title=title, tiles=tiles))
