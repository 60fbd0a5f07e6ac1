"""Main points: a large sentence, a bar of statuses, short lists, and what needs attention.

A report makes them from its own figures, and a quarter's front page from a ledger.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sdp_lib.inputs.vocabulary import DEFAULT, Vocabulary
from sdp_lib.ledger import MainPoints, PointActivity
from sdp_lib.presentation.fragments import Fragment, Markup, note, paragraph, template
from sdp_lib.presentation.tables import Column, link, look_classes, table, tag
from sdp_lib.presentation.wording import listed

MOST_NAMED = 6  # few enough for a phone without much scrolling, and for a summary's single page
_MOST_NUMBERS = 15
_ATTENTION = "What needs attention"


def headline(points: MainPoints) -> Iterator[Fragment]:
    """Yield how many activities are on track, and which are missing from that count."""
    yield paragraph(points.headline, kind="lead")
    if points.missing:
        yield note(points.missing)


def status_bar(points: MainPoints, *, drawn: bool = False) -> Fragment | None:
    """Show the count of each status, of which a renderer makes a bar; `drawn`: with the bar."""
    if not points.statuses:
        return None
    return Fragment(
        template("status_bar.html", parts=points.statuses, tag=tag, drawn=drawn, look=look_classes)
    )


def point_lists(points: MainPoints) -> Fragment | None:
    """List activities that are newly off track, have the worst status, or have recovered."""
    if not points.lists:
        return None
    lists = [
        (
            f"{point_list.heading}: {len(point_list.activities)}"
            if point_list.activities
            else point_list.heading,
            [
                Markup("{}.").format(_name(activity))
                for activity in point_list.activities[:MOST_NAMED]
            ],
            _rest(point_list.activities),
            point_list.empty,
        )
        for point_list in points.lists
    ]
    return Fragment(template("point_lists.html", lists=lists))


def point_counts(points: MainPoints) -> Fragment | None:
    """Give the lengths of the lists in one line; None if there are no lists."""
    counts = [f"{point_list.heading}: {len(point_list.activities)}" for point_list in points.lists]
    return paragraph(f"{'; '.join(counts)}.") if counts else None


def attention_table(points: MainPoints, words: Vocabulary = DEFAULT) -> Iterator[Fragment]:
    """Show what most needs attention as a table, and how many more activities there are."""
    if not points.rule:
        return
    rows, total = points.attention[:MOST_NAMED], len(points.attention)
    if rows:
        columns = [Column(words.say("Activity"), 5), Column("Why", 7)]
        cells = [
            (_name(activity), activity.why[:1].upper() + activity.why[1:]) for activity in rows
        ]
        yield table("attention", _ATTENTION, columns, cells, kind="wide", numbered=False)
    else:
        yield paragraph(points.calm)
    more = total - len(rows)
    some = f"The table shows {len(rows)} of {total} {words.activity[1]}."
    yield note(some if more else "", points.rule)


def attention(points: MainPoints) -> Iterator[Fragment]:
    """List what most needs attention, each with its reasons, and print the rule."""
    if not points.rule:
        return
    items = [
        Markup("{}: {}.").format(_name(concern), concern.why)
        for concern in points.attention[:MOST_NAMED]
    ]
    lists = [(_ATTENTION, items, _rest(points.attention), points.calm)]
    yield Fragment(template("point_lists.html", lists=lists))
    yield note(points.rule)


def _rest(activities: Sequence[PointActivity]) -> Markup | str:
    """Return how many more activities there are, with their numbers if they are few."""
    rest = activities[MOST_NAMED:]
    if not rest:
        return ""
    if len(rest) > _MOST_NUMBERS:
        return f"And {len(rest)} more."
    numbers = listed([_linked(point, Markup("{}").format(point.id)) for point in rest])
    return Markup("And {} more, by number: {}.").format(len(rest), numbers)


def _name(activity: PointActivity) -> Markup:
    return _linked(activity, Markup("{}. {}").format(activity.id, activity.title))


def _linked(activity: PointActivity, words: Markup) -> Markup:
    return link(f"{activity.page}.html", words) if activity.page else words
