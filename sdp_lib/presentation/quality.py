"""The page on the quality of the data: returns, findings of the checks, and corrections.

It names no person: activities appear by number and title, corrections by post, and anything like
an address, a telephone number or another personal number is masked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sdp_lib.inputs.corrections import Correction
from sdp_lib.inputs.council import Council, Item, label
from sdp_lib.inputs.frames import is_date, split
from sdp_lib.inputs.personal import masked
from sdp_lib.inputs.quality.rule import SEVERITIES, Finding, Rule
from sdp_lib.inputs.quality.rules import RULES
from sdp_lib.inputs.quality.submissions import Turnout
from sdp_lib.inputs.returns import TEXTS
from sdp_lib.presentation.fragments import Fragment, Markup, note, paragraph
from sdp_lib.presentation.tables import Column, table
from sdp_lib.presentation.wording import counted, day, listed, sentence, share, verb

RETURN = ("return", "returns")
MOST_ACTIVITIES = 24
MOST_LETTERS = 300
_PARAGRAPH = re.compile(r"\s+")
# A page must not lead its readers to addresses that should not have been entered.
_NOT_PUBLISHED = {"personal_data", "personal_in_plan"}
_SEVERITY = {"error": "Error", "warning": "Warning", "note": "Note"}

Section = tuple[str, list[Fragment]]


def quality_page(
    turnout: Turnout,
    findings: Sequence[Finding],
    corrections: Sequence[Correction],
    *,
    council: Council,
    titles: Mapping[str, str],
) -> Iterator[Section]:
    """Return the headings of the page with their fragments.

    `titles`: the title of each activity of the plan, in the plan's order.
    """
    yield "Returns", list(_returns(turnout, council, titles))
    yield "What the checks found", list(_findings(findings, council))
    yield "Corrections", list(_corrections(corrections, council, titles))


def _returns(turnout: Turnout, council: Council, titles: Mapping[str, str]) -> Iterator[Fragment]:
    has = verb(turnout.received, turnout.expected, "has", "have")
    who = share(turnout.received, turnout.expected, council.vocabulary.activity)
    received = f"{who} {has} made a return"
    yield paragraph(sentence(received), _late(turnout))
    yield table(
        "returns",
        council.say("Returns of this quarter"),
        [Column("Returns", 3), Column("Count", 1, "number")],
        [
            ("Expected", turnout.expected),
            ("Received", turnout.received),
            ("Received late", len(turnout.late)),
            ("Missing", len(turnout.missing)),
        ],
        kind="compact",
        numbered=False,
    )
    if turnout.late:
        yield paragraph("Late:", _named(turnout.late, titles))
    if turnout.missing:
        yield paragraph("Missing:", _named(turnout.missing, titles))
        yield note("A missing return is counted in no figure but the returns received.")


def _late(turnout: Turnout) -> Markup:
    if not turnout.late:
        return Markup("No return came after the form closed.")
    return sentence(f"{counted(len(turnout.late), RETURN)} came after the form closed")


def _named(activities: Sequence[str], titles: Mapping[str, str]) -> Markup:
    names = [_name(activity, titles) for activity in activities]
    return sentence(listed(names, most=MOST_ACTIVITIES, by="; "))


def _name(activity: str, titles: Mapping[str, str]) -> str:
    return f"{activity}. {titles[activity]}" if activity in titles else activity


def _findings(findings: Sequence[Finding], council: Council) -> Iterator[Fragment]:
    held = sum(rule.applies(council) for rule in RULES)
    yield paragraph(
        council.say("Answers, plan and commentary of this quarter were checked against ")
        + f"{held} rules. An error "
        "stops every report. A warning or a note does not: it shows what a reader should "
        "know, or what is worth a second look."
    )
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.rule.name not in _NOT_PUBLISHED:
            by_rule.setdefault(finding.rule.name, []).append(finding)
    found = [rule for rule in RULES if rule.name in by_rule]
    if not found:
        yield paragraph("Nothing was found.")
        return
    found.sort(key=lambda rule: SEVERITIES.index(rule.severity))
    yield table(
        "checks",
        "What was found, by rule",
        [Column("What was found", 4), Column("Kind", 1), Column("Count", 1, "number"),
         Column(council.say("Activities"), 3), Column("Why it matters", 5)],
        [_finding_row(rule, by_rule[rule.name], council) for rule in found], numbered=False,
    )  # fmt: skip


def _finding_row(
    rule: Rule, found: Sequence[Finding], council: Council
) -> tuple[str | int | Markup, ...]:
    activities = list(dict.fromkeys(finding.activity for finding in found if finding.activity))
    about = listed(activities, most=MOST_ACTIVITIES) or council.say("Not about one activity")
    say = council.say
    return say(rule.kind.title), _SEVERITY[rule.severity], len(found), about, say(rule.kind.meaning)


def _corrections(
    corrections: Sequence[Correction], council: Council, titles: Mapping[str, str]
) -> Iterator[Fragment]:
    if not corrections:
        yield paragraph("No answer was corrected. The reports show every answer as it was given.")
        return
    yield paragraph(
        "These answers were corrected after they were given. The returns keep what was given, and "
        "all figures and pages are made with the corrections."
    )
    yield table(
        "corrections",
        "Answers that were corrected",
        [Column(council.say("Activity"), 4), Column("Answer", 2), Column("As given", 3),
         Column("Corrected", 3), Column("Reason", 4), Column("By", 2), Column("On", 2)],
        [_correction_row(row, council, titles) for row in corrections], numbered=False,
    )  # fmt: skip


def _correction_row(
    one: Correction, council: Council, titles: Mapping[str, str]
) -> tuple[str | Markup, ...]:
    questions = {column: question for question, column in council.form.items()}
    return (
        _name(one.activity, titles),
        questions.get(one.column, one.column.replace("_", " ").capitalize()),
        *(_corrected(one.column, text, council) for text in (one.old, one.new)),
        _shortened(masked(one.reason)),
        _shortened(masked(one.by)),
        day(one.on),
    )


def _corrected(column: str, text: str, council: Council) -> str:
    """Show an answer before or after its correction; for a free text, only that there was one.

    A free text may have been corrected because it named somebody.
    """
    if text.strip() and column in TEXTS:
        return "Text, not shown"
    if text.startswith("sha256:"):
        return "Not shown"
    return shown_answer(column, text, council)


def shown_answer(column: str, text: str, council: Council) -> str:
    """Write an answer as pages do: labels for IDs, dates in words, long texts cut."""
    lists: dict[str, Sequence[Item]] = {"delivery": council.statuses, **council.choices}
    folded = _PARAGRAPH.sub(" ", text).strip()
    if not folded:
        return "Not given"
    if column in lists:
        return "; ".join(label(lists[column], identifier) for identifier in split(folded))
    return _date(folded) or _shortened(masked(folded))


def _date(text: str) -> str:
    day_text, _, time = text.partition("T")
    if not is_date(day_text):
        return ""
    words = day(date.fromisoformat(day_text))
    return f"{words}, {time}" if time else words


def _shortened(text: str) -> str:
    return text if len(text) <= MOST_LETTERS else f"{text[:MOST_LETTERS]}…"
