"""Rules about dates: improbable ones, and ends that move the wrong way or are missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from sdp_lib.inputs.quality.rule import Case, Hit, Rule, hits, iso
from sdp_lib.inputs.returns import date_columns
from sdp_lib.problems.quality_returns import (
    DATE_IMPROBABLE,
    END_BEFORE_START,
    END_MISSING,
    PLAN_DATE_IMPROBABLE,
    REVISED_END_EARLIER,
    REVISED_END_SAME,
)

EARLIEST = pd.Timestamp(2000, 1, 1)
YEARS_AHEAD = 10


def _latest(case: Case) -> pd.Timestamp:
    return pd.Timestamp(case.dataset.quarter.last_day) + pd.DateOffset(years=YEARS_AHEAD)


def _improbable(dates: pd.Series, case: Case) -> pd.Series[bool]:
    return (dates < EARLIEST) | (dates > _latest(case))


def improbable(case: Case) -> Iterator[Hit]:
    """Find dates in returns from before 2000 or more than ten years ahead of the quarter."""
    for column in date_columns(case.council):
        yield from hits(
            case.answers,
            _improbable(case.answers[column], case),
            lambda row, column=column: f"{column} is {iso(getattr(row, column))}",  # type: ignore[misc]
            column,
        )


def improbable_in_plan(case: Case) -> Iterator[Hit]:
    """Find start and end dates of the plan from before 2000 or more than ten years ahead."""
    for column in ("start", "end"):
        dates = case.dataset.activities[column]
        for name, value in dates[_improbable(dates, case)].items():
            where = case.in_plan(str(name))
            yield Hit(f"{column} is {iso(value)}", str(name), column, where)


def revised_earlier(case: Case) -> Iterator[Hit]:
    """Find revised end dates that are earlier than the original."""
    wrong = case.answers["revised_end"] < case.answers["end"]
    yield from hits(case.answers, wrong, _two_ends, "revised_end")


def revised_same(case: Case) -> Iterator[Hit]:
    """Find revised end dates that are the original end date."""
    wrong = case.answers["revised_end"] == case.answers["end"]
    yield from hits(case.answers, wrong, _two_ends, "revised_end")


def _two_ends(row: Any) -> str:
    return f"revised_end is {iso(row.revised_end)} and the original end is {iso(row.end)}"


def ends_before_start(case: Case) -> Iterator[Hit]:
    """Find activities of the plan, and revised ends, that end before they start."""
    plan = case.dataset.activities
    for row in plan[plan["end"] < plan["start"]].itertuples():
        found = f"end is {iso(row.end)} and start is {iso(row.start)}"  # type: ignore[arg-type]
        yield Hit(found, str(row.Index), "end", case.in_plan(str(row.Index)))
    yield from hits(
        case.answers,
        case.answers["revised_end"] < case.answers["start"],
        lambda row: f"revised_end is {iso(row.revised_end)} and start is {iso(row.start)}",
        "revised_end",
    )


def without_end(case: Case) -> Iterator[Hit]:
    """Find activities of the plan without an end date."""
    ends = case.dataset.activities["end"]
    for name in map(str, ends.index[ends.isna()]):
        yield Hit("end is blank", name, "end", case.in_plan(name))


RULES = (
    Rule(
        DATE_IMPROBABLE,
        "date_improbable",
        "warning",
        f"which is before {EARLIEST.year} or more than {YEARS_AHEAD} years ahead",
        improbable,
    ),
    Rule(
        PLAN_DATE_IMPROBABLE,
        "plan_date_improbable",
        "warning",
        f"which is before {EARLIEST.year} or more than {YEARS_AHEAD} years ahead",
        improbable_in_plan,
    ),
    Rule(
        REVISED_END_EARLIER,
        "revised_end_earlier",
        "warning",
        "so the revised end is the earlier of the two",
        revised_earlier,
        needs=("revised_end",),
    ),
    Rule(
        REVISED_END_SAME,
        "revised_end_same",
        "note",
        "so nothing was revised",
        revised_same,
        needs=("revised_end",),
    ),
    Rule(
        END_BEFORE_START,
        "end_before_start",
        "warning",
        "so the activity would end before it starts",
        ends_before_start,
    ),
    Rule(
        END_MISSING,
        "end_missing",
        "note",
        "so it is not known when the activity is due",
        without_end,
    ),
)
