"""Rules about who answered and when: missing, late, early."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from sdp_lib.inputs.quality.rule import Case, Hit, Rule, hits, iso
from sdp_lib.problems.quality_returns import (
    RETURN_EARLY,
    RETURN_LATE,
    RETURN_MISSING,
    RETURN_UNDATED,
)


@dataclass(frozen=True)
class Turnout:
    """How many returns were expected and received, and which activities are late or missing."""

    expected: int
    received: int
    late: tuple[str, ...]
    missing: tuple[str, ...]


def turnout(case: Case) -> Turnout:
    """Count a quarter's returns; a late one was received."""
    late = case.answers.index[_late(case)]
    return Turnout(
        len(case.dataset.activities),
        len(case.answers),
        tuple(map(str, late)),
        tuple(map(str, case.missing.index)),
    )


def _late(case: Case) -> pd.Series[bool]:
    return case.answers["submitted"] >= pd.Timestamp(case.dataset.now.params.window.late_from)


def missing(case: Case) -> Iterator[Hit]:
    """Find the activities of the plan that made no return."""
    for name, lead in case.missing["lead"].items():
        activity = str(name)
        where = case.placed("returns", None, activity)
        who = case.council.vocabulary.lead[0]
        yield Hit(f"no return was made by its {who} ({_post(lead)})", activity, where=where)


def _post(lead: object) -> str:
    return " ".join(str(lead).split()) or "no post is named"


def late(case: Case) -> Iterator[Hit]:
    """Find the returns that came after the last day of the window."""
    closed = iso(case.dataset.now.params.window.closed)
    yield from hits(
        case.answers,
        _late(case),
        lambda row: f"submitted is {iso(row.submitted)} and the form closed on {closed}",
        "submitted",
    )


def early(case: Case) -> Iterator[Hit]:
    """Find the returns that came before the first day of the window."""
    opened = case.dataset.now.params.window.opened
    yield from hits(
        case.answers,
        case.answers["submitted"] < pd.Timestamp(opened),
        lambda row: f"submitted is {iso(row.submitted)} and the form opened on {iso(opened)}",
        "submitted",
    )


def undated(case: Case) -> Iterator[Hit]:
    """Find the returns that do not say when they came."""
    wrong = case.answers["submitted"].isna()
    yield from hits(case.answers, wrong, "submitted is blank", "submitted")


RULES = (
    Rule(
        RETURN_MISSING,
        "return_missing",
        "warning",
        "although every activity of the plan is asked for one",
        missing,
    ),
    Rule(
        RETURN_LATE,
        "return_late",
        "warning",
        "so it is late",
        late,
    ),
    Rule(
        RETURN_EARLY,
        "return_early",
        "warning",
        "so it came before the form had opened",
        early,
    ),
    Rule(
        RETURN_UNDATED,
        "return_undated",
        "note",
        "so it is not known whether it came in time",
        undated,
    ),
)
