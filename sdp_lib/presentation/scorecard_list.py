"""Scorecards on the front page, grouped by outcome, with a filter that a script runs.

Without the script everything is on the page: the filter is hidden until the script shows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from sdp_lib.inputs.vocabulary import DEFAULT, Vocabulary
from sdp_lib.ledger import Card, QuarterStatus
from sdp_lib.presentation.fragments import Fragment, Markup, note, template
from sdp_lib.presentation.front_rows import Entry
from sdp_lib.presentation.tables import step, tag
from sdp_lib.presentation.wording import noun

_TONES = ("good", "attention", "poor", "neutral", "none")
_FILTERS = {"status": "Delivery status", "directorate": "Directorate", "lead": "Lead officer"}
_LEAST_CHOICES = 2  # with fewer there is nothing to choose
# A scorecard from a build of a version without cards, until it is made again.
_UNKNOWN = Card(
    outcome="Made by an earlier version",
    directorate="",
    lead="",
    history=(QuarterStatus(quarter="", label="Not known", tone="none"),),
)


@dataclass(frozen=True)
class Row:
    """A scorecard in the list: what is shown, and what the filter compares."""

    title: Markup
    outcome: str
    status: QuarterStatus
    tag: Markup
    steps: Sequence[Markup]
    history: str
    more: Sequence[Markup | str]
    chosen_by: Mapping[str, str]


def scorecard_list(scorecards: Sequence[Entry], words: Vocabulary = DEFAULT) -> Iterator[Fragment]:
    """Yield the filter, then every scorecard in the group of its outcome."""
    rows = [_row(entry, entry.card or _UNKNOWN) for entry in scorecards]
    if choices := _choices(rows, words):
        total = len(rows)
        of = noun(total, words.activity)
        yield Fragment(template("filter.html", filters=choices, total=total, activities=of))
    if any(row.steps for row in rows):
        told = "The symbols show the status in each quarter so far; the last is the present."
        yield note(words.say(told))
    yield from (
        Fragment(template("scorecards.html", outcome=outcome, rows=list(group)))
        for outcome, group in groupby(_in_groups(rows), key=lambda row: row.outcome)
    )


def _row(entry: Entry, card: Card) -> Row:
    status = card.status
    given = {"status": status.label, "directorate": card.directorate, "lead": card.lead}
    several = card.history if len(card.history) > 1 else ()
    return Row(
        title=entry.linked,
        outcome=card.outcome,
        status=status,
        tag=tag(status.label, status.tone),
        steps=[step(one.tone) for one in several],
        history="; ".join(f"{one.quarter}: {one.label}" for one in several),
        more=[detail for detail in (card.lead, card.directorate, *entry.downloads) if detail],
        chosen_by={name: value for name, value in given.items() if value},
    )


def _in_groups(rows: Sequence[Row]) -> list[Row]:
    """Group rows by outcome; outcomes and rows keep their order."""
    order = list(dict.fromkeys(row.outcome for row in rows))
    return sorted(rows, key=lambda row: order.index(row.outcome))


def _choices(rows: Sequence[Row], words: Vocabulary) -> list[tuple[str, str, list[str]]]:
    """Return the name, the label and the values of each filter with more than one choice."""
    found = []
    for name, label in _FILTERS.items():
        values = sorted({row.chosen_by[name] for row in rows if name in row.chosen_by})
        if name == "status":  # from good to bad
            ranks = {row.status.label: _rank(row.status.tone) for row in rows}
            values.sort(key=ranks.__getitem__)
        if len(values) >= _LEAST_CHOICES:
            found.append((name, words.say(label), values))
    return found


def _rank(look: str) -> tuple[int, str]:
    tone, _, number = look.partition("-")
    return _TONES.index(tone), number
