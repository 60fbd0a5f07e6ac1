"""The rows of an export as answers, one for each activity: the later one where there are two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sdp_lib.errors import Problem
from sdp_lib.inputs.forms.cells import Cell, read_moment
from sdp_lib.inputs.forms.findings import Findings
from sdp_lib.inputs.forms.form import Form
from sdp_lib.inputs.forms.header import Header
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


def read_answer(
    where: str, row: Row, header: Header, form: Form, findings: Findings
) -> Answer | None:
    """Read a row; None where it cannot be told which activity it is about, which is a problem."""
    number, values = row
    name = _at(values, header.name)
    read: dict[str, str] = {}
    for column, position in header.positions.items():
        value = _at(values, position)
        if is_blank(value):
            _tell_blank(where, number, column, header, findings)
            continue
        cell = Cell(
            where,
            number,
            position,
            header.questions[column],
            value,
            findings,
            name.strip() if isinstance(name, str) else "",
        )
        if column == "submitted":
            read[column] = read_moment(cell, form.council.date_order)
        else:
            read[column] = form.readers[column](cell)
    if not read.get("activity"):
        return None
    return Answer(number, tuple(read.get(column, "") for column in form.columns))


def _at(values: Sequence[Value], position: int | None) -> Value:
    return values[position] if position is not None and position < len(values) else None


def _tell_blank(where: str, row: int, column: str, header: Header, findings: Findings) -> None:
    if column not in ("activity", "submitted", "delivery"):
        return
    cell = Cell(where, row, header.positions[column], header.questions[column], None, findings)
    if column == "delivery":
        cell.tell(
            "warning",
            "but every activity has a status",
            "ask the lead officer for it",
            "a blank was found",
        )
    else:
        cell.tell(
            "error", "but it is needed", "fill the cell or delete the row", "a blank was found"
        )


def keep_later(
    where: str, answer: Answer, answers: dict[str, Answer], header: Header, findings: Findings
) -> None:
    """Put an answer to the others; of two for one activity the later counts, and both are told."""
    other = answers.get(answer.activity)
    answers[answer.activity] = answer
    if other is None:
        return
    first, last = (other, answer) if other.submitted <= answer.submitted else (answer, other)
    answers[answer.activity] = last
    position = header.positions["activity"]
    cell = Cell(where, first.row, position, header.questions["activity"], None, findings)
    cell.tell(
        "warning",
        f"but row {last.row} answers for it again ({last.submitted or 'no time'})",
        f"row {last.row} counts, which came later",
        f"an answer for activity {answer.activity} ({first.submitted or 'no time'}) was found",
    )


def tell_outside(
    where: str, answers: Mapping[str, Answer], header: Header, form: Form, findings: Findings
) -> None:
    """Warn of answers that came before the window opened or after it closed.

    That all of them came in the window of another quarter is an error: it is that one's export.
    """
    opened, closed = form.window.opened.isoformat(), form.window.closed.isoformat()
    days = {name: one.submitted[:10] for name, one in answers.items() if one.submitted}
    outside = {name for name, day in days.items() if not opened <= day <= closed}
    alone = bool(outside) and len(outside) == len(answers)
    other = form.other_quarter(set(days.values())) if alone else None
    if other is not None:
        findings.add("error", _of_another_quarter(where, other, form))
        return
    for answer in answers.values():
        if answer.activity in outside:
            _tell_outside(where, answer, header, form, findings)
    if alone:
        found = "not one answer from the window was found"
        expected = f"but it was open from {opened} to {closed}"
        action = form.council.say("check that the export is of this quarter")
        findings.add("warning", Problem(where, found, expected, action))


def _tell_outside(
    where: str, answer: Answer, header: Header, form: Form, findings: Findings
) -> None:
    early = answer.submitted[:10] < form.window.opened.isoformat()
    state, day = ("opened", form.window.opened) if early else ("closed", form.window.closed)
    position, question = header.positions["submitted"], header.questions["submitted"]
    noun = form.council.vocabulary.activity[0]
    Cell(where, answer.row, position, question, None, findings).tell(
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
