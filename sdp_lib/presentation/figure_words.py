"""What each figure of `figures.csv` means, and how it is said in a sentence.

A figure counts things of one kind, its noun, of which one thing is said, its predicate: "14 of 17
activities that made a return" "are on track". Sentence and meaning are both made of these, with the
labels of the organisation's configuration.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from markupsafe import Markup

from sdp_lib.inputs.council import Council
from sdp_lib.measures.figure import Figure
from sdp_lib.periods import Period
from sdp_lib.presentation.figure_phrases import (
    DUE,
    FIXED,
    OFF_TRACK,
    RESPONSE,
    WITH_MILESTONES,
    FigureWords,
    Noun,
    Pair,
    activity,
)
from sdp_lib.presentation.wording import change, sentence, statement

_OBJECTIVE = re.compile(r"objectives\.(?P<id>.+)\.on_track")
_BUDGET = "budget."


def figure_sentence(
    figure: Figure, council: Council, before: Period | None, *, responses: Pair = RESPONSE.words
) -> Markup:
    """Say a figure as a sentence, and how it moved since the quarter `before`.

    `responses` is what the responses are called: where no return is missing, they are simply
    activities. `KeyError` for a name that no figure has.
    """
    if figure.name.startswith(_BUDGET):
        return _budget_sentence(figure, council, before)
    words = words_of(figure.name, council)
    noun = responses if words.noun is RESPONSE else words.noun.words
    if not figure.of:
        none = "" if words.otherwise else f", so none {words.predicate[0]}"
        return sentence(f"there are no {noun[1]}{none}")
    if words.otherwise and not figure.value:
        return statement(_others(figure), *words.otherwise, before, noun)
    return statement(figure, *words.predicate, before, noun)


def meaning(name: str, council: Council) -> str:
    """Say what a figure counts and of which things; `KeyError` for a name that no figure has."""
    if name == "budget.total":
        return "The budgets of all activities that the report covers, in whole pounds"
    if name.startswith(_BUDGET):
        return f"The budget of activities that {_status(name, council)}, of the total"
    return words_of(name, council).meaning


def words_of(name: str, council: Council) -> FigureWords:
    """Return the phrases of a figure that counts things; `KeyError` for an unknown name."""
    if found := _OBJECTIVE.fullmatch(name):
        serving = activity(f"serving objective {found['id']}")
        return FigureWords(serving, ("is on track", "are on track"))
    return {**dict(_configured(council)), **FIXED}[name]


def _configured(council: Council) -> Iterator[tuple[str, FigureWords]]:
    """Yield the phrases of the figures whose names hold an ID of the configuration."""
    for status in council.statuses:
        yield f"delivery.{status.id}", FigureWords(RESPONSE, (status.one, status.many))
        yield f"due.{status.id}", FigureWords(DUE, (status.one, status.many))
    for kind in council.types:
        yield f"not_on_track.type.{kind.id}", _are(OFF_TRACK, f"of the type “{kind.label}”")
    for milestone in council.milestones:
        given = f"given a date for “{milestone.label}”"
        yield f"milestones.{milestone.id}", _have(WITH_MILESTONES, given)
    for theme in council.issues:
        named = f"{in_sentence(theme.label)} as an issue"
        yield f"issues.{theme.id}", FigureWords(OFF_TRACK, (f"names {named}", f"name {named}"))
    for register in council.registers:
        on = f"on the {in_sentence(register.label)} risk register"
        yield f"risk.{register.id}", _are(OFF_TRACK, on)
    yield from _boards(council)


def _boards(council: Council) -> Iterator[tuple[str, FigureWords]]:
    for board in council.boards:
        reported = f"reported to the {board.label} this quarter"
        yield f"governance.reported.{board.id}", _have(RESPONSE, reported)
        to = f"to report to the {board.label} this year"
        expected = FigureWords(RESPONSE, (f"expects {to}", f"expect {to}"))
        yield f"governance.expected.{board.id}", expected
        if board.forward_plan:
            there = activity(f"expected at the {board.label}")
            scheduled = _have(there, "a date on its forward plan")
            yield f"governance.scheduled.{board.id}", scheduled


def _are(noun: Noun, what: str) -> FigureWords:
    return FigureWords(noun, (f"is {what}", f"are {what}"))


def _have(noun: Noun, what: str) -> FigureWords:
    return FigureWords(noun, (f"has {what}", f"have {what}"))


def in_sentence(label: str) -> str:
    """Write a label as in the middle of a sentence: names and abbreviations keep their capitals.

    >>> in_sentence("Delivery environment"), in_sentence("Key Decision"), in_sentence("NHS staff")
    ('delivery environment', 'Key Decision', 'NHS staff')
    """
    first, _, rest = label.partition(" ")
    plain = not any(letter.isupper() for letter in first[1:]) and not rest[:1].isupper()
    return label[:1].lower() + label[1:] if plain else label


def _others(figure: Figure) -> Figure:
    """Return the figure of those that are left: all but the ones counted, now and then."""
    if figure.previous is None or figure.previous_of is None:
        return replace(figure, value=figure.of - figure.value)
    previous = figure.previous_of - figure.previous
    return replace(figure, value=figure.of - figure.value, previous=previous)


def _budget_sentence(figure: Figure, council: Council, before: Period | None) -> Markup:
    if not figure.of:
        return sentence("there is no budget to count")
    if figure.name == "budget.total":
        said = f"the budget is {_pounds(figure.value)} in all"
        figure = replace(figure, of=0, previous_of=0)  # a total is compared as a total
    else:
        part = _pounds(figure.value) if figure.value else "nothing"
        whom = f"activities that {_status(figure.name, council)}"
        said = f"of a budget of {_pounds(figure.of)}, {part} is for {whom}"
    moved = change(figure, before, number=_pounds)
    return sentence(f"{said}, {moved}" if moved else said)


def _status(name: str, council: Council) -> str:
    """Return what is said of many activities with the status that a figure's name ends with."""
    said = {f"{_BUDGET}{status.id}": status.many for status in council.statuses}
    return said[name]


def _pounds(value: int) -> str:
    return f"£{value:,}"
