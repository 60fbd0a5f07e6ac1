"""Activities most in need of attention, with reasons and mitigation: section 5 of the council."""

from __future__ import annotations

from collections.abc import Iterator

from sdp_lib.measures.attention import LONG_SLIP_DAYS, Concern, concerns
from sdp_lib.measures.figure import Figure
from sdp_lib.periods import spoken
from sdp_lib.presentation.fragments import Fragment, finding, note, paragraph, part
from sdp_lib.presentation.tables import Column, table
from sdp_lib.presentation.wording import listed, sentence, share, verb
from sdp_lib.report.context import Context
from sdp_lib.report.milestones import slip_words
from sdp_lib.report.response import off_track_noun
from sdp_lib.report.strategy import weight

_MOST_CONCERNS = 12
_ORDER = (
    "Activities with the most reasons come first; the worst status counts as two reasons, "
    "and among equals the longer slip comes first."
)
CALM = "Nothing needs attention by the rule of this report."
REASONS = {
    "newly_off_track": "newly off track",
    "worsened": "worse than before",
    "still_off_track": "no better than the quarter before",
    "no_mitigation": "no mitigating action or escalation",
    "on_no_register": "on no risk register",
    "no_board": "expected at no board",
    "issue_without_mitigation": "an issue without a mitigating action or escalation",
    "long_slip": f"end date later by more than {LONG_SLIP_DAYS} days",
    "assurance_disagrees": "assurance does not agree with the lead officer",
}


def rule(context: Context) -> str:
    """Return the rule by which an activity is listed, limited to what the form asks."""
    asks = context.council.asks
    conditions = ["it is not on track"]
    if asks("revised_end"):
        conditions.append(f"its end date is later by more than {LONG_SLIP_DAYS} days")
    if asks("issues", "issue_other") and asks("mitigation"):
        conditions.append("it names an issue but no mitigating action or escalation")
    first = ", if ".join(conditions)
    return context.say(
        f"An activity is listed if {first}, or if assurance does not agree with the lead officer."
    )


def order(context: Context) -> str:
    """Return the order in which activities are listed; without dates there are no slips."""
    dated = context.council.asks("revised_end")
    return context.say(_ORDER if dated else f"{_ORDER.partition(',')[0]}.")


def reason_words(context: Context, reason: str) -> str:
    """Return a reason in words, with the period that it compares with."""
    if reason == "still_off_track" and context.then:
        return f"no better than in {spoken(context.then)}"
    return context.say(REASONS[reason])


def attention(context: Context) -> Iterator[Fragment | None]:
    """Yield the activities most in need of attention, with reasons and mitigation (section 5)."""
    found = concerns(context.now, context.before, context.data.reviews)
    asked = context.council.asks("mitigation")
    if not found:
        yield from part(
            "finding",
            paragraph(f"{context.none_off_track}.", CALM),
        )
    else:
        if asked:
            yield from part("finding", _mitigated(context, context.figure("mitigations.any")))
        yield from part("table", _concern_table(context, found[:_MOST_CONCERNS]))
        yield from part("table", note(rule(context), order(context), _shown_of(context, found)))
    yield from part("weight", *weight(context))
    yield from part("commentary", context.commentary("mitigations"))


def _mitigated(context: Context, figure: Figure) -> Fragment:
    if not figure.of:
        return paragraph(f"{context.none_off_track}.")
    has = verb(figure.value, figure.of, "has", "have")
    words = off_track_noun(context)
    who = share(figure.value, figure.of, words)
    return finding(sentence(f"{who} {has} a mitigating action or escalation"))


def _shown_of(context: Context, found: list[Concern]) -> str:
    if len(found) > _MOST_CONCERNS:
        return f"The table shows the first {_MOST_CONCERNS} of {context.counted(len(found))}."
    return "The table shows all of them."


def _concern_table(context: Context, found: list[Concern]) -> Fragment:
    dated = context.council.asks("revised_end")
    return table(
        "attention",
        context.say("Activities most in need of attention, ") + context.quarter.label,
        [
            Column(context.say("Activity"), 5),
            Column("Delivery status", 3),
            Column("Why", 5),
            *([Column("Later by", 2, "number")] if dated else []),
        ],
        [
            (
                context.activity(concern.answer),
                context.status(concern.answer.delivery),
                listed([reason_words(context, reason) for reason in concern.reasons])
                or context.say("Not on track"),
                *(
                    [slip_words(concern.answer) if concern.answer.revised else "no later end date"]
                    if dated
                    else []
                ),
            )
            for concern in found
        ],
        kind="wide",
    )
