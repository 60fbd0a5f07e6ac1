"""Who looks at it: governance (section 6), assurance (section 7), the scorecards (section 9)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sdp_lib.inputs.assurance import OPINIONS
from sdp_lib.inputs.council import Board, label
from sdp_lib.measures.figure import Figure
from sdp_lib.measures.responses import Activity
from sdp_lib.measures.reviews import Review
from sdp_lib.periods import Period
from sdp_lib.presentation.fragments import Fragment, Markup, finding, note, paragraph, part
from sdp_lib.presentation.tables import Column, figure_table, table
from sdp_lib.presentation.wording import (
    change,
    counted,
    noun,
    of_these,
    percentage,
    sentence,
    share,
    verb,
)
from sdp_lib.report.context import Context


def governance(context: Context) -> Iterator[Fragment | None]:
    """Where activities reported this quarter and expect to report this year (section 6)."""
    boards = context.council.boards
    nowhere = context.figure("governance.expected.none")
    yield from part("finding", finding(_no_board(context, nowhere)))
    yield from part(
        "reported",
        figure_table(
            "reported",
            f"Boards reported to in {context.quarter.label}, {context.subject}",
            "Board",
            [(one.label, context.figure(f"governance.reported.{one.id}")) for one in boards],
            context.last_quarter,
        ),
    )
    yield from part(
        "expected",
        figure_table(
            "expected",
            f"Boards that activities expect to report to this year, {context.subject}, "
            f"{context.quarter.label}",
            "Board",
            [(one.label, context.figure(f"governance.expected.{one.id}")) for one in boards]
            + [("No board", nowhere)],
            context.last_quarter,
        ),
    )
    yield from part("expected", note("An activity may report to several boards."))
    for board in boards:
        if board.forward_plan:
            yield from part("scheduled", _scheduled(context, board))
    yield from part("commentary", context.commentary("governance"))


def _no_board(context: Context, nowhere: Figure) -> Markup:
    """Say how many expect no board; a none of them is said the other way round."""
    moved = change(nowhere, context.last_quarter)
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
        return paragraph(f"No activity expects to report to the {board.label} this year.")
    expects = verb(figure.of, 0, "expects", "expect")
    has = of_these(
        figure.value,
        figure.of,
        "has a date on its forward plan",
        "have a date on its forward plan",
        "has no date on its forward plan",
    )
    return paragraph(
        sentence(f"{counted(figure.of)} {expects} to report to the {board.label} this year"),
        sentence(f"{has} ({percentage(figure)})"),
    )


def assurance(context: Context) -> Iterator[Fragment | None]:
    """What audits and reviews touch these activities, and whether they agree (section 7)."""
    touching = context.data.reviews
    number = len(touching)
    if not number:
        yield from part(
            "finding", paragraph(f"No audit or review touches the activities of {context.subject}.")
        )
    else:
        touches = verb(number, 0, "touches", "touch")
        words = noun(number, ("audit or review", "audits and reviews"))
        yield from part(
            "finding",
            finding(sentence(f"{number} {words} {touches} the activities of {context.subject}")),
        )
        yield from part("table", _reviews(context, touching))
    yield from part("commentary", context.commentary("assurance"))


def _reviews(context: Context, touching: Sequence[Review]) -> Fragment:
    activities = {one.id: one for one in context.now.activities}
    return table(
        "assurance",
        f"Audits and reviews that touch the activities of {context.subject}",
        [
            Column("Activity", 4),
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
    """Say of one review what it is, when it is due, and its opinion."""
    reference = Markup(" ({})").format(review.reference) if review.reference else Markup("")
    return (
        Markup("{}: {}{}").format(
            label(context.council.assurance_sources, review.source), review.title, reference
        ),
        Period.parse(review.due_quarter).label,
        OPINIONS[review.opinion],
    )


def scorecards(context: Context) -> Iterator[Fragment | None]:
    """Each activity with who leads it and its progress in the lead officer's words (section 9)."""
    if not context.now.activities:
        yield from part("table", paragraph(f"{context.subject} has no activities in this plan."))
        return
    yield from part(
        "table",
        table(
            "progress",
            f"Progress as lead officers describe it, {context.subject}, {context.quarter.label}",
            [Column("Activity", 3), Column("Lead officer", 2), Column("Progress this quarter", 6)],
            [
                (context.activity(one), one.lead, _progress(context, one))
                for one in context.now.activities
            ],
            kind="wide",
        ),
    )


def _progress(context: Context, activity: Activity) -> str:
    answer = context.now.by_activity.get(activity.id)
    return "No return" if answer is None else answer.progress.strip() or "Not given"
