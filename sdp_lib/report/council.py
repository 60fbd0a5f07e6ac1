"""Sections on the council as a whole: outcomes side by side, cross-cutting themes, forward plan."""

from __future__ import annotations

from collections.abc import Iterator

from sdp_lib.inputs.council import Board
from sdp_lib.inputs.plan import Outcome
from sdp_lib.inputs.scope import Scope
from sdp_lib.measures.breakdowns import forward_plan as by_month
from sdp_lib.measures.breakdowns import response_rates as by_directorate
from sdp_lib.measures.breakdowns import shared_themes
from sdp_lib.measures.movement import NO_RETURN, NOT_IN_PLAN, transitions
from sdp_lib.measures.report_data import part_of
from sdp_lib.measures.reviews import agreement as agreement_counts
from sdp_lib.periods import spoken
from sdp_lib.presentation.fragments import Fragment, finding, paragraph, part
from sdp_lib.presentation.tables import Cell, Column, table
from sdp_lib.presentation.wording import listed, noun, plural, sentence, share, verb
from sdp_lib.report.context import Context
from sdp_lib.report.counting import make_context
from sdp_lib.report.delivery import status_chart, what_moved, without_status
from sdp_lib.report.status_shares import shares_by_outcome, shares_by_quarter, status_series
from sdp_lib.report.strategy import budget, objectives_by_outcome
from sdp_lib.report.waiting import waiting


def outcome_contexts(context: Context) -> list[tuple[Outcome, Context]]:
    """Measure every outcome of the plan by itself."""
    then = context.before.quarter if context.before else None
    parts = [
        (outcome, part_of(context.data, Scope("outcome", outcome.id)))
        for outcome in context.data.plan.outcomes
    ]
    return [
        (outcome, make_context(part, outcome.short, {}, compare=then)) for outcome, part in parts
    ]


def delivery(context: Context) -> Iterator[Fragment | None]:
    """Yield all outcomes side by side, movement, and the statuses over time (section 2)."""
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
    yield from part("chart", status_chart(context, "Delivery status"))
    outcomes = outcome_contexts(context)
    yield from part("outcomes", _status_by_outcome(context, outcomes))
    yield from part("movement", _movement_by_outcome(context, outcomes))
    yield from part("outcomes_chart", shares_by_outcome(context, outcomes))
    yield from part("moved", *what_moved(context))
    yield from part("transitions", _transitions(context))
    yield from part("quarters_chart", shares_by_quarter(context))
    yield from part("waiting", *waiting(context))
    yield from part("objectives", *objectives_by_outcome(context, outcomes))
    yield from part("budget", *budget(context, outcomes))
    yield from part("commentary", context.commentary("delivery"))


def _status_by_outcome(context: Context, outcomes: list[tuple[Outcome, Context]]) -> Fragment:
    series = status_series(context, [seen.now for _, seen in outcomes])
    headings = {status.label: status.heading for status in context.council.statuses}
    return table(
        "outcomes",
        f"Delivery status by {context.outcome_word}, {context.quarter.label}",
        [
            Column(context.council.organisation.outcome_noun, 5),
            Column(context.say("Activities"), 2, "number"),
            *(Column(headings.get(one.label, one.label), 2, "number") for one in series),
        ],
        [
            (
                context.outcome(outcome),
                len(seen.now.activities),
                *(one.values[number] for one in series),
            )
            for number, (outcome, seen) in enumerate(outcomes)
        ],
        kind="wide",
    )


def _movement_by_outcome(
    context: Context, outcomes: list[tuple[Outcome, Context]]
) -> Fragment | None:
    if context.before is None or context.other_scale:
        return None
    moves = {
        "newly_off_track": "Newly off track",
        "worsened": "Worse",
        "improved": "Better",
        "recovered": "Recovered",
    }
    ends, themes = context.council.asks("revised_end"), context.council.themes
    shown = [
        f"Movement since {spoken(context.before.quarter.label)}",
        *(["slippage"] if ends else []),
        *(["issues"] if themes else []),
    ]
    return table(
        "movement",
        f"{', '.join(shown[:-1])} and {shown[-1]} by {context.outcome_word}"
        if shown[1:]
        else f"{shown[0]} by {context.outcome_word}",
        [
            Column(context.council.organisation.outcome_noun, 5),
            *(Column(words, 2, "number") for words in moves.values()),
            *([Column("Revised end dates", 2, "number")] if ends else []),
            *([Column("Most named issue", 4)] if themes else []),
        ],
        [
            (
                context.outcome(outcome),
                *(seen.figure(f"movement.{name}").value for name in moves),
                *([seen.figure("end_dates.revised").value] if ends else []),
                *([_most_named(seen)] if themes else []),
            )
            for outcome, seen in outcomes
        ],
        kind="wide",
    )


def _most_named(seen: Context) -> str:
    named = {theme.label: seen.figure(f"issues.{theme.id}").value for theme in seen.council.themes}
    most = max(named.values(), default=0)
    together = [label for label, value in named.items() if value == most]
    if not most:
        return "None named"
    each = " each" if len(together) > 1 else ""
    return f"{listed(together)} ({most} of {seen.figure('issues.any').of}{each})"


def _transitions(context: Context) -> Fragment | None:
    if context.before is None or context.other_scale:
        return None
    found = transitions(context.now, context.before)
    states = [(status.id, status.heading) for status in context.council.statuses]
    states += [("", "Not given")] if any("" in pair for pair in found) else []
    states += [(NO_RETURN, "No return")]
    states += [(NOT_IN_PLAN, "Not in the plan")] if any(NOT_IN_PLAN in one for one in found) else []
    return table(
        "transitions",
        f"From the status in {spoken(context.before.quarter.label)} (rows) to the status in "
        f"{spoken(context.quarter.label)} (columns)",
        [
            Column(f"Status in {spoken(context.then)}", 4),
            *(Column(words, 2, "number") for _, words in states),
        ],
        [(words, *(found.get((then, now), 0) for now, _ in states)) for then, words in states],
        kind="compact",
    )


def response_rates(context: Context) -> Fragment | None:
    """Show returns received, late and missing for each directorate, if there are directorates."""
    if not context.council.directorates:
        return None
    rates = by_directorate(context.now)
    return table(
        "response-rates",
        context.say("Returns by directorate, ") + context.quarter.label,
        [
            Column(context.say("Directorate"), 5),
            *(Column(name, 2, "number") for name in ("Expected", "Received", "Late", "Missing")),
        ],
        [
            (rate.directorate.label, rate.expected, rate.received, rate.late, rate.missing)
            for rate in sorted(rates, key=lambda rate: (-rate.missing, -rate.late))
        ],
        kind="compact",
    )


def cross_cutting(context: Context) -> Fragment | None:
    """Show which themes cut across outcomes and directorates, and the activities behind them."""
    shared = shared_themes(context.now)
    if not shared:
        return None
    directorates = context.council.directorates
    across = plural(context.outcome_word) + context.say(" and directorates" if directorates else "")
    return table(
        "cross-cutting",
        f"Themes that cut across {across}, {context.quarter.label}",
        [
            Column("Theme", 4),
            Column(context.say("Activities"), 2, "number"),
            Column(plural(context.council.organisation.outcome_noun), 2, "number"),
            *([Column(context.say("Directorates"), 2, "number")] if directorates else []),
            Column(context.say("Activities that name it"), 6),
        ],
        [
            (
                row.theme.label,
                len(row.answers),
                row.outcomes,
                *([row.directorates] if directorates else []),
                listed([context.activity_number(answer) for answer in row.answers]),
            )
            for row in shared
        ],
        kind="wide",
    )


def forward_plan(context: Context) -> Iterator[Fragment]:
    """Show which activities are on a board's forward plan, month by month."""
    for board in context.council.boards_asked("boards_expected", "forward_plan_date"):
        body = _forward_months(context, board) if board.forward_plan else []
        if body:
            yield table(
                f"forward-plan-{board.id}",
                f"Forward plan of the {board.label}",
                [
                    Column("Month", 3),
                    Column(context.say("Activities"), 8),
                    Column("How many", 2, "number"),
                ],
                body,
                kind="compact",
            )


def _forward_months(context: Context, board: Board) -> list[tuple[Cell, ...]]:
    return [
        (
            f"{month.day:%B %Y}" if month.day else "No date yet",
            listed([context.activity_number(answer) for answer in month.answers]),
            len(month.answers),
        )
        for month in by_month(context.now, board)
    ]


def agreement(context: Context) -> Fragment | None:
    """Report whether assurance agrees with the lead officers' own view."""
    found = agreement_counts(context.data.reviews)
    if not found.reported:
        return None
    words = ("review that has reported", "reviews that have reported")
    agrees = verb(found.agreeing, found.reported, "agrees", "agree")
    who, pending = share(found.agreeing, found.reported, words), found.pending
    return finding(
        sentence(
            context.say(f"{who} {agrees} with what the lead officer says")
            + (f"; {pending} {noun(pending, ('has', 'have'))} not yet reported" if pending else "")
        )
    )
