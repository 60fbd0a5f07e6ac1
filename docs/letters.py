"""Writes theme/letters.txt: which characters the typefaces of documents hold, from their files.

`python docs/letters.py` writes it again; a test holds it to the files. The PDF's filter reads it,
and so does `sdp check`, so both agree on what can be printed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from fontTools.ttLib import TTFont

THEME = Path(__file__).parent.parent / "sdp_lib/presentation/theme"
PLACE = THEME / "letters.txt"
_OPENING = """\
# What documents show of each character, as ranges of hexadecimal numbers: a space, nothing, or the
# letter of the first typeface that holds it. Any other character is shown as an empty square.
# Written by `python docs/letters.py` from the files in fonts/.
"""
_KEPT_SPACES = {0x20, 0xA0, 0x202F}
# Marks around Arabic numbers are formats to Unicode, and can be seen.
_SEEN = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}
_VARIATIONS = {*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}
_BREAKS = {0x9, 0xA, 0xD}
# Unassigned, private, and halves of characters.
_NO_LETTERS = {"Cn", "Co", "Cs"}
# The planes that have scripts, and the one of invisible tags.
_LOOKED_AT = [*range(0x40000), *range(0xE0000, 0xE1000)]


def page() -> str:
    """Return the whole file: typefaces come in the order in which they are tried."""
    kinds = {code: unicodedata.category(chr(code)) for code in _LOOKED_AT}
    spaces = {code for code, kind in kinds.items() if kind[0] == "Z"} - _KEPT_SPACES | _BREAKS
    hidden = {code for code, kind in kinds.items() if kind in ("Cc", "Cf")} - _SEEN - _BREAKS
    hidden |= _VARIATIONS
    letters = {code for code, kind in kinds.items() if kind not in _NO_LETTERS}
    families = {family: codes & letters - spaces - hidden for family, codes in _families()}
    lines = {"Spaces": spaces, "Nothing": hidden, **families}
    return _OPENING + "".join(f"{name}: {_ranges(codes)}\n" for name, codes in lines.items())


def _families() -> Iterator[tuple[str, set[int]]]:
    """Give each family with the characters that all of its styles hold."""
    for folder in (THEME / "fonts", THEME / "fonts/fallback"):
        found: dict[str, set[int]] = {}
        for file in sorted([*folder.glob("*.otf"), *folder.glob("*.ttf")]):
            family, codes = _read(file)
            found[family] = found.get(family, codes) & codes
        yield from found.items()


def _read(file: Path) -> tuple[str, set[int]]:
    with TTFont(file, lazy=True) as font:
        names = font["name"]
        family = str(names.getDebugName(16) or names.getDebugName(1))
        return family, set(font.getBestCmap())


def _ranges(codes: Iterable[int]) -> str:
    ordered = sorted(codes)
    gaps = [(one, other) for one, other in pairwise(ordered) if other > one + 1]
    starts = [ordered[0], *(other for _, other in gaps)]
    ends = [*(one for one, _ in gaps), ordered[-1]]
    return " ".join(f"{start:x}-{end:x}" for start, end in zip(starts, ends, strict=True))


if __name__ == "__main__":
    PLACE.write_text(page(), encoding="utf-8")
