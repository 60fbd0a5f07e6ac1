"""The mailing workbook: whom to ask about which activity, and what each said last time."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sdp_lib.inputs.council import Council, label
from sdp_lib.inputs.dataset import Wave
from sdp_lib.inputs.plan import Plan
from sdp_lib.periods import Period, headed, spoken
from sdp_lib.pipeline.assemble.csv_files import as_csv
from sdp_lib.pipeline.assemble.workbook import CoverWords, plain, workbook
from sdp_lib.presentation.wording import day

NO_RETURN, NO_STATUS, NOT_ASKED = "No return", "Status not given", "Not asked before"


@dataclass(frozen=True)
class Mailing:
    """What the workbook is made from; `last` is None if the plan was not monitored before."""

    quarter: Period
    council: Council
    plan: Plan
    activities: pd.DataFrame
    opens: str
    last: Wave | None


def mailing_workbook(mailing: Mailing) -> bytes:
    """Make the workbook: posts and answers only, the same bytes every time."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # from the libraries under gptables
        return workbook(_page(mailing), [("Activities", mailing_csv(mailing))])


def mailing_csv(mailing: Mailing) -> str:
    """Return a row for each activity: its lead post, and its last status, words and dates."""
    council = mailing.council
    header = [
        council.say("Activity"),
        "Title",
        *([council.say("Directorate")] if council.directorates else []),
        council.say("Lead officer"),
        "Original end date",
        "Status last time",
        *(f"{words} last time" for _, words in _asked(council)),
    ]
    return as_csv(
        header, (_row(mailing, activity) for _, activity in mailing.activities.iterrows())
    )


def _asked(council: Council) -> list[tuple[str, str]]:
    """Return the columns of the last answer that the form asks for, each with its heading."""
    columns = [
        ("progress", "Progress"),
        *((kind.column, kind.heading) for kind in council.kinds),
        ("other_milestone_name", "Other milestone name"),
        ("revised_end", "Revised end date"),
    ]
    return [pair for pair in columns if council.asks(pair[0])]


def _row(mailing: Mailing, activity: pd.Series[Any]) -> list[str]:
    directorates = mailing.council.directorates
    cells = [
        activity["id"],
        activity["title"],
        *(
            label([directorate], directorate.id)
            for directorate in directorates
            if directorate.id == activity["directorate"]
        ),
        activity["lead"],
        _day(activity["end"]),
        *_said(mailing, activity["id"]),
    ]
    return [plain(str(cell)) for cell in cells]


def _said(mailing: Mailing, activity: str) -> Iterator[str]:
    """Return what an activity answered: its status in words, then a cell for each other column."""
    columns = [column for column, _ in _asked(mailing.council)]
    last = mailing.last
    if last is None or activity not in last.returns.index:
        asked = last is not None and activity in last.activities.index
        yield NO_RETURN if asked else NOT_ASKED
        yield from [""] * len(columns)
        return
    answers: dict[Any, Any] = last.returns.loc[activity].to_dict()
    yield label(last.then.council.statuses, answers["delivery"]) or NO_STATUS
    yield from (_day(answers.get(column)) for column in columns)


def _day(value: Any) -> str:
    """Write a date as reports do; a text stays as it is."""
    return value if isinstance(value, str) else "" if pd.isna(value) else day(value)


def _page(mailing: Mailing) -> CoverWords:
    """Return the words of the workbook's cover and headings."""
    council, last = mailing.council, mailing.last
    before = (
        f"“Last time” is {spoken(last.quarter.label)}. Dates are shown as they were given then."
        if last
        else council.say("The activities of this plan are asked for the first time.")
    )
    return CoverWords(
        quarter=headed(mailing.quarter.label),
        period=mailing.quarter.span,
        plan=plain(mailing.plan.title),
        organisation=plain(council.organisation.name),
        state_words="To send out with the form",
        version="1.0",
        cutoff=day(last.params.window.closed) if last else "the start of the plan",
        cutoff_date=mailing.opens,
        licence=council.licence.model_dump(),
        contact=council.contact.model_dump(),
        notices=[before, *([plain(council.notice)] if council.notice else [])],
    )
