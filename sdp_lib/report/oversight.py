"""Oversight: governance (section 6), assurance (section 7) and the scorecards (section 9)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sdp_lib.inputs.assurance import OPINIONS
from sdp_lib.inputs.council import Board, label
from sdp_lib.measures.figure import Figure
from sdp_lib.measures.responses import Activity
from sdp_lib.measures.reviews import Review
from sdp_lib.periods import Period, headed, spoken
from sdp_lib.presentation.fragments import Fragment, Markup, finding, note, paragraph, part
from sdp_lib.presentation.tables import Column, figure_table, table
from sdp_lib.presentation.wording import (
    change,
    noun,
    of_these,
    percentage,
    sentence,
    share,
    verb,
)
from sdp_lib.report.context import Context
from sdp_lib.report.long_lists import first_of, where_the_rest_is


def governance(context: Context) -> Iterator[Fragment | None]:
    """Yield the boards reported to this period and expected this year (section 6)."""
    council = context.council
    reported = council.boards_asked("boards_reported")
    expected = council.boards_asked("boards_expected")
    if expected:
        nowhere = context.figure("governance.expected.none")
        yield from part("finding", finding(_no_board(context, nowhere)))
    if reported:
        words = f"Boards reported to in {spoken(context.quarter.label)}, {context.subject}"
        rows = [(one.label, context.figure(f"governance.reported.{one.id}")) for one in reported]
        yield from part("reported", figure_table("reported", words, "Board", rows, context.then))
    if expected:
        words = context.say("Boards that activities expect to report to this year, ")
        words += f"{context.subject}, {context.quarter.label}"
        rows = [(one.label, context.figure(f"governance.expected.{one.id}")) for one in expected]
        rows += [("No board", nowhere)]
        yield from part("expected", figure_table("expected", words, "Board", rows, context.then))
    if expected or reported:
        several = note(context.say("An activity may report to several boards."))
        yield from part("expected" if expected else "reported", several)
    for board in council.boards_asked("boards_expected", "forward_plan_date"):
        if board.forward_plan:
            yield from part("scheduled", _scheduled(context, board))
    yield from part("commentary", context.commentary("governance"))


def _no_board(context: Context, nowhere: Figure) -> Markup:
    """Return how many expect no board; if none do, say that every one expects a board."""
    moved = change(nowhere, context.then)
    if nowhere.value == 0:
        return sentence(
            f"every {context.answering[0]} expects to report to at least one board this year"
        )
    expects = verb(nowhere.value, nowhere.of, "expects", "expect")
    who = share(nowhere.value, nowhere.of, context.answering)
    text = f"{who} {expects} to report to no board this year"
    return sentence(f"{text}, {moved}" if moved else text)


def _scheduled(context: Context, board: Board) -> Fragment:
    figure = context.figure(f"governance.scheduled.{board.id}")
    if not figure.of:
        who = context.nouns.activity[0]
        return paragraph(f"No {who} expects to report to the {board.label} this year.")
    expects = verb(figure.of, 0, "expects", "expect")
    has = of_these(
        figure.value,
        figure.of,
        "has a date on its forward plan",
        "have a date on its forward plan",
        "has no date on its forward plan",
    )
    return paragraph(
        sentence(
            f"{context.counted(figure.of)} {expects} to report to the {board.label} this year"
        ),
        sentence(f"{has} ({percentage(figure)})"),
    )


def assurance(context: Context) -> Iterator[Fragment | None]:
    """Yield the audits and reviews of these activities, and whether they agree (section 7)."""
    touching = context.data.reviews
    number, of = len(touching), f"{context.subject}."
    if not number:
        yield from part(
            "finding",
            paragraph(context.say("No audit or review touches the activities of"), of),
        )
    else:
        touches = verb(number, 0, "touches", "touch")
        words = noun(number, ("audit or review", "audits and reviews"))
        yield from part(
            "finding",
            finding(
                sentence(
                    context.say(f"{number} {words} {touches} the activities of ") + context.subject
                )
            ),
        )
        yield from part("table", _reviews(context, first_of(context, touching)))
        yield from part("table", *where_the_rest_is(context, touching))
    yield from part("commentary", context.commentary("assurance"))


def _reviews(context: Context, touching: Sequence[Review]) -> Fragment:
    activities = {activity.id: activity for activity in context.now.activities}
    return table(
        "assurance",
        context.say("Audits and reviews that touch the activities of ") + context.subject,
        [
            Column(context.say("Activity"), 4),
            Column("Delivery status", 3),
            Column("Audit or review", 4),
            Column("Due", 2),
            Column("Opinion", 3),
        ],
        [
            (
                context.activity(activities[review.activity]),
                context.status_in(context.now, review.activity),
                *review_cells(context, review),
            )
            for review in touching
        ],
        kind="wide",
    )


def review_cells(context: Context, review: Review) -> tuple[Markup | str, ...]:
    """Return the cells of a review: what it is, when it is due, and its opinion."""
    reference = Markup(" ({})").format(review.reference) if review.reference else Markup("")
    return (
        Markup("{}: {}{}").format(
            label(context.council.assurance_sources, review.source), review.title, reference
        ),
        headed(Period.parse(review.due_quarter, context.quarter.calendar).label),
        context.say(OPINIONS[review.opinion]),
    )


def scorecards(context: Context) -> Iterator[Fragment | None]:
    """Yield each activity with its lead and progress in the lead officer's words (section 9)."""
    if not context.now.activities:
        yield from part("table", paragraph(context.nothing_known))
        return
    told = context.council.asks("progress")
    words = "Progress as lead officers describe it, " if told else "Activities and who leads them, "
    yield from part(
        "table",
        table(
            "progress",
            context.say(words) + f"{context.subject}, {context.quarter.label}",
            [
                Column(context.say("Activity"), 3),
                Column(context.say("Lead officer"), 2),
                *([Column(context.say("Progress this quarter"), 6)] if told else []),
            ],
            [
                (
                    context.activity(activity),
                    activity.lead,
                    *([_progress(context, activity)] if told else []),
                )
                for activity in context.now.activities
            ],
            kind="wide",
        ),
    )


def _progress(context: Context, activity: Activity) -> str:
    answer = context.now.by_activity.get(activity.id)
    return "No return" if answer is None else answer.progress.strip() or "Not given"
