"""The opening of a report: introduction, overview, summary of activities, submissions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sdp_lib.inputs.council import Item
from sdp_lib.measures.responses import Activity
from sdp_lib.periods import spoken
from sdp_lib.presentation.fragments import Fragment, Markup, note, paragraph, part
from sdp_lib.presentation.headlines import Tile, headlines, tile
from sdp_lib.presentation.tables import Column, figure_table, link, table, yes_no
from sdp_lib.presentation.wording import are, counted, day, in_sentence, sentence, verb
from sdp_lib.report.context import Context, named
from sdp_lib.report.long_lists import too_many
from sdp_lib.report.membership import membership

_MOST_THEMES = 4
_MOST_BOARDS = 2


def introduction(context: Context) -> Iterator[Fragment | None]:
    """Yield the plan and its monitoring, what this report covers, and how many returns it has."""
    plan, organisation = context.data.plan, context.council.organisation
    window = context.data.params.window
    quarter = context.quarter
    yield from part(
        "about",
        paragraph(
            Markup("This report follows {} of {}’s {}{}.").format(
                context.say("all activities" if context.whole else "the activities"),
                organisation.name,
                plan.title,
                "" if context.whole else f" that belong to {context.subject}",
            ),
            f"It covers {spoken(quarter.label)}, {quarter.span}, and rests on the returns that "
            f"{context.nouns.lead[1]} made when the form was open, from {day(window.opened)} "
            f"to {day(window.closed)}.",
            _received(context),
            _strategy(context),
        ),
    )
    yield from part(
        "method",
        paragraph(
            context.say("Whether an activity is on track is the lead officer’s own view."),
            f"Counts are compared with {spoken(context.before.quarter.label)}."
            if context.before
            else context.say("There is no earlier quarter of this plan to compare with."),
            context.other_scale,
        ),
    )
    yield from part("commentary", context.commentary("introduction"))


def _strategy(context: Context) -> Markup:
    """Return the strategy that the plan serves, such as the council's 5 Year Plan."""
    strategy = context.data.plan.strategy
    if strategy is None:
        return Markup("")
    name = Markup("{}").format(" ".join(filter(None, [strategy.title, strategy.years])))
    return Markup("The plan serves {}.").format(link(strategy.url, name) if strategy.url else name)


def overview(context: Context) -> Iterator[Fragment]:
    """Yield three large figures, then every headline figure in a table, on one page."""
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
            context.then,
        ),
    )


def _tiles(context: Context) -> Iterator[Tile]:
    yield _tile(context, "returns.received", "return received", "returns received")
    if not context.now.answers:
        return
    status = next(known for known in context.council.statuses if known.on_track)
    yield _tile(context, f"delivery.{status.id}", status.one, status.many)
    if "end_dates.revised" in context.figures:
        yield _tile(
            context, "end_dates.revised", "has a revised end date", "have a revised end date"
        )


def _tile(context: Context, name: str, one: str, many: str) -> Tile:
    figure = context.figure(name)
    return tile(figure, are(figure.value, one, many), context.then)


def _rows(context: Context) -> Iterator[tuple[str, str]]:
    """Yield each headline figure by name, with its words, in the order of the sections."""
    yield "returns.received", "Returns received"
    for status in context.council.statuses:
        yield f"delivery.{status.id}", status.label
    council, figures = context.council, context.figures
    yield "due.this_year", context.say("Due to end this financial year")
    if context.figure("due.this_year").value and council.asks("revised_end"):
        yield "due.off_track_or_revised", "Of those due: off track, or with a later end date"
    if council.asks("revised_end"):
        yield "end_dates.revised", "With a revised end date"
    yield from _largest(context, "not_on_track.type", council.types, context.say("Not on track"))
    if council.kinds:
        yield "milestones.any", "With at least one milestone date"
    yield from _largest(
        context, "issues", council.themes, context.say("Issue of those not on track"), _MOST_THEMES
    )
    if "mitigations.any" in figures and figures["mitigations.any"].of:
        yield (
            "mitigations.any",
            context.say("Not on track, with a mitigating action or escalation"),
        )
    expected = council.boards_asked("boards_expected")
    yield from _largest(context, "governance.expected", expected, "Expected at", _MOST_BOARDS)
    if context.figure("delivery.not_on_track").value and council.asks("risk_registers"):
        for register in council.registers:
            yield (
                f"risk.{register.id}",
                context.say("Not on track")
                + f", on the {in_sentence(register.label)} risk register",
            )


def _largest(
    context: Context, group: str, items: Sequence[Item], words: str, most: int | None = None
) -> list[tuple[str, str]]:
    """Return a group's figures above zero, the largest first, each with its words."""
    found = [(f"{group}.{item.id}", f"{words}: {item.label}") for item in items]
    there = [row for row in found if context.figure(row[0]).value]
    return sorted(there, key=lambda one: -context.figure(one[0]).value)[:most]


def summary(context: Context) -> Iterator[Fragment]:
    """Yield every activity with its status, whether it gave milestones, and its expected boards."""
    if not context.now.activities:
        yield paragraph(context.nothing_known)
        return
    if elsewhere := too_many(context):
        yield elsewhere
        return
    boards = context.council.boards_asked("boards_expected")
    columns = [
        Column(context.say("Activity"), 9),
        Column("Delivery status", 4),
        *([Column("Milestones", 3, "tick")] if context.council.kinds else []),
        *(Column(board.heading, 3, "tick") for board in boards),
    ]
    ticks = ". “Yes” under a board means that the activity expects to report there this year"
    yield table(
        "summary",
        context.say("Activities of ")
        + f"{context.subject}, {context.quarter.label}"
        + (context.say(ticks) if boards else ""),
        columns,
        [_summary_row(context, activity) for activity in context.now.activities],
        kind="wide",
    )


def _summary_row(context: Context, activity: Activity) -> list[Markup | str]:
    name, boards = context.activity(activity), context.council.boards_asked("boards_expected")
    kinds = context.council.kinds
    answer = context.now.by_activity.get(activity.id)
    if answer is None:
        return [name, context.no_return, *["No return"] * (bool(kinds) + len(boards))]
    return [
        name,
        context.status(answer.delivery),
        *([yes_no(answer.any_milestone)] if kinds else []),
        *(yes_no(board.id in answer.boards_expected) for board in boards),
    ]


def submissions(context: Context) -> Iterator[Fragment | None]:
    """Yield when the form was open, and returns received, late and missing (section 1)."""
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
    yield from part("members", *membership(context))
    yield from part("commentary", context.commentary("submissions"))


def _received(context: Context) -> Markup:
    figure = context.figure("returns.received")
    if not figure.of:
        return Markup("{}").format(context.nothing_known)
    has = verb(figure.value, figure.of, "has", "have")
    return sentence(f"{context.share(figure.value, figure.of)} {has} made a return")


def _received_everywhere(context: Context) -> Markup:
    """Return the response of the whole plan, if the report covers only a part of it."""
    figure = context.data.received
    if figure is None or figure.of == context.figure("returns.received").of:
        return Markup("")
    has = verb(figure.value, figure.of, "has", "have")
    who = context.share(figure.value, figure.of)
    return sentence(f"across the whole plan, {who} {has} made a return")


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
        Markup("No return was made for {}: {}.").format(
            context.counted(len(missing)), named(missing)
        ),
        f"{they} counted in no figure below except the returns received.",
    )
