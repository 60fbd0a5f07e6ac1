"""A free text of an export: as it was meant, and without the names and addresses of people."""

from __future__ import annotations

from datetime import date, datetime

from sdp_lib.inputs.forms.cells import Cell
from sdp_lib.inputs.forms.characters import as_meant, decoded_twice
from sdp_lib.inputs.forms.findings import quoted
from sdp_lib.inputs.forms.names import part_left
from sdp_lib.inputs.forms.number_formats import GENERAL, as_shown
from sdp_lib.inputs.forms.sheet import Formatted, Formula
from sdp_lib.inputs.personal import E_MAIL, kinds_in, without
from sdp_lib.inputs.placeholders import says_nothing

LONGEST_TEXT = 10_000
REMOVED_ADDRESS = "[e-mail address removed]"


def read_text(cell: Cell) -> str:
    """Return a text, trimmed, without control characters, e-mail addresses and answerers' names.

    What looks like a formula stays the text that it is. Whatever is taken out, or should be looked
    at by a person, is told.
    """
    if cell.refuse_fault():
        return ""
    text = _as_text(cell)
    for clean in (_as_meant, _without_address, _without_names):
        text = clean(cell, text)
    _tell_personal(cell, text)
    if text and says_nothing(text):
        cell.tell("warning", "which says nothing", "it counts as blank")
    if len(text) > LONGEST_TEXT:
        cell.tell(
            "error",
            f"but an answer may have {LONGEST_TEXT:,} characters at most",
            "shorten it",
            f"{len(text):,} characters were found",
        )
    return text


def _as_text(cell: Cell) -> str:
    value = cell.value
    if isinstance(value, Formula):
        cell.tell("warning", "which is a formula", "it is kept as text and not computed")
    if isinstance(value, str):
        return value
    if isinstance(value, (datetime, date)):
        cell.tell(
            "warning",
            "where Excel has made a date of a text",
            "look at what was typed; the date is kept",
        )
        return value.isoformat().replace("T00:00:00", "").replace("T", " ")
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        return _as_shown(cell, value)
    return str(value)


def _as_shown(cell: Cell, number: float) -> str:
    code = number.code if isinstance(number, Formatted) else GENERAL
    shown = None if code is None else as_shown(number, code)
    if shown is None:
        cell.tell(
            "error",
            "which is a number whose format is not known, so what the cell shows cannot be told",
            "write what it shows as text",
        )
    return shown or ""


def _as_meant(cell: Cell, text: str) -> str:
    if broken := decoded_twice(text):
        cell.tell(
            "warning",
            f"where {quoted(broken)} looks like a character in the wrong encoding",
            "export the answers again as .xlsx, or correct the cell",
        )
    meant, differs = as_meant(text)
    if differs:
        cell.tell(
            "note",
            "which holds control characters or signs that only Word shows",
            "they are replaced by what was meant, or taken out",
        )
    return meant.strip()


def _without_address(cell: Cell, text: str) -> str:
    kept = without(text, E_MAIL, REMOVED_ADDRESS)
    if kept != text:
        cell.tell("warning", "which holds an e-mail address", "it is taken out")
    return kept


def _without_names(cell: Cell, text: str) -> str:
    kept = cell.answerers.without(text)
    if kept != text:
        found = "a name was found"
        cell.tell("warning", "which holds the name of who answered", "it is taken out", found)
    if part_left(kept, cell.own):
        cell.tell(
            "warning",
            "which is a part of the name of who answered",
            "it is left; if it means the person, correct the answer",
            "a name was found",
        )
    return kept


def _tell_personal(cell: Cell, text: str) -> None:
    for kind in kinds_in(text):
        cell.tell(
            "warning",
            "but reports are published and name posts, not people",
            "it is left; if it is a person's, correct the answer",
            f"what seems to be {kind.name} was found",
        )
