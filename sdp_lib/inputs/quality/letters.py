"""The rule about characters that no typeface of the documents has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from sdp_lib.inputs.quality.rule import Case, Hit, Rule
from sdp_lib.inputs.quality.words import TEXTS
from sdp_lib.letters import without_glyph
from sdp_lib.problems.quality_returns import WITHOUT_TYPEFACE

MOST_SHOWN = 3
IN_PLAN = ("title", "lead", "director", "portfolio")


def without_typeface(case: Case) -> Iterator[Hit]:
    """Find characters that a PDF cannot show, in returns, in the plan and in commentary."""
    yield from (Hit(found, name, column) for name, column, found in _cells(case.answers, TEXTS))
    for name, column, found in _cells(case.dataset.activities, IN_PLAN):
        yield Hit(found, name, column, case.in_plan(name))
    for stem, text in case.commentary.items():
        place = f"{case.paths['commentary']}/{stem}.md"
        for number, line in enumerate(text.splitlines(), 1):
            if lacking := without_glyph(line):
                yield Hit(_found("the text", lacking), where=f"{place}, line {number}")


def _cells(frame: pd.DataFrame, columns: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Yield the activity, the column and what is wrong, for each cell with such a character."""
    for column in columns:
        if column in frame:
            for name, text in frame[column].items():
                if lacking := without_glyph(text):
                    yield str(name), column, _found(column, lacking)


def _found(column: str, characters: tuple[str, ...]) -> str:
    """Name the first few characters by their code as well: some look like nothing on a terminal.

    >>> _found("progress", ("a", "b", "c", "d", "e"))
    "progress holds 'a' (U+0061), 'b' (U+0062), 'c' (U+0063) and 2 more"
    """
    shown = [f"{character!r} (U+{ord(character):04X})" for character in characters[:MOST_SHOWN]]
    more = len(characters) - MOST_SHOWN
    return f"{column} holds {', '.join(shown)}" + (f" and {more} more" if more > 0 else "")


RULES = (
    Rule(
        WITHOUT_TYPEFACE,
        "without_typeface",
        "warning",
        "which no typeface of the PDF has",
        without_typeface,
    ),
)
