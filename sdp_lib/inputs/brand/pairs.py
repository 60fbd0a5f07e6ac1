"""Pairs of colours that need contrast: text on its ground, and symbols, lines and bars on theirs.

Source: Web Content Accessibility Guidelines 2.2, 1.4.3 (text, 4.5 to 1) and 1.4.11 (non-text,
3 to 1).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sdp_lib.inputs.brand.colours import contrast

TEXT, NO_TEXT = 4.5, 3.0
_TONES = ("good", "attention", "poor", "neutral", "none")
_SIGNED = ("good", "attention", "poor", "neutral")


@dataclass(frozen=True)
class Pair:
    """Two colours by their names (or `white`), the least ratio between them, and where they are."""

    front: str
    ground: str
    least: float
    where: str


_ON_PAGES = (
    Pair("foreground", "background", TEXT, "text"),
    Pair("foreground", "tint", TEXT, "text on a tint"),
    Pair("foreground", "notice-ground", TEXT, "a notice"),
    Pair("quiet", "background", TEXT, "captions and notes"),
    Pair("quiet", "tint", TEXT, "captions and notes on a tint"),
    Pair("primary", "background", TEXT, "headings"),
    Pair("primary", "tint", TEXT, "links on a tint"),
    Pair("primary", "notice-ground", TEXT, "a link in a notice"),
    Pair("deep", "background", TEXT, "links under the pointer"),
    Pair("notice", "notice-ground", TEXT, "the first line of a notice"),
    Pair("firm", "background", NO_TEXT, "the line round a field of a form"),
)
# On a dark screen, the field above a page and the bar of a site are the same as on a light one.
_LIGHT = (
    *_ON_PAGES,
    *(Pair(name, "white", TEXT, "documents") for name in ("foreground", "quiet", "primary")),
    Pair("white", "primary", TEXT, "the title of a page"),
    Pair("white", "deep", TEXT, "the bar of a site"),
    Pair("foreground", "attention-ground", TEXT, "words that a search has found"),
    Pair("foreground", "form-ground", TEXT, "the cells of a return form"),
    Pair("past-edge", "background", NO_TEXT, "the edge of bars of the past"),
    Pair("chart-text", "background", TEXT, "the words of charts"),
    *(Pair(f"{tone}-text", f"{tone}-ground", TEXT, "a tag") for tone in _TONES),
    *(Pair("white", f"{tone}-text", TEXT, "a third tag of a tone") for tone in _SIGNED),
)


def close_pairs(colours: Mapping[str, str]) -> Iterator[tuple[Pair, float]]:
    """Yield each pair of colours that are too close, with their ratio."""
    known = {**colours, "white": "#fff"}
    for pair in (*_LIGHT, *_signs(""), *_dark()):
        ratio = contrast(known[pair.front], known[pair.ground])
        if ratio < pair.least:
            yield pair, ratio


def _signs(dark: str) -> Iterator[Pair]:
    for tone in _SIGNED:
        yield Pair(f"{dark}{tone}-sign", f"{dark}background", NO_TEXT, "the symbol of a status")


def _dark() -> Iterator[Pair]:
    for pair in _ON_PAGES:
        where = f"{pair.where}, on a dark screen"
        yield Pair(f"dark-{pair.front}", f"dark-{pair.ground}", pair.least, where)
    yield from _signs("dark-")
