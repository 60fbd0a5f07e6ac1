"""Sentences on activities that joined or left the plan since the previous quarter (section 1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sdp_lib.inputs.council import label
from sdp_lib.measures.membership import Arrival, Departure, arrivals, departures
from sdp_lib.periods import spoken
from sdp_lib.presentation.fragments import Fragment, Markup, bullets, paragraph
from sdp_lib.presentation.wording import are, listed
from sdp_lib.report.context import MOST_NAMED, Context

_NOT_SAID = "left without a reason given"


def membership(context: Context) -> Iterator[Fragment]:
    """Yield which activities joined or left; nothing if the plan has never changed."""
    before = context.before
    if before is None:
        return
    joined = list(arrivals(context.now, before))
    left = list(departures(context.now, before, context.data.rows))
    if not joined and not left:
        if {"joined", "left"} & set(context.now.uses):
            never = context.say("No activity has joined or left the plan since")
            yield paragraph(f"{never} {_since(context)}.")
        return
    yield from _arrived(context, joined)
    yield from _departed(context, left)


def _arrived(context: Context, joined: Sequence[Arrival]) -> Iterator[Fragment]:
    new = [arrival.activity for arrival in joined if not arrival.moved]
    moved = [arrival.activity for arrival in joined if arrival.moved]
    since = _since(context)
    if new:
        yield paragraph(
            Markup("{} joined the plan since {}: {}.").format(
                context.counted(len(new)),
                since,
                _names(context.activity(activity) for activity in new),
            )
        )
    if moved:
        yield paragraph(
            Markup("{} belonged elsewhere in the plan in {} and {} counted here now: {}.").format(
                context.counted(len(moved)),
                since,
                are(len(moved)),
                _names(map(context.activity, moved)),
            )
        )


def _departed(context: Context, left: Sequence[Departure]) -> Iterator[Fragment]:
    gone = [departure for departure in left if not departure.moved]
    moved = [departure.activity for departure in left if departure.moved]
    since = _since(context)
    if len(gone) == 1:
        name, how = _name(gone[0]), _way(context, gone[0])
        yield paragraph(
            Markup("{} left the plan since {}: {} ({}).").format(
                context.counted(1), since, name, how
            )
        )
    elif gone:
        ways = _by_way(context, gone)
        said = listed([Markup("{} {}").format(len(there), way) for way, there in ways.items()])
        yield paragraph(Markup("{} left the plan since {}: {}.").format(
            context.counted(len(gone)), since, said
        ))  # fmt: skip
        yield bullets(
            Markup("{}: {}.").format(way[:1].upper() + way[1:], _names(map(_name, there)))
            for way, there in ways.items()
        )
    if moved:
        yield paragraph(
            Markup("{} counted here in {} {} to another part of the plan now: {}.").format(
                context.counted(len(moved)), since, are(len(moved), "belongs", "belong"),
                _names(map(context.activity, moved)),
            )
        )  # fmt: skip


def _since(context: Context) -> str:
    return spoken(context.then)


def _names(names: Iterator[Markup]) -> Markup:
    return listed(list(names), most=MOST_NAMED, by="; ")


def _name(one: Departure) -> Markup:
    """Name an activity that has left, without a link: it has no scorecard in this quarter."""
    return Markup("{}. {}").format(one.activity.id, one.activity.title)


def _number(context: Context, activity: str) -> Markup:
    """Name an activity by its number, linked if it has a scorecard in this quarter."""
    row = context.now.around.members.get(activity)
    return context.activity_number(row) if row else Markup("{}").format(activity)


def _by_way(context: Context, gone: Sequence[Departure]) -> dict[Markup, list[Departure]]:
    ways = [label(context.council.leavings, departure.how) for departure in gone]
    order = {one.label: place for place, one in enumerate(context.council.leavings)}
    ordered = sorted(zip(ways, gone, strict=True), key=lambda pair: order.get(pair[0], len(order)))
    found: dict[Markup, list[Departure]] = {}
    for _, one in ordered:
        found.setdefault(_way(context, one), []).append(one)
    return found


def _way(context: Context, one: Departure) -> Markup:
    """Return how an activity left: `completed`, or `merged into 58` with a link."""
    said = label(context.council.leavings, one.how) if one.how else _NOT_SAID
    way = Markup("{}").format(said[:1].lower() + said[1:])
    if not one.into:
        return way
    others = [_number(context, other) for other in one.into]
    return Markup("{} into {}").format(way, listed(others))
