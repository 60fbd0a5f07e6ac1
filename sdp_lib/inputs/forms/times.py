"""The order of an export's completion times: whether the day or the month comes first.

Microsoft Forms writes month/day/year in every country, and spreadsheets write what their owner's
settings say. So the whole column decides, together with the days on which the form was open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sdp_lib.errors import Problem
from sdp_lib.inputs.forms.dates import DateOrder, other_order, parse_moment
from sdp_lib.inputs.forms.findings import Findings, quoted
from sdp_lib.inputs.forms.sheet import Value, fold
from sdp_lib.inputs.window import Window
from sdp_lib.problems.forms import TIMES_AMBIGUOUS, TIMES_DECIDED, TIMES_MIXED

_SLASHED = re.compile(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}\b.*")


@dataclass(frozen=True)
class Times:
    """How an export's times are read; `doubtful` if its dates may be written otherwise."""

    order: DateOrder
    doubtful: bool = False


@dataclass(frozen=True)
class Column:
    """The completion times of an export: where they are, and the values that are written out."""

    where: str
    values: Sequence[Value]

    @property
    def slashed(self) -> list[str]:
        """The times that are texts with slashes, each once."""
        texts = [value for value in self.values if isinstance(value, str)]
        return list(dict.fromkeys(text for text in texts if _SLASHED.fullmatch(fold(text))))

    @property
    def mixed(self) -> bool:
        """Whether a spreadsheet has made dates of some times and left others as they were."""
        return any(isinstance(value, datetime) for value in self.values)


def decide_times(
    column: Column, window: Window, date_order: DateOrder, given: DateOrder | None, found: Findings
) -> Times:
    """Decide how the times are read, and report it if the dates are read otherwise.

    `given` is the order in the configuration, with which nothing has to be decided. If both
    readings are in the window, the user is asked.
    """
    texts = column.slashed
    if given is not None or not texts:
        return Times(given or date_order)
    order = _fitting(texts, window, date_order)
    if order is None:
        _ask(column, texts, date_order, found)
        return Times(date_order)
    if order == date_order:
        return Times(date_order)
    if column.mixed:
        _report_mixed(column, texts, found)
    else:
        _report_order(column, texts, order, found)
    return Times(order, doubtful=True)


def _fitting(texts: Sequence[str], window: Window, usual: DateOrder) -> DateOrder | None:
    """Return the order that fits, or None if both do; the usual one if neither does."""
    other = other_order(usual)
    ours = [parse_moment(text, usual) for text in texts]
    theirs = [parse_moment(text, other) for text in texts]
    if (unread := ours.count(None)) != theirs.count(None):
        return usual if unread < theirs.count(None) else other
    pairs = [(one, two) for one, two in zip(ours, theirs, strict=True) if one and two]
    states = [(_state(one, window), _state(two, window)) for one, two in pairs if one != two]
    inside = sum(one == 0 for one, _ in states), sum(two == 0 for _, two in states)
    if min(inside) and sum(count == len(states) for count in inside) != 1:
        return None
    if not max(inside):
        # Nobody answers before the form opens.
        early = sum(one < 0 for one, _ in states), sum(two < 0 for _, two in states)
        return other if early[1] < early[0] else usual
    return usual if inside[0] > inside[1] else other


def _state(moment: datetime, window: Window) -> int:
    """Return -1 for a time before the window opened, 1 after it closed, and 0 inside it."""
    day = moment.date()
    return (day > window.closed) - (day < window.opened)


def _ask(column: Column, texts: Sequence[str], usual: DateOrder, found: Findings) -> None:
    example = next(
        (text for text in texts if len({*_both(text, usual)}) > 1),
        texts[0],
    )
    first, second = (moment.date() if moment else "no date" for moment in _both(example, usual))
    found.add(
        "error",
        Problem(
            TIMES_AMBIGUOUS,
            column.where,
            f"{quoted(example)} may be {first} or {second}, and the form was open on neither "
            "or both",
        ),
    )


def _both(text: str, usual: DateOrder) -> tuple[datetime | None, datetime | None]:
    return parse_moment(text, usual), parse_moment(text, other_order(usual))


def _report_order(column: Column, texts: Sequence[str], order: DateOrder, found: Findings) -> None:
    moment = parse_moment(texts[0], order)
    words = order.replace("_", " ")
    found.add(
        "note",
        Problem(
            TIMES_DECIDED,
            column.where,
            f"the times are written {words}, so {quoted(texts[0])} was read as "
            f"{moment.date() if moment else 'no date'}",
        ),
    )


def _report_mixed(column: Column, texts: Sequence[str], found: Findings) -> None:
    found.add(
        "error",
        Problem(
            TIMES_MIXED,
            column.where,
            f"some times are text ({quoted(texts[0])}) and a spreadsheet has made dates of "
            "others, so their day and month may be exchanged",
        ),
    )
