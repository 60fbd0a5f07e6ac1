"""Which characters documents can show: what `theme/letters.txt` says of their typefaces."""

from __future__ import annotations

from functools import cache
from pathlib import Path

# The PDF's filter reads the same file, so that checks and documents agree.
LETTERS = Path(__file__).parent / "presentation/theme/letters.txt"


@cache
def _known() -> frozenset[str]:
    lines = LETTERS.read_text(encoding="utf-8").splitlines()
    ranges = [one for line in lines if line[:1] != "#" for one in line.partition(": ")[2].split()]
    ends = [[int(end, 16) for end in one.split("-")] for one in ranges]
    return frozenset(chr(code) for first, last in ends for code in range(first, last + 1))


def without_glyph(text: str) -> tuple[str, ...]:
    """Return the characters that a document shows as an empty square, each once, as they come.

    >>> without_glyph("Diolch, شكرا"), without_glyph("Done 🎉, ありがとう")
    ((), ('🎉', 'あ', 'り', 'が', 'と', 'う'))
    """
    if text.isascii():
        return ()
    return tuple(dict.fromkeys(one for one in text if one not in _known()))
