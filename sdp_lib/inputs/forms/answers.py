"""The rows of an export as answers, one for each activity: the later one if there are two."""

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
from sdp_lib.problems.answers import (
    ANSWERED_TWICE,
    ANSWERS_OF_ANOTHER,
    BLANK_NEEDED,
    NO_STATUS,
    NONE_IN_WINDOW,
    OUTSIDE_WINDOW,
)

_ACTIVITY, _SUBMITTED = 0, 1  # their places among the contract's columns


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
    """How every row of an export is read: where it is, its header, its form, who answered."""

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
    """Read a row; None, with a problem, if it is not clear which activity it is about."""
    number, values = row
    own = names_in(values, reading.header)
    read: dict[str, str] = {}
    for column, position in reading.header.positions.items():
        value = at(values, position)
        if is_blank(value):
            _report_blank(reading.cell(number, column, None), column)
        else:
            read[column] = reading.readers[column](reading.cell(number, column, value, own))
    if not read.get("activity"):
        return None
    return Answer(number, tuple(read.get(column, "") for column in reading.form.columns))


def names_in(values: Sequence[Value], header: Header) -> tuple[Name, ...]:
    """Return the name of who answered a row, in each of its spellings."""
    identity = {
        what: " ".join(str(at(values, place) or "") for place in places)
        for what, places in header.identity.items()
    }
    return names_of(identity["name"], identity["email"])


def at(values: Sequence[Value], position: int) -> Value:
    """Return the value at a position; a row may end before it."""
    return values[position] if position < len(values) else None


def _report_blank(cell: Cell, column: str) -> None:
    if column == "delivery":
        cell.tell("warning", NO_STATUS, "is blank", what="the status")
    elif column in ("activity", "submitted"):
        cell.tell("error", BLANK_NEEDED, "is blank", what="this cell")


def keep_later(reading: Reading, answer: Answer, answers: dict[str, Answer]) -> None:
    """Add an answer; of two for one activity, the later counts and both are reported."""
    other = answers.get(answer.activity)
    answers[answer.activity] = answer
    if other is None:
        return
    first, last = (other, answer) if other.submitted <= answer.submitted else (answer, other)
    answers[answer.activity] = last
    later = (
        f"which came later ({last.submitted or 'no time'})"
        if last.submitted != first.submitted
        else "which has the same time and is further down"
    )
    reading.cell(first.row, "activity", None).tell(
        "warning",
        ANSWERED_TWICE,
        f"({first.submitted or 'no time'}) is replaced by row {last.row}, {later}",
        what=f"the answer for activity {answer.activity}",
    )


def tell_outside(reading: Reading, answers: Mapping[str, Answer]) -> None:
    """Warn about answers that came before the window opened or after it closed.

    If all came in the window of another quarter, that is an error: the export is that one's.
    """
    form, where = reading.form, reading.where
    opened, closed = form.window.opened.isoformat(), form.window.closed.isoformat()
    days = {name: answer.submitted[:10] for name, answer in answers.items() if answer.submitted}
    outside = {name for name, day in days.items() if not opened <= day <= closed}
    alone = bool(outside) and len(outside) == len(answers)
    other = form.other_quarter(set(days.values())) if alone else None
    if other is not None:
        reading.findings.add("error", _of_another_quarter(where, other, form))
        return
    for answer in answers.values():
        if answer.activity in outside:
            _warn_outside(reading, answer)
    if alone:
        wrong = f"no answer is from the window, which was open from {opened} to {closed}"
        fix = form.council.say(NONE_IN_WINDOW.fix)
        reading.findings.add("warning", Problem(NONE_IN_WINDOW, where, wrong, fix))


def _warn_outside(reading: Reading, answer: Answer) -> None:
    window, noun = reading.form.window, reading.form.council.vocabulary.activity[0]
    early = answer.submitted[:10] < window.opened.isoformat()
    state, day = ("opened", window.opened) if early else ("closed", window.closed)
    reading.cell(answer.row, "submitted", None).tell(
        "warning",
        OUTSIDE_WINDOW,
        f"came on {answer.submitted}, and counts as {'early' if early else 'late'} because the "
        f"window {state} on {day}",
        what=f"the answer for {noun} {answer.activity}",
    )


def _of_another_quarter(where: str, other: str, form: Form) -> Problem:
    quarter, window = form.asked.quarter, form.window
    return Problem(
        ANSWERS_OF_ANOTHER,
        where,
        f"all answers are from the window of {other}, and that of {quarter} was open from "
        f"{window.opened} to {window.closed}",
        f"Did you mean --quarter {other}? If they are of {quarter}, correct its window in params",
    )
