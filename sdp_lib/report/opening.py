"""The opening of a report: introduction, overview, summary of activities, submissions."""

from __future__ import annotations

from collections.abc import Iterator

from sdp_lib.measures.figure import Figure
from sdp_lib.measures.responses import Activity
from sdp_lib.presentation.fragments import Fragment, Markup, note, paragraph, part
from sdp_lib.presentation.headlines import Tile, headlines, tile
from sdp_lib.presentation.tables import Column, table, yes_no
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
    """Every headline figure as a percentage and a count, in groups, on one page."""
    if not context.now.activities:
        yield paragraph(context.nothing_known)
        return
    yield headlines(
        "Submissions", [_tile(context, "returns.received", "return received", "returns received")]
    )
    if not context.now.answers:
        yield paragraph(context.nothing_known)
        return
    yield headlines(
        "Delivery",
        [
            _tile(context, f"delivery.{status.id}", status.one, status.many)
            for status in context.council.statuses
        ],
    )
    yield headlines(f"Due in {context.quarter.year_label} and slipping", _slipping(context))
    off_track = context.figure("delivery.not_on_track").value
    if off_track:
        yield headlines("Types of activity not on track", _types(context))
    yield headlines("Milestones and issues", [
        _tile(context, "milestones.any", "gave at least one milestone date"), *_themes(context),
    ])  # fmt: skip
    yield headlines("Mitigation and governance", [*_mitigation(context), *_boards(context)])
    if off_track:
        yield headlines(
            "Risk registers, for activities not on track",
            [
                _tile(context, f"risk.{one.id}", f"on a {one.label.lower()} risk register")
                for one in context.council.registers
            ],
        )


def _slipping(context: Context) -> list[Tile]:
    year = "due to end this financial year"
    tiles = [_tile(context, "due.this_year", f"was {year}", f"were {year}")]
    if context.figure("due.this_year").value:
        of_due = "of those due {} off track or {} a later end date"
        one, many = of_due.format("is", "has"), of_due.format("are", "have")
        tiles.append(_tile(context, "due.off_track_or_revised", one, many))
    revised = ("has a revised end date", "have a revised end date")
    return [*tiles, _tile(context, "end_dates.revised", *revised)]


def _mitigation(context: Context) -> list[Tile]:
    if not context.figure("mitigations.any").of:
        return []
    words = "not on track {} a mitigating action or escalation"
    return [_tile(context, "mitigations.any", words.format("has"), words.format("have"))]


def _tile(context: Context, name: str, one: str, many: str = "") -> Tile:
    figure = context.figure(name)
    words = are(figure.value, one, many or one)
    return tile(figure, words, context.last_quarter)


def _largest(figures: list[Figure], most: int) -> list[Figure]:
    """The largest figures that are not zero; among equals the order of the configuration."""
    return sorted((one for one in figures if one.value), key=lambda one: -one.value)[:most]


def _types(context: Context) -> list[Tile]:
    label = {f"not_on_track.type.{kind.id}": kind.label for kind in context.council.types}
    found = _largest(context.figures.group("not_on_track.type"), len(label))
    return [_tile(context, one.name, label[one.name].lower()) for one in found]


def _themes(context: Context) -> list[Tile]:
    label = {f"issues.{theme.id}": theme.label for theme in context.council.issues}
    themes = [context.figure(name) for name in label]
    found = _largest(themes, _MOST_THEMES)
    return [_tile(context, one.name, f"not on track: {label[one.name].lower()}") for one in found]


def _boards(context: Context) -> list[Tile]:
    label = {f"governance.expected.{board.id}": board.label for board in context.council.boards}
    found = _largest([context.figure(name) for name in label], _MOST_BOARDS)
    return [
        _tile(
            context,
            one.name,
            f"expects to report to {label[one.name]} this year",
            f"expect to report to {label[one.name]} this year",
        )
        for one in found
    ]


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
        "A tick under a board means that the activity expects to report there this year",
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
