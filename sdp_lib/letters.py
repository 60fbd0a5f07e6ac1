"""Characters that documents can show, as `theme/letters.txt` lists them for the typefaces."""

from __future__ import annotations

from functools import cache
from pathlib import Path

# The PDF's filter reads the same file, so that checks and documents agree.
LETTERS = Path(__file__).parent / "presentation/theme/letters.txt"


@cache
def _known() -> frozenset[str]:
    lines = LETTERS.read_text(encoding="utf-8").splitlines()
    ranges = [span for line in lines if line[:1] != "#" for span in line.partition(": ")[2].split()]
    ends = [[int(end, 16) for end in span.split("-")] for span in ranges]
    return frozenset(chr(code) for first, last in ends for code in range(first, last + 1))


def without_glyph(text: str) -> tuple[str, ...]:
    """Return the characters that a document shows as an empty square, each once, in order.

    >>> without_glyph("Diolch, شكرا"), without_glyph("Done 🎉, ありがとう")
    ((), ('🎉', 'あ', 'り', 'が', 'と', 'う'))
    """
    if text.isascii():
        return ()
    return tuple(dict.fromkeys(character for character in text if character not in _known()))
