"""Long lists of the whole plan: their first items, and links to the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from sdp_lib.presentation.fragments import Fragment, Markup, note
from sdp_lib.presentation.wording import listed
from sdp_lib.report.context import Context

Item = TypeVar("Item")
MOST_LISTED = 40  # about a page of a document, two where titles are long


def first_of(context: Context, items: Sequence[Item]) -> Sequence[Item]:
    """Return the items that a list shows: all, unless it is long and the outcomes' pages show all.

    Those pages are never shortened, so nothing is lost.
    """
    return items[:MOST_LISTED] if context.whole and context.has_outcomes else items


def where_the_rest_is(context: Context, items: Sequence[object]) -> Iterator[Fragment]:
    """Yield how many items are shown and where the rest are; nothing if all are shown."""
    shown = len(first_of(context, items))
    if shown == len(items):
        return
    pages = listed([context.outcome(outcome) for outcome in context.data.plan.outcomes], by="; ")
    words = Markup("These are the first {} of {}. All are on the pages of: {}.")
    yield note(words.format(shown, len(items), pages))
