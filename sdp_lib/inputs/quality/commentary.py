"""Rules about the analyst's commentary: missing, unused, or with figures typed into it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from sdp_lib.inputs.quality.rule import Case, Hit, Rule
from sdp_lib.inputs.quotations import QUOTATION
from sdp_lib.inputs.vocabulary import DEFAULT, Vocabulary
from sdp_lib.problems.quality_plan import COMMENTARY_FIGURE, COMMENTARY_MISSING, COMMENTARY_UNUSED

_NUMBER = (
    r"(?:\d{1,3}(?![\d-])|no|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
    r"|fifteen|sixteen|seventeen|eighteen|nineteen|twenty)"
)
_COUNTED = "activities|returns|responses|milestones|issues|lead officers|audits|boards"
_QUOTED = QUOTATION.pattern.replace("?P<name>", "?:")


@cache
def figure_pattern(words: Vocabulary = DEFAULT) -> re.Pattern[str]:
    """Return the pattern that finds a typed figure; `words` name what is counted."""
    counted = rf"(?:{_COUNTED}|{re.escape(words.activity[1])}|{re.escape(words.lead[1])})"
    # "Quarter 1 of 2020-21" and "Activity 3 of ..." name things and count nothing.
    names = rf"(?<!quarter )(?<!outcome )(?<!activity )(?<!{re.escape(words.activity[0])} )"
    return re.compile(
        r"(?<!\d)\d+(?:\.\d+)?\s?(?:%|per ?cent\b)"
        rf"|{names}\b{_NUMBER} (?:out )?of (?:the |these |those |all )?{_NUMBER}\b"
        rf"|\b\d+ {counted}\b"
        # Half of it is quoted: "{{ delivery.on_track }} of the 17" goes wrong as easily.
        rf"|{_QUOTED} (?:out )?of (?:the |these |those |all )?{_NUMBER}\b"
        rf"|\b{_NUMBER} (?:out )?of (?:the |these |those |all )?{_QUOTED}",
        re.IGNORECASE,
    )


def unused(case: Case) -> Iterator[Hit]:
    """Find commentary for a report that is not made."""
    if case.reports is not None:
        for name in sorted(set(case.commentary) - set(case.reports.made)):
            where = f"{case.paths['commentary']}/{name}.md"
            yield Hit(f"there is commentary for {name!r}", where=where)


def missing(case: Case) -> Iterator[Hit]:
    """Find reports that could show commentary and have none."""
    if case.reports is not None:
        for name in case.reports.commented:
            if not _has_words(case.commentary.get(name, "")):
                where = f"{case.paths['commentary']}/{name}.md"
                yield Hit(f"there is no commentary for {name!r}", where=where)


def _has_words(text: str) -> bool:
    return any(line.strip() and not line.startswith("##") for line in text.split("\n"))


def figures(case: Case) -> Iterator[Hit]:
    """Find percentages and counts in commentary, line by line."""
    pattern = figure_pattern(case.council.vocabulary)
    for name, text in sorted(case.commentary.items()):
        for number, line in enumerate(text.split("\n"), 1):
            figures_typed = list(
                dict.fromkeys(" ".join(match.split()) for match in pattern.findall(line))
            )
            if figures_typed:
                where = f"{case.paths['commentary']}/{name}.md, line {number}"
                typed = "is typed" if len(figures_typed) == 1 else "are typed"
                yield Hit(f"{' and '.join(map(repr, figures_typed))} {typed}", where=where)


RULES = (
    Rule(
        COMMENTARY_UNUSED,
        "commentary_unused",
        "note",
        "but this quarter has no such report",
        unused,
    ),
    Rule(
        COMMENTARY_MISSING,
        "commentary_missing",
        "note",
        "although its report can show some",
        missing,
    ),
    Rule(
        COMMENTARY_FIGURE,
        "commentary_figure",
        "note",
        "although the report counts its own figures",
        figures,
    ),
)
