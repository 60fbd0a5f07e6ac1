"""One cell of an export: an answer becomes what the returns hold, or a problem with its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from sdp_lib.errors import Problem
from sdp_lib.inputs.forms.findings import Findings, Severity, nearest, quoted, without_addresses
from sdp_lib.inputs.forms.sheet import Fault, Formula, Value, column_letter, fold

DateOrder = Literal["day_first", "month_first"]

LONGEST_TEXT = 10_000
REMOVED_ADDRESS = "[e-mail address removed]"
REMOVED_NAME = "[name removed]"

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH_NUMBERS = {
    name: number for number, month in enumerate(_MONTHS, 1) for name in (month, month[:3])
}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_WORDS = re.compile(r"(\d{1,2}) ([a-z]+) (\d{4})")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?: ?([ap])m)?")
_MOMENT = re.compile(r"(?P<day>[\d/-]+|\d+ [a-z]+ \d+)[ t](?P<clock>\d.*)")
_MIDNIGHT = re.compile(r"[ t]0{1,2}:00(:00(\.0+)?)?$")  # what Excel writes after a date in a CSV


@dataclass(frozen=True)
class Cell:
    """A cell that is not blank, where it stands, and the full name of who answered, if known."""

    sheet: str
    row: int
    position: int
    question: str
    value: Value
    findings: Findings
    answerer: str = ""

    @property
    def where(self) -> str:
        """The sheet, the row, the column's letter and its question."""
        return (
            f"{self.sheet}, row {self.row}, column {column_letter(self.position)} ({self.question})"
        )

    def show(self, value: object) -> str:
        """Return a value as a message may show it: without the name of who answered."""
        if isinstance(value, str) and self.answerer:
            value = value.replace(self.answerer, REMOVED_NAME)
        return quoted(value)

    def tell(self, severity: Severity, expected: str, action: str, found: str = "") -> None:
        """Add a finding about this cell."""
        self.findings.add(
            severity,
            Problem(self.where, found or f"{self.show(self.value)} was found", expected, action),
        )

    def refuse_fault(self) -> bool:
        """Tell whether the cell shows an Excel error, which is then a problem."""
        if isinstance(self.value, Fault):
            self.tell("error", "which is an error that Excel shows", "correct the cell")
        return isinstance(self.value, Fault)


def read_date(cell: Cell, order: DateOrder) -> str:
    """Return the date as YYYY-MM-DD, or blank after telling that it is none."""
    if cell.refuse_fault():
        return ""
    value = cell.value
    if isinstance(value, (datetime, date)):
        return value.isoformat()[:10]
    found = parse_date(_MIDNIGHT.sub("", fold(value)), order) if isinstance(value, str) else None
    if found is None:
        cell.tell(
            "error",
            f"which is no date that {cell.question!r} can take",
            "write it like 2019-10-31 or 31 October 2019, or leave the cell blank",
        )
        return ""
    return found.isoformat()


def parse_date(text: str, order: DateOrder) -> date | None:
    """Read a date in one of the forms of the contract, its case folded; None for anything else.

    >>> parse_date("31/10/2019", "day_first"), parse_date("31 oct 2019", "day_first")
    (datetime.date(2019, 10, 31), datetime.date(2019, 10, 31))
    >>> parse_date("31/02/2019", "day_first"), parse_date("q3", "day_first")
    (None, None)
    """
    if match := _ISO.fullmatch(text):
        year, month, day = match.groups()
    elif match := _SLASHES.fullmatch(text):
        first, second, year = match.groups()
        day, month = (first, second) if order == "day_first" else (second, first)
    elif match := _WORDS.fullmatch(text):
        day, name, year = match.groups()
        month = str(_MONTH_NUMBERS.get(name, 0))
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def read_moment(cell: Cell, order: DateOrder) -> str:
    """Return a date and time as YYYY-MM-DDTHH:MM:SS, or blank after telling that it is none."""
    if cell.refuse_fault():
        return ""
    found = cell.value
    if isinstance(found, str):
        found = _parse_moment(fold(found), order)
    if not isinstance(found, datetime):
        cell.tell("error", "which is no date and time", "write it like 2019-09-03 10:14:00")
        return ""
    # Excel keeps a moment as a fraction of a day, which comes back a hair before the second.
    return (found + timedelta(milliseconds=500)).isoformat(timespec="seconds")


def _parse_moment(text: str, order: DateOrder) -> datetime | None:
    match = _MOMENT.fullmatch(text)
    day = parse_date(match["day"], order) if match else None
    clock = _CLOCK.fullmatch(match["clock"]) if match else None
    if day is None or clock is None:
        return None
    hour = int(clock[1]) % 12 + 12 * (clock[4] == "p") if clock[4] else int(clock[1])
    try:
        return datetime.combine(day, time(hour, int(clock[2]), int(clock[3] or 0)))
    except ValueError:
        return None


def read_choice(cell: Cell, choices: Mapping[str, tuple[str, str]]) -> str:
    """Return the ID of a label; `choices` maps folded labels to ID and label."""
    if cell.refuse_fault():
        return ""
    return _choose(cell, str(cell.value), choices) or ""


def read_choices(cell: Cell, choices: Mapping[str, tuple[str, str]]) -> str:
    """Return the IDs of labels that are joined by semicolons, as they were given, each once."""
    if cell.refuse_fault():
        return ""
    parts = [part for part in str(cell.value).split(";") if fold(part)]
    chosen = [one for part in parts if (one := _choose(cell, part, choices))]
    once = list(dict.fromkeys(chosen))
    if len(once) < len(chosen):
        cell.tell("note", "where a choice stands again", "it counts once")
    return ";".join(once)


def _choose(cell: Cell, text: str, choices: Mapping[str, tuple[str, str]]) -> str | None:
    folded = fold(text)
    if folded in choices:
        return choices[folded][0]
    close = nearest(folded, {known: label for known, (_, label) in choices.items()})
    cell.tell(
        "error",
        f"which is no choice of {cell.question!r}",
        f"write {close!r}, which is the nearest"
        if close
        else f"choose among {', '.join(label for _, label in choices.values())}",
        f"{cell.show(text.strip())} was found",
    )
    return None


def read_text(cell: Cell) -> str:
    """Return a text, trimmed, without control characters, e-mail addresses and the answerer's name.

    What looks like a formula stays the text that it is.
    """
    if cell.refuse_fault():
        return ""
    text = _as_text(cell)
    for clean in (_without_controls, _without_address, _without_name):
        text = clean(cell, text)
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
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _without_controls(cell: Cell, text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isprintable():
        kept = "".join(one for one in text if one in "\n\t" or _is_kept(one))
        if kept != text:
            cell.tell("note", "which holds control characters", "they are taken out")
        text = kept
    return text.strip()


def _is_kept(character: str) -> bool:
    # Cc: control characters and NUL. Cs: half a character, which no file can hold.
    return unicodedata.category(character) not in ("Cc", "Cs")


def _without_address(cell: Cell, text: str) -> str:
    without = without_addresses(text, REMOVED_ADDRESS)
    if without != text:
        cell.tell("warning", "which holds an e-mail address", "it is taken out")
    return without


def _without_name(cell: Cell, text: str) -> str:
    """Take out the full name of who answered; one word might be any word."""
    name = cell.answerer
    if len(name.split()) < 2 or name not in text:
        return text
    cell.tell(
        "warning", "which holds the name of who answered", "it is taken out", "a name was found"
    )
    return text.replace(name, REMOVED_NAME)
