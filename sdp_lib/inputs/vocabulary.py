"""An organisation's words: for activities, for those who lead them, and for its periods.

The library's own sentences use the default words. `Vocabulary.say` puts such a sentence into the
organisation's, articles and capitals included. It is given templates, and never what people typed:
a title keeps its words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from sdp_lib.inputs.strict import Strict, Words
from sdp_lib.periods import UK_QUARTERS, Calendar

Noun = tuple[str, str]  # for one, and for any other number
# Words that begin with a consonant sound, whatever their first letter.
_NO_VOWEL = re.compile(r"(?i)(?![aeiou])|uni|us[aei]|eu|one\b")


class NounSetting(Strict):
    """A noun in singular and plural."""

    one: Words
    many: Words

    @property
    def value(self) -> Noun:
        """The noun as a value."""
        return self.one, self.many


class WordsSetting(Strict):
    """What an organisation calls things (contract: `words` in `council.yml`)."""

    activity: NounSetting = NounSetting(one="activity", many="activities")
    lead: NounSetting = NounSetting(one="lead officer", many="lead officers")
    directorate: NounSetting = NounSetting(one="directorate", many="directorates")
    portfolio: NounSetting = NounSetting(one="portfolio", many="portfolios")


@dataclass(frozen=True)
class Vocabulary:
    """The nouns of an organisation, its calendar, and its words for not being on track.

    If a status can be neither on nor off track, what is not on track is called off track.

    >>> words = Vocabulary(("project", "projects"), calendar=Calendar(every="month"))
    >>> words.say("An activity is asked each quarter. Activities of this quarter:")
    'A project is asked each month. Projects of this month:'
    """

    activity: Noun = ("activity", "activities")
    lead: Noun = ("lead officer", "lead officers")
    directorate: Noun = ("directorate", "directorates")
    portfolio: Noun = ("portfolio", "portfolios")
    calendar: Calendar = UK_QUARTERS
    off_track: str = "not on track"

    @cached_property
    def _terms(self) -> dict[str, str]:
        """The organisation's word for each of the default words."""
        calendar = self.calendar
        pairs = [
            *((own, usual) for own, usual in zip(self._nouns, DEFAULT._nouns, strict=True)),
            ((calendar.word, f"{calendar.word}s"), ("quarter", "quarters")),
            ((calendar.adjective, calendar.year_word), ("quarterly", "financial year")),
            ((self.off_track,), ("not on track",)),
        ]
        return {old: new for own, usual in pairs for new, old in zip(own, usual, strict=True)}

    @property
    def _nouns(self) -> tuple[Noun, ...]:
        return self.activity, self.lead, self.directorate, self.portfolio

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        terms = "|".join(sorted(self._terms, key=len, reverse=True))
        return re.compile(rf"(?<![-_/.'])\b((an?) )?({terms})\b(?![-_/]|\.\w)", re.IGNORECASE)

    def say(self, text: str) -> str:
        """Put a text of the library into the organisation's words."""
        return text if self == DEFAULT else _said(self, text)

    def replaced(self, found: re.Match[str]) -> str:
        """Return the organisation's word for a match, with its article."""
        article, term = found[2], found[3]
        word = self._terms[term.lower()]
        if term[0].isupper():
            word = word[:1].upper() + word[1:]
        if not article:
            return word
        fitting = "a" if _NO_VOWEL.match(word) else "an"
        return f"{fitting.capitalize() if article[0].isupper() else fitting} {word}"


DEFAULT = Vocabulary()


@lru_cache(maxsize=4096)
def _said(vocabulary: Vocabulary, text: str) -> str:
    return vocabulary._pattern.sub(vocabulary.replaced, text)
