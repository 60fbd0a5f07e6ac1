"""The rows of an export as answers, one for each activity: the later one where there are two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sdp_lib.errors import Problem
from sdp_lib.inputs.forms.cells import Cell
from sdp_lib.inputs.forms.findings import Findings
from sdp_lib.inputs.forms.form import Form, Read
from sdp_lib.inputs.forms.header import Header
from sdp_lib.inputs.forms.names import Name, Names, names_of
from sdp_lib.inputs.forms.sheet import Row, Value, is_blank

_ACTIVITY, _SUBMITTED = 0, 1  # where the contract has them among the columns


@dataclass(frozen=True)
class Answer:
    """One answer: its row, and its values in the order of the returns' columns."""

    row: int
    values: tuple[str, ...]

    @property
    def activity(self) -> str:
        """The ID of the activity."""
        return self.values[_ACTIVITY]

    @property
    def submitted(self) -> str:
        """The completion time."""
        return self.values[_SUBMITTED]


@dataclass(frozen=True)
class Reading:
    """What every row of an export is read by: where it is, its header, its form, who answered."""

    where: str
    header: Header
    form: Form
    findings: Findings
    answerers: Names
    readers: Mapping[str, Read]

    def cell(self, row: int, column: str, value: Value, own: Sequence[Name] = ()) -> Cell:
        """Return the cell of a row that answers the question of a column."""
        return Cell(
            self.where,
            row,
            self.header.positions[column],
            self.header.questions[column],
            value,
            self.findings,
            self.answerers,
            own,
        )


def read_answer(reading: Reading, row: Row) -> Answer | None:
    """Read a row; None where it cannot be told which activity it is about, which is a problem."""
    number, values = row
    own = names_in(values, reading.header)
    read: dict[str, str] = {}
    for column, position in reading.header.positions.items():
        value = at(values, position)
        if is_blank(value):
            _tell_blank(reading.cell(number, column, None), column)
        else:
            read[column] = reading.readers[column](reading.cell(number, column, value, own))
    if not read.get("activity"):
        return None
    return Answer(number, tuple(read.get(column, "") for column in reading.form.columns))


def names_in(values: Sequence[Value], header: Header) -> tuple[Name, ...]:
    """Return the name of who answered a row, in each of its writings."""
    told = {
        what: " ".join(str(at(values, place) or "") for place in places)
        for what, places in header.identity.items()
    }
    return names_of(told["name"], told["email"])


def at(values: Sequence[Value], position: int) -> Value:
    """Return the value at a position; a row may end before it."""
    return values[position] if position < len(values) else None


def _tell_blank(cell: Cell, column: str) -> None:
    found = "a blank was found"
    if column == "delivery":
        expected, action = "but every activity has a status", "ask the lead officer for it"
        cell.tell("warning", expected, action, found)
    elif column in ("activity", "submitted"):
        cell.tell("error", "but it is needed", "fill the cell or delete the row", found)


def keep_later(reading: Reading, answer: Answer, answers: dict[str, Answer]) -> None:
    """Put an answer to the others; of two for one activity the later counts, and both are told."""
    other = answers.get(answer.activity)
    answers[answer.activity] = answer
    if other is None:
        return
    first, last = (other, answer) if other.submitted <= answer.submitted else (answer, other)
    answers[answer.activity] = last
    reading.cell(first.row, "activity", None).tell(
        "warning",
        f"but row {last.row} answers for it again ({last.submitted or 'no time'})",
        f"row {last.row} counts, which came later",
        f"an answer for activity {answer.activity} ({first.submitted or 'no time'}) was found",
    )


def tell_outside(reading: Reading, answers: Mapping[str, Answer]) -> None:
    """Warn of answers that came before the window opened or after it closed.

    That all of them came in the window of another quarter is an error: it is that one's export.
    """
    form, where = reading.form, reading.where
    opened, closed = form.window.opened.isoformat(), form.window.closed.isoformat()
    days = {name: one.submitted[:10] for name, one in answers.items() if one.submitted}
    outside = {name for name, day in days.items() if not opened <= day <= closed}
    alone = bool(outside) and len(outside) == len(answers)
    other = form.other_quarter(set(days.values())) if alone else None
    if other is not None:
        reading.findings.add("error", _of_another_quarter(where, other, form))
        return
    for answer in answers.values():
        if answer.activity in outside:
            _tell_outside(reading, answer)
    if alone:
        found = "not one answer from the window was found"
        expected = f"but it was open from {opened} to {closed}"
        action = form.council.say("check that the export is of this quarter")
        reading.findings.add("warning", Problem(where, found, expected, action))


def _tell_outside(reading: Reading, answer: Answer) -> None:
    window, noun = reading.form.window, reading.form.council.vocabulary.activity[0]
    early = answer.submitted[:10] < window.opened.isoformat()
    state, day = ("opened", window.opened) if early else ("closed", window.closed)
    reading.cell(answer.row, "submitted", None).tell(
        "warning",
        f"but the window {state} on {day}",
        f"it is taken, and counts as {'early' if early else 'late'}",
        f"{answer.submitted} was found for {noun} {answer.activity}",
    )


def _of_another_quarter(where: str, other: str, form: Form) -> Problem:
    quarter, window = form.asked.quarter, form.window
    return Problem(
        where,
        f"only answers from the window of {other} were found",
        f"but that of {quarter} was open from {window.opened} to {window.closed}",
        f"did you mean --quarter {other}? If they are of {quarter}, correct its window in params",
    )
