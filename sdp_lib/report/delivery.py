"""Delivery: activities on track, movement, and activities due this year (section 2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate, chain

from sdp_lib.measures.movement import NOT_IN_PLAN, movements, status
from sdp_lib.periods import spoken
from sdp_lib.presentation.charts import Words, paired_bars
from sdp_lib.presentation.drawing import wrapped
from sdp_lib.presentation.fragments import (
    Fragment,
    Markup,
    bullets,
    finding,
    note,
    paragraph,
    part,
)
from sdp_lib.presentation.status_looks import ABSENT
from sdp_lib.presentation.statuscharts import status_strip
from sdp_lib.presentation.tables import Column, figure_table, table, yes_no
from sdp_lib.presentation.wording import (
    listed,
    of_these,
    sentence,
    statement,
)
from sdp_lib.report.context import (
    MOST_NAMED,
    Context,
    issue_words,
    named,
    series,
)
from sdp_lib.report.milestones import still_on_track
from sdp_lib.report.strategy import budget, objectives


def delivery(context: Context) -> Iterator[Fragment | None]:
    """Yield the section: statuses now and before, activities off track, and those due this year."""
    statuses = context.council.statuses
    on_track = next(status for status in statuses if status.on_track)
    yield from part("finding", finding(context.say_status(on_track)))
    yield from part(
        "others",
        paragraph(
            *(context.say_status(status) for status in statuses if status.id != on_track.id),
            without_status(context),
        ),
    )
    yield from part("chart", status_chart(context))
    yield from part(
        "table",
        figure_table(
            "delivery",
            f"Delivery status, {context.subject}, {context.quarter.label}",
            "Delivery status",
            [(one.label, context.figure(f"delivery.{one.id}")) for one in statuses]
            + [(context.say("Not on track"), context.figure("delivery.not_on_track"))],
            context.then,
        ),
    )
    yield from part("not_on_track", _not_on_track(context))
    yield from part("moved", *what_moved(context))
    yield from part("history", _strip(context))
    yield from part("due", *_due(context))
    yield from part("objectives", *objectives(context))
    yield from part("budget", *budget(context))
    yield from part("commentary", context.commentary("delivery"))


def without_status(context: Context) -> Markup:
    """Name the activities that made a return without a status."""
    blank = [answer for answer in context.now.answers if not answer.delivery]
    if not blank:
        return Markup("")
    return Markup("{} gave no status: {}.").format(context.counted(len(blank)), named(blank))


def status_chart(context: Context, data_of: str = "") -> Fragment:
    """Draw the number of activities with each status, beside the period compared with."""
    on_track = next(status for status in context.council.statuses if status.on_track)
    labels = [one.label for one in context.council.statuses]
    figures = [context.figure(f"delivery.{one.id}") for one in context.council.statuses]
    return paired_bars(
        Words(
            "delivery",
            context.say("Number of activities by delivery status, ")
            + f"{context.subject}, {context.compared_quarters}",
            context.say("Bar chart of the activities of ")
            + f"{context.subject} by delivery status. {context.say_status(on_track).striptags()}",
            data_of,
        ),
        labels,
        series(context, figures),
    )


def _not_on_track(context: Context) -> Fragment:
    off_track = context.now.off_track
    if not off_track:
        return paragraph(f"{context.none_off_track}, so there is nothing to list.")
    order = [status.id for status in context.council.statuses]
    asks = context.council.asks
    issues, mitigation = asks("issues", "issue_other"), asks("mitigation")
    return table(
        "not-on-track",
        context.say("Activities that are not on track, ")
        + f"{context.subject}, {context.quarter.label}",
        [
            Column(context.say("Activity"), 5),
            Column(_then(context), 3),
            Column(f"Status in {spoken(context.quarter.short_label)}", 3),
            *([Column("Emerging issues", 4)] if issues else []),
            *([Column("Mitigation or escalation", 2)] if mitigation else []),
        ],
        [
            (
                context.activity(row),
                context.status_then(row.id),
                context.status(row.delivery),
                *([issue_words(context, row)] if issues else []),
                *([yes_no(row.any_mitigation)] if mitigation else []),
            )
            for row in sorted(off_track, key=lambda row: -order.index(row.delivery))
        ],
        kind="wide",
    )


def _then(context: Context) -> str:
    return f"Status in {spoken(context.then)}" if context.then else "Status before"


_LATER = (
    ("With a later end date", "due.revised_end"),
    ("On track, of those with a later end date", "due.revised_end_on_track"),
    ("Off track, or with a later end date", "due.off_track_or_revised"),
)


def _due(context: Context) -> Iterator[Fragment]:
    due = context.figure("due.this_year")
    year = context.quarter.year_id
    yield paragraph(
        statement(
            due,
            f"was due to end in {year}",
            f"were due to end in {year}",
            words=context.answering,
        ),
        *(_of_those_due(context) if due.value and "due.revised_end" in context.figures else []),
    )
    if not due.value:
        return
    statuses = [(one.label, f"due.{one.id}") for one in context.council.statuses]
    later = _LATER if context.council.asks("revised_end") else ()
    yield figure_table(
        "due",
        context.say("Activities due to end in ")
        + f"{year}, {context.subject}, {context.quarter.label}",
        context.say("Of those due this financial year"),
        [(words, context.figure(name)) for words, name in [*statuses, *later]],
        context.then,
    )


def _of_those_due(context: Context) -> Iterator[Markup]:
    revised = context.figure("due.revised_end")
    on_track = context.figure("due.revised_end_on_track")
    later = of_these(
        revised.value,
        revised.of,
        "has a later end date",
        "have a later end date",
        "has no later end date",
    )
    yield sentence(later)
    if revised.value:
        yield sentence(still_on_track(on_track))


MOST_STRIPS = 32
_MOST_LINES = 40
_EACH_ON_TRACK = (
    "It was on track in at least one quarter.",
    "Each was on track in at least one quarter.",
)
MOVE_WORDS = {
    "newly_off_track": "Newly off track",
    "worsened": "Worse than before",
    "improved": "Better than before, still off track",
    "recovered": "Recovered, on track again",
}


def what_moved(context: Context) -> Iterator[Fragment]:
    """Name the activities whose status moved since the period compared with."""
    if context.before is None:
        return
    if context.other_scale:
        yield note(context.other_scale)
        return
    moved = movements(context.now, context.before)
    found = {
        words: [activity for activity in context.now.activities if moved[activity.id].move == name]
        for name, words in MOVE_WORDS.items()
    }
    if not any(found.values()):
        yield paragraph(f"No status moved since {spoken(context.then)}.")
        return
    yield paragraph(f"These moved since {spoken(context.then)}:")
    yield bullets(
        Markup("{}: {}.").format(
            words,
            listed([context.activity(activity) for activity in there], most=MOST_NAMED, by="; "),
        )
        for words, there in found.items()
        if there
    )


def _strip(context: Context) -> Fragment | None:
    """Draw each activity's status in every period of the plan so far.

    A strip with very many rows is unreadable, so beyond `MOST_STRIPS` only activities that were
    ever off track or without a return are drawn.
    """
    tones = {
        activity.id: [context.tone(seen, activity.id) for seen in context.comparable]
        for activity in context.now.activities
    }
    titles = {
        activity.id: f"{activity.id}. {activity.title}" for activity in context.now.activities
    }
    shown, which = _chosen_strips(context, titles)
    if len(context.comparable) == 1 or not shown:
        return None
    quarters = [seen.quarter for seen in context.comparable]
    never = [activity for activity in shown if "on_track" not in _counts(context, activity)]
    found = (
        f"Never reported as on track: {listed(never, most=MOST_NAMED)}."
        if never
        else context.say(_EACH_ON_TRACK[len(shown) > 1])
    )
    return status_strip(
        Words(
            "history",
            context.say(f"Delivery status {which} by quarter, ")
            + f"{context.subject}, {quarters[0].label} to {quarters[-1].label}"
            + _absence(tones[activity] for activity in shown),
            f"Chart of status strips for {context.counted(len(shown))} over "
            + context.say(f"{len(quarters)} quarters. ")
            + found,
            context.say("Activity"),
        ),
        [titles[activity.id] for activity in context.now.activities if activity.id in shown],
        quarters,
        [tones[activity] for activity in shown],
        [
            pair
            for pair in context.tone_legend
            if any(pair[1] in tones[activity] for activity in shown)
        ],
    )


def _absence(rows: Iterable[list[str]]) -> str:
    return ". Where there is no symbol, the plan did not have it" if ABSENT in chain(*rows) else ""


def _counts(context: Context, activity: str) -> set[str]:
    """Return what an activity's statuses have counted as so far; blank if it gave none."""
    count = {one.id: one.count for one in context.council.statuses}
    given = (status(seen, activity) for seen in context.comparable)
    return {count.get(one, "") for one in given if one != NOT_IN_PLAN}


def _chosen_strips(context: Context, titles: Mapping[str, str]) -> tuple[list[str], str]:
    if len(_fitting(list(titles), titles)) == len(titles):
        return list(titles), "of each activity"
    uneven = [activity for activity in titles if _counts(context, activity) & {"", "off_track"}]
    shown = _fitting(uneven, titles)
    if len(shown) == len(uneven):
        return uneven, "of each activity that was ever off track or without a return"
    which = f"of the first {len(shown)} activities that were ever off track or without a return"
    return shown, which


def _fitting(activities: list[str], titles: Mapping[str, str]) -> list[str]:
    """Return as many activities as fit on a page of a document, by the lines of their titles."""
    lines = accumulate(wrapped(titles[activity]).count("\n") + 1 for activity in activities)
    fitting = sum(taken <= _MOST_LINES for taken in lines)
    return activities[: min(fitting, MOST_STRIPS)]
