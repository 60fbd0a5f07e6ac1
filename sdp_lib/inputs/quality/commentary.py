"""Rules about the analyst's commentary: missing, unused, or with figures typed into it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from sdp_lib.inputs.quality.rule import Case, Hit, Rule
from sdp_lib.inputs.quotations import QUOTATION
from sdp_lib.inputs.vocabulary import DEFAULT, Vocabulary

_NUMBER = (
    r"(?:\d{1,3}(?![\d-])|no|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
    r"|fifteen|sixteen|seventeen|eighteen|nineteen|twenty)"
)
_COUNTED = "activities|returns|responses|milestones|issues|lead officers|audits|boards"
_QUOTED = QUOTATION.pattern.replace("?P<name>", "?:")


@cache
def figure_pattern(words: Vocabulary = DEFAULT) -> re.Pattern[str]:
    """Return what finds a figure that was typed; `words` name what is counted."""
    counted = rf"(?:{_COUNTED}|{re.escape(words.activity[1])}|{re.escape(words.lead[1])})"
    # "Quarter 1 of 2020-21" and "Activity 3 of ..." name things and count nothing.
    names = rf"(?<!quarter )(?<!outcome )(?<!activity )(?<!{re.escape(words.activity[0])} )"
    return re.compile(
        r"\d+(?:\.\d+)?\s?(?:%|per ?cent\b)"
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
            yield Hit(f"commentary for {name!r} was found", where=where)


def missing(case: Case) -> Iterator[Hit]:
    """Find reports that could show commentary and have none."""
    if case.reports is not None:
        for name in case.reports.commented:
            if not _has_words(case.commentary.get(name, "")):
                where = f"{case.paths['commentary']}/{name}.md"
                yield Hit(f"no commentary for {name!r} was found", where=where)


def _has_words(text: str) -> bool:
    return any(line.strip() and not line.startswith("##") for line in text.split("\n"))


def figures(case: Case) -> Iterator[Hit]:
    """Find percentages and counts in commentary, line by line."""
    pattern = figure_pattern(case.council.vocabulary)
    for name, text in sorted(case.commentary.items()):
        for number, line in enumerate(text.split("\n"), 1):
            found = list(dict.fromkeys(" ".join(one.split()) for one in pattern.findall(line)))
            if found:
                where = f"{case.paths['commentary']}/{name}.md, line {number}"
                yield Hit(" and ".join(map(repr, found)) + " was found", where=where)


RULES = (
    Rule(
        "commentary_unused",
        "note",
        "Commentary for a report that is not made",
        "but this quarter has no such report",
        "rename the file, or ask for the report in params",
        "Somebody wrote words that nobody will read.",
        unused,
    ),
    Rule(
        "commentary_missing",
        "note",
        "Reports without commentary",
        "but this report can show some",
        "write it, or publish the report without",
        "The report shows figures and what lead officers said, and no analyst's words.",
        missing,
    ),
    Rule(
        "commentary_figure",
        "note",
        "Figures typed into commentary",
        "but figures are said by the report, which counts them",
        "quote it: {{ name }}, with a name from docs/figures.md",
        "A figure that was typed stays as it was when an answer is corrected.",
        figures,
    ),
)
