"""Personal data in free text: the one list of patterns that ingest, check and publishing use.

Every pattern begins at a fixed place and repeats a bounded number of times, so that the time grows
in proportion to the text, whatever somebody typed. A number may be something else: whoever uses
these findings shows where they are, and people decide.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

Span = tuple[int, int]

_GAP = r"[ \u00a0\u2009\u202f]"  # the blanks that people and word processors put between digits
_DASH = r"[-\u2010-\u2014.]"
_AT = rf"(?:@|\uff20|{_GAP}?[\[(]at[\])]{_GAP}?)"
_E_MAIL = re.compile(
    rf"(?<![\w.+'-])[\w.+'-]{{1,64}}{_AT}(?:[\w-]{{1,63}}\.){{1,8}}[^\W\d_]{{2,24}}", re.IGNORECASE
)
_TELEPHONE = re.compile(
    rf"(?<![\w.,£$€])(?:(?:\+|00){_GAP}?44{_GAP}?(?:\(0\))?|\(?0)"
    rf"(?:(?:{_GAP}|[()\u2010-\u2014-]){{0,2}}\d){{9,10}}(?!\d|[.,]\d)"
    rf"|(?<![\w.,£$€])0\d{{2,4}}\.\d{{3,4}}\.\d{{3,4}}(?!\d|[.,]\d)"
)
_NHS = re.compile(rf"(?<![\w.,£$€+])\d{{3}}({_GAP}|{_DASH})?\d{{3}}\1?\d{{4}}(?!\w|[.,]\d)")
_BLANKS = rf"(?:{_GAP}|{_DASH})?"
_INSURANCE = re.compile(
    rf"(?<!\w)[A-Z]{{2}}{_BLANKS}\d{{2}}{_BLANKS}\d{{2}}{_BLANKS}\d{{2}}{_BLANKS}[A-D](?!\w)",
    re.IGNORECASE,
)
_POSTCODE = re.compile(rf"(?<!\w)[A-Z]{{1,2}}\d[A-Z\d]?{_GAP}?\d[A-Z]{{2}}(?!\w)", re.IGNORECASE)
# A house number is followed by the name of its street, or by the postcode itself.
_HOUSE = re.compile(rf"(?<![\w.,:/£$€-])(?!(?:19|20)\d\d\b)\d{{1,4}}[A-Z]?(?={_GAP}|,)", re.I)
_LONGEST_STREET = 100
_DIGIT = re.compile("[0-9]")
_MONTH, _DAY, _DASHES = r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])", r"[-\u2010-\u2014]"
_DATE = re.compile(
    rf"(?<!\w)(?:(?:19|20)\d\d{_DASHES}{_MONTH}(?:{_DASHES}{_DAY})?"
    rf"|{_DAY}{_DASHES}{_MONTH}{_DASHES}(?:19|20)\d\d)(?!\w)"
)


@dataclass(frozen=True)
class Kind:
    """A kind of personal data: its name, its replacement, and how it is found."""

    name: str
    instead: str
    spans: Callable[[str], Iterator[Span]]


def _matches(pattern: re.Pattern[str], needs: str) -> Callable[[str], Iterator[Span]]:
    """Find a pattern; a text without any of the characters that it needs is skipped."""

    def spans(text: str) -> Iterator[Span]:
        if any(character in text for character in needs):
            yield from (match.span() for match in pattern.finditer(text))

    return spans


def _telephone_numbers(text: str) -> Iterator[Span]:
    """Find telephone numbers; dates beside each other are not one."""
    if "0" in text:
        undated = _DATE.sub(lambda date: "/" * len(date[0]), text)
        yield from (match.span() for match in _TELEPHONE.finditer(undated))


def _nhs_numbers(text: str) -> Iterator[Span]:
    """Find numbers of ten digits whose last one checks the others, like NHS numbers."""
    for match in _NHS.finditer(text) if _DIGIT.search(text) else ():
        digits = [int(character) for character in match[0] if character.isdigit()]
        total = sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
        if -total % 11 == digits[9] and len(set(digits)) > 1:
            yield match.span()


def _homes(text: str) -> Iterator[Span]:
    """Find postcodes with a house number: a postcode alone is shared by a street."""
    for match in _POSTCODE.finditer(text) if _DIGIT.search(text) else ():
        first = max(0, match.start() - _LONGEST_STREET)
        numbers = [house.start() for house in _HOUSE.finditer(text, first, match.start())]
        if numbers:
            yield numbers[-1], match.end()


KINDS = (
    Kind("an e-mail address", "[address]", _matches(_E_MAIL, "@\uff20[(")),
    Kind("a National Insurance number", "[insurance number]", _matches(_INSURANCE, "0123456789")),
    Kind("an NHS number", "[NHS number]", _nhs_numbers),
    Kind("a telephone number", "[telephone number]", _telephone_numbers),
    Kind("a postcode with a house number", "[home address]", _homes),
)  # fmt: skip
E_MAIL = KINDS[0]


def kinds_in(text: str, not_personal: Iterable[str] = ()) -> tuple[Kind, ...]:
    """Return the kinds of personal data that a text seems to hold, in the order of the list.

    `not_personal`: what an organisation has listed as belonging to no person.

    >>> [kind.name for kind in kinds_in("Ring 01622 000 000, or ask jo@example.org")]
    ['an e-mail address', 'a telephone number']
    >>> kinds_in("By 1 April 2020 it was 100% at 10.30, for £1,234,567,890")
    ()
    >>> kinds_in("Ring 03000 41 41 41", ["03000 41 41 41"])
    ()
    """
    left = _without_listed(text, not_personal)
    return tuple(kind for kind in KINDS if next(kind.spans(left), None) is not None)


def without(text: str, kind: Kind, instead: str = "", not_personal: Iterable[str] = ()) -> str:
    """Return a text with one kind of personal data replaced, except what is listed.

    >>> without("Ask jo.bloggs@example.org.", E_MAIL)
    'Ask [address].'
    """
    kept, end = [], 0
    for first, last in kind.spans(_without_listed(text, not_personal)):
        if first >= end:
            kept += [text[end:first], instead or kind.instead]
            end = last
    return "".join([*kept, text[end:]])


def _without_listed(text: str, listed: Iterable[str]) -> str:
    """Blank out what is listed, so that everything else keeps its place.

    An address that only ends like a listed one, such as `jo.planning@example.org`, stays.
    """
    for writing in listed:
        before = r"(?<![\w.+'-])" if "@" in writing else ""
        text = re.sub(before + re.escape(writing), " " * len(writing), text)
    return text


def masked(text: str) -> str:
    """Return a text with personal data of every kind replaced by what it was.

    >>> masked("Ask jo.doe@example.org or 01622 000 000.")
    'Ask [address] or [telephone number].'
    """
    for kind in KINDS:
        text = without(text, kind)
    return text
