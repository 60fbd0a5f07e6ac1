"""Words that people type into a box when they have nothing to say, such as `N/A`."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Without blanks and punctuation: n/a is na.
_WORDS = frozenset(
    """
    na none nil nothing null no notapplicable nonapplicable noneapplicable nonotapplicable
    noneatpresent nonecurrently noneatthistime nonetoreport nothingtoreport niltoreport nilreturn
    noneidentified noissues nocomment nocomments nonenecessary nonerequired notrequired
    noneasyet noneatthisstage noneatthemoment nonethisquarter noneforthisquarter noneknown
    nonetonote naatpresent naatthistime naatthisstage notapplicableatpresent
    notapplicableatthistime notapplicableatthisstage nothingatpresent nothingtonote
    noissuestoreport noissuesatpresent nootherissues noupdate nofurthercomments notrelevant
    nomitigation nomitigations nomitigationrequired nomitigationsrequired nomitigatingactions
    nomitigatingactionsrequired noactionrequired noactionsrequired blank nan x xx xxx
    tbc tbd tba tobeconfirmed tobedetermined tobedecided
    """.split()
)
_LONGEST = 40


def says_nothing(text: str) -> bool:
    """Return whether a text is blank or a placeholder that means nothing.

    >>> [says_nothing(one) for one in ("N/A", "n.a.", "None", " - ", "Nil", ".", "")]
    [True, True, True, True, True, True, True]
    >>> says_nothing("None of the sites has opened."), says_nothing("👍"), says_nothing("0")
    (False, False, False)
    """
    return _is_placeholder(text) if len(text) <= _LONGEST else not text.strip()


@lru_cache(maxsize=4096)
def _is_placeholder(text: str) -> bool:
    kept = [
        character for character in unicodedata.normalize("NFKC", text) if not _is_beside(character)
    ]
    return not kept or "".join(kept).casefold() in _WORDS


def _is_beside(character: str) -> bool:
    """Return whether a character is punctuation, blank or invisible."""
    category = unicodedata.category(character)
    return category[0] in "PZC" or category in ("Sk", "Sm")
