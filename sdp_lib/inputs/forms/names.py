"""The names of those who answered, recognised in free text in every usual spelling.

A display name may be `Zebedee Quillfeather`, `Quillfeather, Zebedee`, or either with a title, a
number, a unit or an address beside it. In a text, people write it with other blanks and
apostrophes, in capitals, with an initial, or with a title and the surname alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache

REMOVED_NAME = "[name removed]"

_TITLES = frozenset(
    """
    mr mrs ms miss mx dr doctor prof professor cllr councillor sir dame lady lord mayor rev
    """.split()
)
_TITLE = "|".join(sorted(_TITLES))
# What is beside a name: an address or anything in brackets, and a unit after a dash or a bar.
_ADDRESS = re.compile(r"(?<![^\s|;<>()\[\]])[^\s|;<>()\[\]]*@[^\s|;<>()\[\]]*")
_BRACKETS = re.compile(r"[<(\[][^>)\]]*[>)\]]?")
_PARTED = re.compile(r"\s[-/\u2010-\u2015]\s|:(?:\s|$)|[|;\\]")
_PEOPLE = re.compile(r"\s(?:&|and)\s|;", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST_NAME = 1_000  # characters; a directory allows about 256, and each word costs time
_MOST_WORDS = 8  # of a name with a unit
_LONGEST_UNIT = 4  # letters of a unit in capitals behind a name, such as `GT TRA`
_SHORTEST_PART = 3  # letters of a part of a name that is worth a finding when it stands alone
_GAP = r"(?:[\s.,_'\"()+-]|%20){0,4}"  # also what joins words in the address of a file
_INSIDE = r"[\s'-]{0,2}"  # between the parts of one surname: O'Quill, Smith-Jones, van der Berg
_START, _END = r"(?<![^\W\d_])", r"(?![^\W\d_])"


_STROKES = {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t"}  # which Unicode does not take apart


def _plain(character: str) -> str:
    """Return a letter without its accent, in lower case, if that is one letter again."""
    base = _STROKES.get(character.lower(), unicodedata.normalize("NFKD", character)[0].lower())
    return base if len(base) == 1 else character


_LETTERS = [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)]
_SMALL = str.maketrans(
    {code: _plain(chr(code)) for code in _LETTERS}
    | dict.fromkeys(map(ord, "‘’ʼ´`′＇"), "'")
    | dict.fromkeys(range(0x2010, 0x2016), "-")
)
_UNSEEN = re.compile("[\u00ad\u0300-\u036f\u200b-\u200f\u2060\ufeff]")


@lru_cache(maxsize=8)
def _folded(text: str) -> str:
    """Fold case, accents, apostrophes and dashes, and keep the place of every character."""
    small = text.translate(_SMALL).lower()
    return small if len(small) == len(text) else "".join(_letter(character) for character in text)


def _letter(character: str) -> str:
    small = character.translate(_SMALL).lower()
    return small if len(small) == 1 else character


@dataclass(frozen=True)
class Name:
    """One spelling of a person's name, folded: the words of the forename and of the surname.

    `guessed` from an e-mail address, so that only capitals make it a name: an address may as well
    be that of `lead.officer`.
    """

    forename: tuple[str, ...]
    surname: tuple[str, ...]
    guessed: bool = False

    @cached_property
    def keys(self) -> frozenset[str]:
        """The words of which a folded text has one wherever it has the name."""
        forename, surname = self.forename[0], "".join(self.surname)
        longest = max(self.surname, key=len)
        return frozenset({longest, surname, forename + surname, forename[0] + surname})

    @cached_property
    def full(self) -> re.Pattern[str]:
        """Match forename and surname in a folded text, in either order."""
        first, last = self.forename[0], _INSIDE.join(self.surname)
        middle = rf"(?:{_GAP}[^\W\d_]{{1,15}})?{_GAP}"
        return re.compile(
            rf"{_START}(?:{first}{middle}{last}|{last}{_GAP}{first}){_END}(?:-\d{{1,4}})?"
        )

    @cached_property
    def short(self) -> re.Pattern[str]:
        """Match the surname with an initial or a title; only capitals make a name of those."""
        initial, last = self.forename[0][0], _INSIDE.join(self.surname)
        ways = [
            rf"{initial}\.?\s?(?:[^\W\d_]\.?\s?)?{last}",
            rf"{last},\s?{initial}(?!\.?\s?{last})",
            rf"(?:{_TITLE})\.?\s{{1,2}}{last}",
        ]
        return re.compile(rf"{_START}(?:{'|'.join(ways)}){_END}")

    def spans(self, text: str, folded: str) -> Iterator[tuple[int, int]]:
        """Yield the places of the name in a text."""
        for match in self.full.finditer(folded):
            if not self.guessed or _in_capitals(text[slice(*match.span())]):
                yield match.span()
        if not self.guessed and len("".join(self.surname)) >= _SHORTEST_PART:
            for match in self.short.finditer(folded):
                if _in_capitals(text[slice(*match.span())]):
                    yield match.span()


def _in_capitals(text: str) -> bool:
    return all(word[0].isupper() for word in _WORD.findall(text))


def names_of(display: str, address: str = "") -> tuple[Name, ...]:
    """Return the spellings of a name that a form shows, and of the e-mail address beside it.

    A single word is not taken for a name: `anonymous` might be any word.

    >>> names_of("Quillfeather, Zebedee (Corporate Services)")
    (Name(forename=('zebedee',), surname=('quillfeather',), guessed=False),)
    >>> names_of("anonymous")
    ()
    """
    whole = unicodedata.normalize("NFKC", display[:_LONGEST_NAME])
    owners = [
        _words(found.partition("@")[0].replace("_", "."))
        for found in _ADDRESS.findall(f"{whole} {address}")
    ]
    shown = _BRACKETS.sub(" ", _ADDRESS.sub("", _UNSEEN.sub("", whole)))
    names = _of_the_person(shown, {word for owner in owners for word in owner})
    known = {word for name in names for word in (*name.forename, *name.surname)}
    for owner in owners:
        if len(owner) in (2, 3) and min(map(len, owner)) > 1 and (not known or known & {*owner}):
            names.append(Name(owner[:1], owner[1:], guessed=not known))
    return tuple(dict.fromkeys(names))


def _of_the_person(shown: str, address: Set[str]) -> list[Name]:
    """Return the spellings in the part that is the name: the one like the address, or the first.

    The other parts are units; but two names that are joined, of two words each, are two people.
    """
    people = _PEOPLE.split(shown)
    if all(len(_words(one)) == 2 for one in people):
        return [name for one in people for name in _spellings(one)]
    spelt = [names for part in _PARTED.split(shown) if (names := _spellings(part))]
    alike = [one for one in spelt if {*one[0].forename, *one[0].surname} & address]
    return [*alike, *spelt, []][0]


def _spellings(shown: str) -> list[Name]:
    before, comma, after = shown.partition(",")
    names = []
    if comma and (forename := _words(after)) and (surname := _words(before)):
        names.append(Name(forename[:1], surname))
    words = _words(before)
    if len(words) > 1:
        names.append(Name(words[:1], words[1:]))
        if _WORD.findall(before)[0].isupper() and not before.isupper():  # QUILLFEATHER Zebedee
            names.append(Name(words[1:], words[:1]))
    if len(words) > 2:  # a middle name, or two surnames
        names.append(Name(words[:1], words[-1:]))
    if 2 < len(words) <= _MOST_WORDS:  # a unit or a degree before or behind
        names.append(Name(words[:1], words[1:2]))
        names.append(Name(words[1:2], words[2:3], guessed=True))
    return names


def _words(text: str) -> tuple[str, ...]:
    """Return the folded words of a name, without titles and units in capitals behind it."""
    words = [word for word in _WORD.findall(text) if word.lower() not in _TITLES]
    in_capitals = all(word.isupper() for word in words)
    while len(words) > 2 and words[-1].isupper() and len(words[-1]) <= _LONGEST_UNIT:
        if in_capitals:
            break
        words.pop()
    return tuple(map(_folded, words))


class Names:
    """The names of all who answered an export; a text is searched for all of them at once."""

    def __init__(self, names: Iterable[Name] = ()) -> None:
        self._by_key: dict[str, dict[Name, None]] = defaultdict(dict)
        for name in names:
            for key in name.keys:
                self._by_key[key][name] = None

    def without(self, text: str) -> str:
        """Return a text with every full name in it replaced."""
        composed = text if text.isascii() else unicodedata.normalize("NFC", text)
        spans = sorted(self._spans(composed))
        if not spans:
            return text
        kept, end = [], 0
        for first, last in spans:
            if first >= end:
                kept += [composed[end:first], REMOVED_NAME]
            end = max(end, last)
        return "".join([*kept, composed[end:]])

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        if self._by_key:
            folded = _folded(text)
            held = self._by_key.keys() & {*_WORD.findall(folded)}
            for name in {name for key in held for name in self._by_key[key]}:
                yield from name.spans(text, folded)


def part_left(text: str, names: Iterable[Name]) -> bool:
    """Return whether a part of a name stands alone in a text, with a capital as names have it."""
    parts = {
        word
        for name in names
        if not name.guessed
        for word in (*name.forename, *name.surname)
        if len(word) >= _SHORTEST_PART
    }
    if not parts:
        return False
    found = re.finditer(rf"{_START}(?:{'|'.join(sorted(parts))}){_END}", _folded(text))
    return any(text[match.start()].isupper() for match in found)
