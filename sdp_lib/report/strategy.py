"""The strategy behind activities: objectives, budgets, and high risk, complexity or value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sdp_lib.inputs.plan import LEVELS, Outcome
from sdp_lib.measures.figure import percent
from sdp_lib.measures.strategy import WEIGHTS, Served, served, weighty
from sdp_lib.periods import headed
from sdp_lib.presentation.fragments import Fragment, Markup, finding, note, paragraph
from sdp_lib.presentation.tables import Cell, Column, table
from sdp_lib.presentation.wording import (
    NOT_APPLICABLE,
    listed,
    pounds,
    sentence,
    share,
    verb,
)
from sdp_lib.report.context import MOST_NAMED, Context
from sdp_lib.report.long_lists import first_of, in_the_data
from sdp_lib.report.milestones import slip_words

OBJECTIVE = ("objective", "objectives")
Outcomes = Sequence[tuple[Outcome, Context]]


def objectives(context: Context) -> Iterator[Fragment]:
    """Show each objective with the activities that serve it, and how many are on track."""
    found = served(context.now)
    if not found:
        return
    if context.now.of_outcome:  # others may serve what a directorate's activities do not
        yield from _who_serves(context, found)
    yield table(
        "objectives",
        f"Objectives of {context.subject}"
        + context.say(" and the activities that serve them, ")
        + context.quarter.label,
        [
            Column("Objective", 4),
            Column("On track", 2, "number"),
            Column(context.say("Activities that serve it"), 6),
        ],
        [(one.objective.title, _on_track(one), _serving(context, one)) for one in found],
        kind="wide",
    )


def _who_serves(context: Context, found: Sequence[Served]) -> Iterator[Fragment]:
    """Yield how many objectives are served, and name those that no activity serves."""
    lost = [one.objective.title for one in found if not one.activities]
    there = len(found) - len(lost)
    one = verb(there, len(found), "has", "have") == "has"
    said = "has an activity that serves it" if one else "have activities that serve them"
    who = share(there, len(found), OBJECTIVE)
    yield finding(sentence(f"{who} {context.say(said)}"))
    if lost and there:
        yield paragraph(
            Markup("{} serves {}.").format(
                context.say("No activity"),
                listed([Markup("“{}”").format(title) for title in lost], most=MOST_NAMED, by="; "),
            )
        )


def _on_track(one: Served) -> str:
    return f"{one.on_track} of {len(one.activities)}" if one.activities else NOT_APPLICABLE


def _serving(context: Context, one: Served) -> Markup | str:
    if not one.activities:
        return context.say("No activity serves it")
    return listed(
        [
            Markup("{} {}").format(context.activity(row), context.status_in(context.now, row.id))
            for row in one.activities
        ],
        by="; ",
    )


def objectives_by_outcome(context: Context, outcomes: Outcomes) -> Iterator[Fragment]:
    """Show for each outcome how many of its objectives are served, and how many are on track."""
    found = served(context.now)
    if not found:
        return
    yield from _who_serves(context, found)
    noun = context.council.organisation.outcome_noun
    yield table(
        "objectives",
        f"Objectives by {context.outcome_word}, {context.quarter.label}",
        [
            Column(noun, 5),
            Column("Objectives", 2, "number"),
            Column(context.say("Without an activity"), 2, "number"),
            Column(context.say("Activities that serve them"), 2, "number"),
            Column("Of these on track", 2, "number"),
        ],
        [(context.outcome(outcome), *_counted(served(seen.now))) for outcome, seen in outcomes],
        kind="wide",
    )


def _counted(found: Sequence[Served]) -> tuple[int, int, int, int]:
    """Count objectives, those not served, activities that serve them, and those on track."""
    serving = {row.id for one in found for row in one.activities}
    on_track = {row.id for one in found for row in one.answers if row.on_track}
    return len(found), sum(not one.activities for one in found), len(serving), len(on_track)


def budget(context: Context, outcomes: Outcomes = ()) -> Iterator[Fragment]:
    """Show the budget by status, and of each outcome if there are several."""
    if "budget" not in context.now.uses:
        return
    total = context.figure("budget.total").value
    if not total:
        yield paragraph(context.say("The plan gives no budget for any of these activities."))
        return
    off_track = _off_track(context)
    yield finding(_money_off_track(context, off_track, total))
    rows = [(context.outcome(outcome), seen) for outcome, seen in outcomes]
    heading = context.council.organisation.outcome_noun if outcomes else context.say("Activities")
    yield table(
        "budget",
        context.say("Budget over the whole life of activities by delivery status, ")
        + f"{context.subject}, {context.quarter.label}",
        [
            Column(heading, 4),
            Column("Budget", 2, "number"),
            *(Column(status.heading, 2, "number") for status in context.council.statuses),
            Column("Not known", 2, "number"),
            Column(headed(context.nouns.off_track), 2, "number"),
        ],
        [*(_budget_row(words, seen) for words, seen in rows), _budget_row("All", context)],
        kind="wide",
    )
    without = sum(not activity.budget for activity in context.now.activities)
    if without:
        has = "has" if without == 1 else "have"
        yield note(sentence(f"{context.counted(without)} {has} no budget in the plan"))


def _off_track(context: Context) -> int:
    return sum(context.figure(f"budget.{status.id}").value for status in context.council.off_track)


def _money_off_track(context: Context, off_track: int, total: int) -> Markup:
    if not off_track:
        return sentence(
            f"none of the budget of {pounds(total)} is for "
            + context.say("activities not on track")
        )
    part = percent(off_track, total)
    return sentence(
        f"of a budget of {pounds(total)}, {pounds(off_track)} ({part}%) is for "
        + context.say("activities that are not on track")
    )


def _budget_row(words: Markup | str, context: Context) -> tuple[Cell, ...]:
    total = context.figure("budget.total").value
    each = [context.figure(f"budget.{status.id}").value for status in context.council.statuses]
    part = percent(_off_track(context), total)
    return (
        words,
        pounds(total),
        *map(pounds, each),
        pounds(total - sum(each)),
        NOT_APPLICABLE if part is None else f"{part}%",
    )


def weight(context: Context) -> Iterator[Fragment]:
    """List activities off track or ending later that are high in risk, complexity or value."""
    used = [name for name in WEIGHTS if name in context.now.uses]
    if not used:
        return
    found = weighty(context.now)
    words = listed(used).replace(" and ", " or ")
    if not found:
        yield paragraph(
            context.say(f"No activity of high {words} is off track or has a later end date.")
        )
        return
    yield table(
        "weight",
        context.say(f"Activities of high {words} that are off track or have a later end date, ")
        + context.quarter.label,
        [
            Column(context.say("Activity"), 5),
            Column("Delivery status", 3),
            *(Column(name.capitalize(), 2) for name in used),
            Column("Later by", 2, "number"),
        ],
        [
            (
                context.activity(one),
                context.status(one.delivery),
                *(LEVELS.get(getattr(one, name), "Not given") for name in used),
                slip_words(one) if one.revised else "no later end date",
            )
            for one, _ in first_of(context, found)
        ],
        kind="wide",
    )
    yield from in_the_data(context, found)
    yield note("These are for the senior board of the organisation to look at.")
