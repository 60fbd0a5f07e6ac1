"""Rules about the quarter's parameters, its plan, what changed in it, and assurance."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pandas as pd

from sdp_lib.inputs.corrections import shortened
from sdp_lib.inputs.quality.rule import Case, Hit, Rule, iso
from sdp_lib.periods import Period

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
        yield Hit("the title stands in an earlier row", name, "title", case.in_plan(name))


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
            found = f"{shortened(name)} was due in {row.due_quarter} and is pending"
            where = f"{case.paths['assurance']} (activity {row.activity})"
            yield Hit(found, str(row.activity), "opinion", where)


RULES = (
    Rule(
        "window_far_from_quarter",
        "warning",
        "A window far from its quarter",
        "which is more than half a year from the quarter",
        "check the years of the window in params",
        "Which returns are late, and what has passed, is seen from the day the form closed.",
        far_window,
    ),
    Rule(
        "signed_off_early",
        "warning",
        "A quarter signed off before its form closed",
        "but a quarter is signed off when its returns are in",
        "check both dates in params",
        "Nobody can have signed off answers that were still to come.",
        early_sign_off,
    ),
    Rule(
        "year_not_in_plan",
        "warning",
        "A quarter outside the years of its plan",
        "but the quarter lies in another financial year",
        "check the plan in params, or the years in the plan",
        "The returns may be about another generation of the plan.",
        other_year,
    ),
    Rule(
        "plan_title_twice",
        "note",
        "Activities that share a title",
        "but a title is expected to name one activity",
        "tell the two apart in the plan",
        "Readers cannot tell which of the two is meant.",
        same_title,
    ),
    Rule(
        "plan_renamed",
        "note",
        "Activities with another title than before",
        "so earlier reports name it otherwise",
        "nothing if that was decided; say so in the commentary",
        "Readers look for an activity by its title.",
        renamed,
    ),
    Rule(
        "plan_outcome_moved",
        "warning",
        "Activities moved to another outcome",
        "so figures of both outcomes are not those of the same activities as before",
        "make sure that it was decided, and say so in the commentary",
        "A figure of an outcome can go up or down though nothing was done.",
        moved,
    ),
    Rule(
        "plan_end_changed",
        "warning",
        "Original end dates that were changed",
        "but the original end is never edited; a later one is a revised end in the return",
        "put the original date back",
        "An original end that moves hides that the activity is late.",
        end_changed,
    ),
    Rule(
        "plan_activity_gone",
        "note",
        "Activities whose row was removed from the plan",
        "so no report can say what became of it",
        "put the row back, with its last quarter in left and how it left in left_as",
        "Figures of earlier quarters counted it.",
        gone,
    ),
    Rule(
        "assurance_overdue",
        "note",
        "Assurance that is long due and still pending",
        f"which is {QUARTERS_PENDING} quarters or more after it was due",
        "ask those who give the assurance, and enter their opinion",
        "The second view that readers were promised is not there.",
        still_pending,
    ),
)
