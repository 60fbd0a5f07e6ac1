"""Rules about the quarter's parameters, its plan, what changed in it, and assurance."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pandas as pd

from sdp_lib.inputs.corrections import shortened
from sdp_lib.inputs.quality.rule import Case, Hit, Rule, iso
from sdp_lib.periods import Period
from sdp_lib.problems.quality_plan import (
    ASSURANCE_OVERDUE,
    PLAN_ACTIVITY_GONE,
    PLAN_END_CHANGED,
    PLAN_OUTCOME_MOVED,
    PLAN_RENAMED,
    PLAN_TITLE_TWICE,
    SIGNED_OFF_EARLY,
    WINDOW_FAR_FROM_QUARTER,
    YEAR_NOT_IN_PLAN,
)

FARTHEST = timedelta(days=183)
QUARTERS_PENDING = 2


def far_window(case: Case) -> Iterator[Hit]:
    """Find a window that opens more than half a year from its quarter."""
    quarter, window = case.dataset.quarter, case.dataset.now.params.window
    if not quarter.first_day - FARTHEST <= window.opened <= quarter.last_day + FARTHEST:
        found = f"the window opens on {iso(window.opened)}"
        yield Hit(found, where=f"{case.paths['params']} (window)")


def early_sign_off(case: Case) -> Iterator[Hit]:
    """Find a quarter that was signed off before its form closed."""
    params = case.dataset.now.params
    if params.signed_off is not None and params.signed_off.on <= params.window.closed:
        found = f"on is {iso(params.signed_off.on)} and the form closed on {params.window.closed}"
        yield Hit(found, where=f"{case.paths['params']} (signed_off)")


def other_year(case: Case) -> Iterator[Hit]:
    """Find a quarter whose financial year the plan does not list."""
    year, years = case.dataset.quarter.year_id, case.dataset.plan.years
    if year not in years:
        found = f"plan is {case.dataset.now.params.plan}, for {', '.join(years)}"
        yield Hit(found, where=f"{case.paths['params']} (plan)")


def same_title(case: Case) -> Iterator[Hit]:
    """Find activities of the plan that share a title."""
    titles = case.dataset.activities["title"].str.strip()
    for name in map(str, titles.index[titles.duplicated()]):
        yield Hit("the title is also that of an earlier row", name, "title", case.in_plan(name))


def renamed(case: Case) -> Iterator[Hit]:
    """Find activities whose title is not the recorded one."""
    for row in _changed(case, "title"):
        yield _change(case, row, shortened(row.title), shortened(row.title_recorded), "title")


def moved(case: Case) -> Iterator[Hit]:
    """Find activities whose outcome is not the recorded one."""
    for row in _changed(case, "outcome"):
        yield _change(case, row, row.outcome, row.outcome_recorded, "outcome")


def end_changed(case: Case) -> Iterator[Hit]:
    """Find activities whose original end date is not the recorded one."""
    for row in _changed(case, "end"):
        yield _change(case, row, _or_blank(row.end), _or_blank(row.end_recorded), "end")


def _changed(case: Case, column: str) -> Iterator[Any]:
    if case.recorded is not None:
        both = case.dataset.activities.join(case.recorded.add_suffix("_recorded"), how="inner")
        now, then = both[column], both[f"{column}_recorded"]
        yield from both[(now != then) & ~(now.isna() & then.isna())].itertuples()


def _change(case: Case, row: Any, now: str, then: str, column: str) -> Hit:
    found = f"{column} is {now} and was {then}"
    return Hit(found, str(row.Index), column, case.in_plan(str(row.Index)))


def _or_blank(day: pd.Timestamp) -> str:
    return "blank" if pd.isna(day) else iso(day)


def gone(case: Case) -> Iterator[Hit]:
    """Find activities that were recorded and whose row has been removed from the plan."""
    if case.recorded is not None:
        lost = case.recorded.index.difference(case.dataset.now.then.listed.index, sort=False)
        for name in map(str, lost):
            yield Hit("the activity was in the plan and is not now", name, "id", case.in_plan(name))


def still_pending(case: Case) -> Iterator[Hit]:
    """Find assurance that was due two quarters ago or more and is still pending."""
    latest = case.dataset.quarter
    for _ in range(QUARTERS_PENDING):
        latest = latest.previous()
    assurance = case.dataset.assurance
    for row in assurance[assurance["opinion"].eq("pending")].itertuples():
        if Period.parse(str(row.due_quarter), latest.calendar) <= latest:
            name = str(row.reference or row.title)
            found = f"{shortened(name)} was due in {row.due_quarter} and is still pending"
            where = f"{case.paths['assurance']} (activity {row.activity})"
            yield Hit(found, str(row.activity), "opinion", where)


RULES = (
    Rule(
        WINDOW_FAR_FROM_QUARTER,
        "window_far_from_quarter",
        "warning",
        "which is more than half a year from the quarter",
        far_window,
    ),
    Rule(
        SIGNED_OFF_EARLY,
        "signed_off_early",
        "warning",
        "so it was signed off before its returns were in",
        early_sign_off,
    ),
    Rule(
        YEAR_NOT_IN_PLAN,
        "year_not_in_plan",
        "warning",
        "but the quarter is in another financial year",
        other_year,
    ),
    Rule(
        PLAN_TITLE_TWICE,
        "plan_title_twice",
        "note",
        "so the two look the same",
        same_title,
    ),
    Rule(
        PLAN_RENAMED,
        "plan_renamed",
        "note",
        "so earlier reports have another title",
        renamed,
    ),
    Rule(
        PLAN_OUTCOME_MOVED,
        "plan_outcome_moved",
        "warning",
        "so the figures of both outcomes are about other activities than before",
        moved,
    ),
    Rule(
        PLAN_END_CHANGED,
        "plan_end_changed",
        "warning",
        "but the original end never changes",
        end_changed,
    ),
    Rule(
        PLAN_ACTIVITY_GONE,
        "plan_activity_gone",
        "note",
        "so no report can say what became of it",
        gone,
    ),
    Rule(
        ASSURANCE_OVERDUE,
        "assurance_overdue",
        "note",
        f"{QUARTERS_PENDING} quarters or more later",
        still_pending,
    ),
)
