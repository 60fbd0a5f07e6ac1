"""The opening of a report: introduction, overview, summary of activities, submissions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sdp_lib.inputs.council import Item
from sdp_lib.measures.responses import Activity
from sdp_lib.presentation.fragments import Fragment, Markup, note, paragraph, part
from sdp_lib.presentation.headlines import Tile, headlines, tile
from sdp_lib.presentation.tables import Column, figure_table, table, yes_no
from sdp_lib.presentation.wording import are, counted, day, sentence, share, verb
from sdp_lib.report.context import Context, named

_MOST_THEMES = 4
_MOST_BOARDS = 2


def introduction(context: Context) -> Iterator[Fragment | None]:
    """What the plan and its monitoring are, what this report covers, and how many answered."""
    plan, organisation = context.data.plan, context.council.organisation
    window = context.data.params.window
    quarter = context.quarter
    yield from part(
        "about",
        paragraph(
            Markup("This report follows {} of {}’s {}{}.").format(
                "all activities" if context.whole else "the activities",
                organisation.name,
                plan.title,
                "" if context.whole else f" that belong to {context.subject}",
            ),
            f"It covers {quarter.label}, {quarter.period}, and rests on the returns that lead "
            f"officers made when the form was open, from {day(window.opened)} "
            f"to {day(window.closed)}.",
            _received(context),
        ),
    )
    compared = context.last_quarter
    yield from part(
        "method",
        paragraph(
            "Whether an activity is on track is the lead officer’s own view.",
            f"Counts are compared with {compared.label}."
            if compared
            else "There is no earlier quarter of this plan to compare with.",
        ),
    )
    yield from part("commentary", context.commentary("introduction"))


def overview(context: Context) -> Iterator[Fragment]:
    """Three figures set large, then every headline figure in one table, on one page."""
    if not context.now.activities:
        yield paragraph(context.nothing_known)
        return
    yield from part("headlines", headlines("At a glance", list(_tiles(context))))
    if not context.now.answers:
        yield paragraph(context.nothing_known)
        return
    yield from part(
        "table",
        figure_table(
            "overview",
            f"Headline figures, {context.subject}, {context.quarter.label}",
            "Figure",
            [(words, context.figure(name)) for name, words in _rows(context)],
            context.last_quarter,
        ),
    )


def _tiles(context: Context) -> Iterator[Tile]:
    yield _tile(context, "returns.received", "return received", "returns received")
    if not context.now.answers:
        return
    status = next(one for one in context.council.statuses if one.on_track)
    yield _tile(context, f"delivery.{status.id}", status.one, status.many)
    yield _tile(context, "end_dates.revised", "has a revised end date", "have a revised end date")


def _tile(context: Context, name: str, one: str, many: str) -> Tile:
    figure = context.figure(name)
    return tile(figure, are(figure.value, one, many), context.last_quarter)


def _rows(context: Context) -> Iterator[tuple[str, str]]:
    """Yield each headline figure by name, with its words, in the order of the sections."""
    yield "returns.received", "Returns received"
    for status in context.council.statuses:
        yield f"delivery.{status.id}", status.label
    yield "due.this_year", "Due to end this financial year"
    if context.figure("due.this_year").value:
        yield "due.off_track_or_revised", "Of those due: off track, or with a later end date"
    yield "end_dates.revised", "With a revised end date"
    yield from _largest(context, "not_on_track.type", context.council.types, "Not on track")
    yield "milestones.any", "With at least one milestone date"
    yield from _largest(
        context, "issues", context.council.issues, "Issue of those not on track", _MOST_THEMES
    )
    if context.figure("mitigations.any").of:
        yield "mitigations.any", "Not on track, with a mitigating action or escalation"
    yield from _largest(
        context, "governance.expected", context.council.boards, "Expected at", _MOST_BOARDS
    )
    if context.figure("delivery.not_on_track").value:
        for one in context.council.registers:
            yield f"risk.{one.id}", f"Not on track, on a {one.label.lower()} risk register"


def _largest(
    context: Context, group: str, items: Sequence[Item], words: str, most: int | None = None
) -> list[tuple[str, str]]:
    """The largest figures of a group that are not zero, in words; the first come first."""
    found = [(f"{group}.{one.id}", f"{words}: {one.label}") for one in items]
    there = [one for one in found if context.figure(one[0]).value]
    return sorted(there, key=lambda one: -context.figure(one[0]).value)[:most]


def summary(context: Context) -> Iterator[Fragment]:
    """Every activity with its status, whether it gave milestones, and the boards it expects."""
    if not context.now.activities:
        yield paragraph(context.nothing_known)
        return
    boards = context.council.boards
    columns = [
        Column("Activity", 9),
        Column("Delivery status", 4),
        Column("Milestones", 3, "tick"),
        *(Column(board.heading, 3, "tick") for board in boards),
    ]
    yield table(
        "summary",
        f"Activities of {context.subject}, {context.quarter.label}. "
        "“Yes” under a board means that the activity expects to report there this year",
        columns,
        [_summary_row(context, one) for one in context.now.activities],
        kind="wide",
    )


def _summary_row(context: Context, activity: Activity) -> list[Markup | str]:
    name, boards = context.activity(activity), context.council.boards
    answer = context.now.by_activity.get(activity.id)
    if answer is None:
        return [name, context.no_return, *["No return"] * (1 + len(boards))]
    return [
        name,
        context.status(answer.delivery),
        yes_no(answer.any_milestone),
        *(yes_no(board.id in answer.boards_expected) for board in boards),
    ]


def submissions(context: Context) -> Iterator[Fragment | None]:
    """When the form was open, how many answered, who was late and who is missing (section 1)."""
    window = context.data.params.window
    yield from part(
        "window",
        paragraph(
            f"The form opened on {day(window.opened)} and closed on {day(window.closed)}.",
            _received(context),
            _received_everywhere(context),
        ),
    )
    yield from part("late", _late(context))
    yield from part("missing", _missing(context))
    yield from part("commentary", context.commentary("submissions"))


def _received(context: Context) -> Markup:
    figure = context.figure("returns.received")
    if not figure.of:
        return Markup("{} has no activities in this plan.").format(context.subject)
    has = verb(figure.value, figure.of, "has", "have")
    return sentence(f"{share(figure.value, figure.of)} {has} made a return")


def _received_everywhere(context: Context) -> Markup:
    """The response of the whole plan, where the report covers only a part of it."""
    figure = context.data.received
    if figure is None or figure.of == context.figure("returns.received").of:
        return Markup("")
    has = verb(figure.value, figure.of, "has", "have")
    return sentence(f"across the whole plan, {share(figure.value, figure.of)} {has} made a return")


def _late(context: Context) -> Fragment:
    late = context.now.late
    if not late:
        return paragraph("No return came after the form closed.")
    returns = counted(len(late), ("return", "returns"))
    return paragraph(Markup("{} came after the form closed: {}.").format(returns, named(late)))


def _missing(context: Context) -> Fragment | None:
    missing = context.now.missing
    if not missing:
        return None
    they = "It is" if len(missing) == 1 else "They are"
    return note(
        Markup("No return was made for {}: {}.").format(counted(len(missing)), named(missing)),
        f"{they} counted in no figure below except the returns received.",
    )
