"""Quotations in commentary: the figures that may be quoted, and the text that replaces them."""

from __future__ import annotations

from collections.abc import Callable

from markdown_it.rules_inline import StateInline

from sdp_lib.inputs.plan_as_it_was import PlanThen
from sdp_lib.inputs.quotations import QUOTATION, parsed
from sdp_lib.measures.figure import Figure, Figures
from sdp_lib.measures.names import figure_names
from sdp_lib.presentation.wording import NOT_APPLICABLE, NOT_AVAILABLE, quantity


def quotable_names(plan: PlanThen, *, compared: bool) -> tuple[str, ...]:
    """Return the names of the figures that commentary may quote: all of a report's figures.

    `compared`: whether there is an earlier quarter of the same plan.
    """
    return figure_names(plan.council, compared=compared, plan=plan)


def quoted(figure: Figure, part: str = "") -> str:
    """Return the text for a figure, or for a part of it.

    >>> one = Figure("delivery.on_track", 14, 17, 12, 17)
    >>> [quoted(one, part) for part in ("", "of", "percent", "previous", "words")]
    ['14', '17', '82', '12', '14 of 17']
    >>> none = Figure("milestones.go_live", 0, 0)
    >>> [quoted(none, part) for part in ("percent", "previous", "words")]
    ['not applicable', 'not available', 'none to count']
    """
    if part == "words":
        return quantity(figure)
    if part == "percent":
        return NOT_APPLICABLE if figure.percent is None else str(figure.percent)
    if part == "previous":
        return NOT_AVAILABLE if figure.previous is None else str(figure.previous)
    return str(figure.of if part == "of" else figure.value)


def quoting_rule(figures: Figures) -> Callable[[StateInline, bool], bool]:
    """Return the Markdown parser's rule that fills in quotations.

    The parser takes the figure as plain text, so it is escaped like everything typed, and a number
    at the beginning of a line never becomes a list.
    """

    def fill(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the parser's own call
        found = QUOTATION.match(state.src, state.pos, state.posMax)
        names = parsed(found["name"], figures) if found else None
        if found is None or names is None:
            return False
        name, part = names
        if not silent:
            state.pending += quoted(figures[name], part)
        state.pos = found.end()
        if part == "percent" and figures[name].percent is None:
            state.pos += state.src.startswith("%", state.pos)  # "not applicable" has no sign
        return True

    return fill
