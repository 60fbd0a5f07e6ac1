"""Figures and dates in words, grammatical at none, one and many."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from markupsafe import Markup, escape

from sdp_lib.measures.figure import Figure
from sdp_lib.periods import spoken

ACTIVITY = ("activity", "activities")
_DAYS, _MONTHS, _YEARS = ("day", "days"), ("month", "months"), ("year", "years")
_MOST_DAYS = 91  # a longer time is easier to grasp in months
_DAYS_A_MONTH = 365.2425 / 12
NOT_APPLICABLE = "not applicable"  # a percentage of nothing
NOT_AVAILABLE = "not available"  # an earlier count that does not exist

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")


def noun(number: int, words: tuple[str, str] = ACTIVITY) -> str:
    """Return the singular or plural of a noun for a number."""
    return words[0] if number == 1 else words[1]


def plural(word: str) -> str:
    """Return the plural of a word that an organisation gave in the singular alone.

    >>> plural("Strategic Aim"), plural("priority"), plural("Process"), plural("Day")
    ('Strategic Aims', 'priorities', 'Processes', 'Days')
    """
    if re.search(r"[^aeiou]y$", word):
        return f"{word[:-1]}ies"
    return f"{word}es" if re.search(r"(s|x|z|ch|sh)$", word) else f"{word}s"


def counted(number: int, words: tuple[str, str] = ACTIVITY) -> str:
    """Return a number with its noun.

    >>> counted(0), counted(1), counted(17)
    ('no activities', '1 activity', '17 activities')
    """
    return f"{number or 'no'} {noun(number, words)}"


def are(number: int, singular: str = "is", plural: str = "are") -> str:
    """Return the verb that goes with a number.

    >>> are(1), are(0), are(2, "has", "have")
    ('is', 'are', 'have')
    """
    return singular if number == 1 else plural


def share(value: int, of: int, words: tuple[str, str] = ACTIVITY) -> str:
    """Return "14 of 17 activities", to be followed by a verb; `verb` returns the matching one.

    >>> for value, of in [(14, 17), (1, 17), (17, 17), (0, 17), (1, 1), (0, 1), (0, 0)]:
    ...     print(share(value, of), verb(value, of))
    14 of 17 activities are
    1 of 17 activities is
    all 17 activities are
    none of the 17 activities is
    the only activity is
    no activity is
    no activities are
    >>> share(2, 2), share(0, 2)
    ('both activities', 'neither activity')
    """
    if of == 0:
        return f"no {words[1]}"
    if of == 1:
        return f"the only {words[0]}" if value else f"no {words[0]}"
    if of == 2 and value != 1:
        return f"both {words[1]}" if value else f"neither {words[0]}"
    if value == 0:
        return f"none of the {of} {words[1]}"
    return f"all {of} {words[1]}" if value == of else f"{value} of {of} {words[1]}"


def verb(value: int, of: int, singular: str = "is", plural: str = "are") -> str:
    """Return the verb that goes with `share` of the same numbers."""
    one = value == 1 or of == 1 or (value == 0 and of > 1)
    return singular if one else plural


def of_these(value: int, of: int, one: str, many: str, not_one: str) -> str:
    """Return how many of those just named, for the next sentence of the same paragraph.

    >>> for value, of in [(4, 7), (7, 7), (0, 7), (1, 1), (0, 1), (2, 2)]:
    ...     print(of_these(value, of, "has ended", "have ended", "has not ended"))
    4 of these 7 have ended
    all 7 have ended
    none of these 7 has ended
    it has ended
    it has not ended
    both have ended
    """
    if of == 1:
        return f"it {one if value else not_one}"
    if value in {0, of}:
        both, neither = ("both", "neither") if of == 2 else (f"all {of}", f"none of these {of}")
        return f"{both} {many}" if value else f"{neither} {one}"
    return f"{value} of these {of} {are(value, one, many)}"


def in_sentence(label: str) -> str:
    """Write a label as in the middle of a sentence: names and abbreviations keep their capitals.

    >>> in_sentence("Delivery environment"), in_sentence("Key Decision"), in_sentence("NHS staff")
    ('delivery environment', 'Key Decision', 'NHS staff')
    """
    first, _, rest = label.partition(" ")
    plain = not any(letter.isupper() for letter in first[1:]) and not rest[:1].isupper()
    return label[:1].lower() + label[1:] if plain else label


def sentence(text: str | Markup) -> Markup:
    """Begin with a capital and end with a full stop; text that is not markup is escaped.

    >>> sentence("14 of 17 activities are on track")
    Markup('14 of 17 activities are on track.')
    """
    safe = escape(text)
    first = safe[:1].upper() + safe[1:]
    return first if first.endswith((".", "?", "!")) else first + Markup(".")


def change(figure: Figure, before: str, *, number: Callable[[int], str] = str) -> str:
    """Return how a count moved since the period named `before`; empty if it cannot be compared.

    The earlier denominator is named if it was different. `number` writes a count.

    >>> change(Figure("x", 14, 17, 12, 17), "Quarter 1")
    'up from 12 in Quarter 1'
    >>> change(Figure("x", 3, 17, 3, 16), "Quarter 1")
    'compared with 3 of 16 in Quarter 1'
    >>> change(Figure("x", 1, 17, 1, 17), "Quarter 1")
    'the same as in Quarter 1'
    >>> change(Figure("x", 14, 17, 12, 17), "first half of 2025-26")
    'up from 12 in the first half of 2025-26'
    """
    if figure.previous is None or figure.previous_of is None or not before:
        return ""
    if figure.of != figure.previous_of:
        then = f"{number(figure.previous)} of {number(figure.previous_of)}"
        return f"compared with {then} in {spoken(before)}"
    if figure.value == figure.previous:
        return f"the same as in {spoken(before)}"
    direction = "up" if figure.value > figure.previous else "down"
    return f"{direction} from {number(figure.previous)} in {spoken(before)}"


def difference(figure: Figure, before: str) -> str:
    """Return by how much a count moved, for a large sentence; empty without an earlier count.

    >>> difference(Figure("x", 65, 79, 63, 79), "Quarter 1")
    '2 more than in Quarter 1'
    >>> difference(Figure("x", 0, 79, 1, 79), "Quarter 1")
    '1 fewer than in Quarter 1'
    >>> difference(Figure("x", 3, 17, 3, 16), "Quarter 1")
    'compared with 3 of 16 in Quarter 1'
    """
    moved = figure.change
    if not moved or not before or figure.of != figure.previous_of:
        return change(figure, before)
    return f"{abs(moved)} {'more' if moved > 0 else 'fewer'} than in {spoken(before)}"


def statement(
    figure: Figure,
    one: str,
    many: str,
    before: str = "",
    words: tuple[str, str] = ACTIVITY,
) -> Markup:
    """Return a figure as a sentence: its share, the predicate for one or many, and its change.

    >>> statement(Figure("x", 14, 17, 12, 17), "is late", "are late", "Quarter 1")
    Markup('14 of 17 activities are late, up from 12 in Quarter 1.')
    """
    said = verb(figure.value, figure.of, one, many)
    text = f"{share(figure.value, figure.of, words)} {said}"
    moved = change(figure, before)
    return sentence(f"{text}, {moved}" if moved else text)


def listed(items: Sequence[str | Markup], *, most: int = 0, by: str = ", ") -> Markup:
    """Join words as a list in a sentence, escaping what is not markup.

    Beyond `most`, items are only counted. Titles that contain commas are joined `by` semicolons.

    >>> listed(["a", "b", "c"]), listed(["a"]), listed([]), listed(["a", "b", "c", "d"], most=2)
    (Markup('a, b and c'), Markup('a'), Markup(''), Markup('a, b and 2 more'))
    """
    safe = [escape(item) for item in items]
    if most and len(safe) > most:
        safe = [*safe[:most], Markup("{} more").format(len(safe) - most)]
    if len(safe) < 2:
        return safe[0] if safe else Markup("")
    last = " and " if by == ", " else f"{by}and "
    return escape(by).join(safe[:-1]) + last + safe[-1]


def largest(named: Sequence[tuple[str, int]]) -> tuple[int, list[str]]:
    """Return the largest of some numbers, and the names of all that have it.

    >>> largest([("Capacity", 2), ("Financial", 5), ("Governance", 5)])
    (5, ['Financial', 'Governance'])
    """
    most = max((number for _, number in named), default=0)
    return most, [name for name, number in named if number == most]


def pounds(value: int) -> str:
    """Write an amount of money.

    >>> pounds(1250000)
    '£1,250,000'
    """
    return f"£{value:,}"


def day(value: date | None, missing: str = "Not given") -> str:
    """Write a date as reports do.

    >>> day(date(2019, 10, 31)), day(None)
    ('31 October 2019', 'Not given')
    """
    if value is None:
        return missing
    return f"{value.day} {value:%B %Y}"


def duration(start: date, end: date) -> str:
    """Return the time between two dates: in days up to three months, then in months and years.

    >>> for end in [date(2019, 4, 2), date(2019, 5, 31), date(2020, 6, 20), date(2053, 3, 31)]:
    ...     print(duration(date(2019, 4, 1), end))
    1 day
    60 days
    1 year 3 months
    34 years
    """
    days = abs((end - start).days)
    if days <= _MOST_DAYS:
        return f"{days} {noun(days, _DAYS)}"
    years, months = divmod(round(days / _DAYS_A_MONTH), 12)
    said = [counted(years, _YEARS)] if years else []
    return " ".join([*said, *([counted(months, _MONTHS)] if months else [])])


def quantity(figure: Figure) -> str:
    """Write a count with what it is out of.

    >>> quantity(Figure("x", 14, 17)), quantity(Figure("x", 0, 0))
    ('14 of 17', 'none to count')
    """
    return f"{figure.value} of {figure.of}" if figure.of else "none to count"


def percentage(figure: Figure) -> str:
    """Write a whole percentage, or "not applicable" if there is nothing to divide by."""
    return NOT_APPLICABLE if figure.percent is None else f"{figure.percent}%"


def earlier(figure: Figure) -> str:
    """Write the count of the period compared with."""
    if figure.previous is None:
        return NOT_AVAILABLE
    return f"{figure.previous} of {figure.previous_of}"


def after_first_sentence(text: str) -> tuple[str, str]:
    """Return the first sentence of a text, and the others; "" where there are none.

    >>> after_first_sentence("Demonstration data. All of it, 1.5 pages, is made up. Really.")
    ('Demonstration data.', 'All of it, 1.5 pages, is made up. Really.')
    """
    first, *others = _SENTENCE_END.split(text, maxsplit=1)
    return first, others[0] if others else ""
