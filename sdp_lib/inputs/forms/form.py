"""The form as an export is read by it: each question, and how its answers are read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from sdp_lib.errors import InputError, Problem
from sdp_lib.inputs.council import Council, Item
from sdp_lib.inputs.forms.activities import Activities
from sdp_lib.inputs.forms.cells import Cell, read_choice, read_choices
from sdp_lib.inputs.forms.dates import read_date, read_moment
from sdp_lib.inputs.forms.sheet import fold
from sdp_lib.inputs.forms.texts import read_text
from sdp_lib.inputs.forms.times import Times
from sdp_lib.inputs.params import (
    QuarterParams,
    known_quarters,
    read_quarter,
)
from sdp_lib.inputs.plan_as_it_was import plan_in
from sdp_lib.inputs.returns import columns, date_columns
from sdp_lib.inputs.window import Window
from sdp_lib.periods import Period
from sdp_lib.problems.files import NO_ACTIVITY_QUESTION, QUESTION_COLUMN, QUESTION_TWICE

Read = Callable[[Cell], str]
COMPLETION = "Completion time"
# What `form` may say of a heading that is not a question: who answered, or that it is ignored.
IDENTITY = ("name", "email", "ignored")


@dataclass(frozen=True)
class Form:
    """The headings of the export, the plan's activities, and the quarter's window.

    `questions` are the headings by the column that each fills, including the time stamp's;
    `identity` says what other headings are. `params` is where the windows of other quarters are.
    """

    council: Council
    questions: Mapping[str, str]
    identity: Mapping[str, str]
    activities: Activities
    asked: QuarterParams
    params: Path

    @property
    def window(self) -> Window:
        """The days on which the form was open."""
        return self.asked.window

    def other_quarter(self, days: Collection[str]) -> str | None:
        """Return the quarter, other than this one, whose window held all of these days, if any."""
        for period in known_quarters(self.params, self.council.calendar.value):
            with suppress(InputError):  # problems with another quarter do not matter here
                window = read_quarter(self.params, period).window
                inside = all(
                    window.opened.isoformat() <= day <= window.closed.isoformat() for day in days
                )
                if inside and period != self.asked.value:
                    return str(period)
        return None

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns of the returns, in the order of the contract."""
        return tuple(columns(self.council))

    def readers(self, times: Times) -> dict[str, Read]:
        """How the answers of each column are read, if not as text."""
        council = self.council
        dated = partial(read_date, order=council.date_order, doubtful=times.doubtful)
        answers = [(status.id, status.answer) for status in council.statuses]
        text = partial(read_text, not_personal=council.not_personal)
        return {
            **dict.fromkeys(self.columns, text),
            **dict.fromkeys(date_columns(council), dated),
            "activity": self.activities.read,
            "submitted": partial(read_moment, order=times.order),
            "delivery": partial(read_choice, choices=_folded(answers)),
            "issues": _chooser(council.issues),
            "mitigation_themes": _chooser(council.mitigations),
            "boards_reported": _chooser(council.boards),
            "boards_expected": _chooser(council.boards),
            "risk_registers": _chooser(council.registers),
        }


def _chooser(items: Sequence[Item]) -> Read:
    return partial(read_choices, choices=_folded([(item.id, item.label) for item in items]))


def _folded(answers: Sequence[tuple[str, str]]) -> dict[str, tuple[str, str]]:
    return {fold(label): (identifier, label) for identifier, label in answers}


def read_form(data: Path, params: Path, quarter: Period) -> Form:
    """Read what is needed to read a quarter's export; `InputError` for any mistake in it.

    That includes a configuration that names a column that is not in the returns, names one twice,
    or has no question for the activity.
    """
    asked = read_quarter(params, quarter)
    then = plan_in(data, params, asked.plan, quarter)
    council, activities = then.council, then.members(quarter)
    problems = _mistakes(f"{(params / 'council.yml').as_posix()} (form)", council)
    if problems:
        raise InputError(problems)
    named = {column: question for question, column in council.form.items()}
    questions = {column: text for column, text in named.items() if column not in IDENTITY}
    identity = {text: column for text, column in council.form.items() if column in IDENTITY}
    titles = Activities(dict(activities["title"]))
    return Form(
        council,
        {**questions, "submitted": questions.get("submitted", COMPLETION)},
        identity,
        titles,
        asked,
        params,
    )


def _mistakes(where: str, council: Council) -> list[Problem]:
    return [*_unknown(where, council), *_twice(where, council), *_missing(where, council)]


def _unknown(where: str, council: Council) -> Iterator[Problem]:
    known = [*columns(council), *IDENTITY]
    for question, column in council.form.items():
        if column not in known:
            yield Problem(
                QUESTION_COLUMN,
                f"{where}, {question}",
                f"{column!r} is not a column that a question can fill",
                f"Choose from {', '.join(known)}",
            )


def _twice(where: str, council: Council) -> Iterator[Problem]:
    named = [column for column in council.form.values() if column not in IDENTITY]
    for column in sorted({name for name in named if named.count(name) > 1}):
        yield Problem(
            QUESTION_TWICE, where, f"{column!r} is filled by {named.count(column)} questions"
        )


def _missing(where: str, council: Council) -> Iterator[Problem]:
    if "activity" not in council.form.values():
        yield Problem(NO_ACTIVITY_QUESTION, where, "no question fills 'activity'")
