"""Activities that wait for others, in the whole council: those at risk, and clashing end dates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sdp_lib.measures.waiting import Wait, at_risk, waits
from sdp_lib.presentation.fragments import Fragment, finding, paragraph
from sdp_lib.presentation.tables import Column, table
from sdp_lib.presentation.wording import are, day, sentence
from sdp_lib.report.context import Context


def waiting(context: Context) -> Iterator[Fragment]:
    """Show activities on track that wait for one off track, and end dates that clash."""
    if "depends_on" not in context.now.uses:
        return
    found = at_risk(context.now)
    if found:
        number = len({wait.activity.id for wait in found})
        yield finding(
            sentence(
                f"{context.counted(number)} on track {are(number, 'waits', 'wait')} "
                f"for another that is {context.nouns.off_track}"
            )
        )
        yield _at_risk(context, found)
    else:
        words = "No activity on track waits for one that is not on track."
        yield paragraph(context.say(words))
    clashes = [wait for wait in waits(context.now) if wait.clashes]
    if clashes:
        yield _clashes(context, clashes)


def _at_risk(context: Context, found: Sequence[Wait]) -> Fragment:
    return table(
        "waiting",
        context.say("Activities on track that wait for one that is not on track, ")
        + context.quarter.label,
        [
            Column(context.say("Activity on track"), 5),
            Column("Waits for", 5),
            Column("Status of that", 3),
        ],
        [
            (
                context.activity(wait.activity),
                context.activity(wait.other),
                context.status_in(context.now, wait.other.id),
            )
            for wait in found
        ],
        kind="wide",
    )


def _clashes(context: Context, found: Sequence[Wait]) -> Fragment:
    return table(
        "clashes",
        context.say("Activities that would end before one that they wait for, ")
        + context.quarter.label,
        [
            Column(context.say("Activity"), 5),
            Column("Ends", 2),
            Column("Waits for", 5),
            Column("Which ends", 2),
        ],
        [
            (
                context.activity(wait.activity),
                day(wait.end),
                context.activity(wait.other),
                day(wait.other_end),
            )
            for wait in found
        ],
        kind="wide",
    )
