"""Characters that word processors and the web leave in an answer, replaced by what was meant."""

from __future__ import annotations

import re
import unicodedata

# Word's soft line break, a page break, and the separators of the web all end a line.
_LINE_ENDS = re.compile("\r\n|[\r\v\f\u0085\u2028\u2029]")
# Symbol fonts have their signs where no other font has any.
_SYMBOLS = {
    **dict.fromkeys(
        "\uf0b7\uf0a7\uf0a8\uf06c\uf06e\uf06f\uf071\uf075\uf076\uf077\uf09f\uf0d8", "•"
    ),
    **dict.fromkeys("\uf02d\uf0be", "–"),
    **dict.fromkeys("\uf0e0\uf0ae\uf0c4\uf0de\uf0f0", "→"),
    **dict.fromkeys("\uf0fc\uf052\uf0fe\uf050", "✓"),
    **dict.fromkeys("\uf0fb\uf04f\uf054", "✗"),
    "\uf04a": "☺",
    "\uf0b0": "°",
    "\uf0b1": "±",
    "\uf0a3": "≤",
    "\uf0b3": "≥",
}
# Windows characters for the bytes that are control characters in Unicode.
_WINDOWS = {
    chr(code): character
    for code in range(0x80, 0xA0)
    if code != 0x85 and (character := bytes([code]).decode("cp1252", "ignore"))
}
_MEANT = str.maketrans(_SYMBOLS | _WINDOWS)
_FLAG = "\U0001f3f4[\U000e0020-\U000e007f]+"  # the flags of England, Scotland and Wales
# Marks that turn the direction of reading, or are invisible. Joiners stay: scripts need them.
_UNSEEN = (
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc"
    "\U000e0000-\U000e0fff"
)
_UNSEEN_OR_FLAG = re.compile(f"({_FLAG})|[{_UNSEEN}]")
_NO_MARK = re.compile(f"[{_UNSEEN}\u200c\u200d\ufe00-\ufe0f\u034f\x00-\x08\x0e-\x1f]")
_FINE = re.compile(
    r"[\n\t\x20-\x7e\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]*"
)
_BULLET = re.compile(r"(?m)^([^\S\n]*•)[\t ]+")
# A letter of UTF-8 that was read as Windows-1252: the first of its bytes, then one to three others.
_SECOND = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
# Signs that one program wrote and another read: UTF-8 as Macintosh or DOS text, those as Windows
# text, and what Excel and the web write in place of a character.
_OTHERS = {name: bytes(range(0x80, 0xC0)).decode(name) for name in ("mac_roman", "cp850")}
_ELSEWHERE = re.compile(
    f"(?:[¬√]|‚[ÄÇ])[{_OTHERS['mac_roman']}]|(?:[├┬]|ÔÇ)[{_OTHERS['cp850']}]"
    "|[a-z]Õ(?=[a-z])|œ(?=[0-9])"
    "|&(?:amp|nbsp|quot|apos|lt|gt|#[0-9]{2,5}|#x[0-9a-fA-F]{2,5});|_x00(?:0[9AD]|1F)_"
)
_TWICE = re.compile(f"[\u00c2-\u00f4][{_SECOND}]{{1,3}}")


def as_meant(text: str) -> tuple[str, bool]:
    """Return a text as it was meant, and whether a reader can see a difference.

    Line ends of every kind become one kind, which makes no visible difference.
    """
    text = _LINE_ENDS.sub("\n", text)
    if _FINE.fullmatch(text):
        return text, False
    meant = _UNSEEN_OR_FLAG.sub(lambda match: match[1] or "", text.translate(_MEANT))
    meant = "".join(character for character in meant if character in "\n\t" or _is_shown(character))
    return _BULLET.sub(r"\1 ", meant) if meant != text else meant, meant != text


def _is_shown(character: str) -> bool:
    # Cc: control characters and NUL. Cs: half a character, which no file can hold. Co: a box.
    if unicodedata.category(character) in ("Cc", "Cs", "Co"):
        return False
    return ord(character) & 0xFFFE != 0xFFFE and not 0xFDD0 <= ord(character) <= 0xFDEF


def without_marks(text: str) -> str:
    r"""Return a text without its invisible characters, for comparing it.

    >>> without_marks("On\u00ad track\u200b")
    'On track'
    """
    return text if text.isascii() and text.isprintable() else _NO_MARK.sub("", text)


def decoded_twice(text: str) -> str:
    """Return the first part of a text that looks as if it had been decoded twice; blank if none.

    >>> decoded_twice("Itâ€™s on"), decoded_twice("£5m in the café – it’s “ours”")
    ('â€™', '')
    >>> decoded_twice("It‚Äôs on"), decoded_twice("Roads &amp; parks")
    ('‚Äô', '&amp;')
    """
    if elsewhere := _ELSEWHERE.search(text):
        return elsewhere[0]
    if "\ufffd" in text:
        return "\ufffd"
    for match in _TWICE.finditer(text):
        for end in range(2, len(match[0]) + 1):
            if _is_utf8(match[0][:end]):
                return match[0][:end]
    return ""


def _is_utf8(text: str) -> bool:
    try:
        b"".join(_byte(character) for character in text).decode("utf-8")
    except (UnicodeError, ValueError):
        return False
    return True


def _byte(character: str) -> bytes:
    """Return the byte that is read as a character, even if Windows has no sign for it."""
    return bytes([ord(character)]) if ord(character) < 0x100 else character.encode("cp1252")
