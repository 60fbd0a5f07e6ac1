"""Free texts of an export: as they were meant, and without the names and addresses of people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sdp_lib.inputs.forms.cells import Cell
from sdp_lib.inputs.forms.characters import as_meant, decoded_twice
from sdp_lib.inputs.forms.findings import quoted
from sdp_lib.inputs.forms.names import part_left
from sdp_lib.inputs.forms.number_formats import GENERAL, as_shown
from sdp_lib.inputs.forms.sheet import Formatted, Formula
from sdp_lib.inputs.personal import E_MAIL, kinds_in, without
from sdp_lib.inputs.placeholders import says_nothing
from sdp_lib.problems.answers import (
    ADDRESS_REMOVED,
    CONTROLS,
    DATE_OF_TEXT,
    FORMULA,
    NAME_PART,
    NAME_REMOVED,
    NUMBER_FORMAT,
    PERSONAL,
    SAYS_NOTHING,
    TEXT_TOO_LONG,
    WRONG_ENCODING,
)

LONGEST_TEXT = 10_000
REMOVED_ADDRESS = "[e-mail address removed]"


def read_text(cell: Cell, *, not_personal: Sequence[str] = ()) -> str:
    """Return a text, trimmed, without control characters, e-mail addresses and answerers' names.

    What looks like a formula stays text. Whatever is removed, or should be looked at by a person,
    is reported, except what is listed as `not_personal`.
    """
    if cell.refuse_fault():
        return ""
    text = _as_text(cell)
    text = _as_meant(cell, text)
    text = _without_address(cell, text, not_personal)
    text = _without_names(cell, text)
    _report_personal(cell, text, not_personal)
    if text and says_nothing(text):
        cell.tell("warning", SAYS_NOTHING, "says nothing and counts as blank")
    if len(text) > LONGEST_TEXT:
        cell.tell(
            "error",
            TEXT_TOO_LONG,
            f"are more than the {LONGEST_TEXT:,} that an answer may have",
            what=f"{len(text):,} characters",
        )
    return text


def _as_text(cell: Cell) -> str:
    value = cell.value
    if isinstance(value, Formula):
        cell.tell("warning", FORMULA, "is a formula, which is kept as text and not computed")
    if isinstance(value, str):
        return value
    if isinstance(value, (datetime, date)):
        cell.tell(
            "warning",
            DATE_OF_TEXT,
            "is a date that Excel made of a text",
        )
        return value.isoformat().replace("T00:00:00", "").replace("T", " ")
    if isinstance(value, (time, timedelta)):
        shown = _hours(value) if isinstance(value, timedelta) else value.isoformat("seconds")
        so = "is a time that Excel made of a text"
        cell.tell("warning", DATE_OF_TEXT, so, what=shown)
        return shown
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        return _as_shown(cell, value)
    return str(value)


def _hours(lasting: timedelta) -> str:
    """Return a duration as Excel shows it: 36:00:00, and not 1 day, 12:00:00."""
    minutes, seconds = divmod(abs(round(lasting.total_seconds())), 60)
    sign = "-" if lasting < timedelta() else ""
    return f"{sign}{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def _as_shown(cell: Cell, number: float) -> str:
    code = number.code if isinstance(number, Formatted) else GENERAL
    shown = None if code is None else as_shown(number, code)
    if shown is None:
        cell.tell(
            "error",
            NUMBER_FORMAT,
            "has a number format that is not known, so it may look different to people",
        )
    return shown or ""


def _as_meant(cell: Cell, text: str) -> str:
    if broken := decoded_twice(text):
        cell.tell(
            "warning",
            WRONG_ENCODING,
            f"holds {quoted(broken)}, which looks like a character in the wrong encoding",
        )
    meant, differs = as_meant(text)
    if differs:
        cell.tell(
            "note",
            CONTROLS,
            "holds control characters or signs that only Word shows, which were replaced or "
            "removed",
        )
    return meant.strip()


def _without_address(cell: Cell, text: str, not_personal: Sequence[str]) -> str:
    kept = without(text, E_MAIL, REMOVED_ADDRESS, not_personal)
    if kept != text:
        cell.tell("warning", ADDRESS_REMOVED, "holds an e-mail address, which was removed")
    return kept


def _without_names(cell: Cell, text: str) -> str:
    kept = cell.answerers.without(text)
    if kept != text:
        so = "holds the name of somebody who answered, which was removed"
        cell.tell("warning", NAME_REMOVED, so, what="the answer")
    if part_left(kept, cell.own):
        cell.tell(
            "warning",
            NAME_PART,
            "holds a part of the name of who answered, which was left",
            what="the answer",
        )
    return kept


def _report_personal(cell: Cell, text: str, not_personal: Sequence[str]) -> None:
    for kind in kinds_in(text, not_personal):
        cell.tell(
            "warning",
            PERSONAL,
            f"seems to hold {kind.name}, which was left",
            what="the answer",
        )
