"""The meaning of each figure of `figures.csv`, and the sentence for it.

A figure counts things of one kind, its noun, that have something in common, its predicate: "14 of
17 activities that made a return" "are on track". Sentence and meaning are both made from these,
with the labels of the organisation's configuration.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from markupsafe import Markup

from sdp_lib.inputs.council import Council
from sdp_lib.measures.figure import Figure
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
from sdp_lib.presentation.wording import change, in_sentence, pounds, sentence, statement

_OBJECTIVE = re.compile(r"objectives\.(?P<id>.+)\.on_track")
_BUDGET = "budget."
_TO_REPORT = "to report to the {} this year"


def figure_sentence(
    figure: Figure, council: Council, before: str, *, responses: Pair | None = None
) -> Markup:
    """Return a figure as a sentence, with its change since the period named `before`.

    `responses` is the noun for the responses: if no return is missing, they are simply
    activities. `KeyError` for a name that no figure has.
    """
    if figure.name.startswith(_BUDGET):
        return _budget_sentence(figure, council, before)
    words = words_of(figure.name, council)
    of_responses = _phrases(figure.name, council).noun is RESPONSE
    noun = responses if responses and of_responses else words.noun.words
    if not figure.of:
        none = "" if words.otherwise else f", so none {words.predicate[0]}"
        return sentence(f"there are no {noun[1]}{none}")
    if words.otherwise and not figure.value:
        return statement(_others(figure), *words.otherwise, before, noun)
    return statement(figure, *words.predicate, before, noun)


def meaning(name: str, council: Council) -> str:
    """Return what a figure counts, and out of what; `KeyError` for a name that no figure has."""
    if name == "budget.total":
        return council.say("The budgets of all activities that the report covers, in whole pounds")
    if name.startswith(_BUDGET):
        whose = council.vocabulary.activity[1]
        return f"The budget of {whose} that {_status(name, council)}, of the total"
    return words_of(name, council).meaning


def words_of(name: str, council: Council) -> FigureWords:
    """Return the phrases of a figure that counts things; `KeyError` for an unknown name."""
    return _phrases(name, council).said(council.say)


def _phrases(name: str, council: Council) -> FigureWords:
    """Return the phrases in the library's own words, with the labels of the configuration."""
    if found := _OBJECTIVE.fullmatch(name):
        serving = activity(f"serving objective {found['id']}")
        return FigureWords(serving, ("is on track", "are on track"))
    return {**dict(_configured(council)), **FIXED}[name]


def _configured(council: Council) -> Iterator[tuple[str, FigureWords]]:
    """Yield the phrases of the figures whose names contain an ID of the configuration."""
    for status in council.statuses:
        said = (status.one, status.many)
        yield f"delivery.{status.id}", FigureWords(RESPONSE, ("{}", "{}"), labels=said)
        yield f"due.{status.id}", FigureWords(DUE, ("{}", "{}"), labels=said)
    for kind in council.types:
        yield f"not_on_track.type.{kind.id}", _are(OFF_TRACK, "of the type “{}”", kind.label)
    for milestone in council.milestones:
        given = _have(WITH_MILESTONES, "given a date for “{}”", milestone.label)
        yield f"milestones.{milestone.id}", given
    for theme in council.issues:
        named = _labelled(OFF_TRACK, ("names {} as an issue", "name {} as an issue"))
        yield f"issues.{theme.id}", named(in_sentence(theme.label))
    for register in council.registers:
        on = _are(OFF_TRACK, "on the {} risk register", in_sentence(register.label))
        yield f"risk.{register.id}", on
    yield from _boards(council)


def _boards(council: Council) -> Iterator[tuple[str, FigureWords]]:
    expected = _labelled(RESPONSE, (f"expects {_TO_REPORT}", f"expect {_TO_REPORT}"))
    there = activity("expected at the {}")
    for board in council.boards:
        reported = _have(RESPONSE, "reported to the {} this quarter", board.label)
        yield f"governance.reported.{board.id}", reported
        yield f"governance.expected.{board.id}", expected(board.label)
        if board.forward_plan:
            scheduled = _have(there, "a date on its forward plan", board.label)
            yield f"governance.scheduled.{board.id}", scheduled


def _labelled(noun: Noun, predicate: Pair) -> Callable[[str], FigureWords]:
    return lambda label: FigureWords(noun, predicate, labels=(label, label))


def _are(noun: Noun, what: str, label: str) -> FigureWords:
    return _labelled(noun, (f"is {what}", f"are {what}"))(label)


def _have(noun: Noun, what: str, label: str) -> FigureWords:
    return _labelled(noun, (f"has {what}", f"have {what}"))(label)


def _others(figure: Figure) -> Figure:
    """Return the figure of all that the given one does not count, in both periods."""
    if figure.previous is None or figure.previous_of is None:
        return replace(figure, value=figure.of - figure.value)
    previous = figure.previous_of - figure.previous
    return replace(figure, value=figure.of - figure.value, previous=previous)


def _budget_sentence(figure: Figure, council: Council, before: str) -> Markup:
    if not figure.of:
        return sentence("there is no budget to count")
    if figure.name == "budget.total":
        said = f"the budget is {pounds(figure.value)} in all"
        figure = replace(figure, of=0, previous_of=0)  # a total is compared as a total
    else:
        part = pounds(figure.value) if figure.value else "nothing"
        whom = f"{council.vocabulary.activity[1]} that {_status(figure.name, council)}"
        said = f"of a budget of {pounds(figure.of)}, {part} is for {whom}"
    moved = change(figure, before, number=pounds)
    return sentence(f"{said}, {moved}" if moved else said)


def _status(name: str, council: Council) -> str:
    """Return the plural predicate of the status that a figure's name ends with."""
    said = {f"{_BUDGET}{status.id}": status.many for status in council.statuses}
    return said[name]
