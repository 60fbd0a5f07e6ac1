"""`sdp form`: a blank return form, which asks about each activity and shows its last answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from sdp_lib.collect.form_workbook import (
    AnswerSheet,
    Column,
    FormWorkbook,
    Shown,
    form_bytes,
    sheet_names,
)
from sdp_lib.errors import InputError
from sdp_lib.inputs.council import Council, label
from sdp_lib.inputs.dataset import Wave, read_wave
from sdp_lib.inputs.forms.form import Form, read_form
from sdp_lib.inputs.forms.layout import (
    COMPLETED,
    LAST_TIME,
    LEAD,
    YES,
    choices_of,
    fields,
    last_time,
    title,
)
from sdp_lib.inputs.params import earlier_quarters
from sdp_lib.inputs.plan import Plan
from sdp_lib.inputs.plan_as_it_was import plan_in
from sdp_lib.inputs.returns import date_columns, returns_path
from sdp_lib.periods import Period, headed, spoken
from sdp_lib.presentation.wording import counted, day
from sdp_lib.problems.call import NO_ACTIVITIES

Each = Literal["activity", "lead"]


@dataclass(frozen=True)
class BlankForm:
    """What a form is made from; `last` is None if nothing was answered before."""

    form: Form
    plan: Plan
    activities: pd.DataFrame
    last: Wave | None

    @property
    def quarter(self) -> Period:
        """The period that is asked about."""
        return self.form.asked.value

    @property
    def council(self) -> Council:
        """The standing configuration."""
        return self.form.council


def read_blank_form(data: Path, params: Path, quarter: Period) -> BlankForm:
    """Read what a period's form needs; `InputError` holds every problem of it."""
    form = read_form(data, params, quarter)
    then = plan_in(data, params, form.asked.plan, quarter)
    plan, activities = then.plan, then.members(quarter)
    if activities.empty:
        raise InputError.of(
            NO_ACTIVITIES,
            (data / "plans" / form.asked.plan / "activities.csv").as_posix(),
            "it holds no activities, so there is nothing to ask about",
        )
    return BlankForm(form, plan, activities, _last_answers(data, params, form))


def _last_answers(data: Path, params: Path, form: Form) -> Wave | None:
    """Return the answers of the latest earlier period of the same plan that has any."""
    for asked in reversed(earlier_quarters(data, params, form.asked)):
        if returns_path(data, asked.value).is_file():
            return read_wave(data, asked, plan_in(data, params, asked.plan, asked.value))
    return None


def blank_form(blank: BlankForm, each: Each) -> bytes:
    """Return the form as a workbook: one sheet for all activities, or one for each lead post."""
    quarter, council = blank.quarter, blank.council
    columns = list(_columns(blank))
    return form_bytes(
        FormWorkbook(
            title=title(quarter, blank.plan.title),
            cover=list(_cover(blank, each)),
            columns=columns,
            sheets=list(_sheets(blank, each)),
            choices=_choices(blank),
            days=(quarter.first_day, quarter.next().last_day),
            organisation=council.organisation.name,
            opened=blank.form.window.opened,
        )
    )


def _columns(blank: BlankForm) -> Iterator[Column]:
    """Yield the columns in their order: the last answer comes before the question."""
    previous = ""
    for field in fields(blank.council, blank.form.questions):
        if field.kind not in ("activity", "completed") and field.column != previous and blank.last:
            yield Column(last_time(blank.form.questions[field.column]))
        previous = field.column
        yield Column(field.heading, field)
        if field.kind == "activity":
            yield Column(LEAD)


def _choices(blank: BlankForm) -> dict[str, Sequence[str]]:
    """Return the choices of each list, by the heading of its column."""
    asked = fields(blank.council, blank.form.questions)
    answers = [status.answer for status in blank.council.statuses]
    return {field.heading: answers for field in asked if field.kind == "choice"}


def _sheets(blank: BlankForm, each: Each) -> Iterator[AnswerSheet]:
    groups: dict[str, list[Any]] = {}
    nouns = blank.council.vocabulary.activity
    many = nouns[1]
    for activity in blank.activities.to_dict("records"):
        post = " ".join(str(activity["lead"]).split())
        groups.setdefault(post if each == "lead" else headed(many), []).append(activity)
    for name, (post, rows) in zip(sheet_names(groups), groups.items(), strict=True):
        yield AnswerSheet(
            name,
            title(blank.quarter, (post or name) if each == "lead" else many),
            post or name,
            (
                f"{counted(len(rows), nouns)}, {blank.quarter.label}, {blank.quarter.span}.",
                f"Fill in the cells with a tint. {COMPLETED} is needed in each row you fill in.",
            ),
            [_row(blank, row) for row in rows],
        )


def _row(blank: BlankForm, activity: Mapping[str, Any]) -> dict[str, Shown]:
    identifier = str(activity["id"])
    shown: dict[str, Shown] = {
        blank.form.questions["activity"]: f"{identifier}. {activity['title']}",
        LEAD: str(activity["lead"]),
    }
    if blank.last is not None and identifier in blank.last.returns.index:
        answer: dict[Any, Any] = blank.last.returns.loc[identifier].to_dict()
        for column, question in blank.form.questions.items():
            if column != "activity":
                shown[last_time(question)] = _as_shown(blank.council, column, answer[column])
    return shown


def _as_shown(council: Council, column: str, value: Any) -> Shown:
    """Return an answer as it is shown: choices by their labels, dates as dates."""
    if column in date_columns(council):
        return None if pd.isna(value) else date.fromisoformat(value.date().isoformat())
    if column == "delivery":
        return next((status.answer for status in council.statuses if status.id == value), "")
    if column in choices_of(council):
        return "; ".join(label(choices_of(council)[column], choice) for choice in value)
    return str(value)


def _cover(blank: BlankForm, each: Each) -> Iterator[str]:
    quarter, window, council = blank.quarter, blank.form.window, blank.council
    yield f"{headed(quarter.label)}, {quarter.span}. {council.organisation.name}."
    yield f"The form is open from {day(window.opened)} to {day(window.closed)}."
    yield (
        council.say("There is a sheet for each lead post, with a row for each of its activities.")
        if each == "lead"
        else council.say(
            "The sheet Activities has a row for each activity; find yours by the column "
        )
        + f"{LEAD}."
    )
    yield council.say(
        "Fill in the cells with a tint, and leave the rows of other people's activities blank."
    )
    yield (
        f"{COMPLETED} is the day on which you complete the row. It is needed in each row that you "
        f"fill in, and must be a day of this form's period."
    )
    ticked = [q for column, q in blank.form.questions.items() if column in choices_of(council)]
    several = f" ({', '.join(ticked)})" if ticked else ""
    yield (
        f"A cell with a list takes one of its choices. Where several can apply{several}, each "
        f"choice has a column: choose {YES} in those that apply."
    )
    yield "Type a date as 31/03/2020 or 31 March 2020."
    if blank.last:
        yield (
            f"Columns that end in “{LAST_TIME}” show the answers for "
            f"{spoken(blank.last.quarter.label)}. "
            "What you write there is not read."
        )
    yield "Answers are published: name posts and not people, and give no address or number."
    yield "Keep the headings and the first column as they are, and save the file as .xlsx."
    yield f"Send it to: {council.contact.name}, {council.contact.email}"
