"""Long lists of the whole plan: their first items, and links to the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from sdp_lib.presentation.fragments import Fragment, Markup, note, paragraph
from sdp_lib.presentation.tables import link
from sdp_lib.presentation.wording import listed
from sdp_lib.report.context import Context

Item = TypeVar("Item")
MOST_LISTED = 40  # about a page of a document, two where titles are long
MOST_ROWS = 100  # of the table of all activities: about three pages of a document


def first_of(context: Context, items: Sequence[Item]) -> Sequence[Item]:
    """Return the items that a list shows: all, unless it is long and the outcomes' pages show all.

    Those pages are never shortened, so nothing is lost.
    """
    return items[:MOST_LISTED] if context.whole and context.has_outcomes else items


def where_the_rest_is(context: Context, items: Sequence[object]) -> Iterator[Fragment]:
    """Yield how many items are shown and where the rest are; nothing if all are shown."""
    shown = len(first_of(context, items))
    if shown < len(items):
        words = Markup("These are the first {} of {}. All are on the pages of: {}.")
        yield note(words.format(shown, len(items), _pages(context)))


def in_the_data(context: Context, items: Sequence[object]) -> Iterator[Fragment]:
    """Yield how many items are shown and that the data has the rest, which no other page shows."""
    shown = len(first_of(context, items))
    if shown < len(items):
        place = link(f"{context.up}index.html#data-to-download", "the data to download")
        words = Markup("These are the first {} of {}. Every {} is in {}.")
        yield note(words.format(shown, len(items), context.nouns.activity[0], place))


def too_many(context: Context) -> Fragment | None:
    """Say where activities are listed if they are too many for one table; None if they are not."""
    number = len(context.now.activities)
    if number <= MOST_ROWS or not (context.whole and context.has_outcomes):
        return None
    words = Markup("{} are too many for one table. All are on the pages of: {}.")
    return paragraph(words.format(context.counted(number), _pages(context)))


def _pages(context: Context) -> Markup:
    return listed([context.outcome(outcome) for outcome in context.data.plan.outcomes], by="; ")
