"""What is most in need of attention and why, with mitigation: section 5 of the council."""

from __future__ import annotations

from collections.abc import Iterator

from sdp_lib.measures.attention import LONG_SLIP_DAYS, Concern, concerns
from sdp_lib.measures.figure import Figure
from sdp_lib.presentation.fragments import Fragment, finding, note, paragraph, part
from sdp_lib.presentation.tables import Column, table
from sdp_lib.presentation.wording import listed, sentence, share, verb
from sdp_lib.report.context import Context
from sdp_lib.report.milestones import slip_words

_MOST_CONCERNS = 12
RULE = (
    "An activity is listed if it is not on track, if its end date is later by more than "
    f"{LONG_SLIP_DAYS} days, if it names an issue but no mitigating action or escalation, or if "
    "assurance does not agree with the lead officer."
)
ORDER = (
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


def attention(context: Context) -> Iterator[Fragment | None]:
    """What is most in need of attention and why, with mitigation (section 5)."""
    found = concerns(context.now, context.before, context.data.reviews)
    figure = context.figure("mitigations.any")
    if not found:
        yield from part(
            "finding",
            paragraph(f"{context.none_off_track}.", CALM),
        )
    else:
        yield from part("finding", _mitigated(context, figure))
        yield from part("table", _concern_table(context, found[:_MOST_CONCERNS]))
        yield from part("table", note(RULE, ORDER, _shown_of(len(found))))
    yield from part("commentary", context.commentary("mitigations"))


def _mitigated(context: Context, figure: Figure) -> Fragment:
    if not figure.of:
        return paragraph(f"{context.none_off_track}.")
    has = verb(figure.value, figure.of, "has", "have")
    words = ("activity not on track", "activities not on track")
    who = share(figure.value, figure.of, words)
    return finding(sentence(f"{who} {has} a mitigating action or escalation"))


def _shown_of(number: int) -> str:
    if number > _MOST_CONCERNS:
        return f"The table shows the first {_MOST_CONCERNS} of {number} activities."
    return "The table shows every one of them."


def _concern_table(context: Context, found: list[Concern]) -> Fragment:
    return table(
        "attention",
        f"Activities most in need of attention, {context.quarter.label}",
        [
            Column("Activity", 5),
            Column("Delivery status", 3),
            Column("Why", 5),
            Column("Later by", 2, "number"),
        ],
        [
            (
                context.activity(one.answer),
                context.status(one.answer.delivery),
                listed([REASONS[reason] for reason in one.reasons]) or "Not on track",
                slip_words(one.answer) if one.days else "no later end date",
            )
            for one in found
        ],
        kind="wide",
    )
