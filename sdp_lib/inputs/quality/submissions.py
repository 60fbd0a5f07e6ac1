"""Rules about who answered and when: missing, late, early."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from sdp_lib.inputs.quality.rule import Case, Hit, Rule, hits, iso


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
        "return_missing",
        "warning",
        "Activities without a return",
        "but every activity of the plan is asked for one",
        "ask for it, or publish without it",
        "Nothing is known of the activity this quarter, and no figure counts it as anything.",
        missing,
    ),
    Rule(
        "return_late",
        "warning",
        "Returns that came late",
        "but returns are asked for inside the window",
        "keep it if it is to count",
        "The return counts, but it may know more than those that came in time.",
        late,
    ),
    Rule(
        "return_early",
        "warning",
        "Returns that came before the form opened",
        "but returns are asked for inside the window",
        "check that the return is about this quarter, and that the window in params is right",
        "The return may be about the quarter before.",
        early,
    ),
    Rule(
        "return_undated",
        "note",
        "Returns that do not say when they came",
        "so nobody can tell whether it came in time",
        "fill in the completion time if it is known",
        "Whether the return came in time is not known.",
        undated,
    ),
)
