"""A number as a cell shows it: `75%`, `£1,200`, `2.5m`."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

GENERAL = "General"
_SEPARATOR = re.compile(r'("[^"]*"|\\.|[_*].|\[[^\]]*\])|;')
# A literal, a currency or colour in brackets, a blank as wide as a letter, a filling, the digits.
_PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[\$(?P<currency>[^\]-]*)[^\]]*\]'
    r"|\[(?P<colour>[A-Za-z]+ ?\d{0,2})\]|_.|\*."
    r"|(?P<digits>[#0?](?:,*[#0?])*(?:\.[#0?]*)?|\.[#0?]+)(?P<scale>,*)"
    r"|(?P<plain>[%$£€¥+\-() :!&'~{}<>=^])"
)
_UNIT = Decimal(1)


def as_shown(value: float, code: str) -> str | None:
    """Return a number as its format shows it, or None if the format is of a rarer kind.

    >>> as_shown(0.75, "0%"), as_shown(1200, '"£"#,##0'), as_shown(-3.5, "General")
    ('75%', '£1,200', '-3.5')
    >>> as_shown(2500000, '0,,"m"'), as_shown(1234567, '#,##0,"k"')
    ('3m', '1,235k')
    >>> as_shown(0.5, "# ?/?")
    """
    if code.lower() in ("", "@", "general"):
        return _general(value)
    sections = _SEPARATOR.sub(lambda match: match[1] or "\0", code).split("\0")
    if len(sections) > 1 and value < 0:
        return _filled(abs(value), sections[1])
    if len(sections) > 2 and value == 0:
        return _filled(value, sections[2])
    shown = _filled(abs(value), sections[0])
    return f"-{shown}" if shown is not None and value < 0 else shown


def _general(value: float) -> str:
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.15g}".replace("e", "E")


def _filled(value: float, section: str) -> str | None:
    pieces = _pieces(section)
    # Nothing is shown in an empty section, but it was not nothing that was answered.
    if not pieces or sum(piece["digits"] is not None for piece in pieces) > 1:
        return None
    number = Decimal(repr(float(value))) * 100 ** sum(piece["plain"] == "%" for piece in pieces)
    shown = []
    for piece in pieces:
        if piece["digits"] is not None:
            shown.append(_digits(number / 1000 ** len(piece["scale"]), piece["digits"]))
        else:
            names = ("quoted", "escaped", "currency", "plain")
            shown.append(next((piece[name] for name in names if piece[name]), ""))
    return "".join(shown).strip()


def _pieces(section: str) -> list[re.Match[str]] | None:
    pieces, end = [], 0
    while end < len(section):
        match = _PIECE.match(section, end)
        if match is None:
            return None
        pieces.append(match)
        end = match.end()
    return pieces


def _digits(number: Decimal, digits: str) -> str:
    whole, _, decimals = digits.partition(".")
    rounded = number.quantize(_UNIT.scaleb(-len(decimals)), ROUND_HALF_UP)
    grouped = "," in whole.strip(",")
    before, _, after = f"{rounded:{',' if grouped else ''}f}".partition(".")
    least = whole.count("0")
    before = before.zfill(least) if not grouped else before
    if before == "0" and not least:
        before = ""
    kept = after[: decimals.rfind("0") + 1] + after[decimals.rfind("0") + 1 :].rstrip("0")
    return f"{before}.{kept}" if kept else before
