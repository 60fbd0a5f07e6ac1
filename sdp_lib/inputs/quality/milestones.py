"""Rules about milestones: their order, the end of the activity, and "other" ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from sdp_lib.inputs.columns import OTHER_MILESTONE as OTHER
from sdp_lib.inputs.quality.rule import Case, Hit, Rule, given, hits, iso
from sdp_lib.problems.quality_returns import (
    GO_LIVE_AFTER_END,
    MILESTONES_OUT_OF_ORDER,
    OTHER_MILESTONE_UNDATED,
    OTHER_MILESTONE_UNNAMED,
)

# These columns are the contract's; another organisation's configuration may leave them out.
GO_LIVE = "go_live"


def out_of_order(case: Case) -> Iterator[Hit]:
    """Find milestones that come before one that the configuration lists ahead of them.

    "Other" milestones may come at any time.
    """
    kinds = [kind.column for kind in case.council.kinds if kind.column != OTHER]
    if len(kinds) < 2 or case.answers.empty:
        return
    dates = case.answers[kinds]
    latest_before = dates.ffill(axis=1).cummax(axis=1).shift(axis=1)
    wrong = (dates < latest_before).any(axis=1)
    yield from hits(case.answers, wrong, lambda row: _disorder(row, kinds))


def _disorder(row: Any, kinds: list[str]) -> str:
    dated = [(kind, getattr(row, kind)) for kind in kinds if not pd.isna(getattr(row, kind))]
    early, (late, later) = next(
        (second, first)
        for n, second in enumerate(dated)
        for first in dated[:n]
        if second[1] < first[1]
    )
    return f"{early[0]} is {iso(early[1])}, before {late} on {iso(later)}"


def go_live_after_end(case: Case) -> Iterator[Hit]:
    """Find activities that go live after their revised end, or else their original one."""
    if GO_LIVE not in case.answers:
        return
    answers = case.answers
    end = answers["revised_end"].fillna(answers["end"])
    shown = answers.assign(last=end)
    yield from hits(
        shown,
        answers[GO_LIVE] > end,
        lambda row: f"{GO_LIVE} is {iso(row.go_live)} and the activity ends on {iso(row.last)}",
        GO_LIVE,
    )


def other_without_name(case: Case) -> Iterator[Hit]:
    """Find other milestones with a date and without a name."""
    if OTHER in case.answers:
        wrong = case.answers[OTHER].notna() & ~given(case.answers[f"{OTHER}_name"])
        found = f"{OTHER} has a date and {OTHER}_name is blank"
        yield from hits(case.answers, wrong, found, f"{OTHER}_name")


def other_without_date(case: Case) -> Iterator[Hit]:
    """Find other milestones with a name and without a date."""
    if OTHER in case.answers:
        wrong = case.answers[OTHER].isna() & given(case.answers[f"{OTHER}_name"])
        found = f"{OTHER} is blank and {OTHER}_name is given"
        yield from hits(case.answers, wrong, found, OTHER)


RULES = (
    Rule(
        MILESTONES_OUT_OF_ORDER,
        "milestones_out_of_order",
        "note",
        "although the form lists it later",
        out_of_order,
    ),
    Rule(
        GO_LIVE_AFTER_END,
        "go_live_after_end",
        "warning",
        "so it would go live after its end",
        go_live_after_end,
        needs=("go_live",),
    ),
    Rule(
        OTHER_MILESTONE_UNNAMED,
        "other_milestone_unnamed",
        "note",
        "so it is not known what the date is for",
        other_without_name,
        needs=("other_milestone", "other_milestone_name"),
    ),
    Rule(
        OTHER_MILESTONE_UNDATED,
        "other_milestone_undated",
        "note",
        "so it is not known when it is due",
        other_without_date,
        needs=("other_milestone", "other_milestone_name"),
    ),
)
