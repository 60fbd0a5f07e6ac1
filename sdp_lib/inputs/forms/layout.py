"""The layout of a return form: what `sdp form` writes is what `sdp ingest` reads.

Each sheet of answers has a title in A1 that names the period, notes below it, and a table. A
question with one answer has one column; one with several choices has a column for each of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sdp_lib.inputs.council import Council, Item
from sdp_lib.inputs.forms.sheet import Value, fold
from sdp_lib.inputs.returns import date_columns

Kind = Literal["activity", "completed", "choice", "tick", "date", "text"]

COMPLETED = "Completed on"
LAST_TIME = "last time"
LEAD = "Lead"
YES = "Yes"
_TITLE = re.compile(r"return form (?P<period>\S+?)(:.*)?")


@dataclass(frozen=True)
class Field:
    """A column that people fill in: its heading, and the column of the returns it belongs to."""

    heading: str
    column: str
    kind: Kind
    choice: str = ""


def title(period: object, words: str) -> str:
    """Return the text of A1 in each sheet.

    >>> title("2020-21-Q4", "activities")
    'Return form 2020-21-Q4: activities'
    """
    return f"Return form {period}: {words}"


def period_of(cell: Value) -> str | None:
    """Return the period that a title names, its case folded; None if this is not a title.

    >>> period_of("Return form 2020-21-Q4: activities"), period_of("ID")
    ('2020-21-q4', None)
    """
    match = _TITLE.fullmatch(fold(cell)) if isinstance(cell, str) else None
    return match["period"] if match else None


def fields(council: Council, questions: Mapping[str, str]) -> list[Field]:
    """Return the columns of the form in their order; `questions` by column of the returns."""
    listed = [Field(questions["activity"], "activity", "activity")]
    listed.append(Field(COMPLETED, "submitted", "completed"))
    for column, question in questions.items():
        if column != "activity":
            listed += _fields_of(council, column, question)
    return listed


def _fields_of(council: Council, column: str, question: str) -> Sequence[Field]:
    items = choices_of(council).get(column)
    if items is not None:
        heading = "{}: {}".format
        return [Field(heading(question, item.label), column, "tick", item.label) for item in items]
    kind: Kind = "date" if column in date_columns(council) else "text"
    return [Field(question, column, "choice" if column == "delivery" else kind)]


def choices_of(council: Council) -> dict[str, Sequence[Item]]:
    """Return the choices of each column that takes several."""
    return {
        "issues": council.issues,
        "mitigation_themes": council.mitigations,
        "boards_reported": council.boards,
        "boards_expected": council.boards,
        "risk_registers": council.registers,
    }


def last_time(question: str) -> str:
    """Return the heading above what was answered last time."""
    return f"{question}, {LAST_TIME}"
