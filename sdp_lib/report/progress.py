"""How delivery goes: what is on track and what is due (section 2), milestones (section 3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sdp_lib.presentation.charts import Words, paired_bars
from sdp_lib.presentation.fragments import Fragment, Markup, finding, note, paragraph
from sdp_lib.presentation.tables import Column, figure_table, table
from sdp_lib.presentation.wording import (
    counted,
    day,
    earlier,
    listed,
    noun,
    quantity,
    sentence,
    share,
    statement,
    verb,
)
from sdp_lib.report.context import Context, activity_name, rows


def delivery(context: Context) -> Iterator[Fragment | None]:
    """Status against the quarter before, what is not on track, and what is due this year."""
    statuses = context.council.statuses
    on_track = next(status for status in statuses if status.on_track)
    yield finding(context.say_status(on_track))
    yield paragraph(
        *(context.say_status(status) for status in statuses if status.id != on_track.id)
    )
    yield _status_chart(context)
    yield figure_table(
        "delivery",
        f"Table 2.1: Delivery status, {context.subject}, {context.quarter.label}",
        "Delivery status",
        [(one.label, context.figure(f"delivery.{one.id}")) for one in statuses]
        + [("Not on track", context.figure("delivery.not_on_track"))],
        context.last_quarter,
    )
    yield _not_on_track(context)
    yield from _due(context)
    yield context.commentary("delivery")


def _status_chart(context: Context) -> Fragment:
    figures = [context.figure(f"delivery.{one.id}") for one in context.council.statuses]
    return paired_bars(
        Words(
            "delivery",
            f"Figure 2.1: Number of activities by delivery status, {context.subject}, "
            f"{_quarters(context)}",
            f"Bar chart of {context.subject}’s activities by delivery status. "
            f"{_spoken(context, figures)}",
        ),
        [one.label for one in context.council.statuses],
        series(context, figures),
    )


def series(context: Context, figures: list[Any]) -> list[tuple[str, list[int]]]:
    """Return the bars of a chart: last quarter where every figure has one, then this quarter."""
    now = (context.quarter.label, [one.value for one in figures])
    if context.last_quarter is None or any(one.previous is None for one in figures):
        return [now]
    return [(context.last_quarter.label, [one.previous for one in figures]), now]


def _quarters(context: Context) -> str:
    if context.last_quarter is None:
        return context.quarter.label
    return f"{context.last_quarter.label} and {context.quarter.label}"


def _spoken(context: Context, figures: list[Any]) -> str:
    spoken = [
        f"{status.label}: {quantity(figure)}"
        + (
            f", {earlier(figure)} in {context.last_quarter.short_label}"
            if context.last_quarter
            else ""
        )
        for status, figure in zip(context.council.statuses, figures, strict=True)
    ]
    return "; ".join(spoken) + "."


def _not_on_track(context: Context) -> Fragment:
    off_track = context.now.off_track
    if off_track.empty:
        return paragraph(
            f"No activity of {context.subject} is off track, so there is nothing to list."
        )
    return table(
        "not-on-track",
        f"Table 2.2: Activities that are not on track, {context.subject}, {context.quarter.label}",
        [
            Column("Activity", 5),
            Column(_then(context), 3),
            Column(f"Status in {context.quarter.short_label}", 3),
            Column("Emerging issues", 4),
            Column("Mitigation or escalation", 2),
        ],
        [
            (
                context.activity(row),
                context.status_then(row.id),
                context.status(row.delivery),
                issue_words(context, row),
                "Yes" if row.any_mitigation else "No",
            )
            for row in rows(off_track)
        ],
        kind="wide",
    )


def _then(context: Context) -> str:
    return (
        f"Status in {context.last_quarter.short_label}" if context.last_quarter else "Status before"
    )


def issue_words(context: Context, row: Any) -> Markup:
    """Name the issues of an activity as a list in words; the free text of "other" comes last."""
    labels: list[str] = context.labels(context.council.issues, row.issues)
    other = [f"other: {row.issue_other.strip()}"] if row.issue_other.strip() else []
    return listed([*labels, *other]) or Markup("None given")


def _due(context: Context) -> Iterator[Fragment]:
    due = context.figure("due.this_year")
    year = context.quarter.year_label
    yield paragraph(
        statement(due, f"was due to end in {year}", f"were due to end in {year}"),
        *(_of_those_due(context) if due.value else []),
    )
    if not due.value:
        return
    statuses = [(one.label, context.figure(f"due.{one.id}")) for one in context.council.statuses]
    yield figure_table(
        "due",
        f"Table 2.3: Activities due to end in {year}, {context.subject}, {context.quarter.label}",
        "Of those due this financial year",
        [
            *statuses,
            ("With a later end date", context.figure("due.revised_end")),
            (
                "On track, of those with a later end date",
                context.figure("due.revised_end_on_track"),
            ),
            ("Off track, or with a later end date", context.figure("due.off_track_or_revised")),
        ],
        context.last_quarter,
    )


def _of_those_due(context: Context) -> Iterator[Markup]:
    revised, on_track = (
        context.figure("due.revised_end"),
        context.figure("due.revised_end_on_track"),
    )
    has = verb(revised.value, revised.of, "has", "have")
    yield sentence(f"of those due, {share(revised.value, revised.of)} {has} a later end date")
    if revised.value:
        still = verb(on_track.value, on_track.of, "is", "are")
        yield sentence(
            f"of those with a later end date, {share(on_track.value, on_track.of)} {still} "
            "reported as on track"
        )


def milestones(context: Context) -> Iterator[Fragment | None]:
    """How many gave milestones, which kinds, and every revised end date (section 3)."""
    given = context.figure("milestones.any")
    yield finding(_gave_milestones(context))
    if given.value:
        yield figure_table(
            "milestones",
            f"Table 3.1: Kinds of milestone given, {context.subject}, {context.quarter.label}",
            "Milestone",
            [
                (one.label, context.figure(f"milestones.{one.id}"))
                for one in context.council.milestones
            ],
            context.last_quarter,
        )
        yield note(
            f"Out of the {counted(given.value)} that gave at least one milestone date.",
            f"In {context.last_quarter.short_label} that was {given.previous}."
            if context.last_quarter and given.previous is not None
            else "",
        )
    yield from _revised_ends(context)
    yield context.commentary("milestones")


def _gave_milestones(context: Context) -> Markup:
    figure = context.figure("milestones.any")
    has = verb(figure.value, figure.of, "has", "have")
    text = f"{share(figure.value, figure.of)} {has} given at least one milestone date"
    before = context.last_quarter
    compare = f", compared with {earlier(figure)} in {before.short_label}" if before else ""
    return sentence(text + compare)


def _revised_ends(context: Context) -> Iterator[Fragment]:
    revised, on_track = (
        context.figure("end_dates.revised"),
        context.figure("end_dates.revised_on_track"),
    )
    has = verb(revised.value, revised.of, "has", "have")
    yield paragraph(
        sentence(f"{share(revised.value, revised.of)} {has} a revised end date"),
        sentence(
            f"of these, {share(on_track.value, on_track.of)} "
            f"{verb(on_track.value, on_track.of)} reported as on track"
        )
        if revised.value
        else "",
    )
    if not revised.value:
        return
    yield table(
        "revised-end-dates",
        f"Table 3.2: Revised end dates, {context.subject}, {context.quarter.label}",
        [
            Column("Activity", 6),
            Column("Delivery status", 3),
            Column("Original end date", 3),
            Column("New end date", 3),
            Column("Later by", 2, "number"),
        ],
        [
            (
                context.activity(row),
                context.status(row.delivery),
                day(row.end),
                day(row.revised_end),
                slip(row),
            )
            for row in rows(context.now.revised)
        ],
        kind="wide",
    )


def slip(row: Any) -> str:
    """Say by how many days the revised end is later than the original one."""
    days = (row.revised_end - row.end).days if row.end == row.end else None
    return "no original date" if days is None else f"{days} {noun(days, ('day', 'days'))}"


__all__ = ["activity_name", "delivery", "issue_words", "milestones", "series", "slip"]
