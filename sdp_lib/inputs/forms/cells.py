"""One cell of an export: where it is, what is reported about it, and the choices in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sdp_lib.errors import Problem
from sdp_lib.inputs.forms.characters import as_meant
from sdp_lib.inputs.forms.findings import Findings, Severity, nearest, quoted
from sdp_lib.inputs.forms.names import Name, Names
from sdp_lib.inputs.forms.sheet import Fault, Value, column_letter, fold
from sdp_lib.inputs.personal import masked
from sdp_lib.problems.answers import CHOICE_REPEATED, EXCEL_ERROR, UNKNOWN_CHOICE
from sdp_lib.problems.kind import Kind

_NOBODY = Names()


@dataclass(frozen=True)
class Cell:
    """A cell that is not blank, where it is, and who answered: all of them, and in this row."""

    sheet: str
    row: int
    position: int
    question: str
    value: Value
    findings: Findings
    answerers: Names = _NOBODY
    own: Sequence[Name] = ()

    @property
    def where(self) -> str:
        """The sheet, the row, the column's letter and its question."""
        return (
            f"{self.sheet}, row {self.row}, column {column_letter(self.position)} ({self.question})"
        )

    def show(self, value: object) -> str:
        """Return a value as a message may show it: without the names of those who answered."""
        if not isinstance(value, str):
            return quoted(value)
        return quoted(self.answerers.without(masked(as_meant(value)[0])))

    def tell(
        self, severity: Severity, kind: Kind, so: str, *, fix: str = "", what: str = ""
    ) -> None:
        """Add a finding about this cell: `so` goes on from its value, or from `what`."""
        self.findings.add(
            severity,
            Problem(kind, self.where, f"{what or self.show(self.value)} {so}", fix),
        )

    def refuse_fault(self) -> bool:
        """Return whether the cell shows an Excel error, which is then a problem."""
        if isinstance(self.value, Fault):
            self.tell("error", EXCEL_ERROR, "is an error that Excel shows")
        return isinstance(self.value, Fault)


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
    chosen = [identifier for part in parts if (identifier := _choose(cell, part, choices))]
    once = list(dict.fromkeys(chosen))
    if len(once) < len(chosen):
        cell.tell("note", CHOICE_REPEATED, "has a choice twice, which counts once")
    return ";".join(once)


def _choose(cell: Cell, text: str, choices: Mapping[str, tuple[str, str]]) -> str | None:
    folded = fold(text)
    if folded in choices:
        return choices[folded][0]
    close = nearest(folded, {known: label for known, (_, label) in choices.items()})
    cell.tell(
        "error",
        UNKNOWN_CHOICE,
        f"is not a choice of {cell.question!r}",
        fix=f"Did you mean {close!r}?"
        if close
        else f"Choose from: {'; '.join(label for _, label in choices.values())}",
        what=cell.show(text.strip()),
    )
    return None
