"""Colours by name: the value of each name, and the contrast between two colours.

Source of the ratio: Web Content Accessibility Guidelines 2.2, "relative luminance" and "contrast
ratio".
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_WORDS = {"white": "#ffffff", "black": "#000000"}
_DARKEST_LINEAR = 0.04045  # below it, the scale of a screen is linear


def resolved(name: str, named: Mapping[str, str]) -> str:
    """Return the colour that a name or a value stands for, as it is written; `ValueError` if none.

    >>> resolved("link", {"link": "primary", "primary": "navy", "navy": "#12436d"})
    '#12436d'
    """
    seen = [name]
    while (name := named.get(name, name)) not in seen:
        seen.append(name)
    if name in named:
        raise ValueError("names that lead to each other are not a colour")
    if not _HEX.fullmatch(name) and name not in _WORDS:
        raise ValueError("it is neither a colour nor the name of one in this file")
    return name


def six_digits(colour: str) -> str:
    """Return a colour in its long form.

    >>> six_digits("#FFF"), six_digits("#12436d")
    ('#ffffff', '#12436d')
    """
    digits = _WORDS.get(colour, colour).removeprefix("#").lower()
    return "#" + ("".join(2 * digit for digit in digits) if len(digits) == 3 else digits)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21.

    >>> contrast("#fff", "#000")
    21.0
    >>> round(contrast("#767676", "white"), 2)
    4.54
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable_on(colour: str, *texts: str) -> str:
    """Return the colour of text, of several, that is easiest to read on a colour."""
    return max(texts, key=lambda text: contrast(text, colour))


def _luminance(colour: str) -> float:
    digits = six_digits(colour)[1:]
    parts = (int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))
    red, green, blue = (
        part / 12.92 if part <= _DARKEST_LINEAR else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
