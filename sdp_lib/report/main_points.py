"""The main points of a report: the state of the plan, movement, and what needs attention."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sdp_lib.inputs.council import Status
from sdp_lib.ledger import MainPoints, PointActivity, PointList, StatusPart
from sdp_lib.measures.attention import Concern, concerns, first_concerns
from sdp_lib.measures.movement import movements
from sdp_lib.measures.responses import Activity
from sdp_lib.periods import spoken
from sdp_lib.presentation import main_points as shown
from sdp_lib.presentation.fragments import Fragment, part
from sdp_lib.presentation.wording import (
    are,
    difference,
    in_sentence,
    listed,
    sentence,
    share,
    verb,
)
from sdp_lib.report.attention import CALM, order, reason_words, rule
from sdp_lib.report.context import Context
from sdp_lib.report.milestones import slip_words

_ALWAYS = "The longest slip among activities reported as on track is always shown."
_MOVED = {
    "newly_off_track": ("Newly off track", "has newly gone off track"),
    "recovered": ("Recovered", "has recovered"),
}


def main_points(context: Context, *, detail: str) -> Iterator[Fragment]:
    """Yield the count on track, the bar of statuses, what moved, and what needs attention.

    A summary, which is one page, counts what moved and has a table of what needs attention.
    """
    points = points_of(context)
    yield from part("headline", *shown.headline(points))
    yield from part("bar", shown.status_bar(points))
    if detail == "summary":
        yield from part("moved", shown.point_counts(points))
        yield from part("attention", *shown.attention_table(points, context.nouns))
    else:
        yield from part("moved", shown.point_lists(points))
        yield from part("attention", *shown.attention(points))


def points_of(context: Context) -> MainPoints:
    """Return the main points, from the report's figures; the ledger contains them too."""
    if unknown := context.nothing_known:
        return MainPoints(
            headline=unknown, missing="", statuses=(), lists=(), attention=(), calm="", rule=""
        )
    found = concerns(context.now, context.before, context.data.reviews)
    first = first_concerns(found, shown.MOST_NAMED)
    rest = [concern for concern in found if concern not in first]
    return MainPoints(
        headline=_headline(context),
        missing=_missing(context),
        statuses=tuple(_statuses(context)),
        lists=tuple(_lists(context)),
        attention=tuple(_concern(context, concern) for concern in [*first, *rest]),
        calm="" if found else CALM,
        rule=" ".join(_rules(context, cut=bool(rest))),
    )


def _rules(context: Context, *, cut: bool) -> Iterator[str]:
    yield rule(context)
    yield order(context)
    if cut and context.council.asks("revised_end"):
        yield context.say(_ALWAYS)


def _headline(context: Context) -> str:
    status = next(known for known in context.council.statuses if known.on_track)
    figure = context.figure(f"delivery.{status.id}")
    said = verb(figure.value, figure.of, status.one, status.many)
    text = f"{share(figure.value, figure.of, context.answering)} {said}"
    moved = difference(figure, context.then)
    return sentence(f"{text}, {moved}" if moved else text)


def _missing(context: Context) -> str:
    received = context.figure("returns.received")
    missing, blank = received.of - received.value, _without_status(context)
    words = []
    if missing:
        words.append(
            f"{context.counted(missing)} made no return and {are(missing)} not counted as on or "
            "off track."
        )
    if blank:
        words.append(f"{context.counted(blank)} made a return without a status.")
    return " ".join(words)


def _without_status(context: Context) -> int:
    figures = [context.figure(f"delivery.{status.id}") for status in context.council.statuses]
    return figures[0].of - sum(figure.value for figure in figures)


def _statuses(context: Context) -> Iterator[StatusPart]:
    received = context.figure("returns.received")
    for status in context.council.statuses:
        value = context.figure(f"delivery.{status.id}").value
        yield StatusPart(label=status.label, tone=context.looks[status.id], value=value)
    unknown = {
        "Status not given": _without_status(context),
        "No return": received.of - received.value,
    }
    for label, value in unknown.items():
        if value:
            yield StatusPart(label=label, tone="none", value=value)


def _lists(context: Context) -> Iterator[PointList]:
    yield from _moved(context, "newly_off_track")
    yield _worst(context, context.council.off_track[-1])
    yield from _moved(context, "recovered")


def _moved(context: Context, move: str) -> Iterator[PointList]:
    if context.before is None or context.other_scale:
        return
    heading, words = _MOVED[move]
    moved = movements(context.now, context.before)
    yield PointList(
        heading=heading,
        figure=f"movement.{move}",
        empty=f"No {context.nouns.activity[0]} {words} since {spoken(context.then)}.",
        activities=_named(
            context,
            [activity for activity in context.now.activities if moved[activity.id].move == move],
        ),
    )


def _worst(context: Context, status: Status) -> PointList:
    return PointList(
        heading=status.label,
        figure=f"delivery.{status.id}",
        empty=f"No {context.answering[0]} {status.one}.",
        activities=_named(
            context, [answer for answer in context.now.answers if answer.delivery == status.id]
        ),
    )


def _named(context: Context, activities: Sequence[Activity]) -> tuple[PointActivity, ...]:
    return tuple(_point(context, activity) for activity in activities)


def _point(context: Context, activity: Activity, why: str = "") -> PointActivity:
    page = f"scorecards/activity-{activity.id}" if context.has_scorecards else ""
    return PointActivity(id=activity.id, title=activity.title, page=page, why=why)


def _concern(context: Context, concern: Concern) -> PointActivity:
    """Return an activity with the reasons why it needs attention, beginning with its status."""
    answer = concern.answer
    labels = {one.id: in_sentence(one.label) for one in context.council.statuses}
    reasons = [_reason(context, concern, name) for name in concern.reasons]
    if answer.on_track:
        return _point(context, answer, f"reported as on track, but {_plain(reasons)}")
    status = labels.get(answer.delivery, "status not given")
    return _point(context, answer, _plain([status, *reasons]))


def _reason(context: Context, concern: Concern, name: str) -> str:
    if name == "long_slip":
        return f"end date {slip_words(concern.answer)} later"
    return reason_words(context, name)


def _plain(words: Sequence[str]) -> str:
    """Join the library's own words as plain text; templates escape them later."""
    return listed(words).unescape()
