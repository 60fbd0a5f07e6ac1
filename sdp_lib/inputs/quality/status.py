"""Rules about the delivery status, and about issues, mitigation and ends that go with it."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from sdp_lib.inputs.quality.rule import Case, Hit, Rule, any_of, given, hits, iso
from sdp_lib.problems.quality_returns import (
    ISSUE_NOT_NAMED,
    OFF_TRACK_WITHOUT_ISSUES,
    OFF_TRACK_WITHOUT_MITIGATION,
    ON_TRACK_WITH_ISSUES,
    ON_TRACK_WITH_LATER_END,
    OTHER_ISSUE_IS_A_THEME,
    STATUS_MISSING,
)


def blank(case: Case) -> Iterator[Hit]:
    """Find returns without a delivery status."""
    wrong = case.answers["delivery"].eq("")
    yield from hits(case.answers, wrong, "delivery is blank", "delivery")


def _any_issue(case: Case) -> pd.Series[bool]:
    return any_of(case.answers["issues"]) | given(case.answers["issue_other"])


def off_track_without_issues(case: Case) -> Iterator[Hit]:
    """Find activities that are not on track and name no issue."""
    wrong = case.off_track & ~_any_issue(case)
    found = "issues and issue_other are blank"
    yield from hits(
        case.answers, wrong, lambda row: f"delivery is {row.delivery}, and {found}", "issues"
    )


def off_track_without_mitigation(case: Case) -> Iterator[Hit]:
    """Find activities that are not on track and say nothing of mitigation."""
    wrong = case.off_track & ~given(case.answers["mitigation"])
    yield from hits(
        case.answers,
        wrong,
        lambda row: f"delivery is {row.delivery}, and mitigation is blank",
        "mitigation",
    )


def on_track_with_issues(case: Case) -> Iterator[Hit]:
    """Find activities that are on track and name issues all the same."""
    wrong = case.on_track & _any_issue(case)
    yield from hits(
        case.answers,
        wrong,
        lambda row: f"delivery is {row.delivery} and issues are named",
        "issues",
    )


def on_track_with_later_end(case: Case) -> Iterator[Hit]:
    """Find activities that are on track and whose end date is later than it was a quarter before.

    Without a quarter before, or a return in it, the original end date is used.
    """
    answers = case.answers
    wrong = case.on_track & (answers["revised_end"] > _end_before(case))
    yield from hits(
        answers.assign(was=_end_before(case)),
        wrong,
        lambda row: (
            f"delivery is {row.delivery}, revised_end is {iso(row.revised_end)} "
            f"and the end was {iso(row.was)}"
        ),
        "revised_end",
    )


def _end_before(case: Case) -> pd.Series:
    if case.before is None:
        return case.answers["end"]
    revised = case.before["revised_end"].reindex(case.answers.index)
    return revised.fillna(case.answers["end"])


def detail_without_issue(case: Case) -> Iterator[Hit]:
    """Find details of an issue where no issue is named."""
    wrong = given(case.answers["issue_detail"]) & ~_any_issue(case)
    found = "issue_detail is given, and issues and issue_other are blank"
    yield from hits(case.answers, wrong, found, "issues")


def other_issue_is_a_theme(case: Case) -> Iterator[Hit]:
    """Find other issues that are the label of a theme on the list."""
    labels = {theme.label.casefold() for theme in case.council.issues}
    typed = case.answers["issue_other"].str.strip().str.casefold()
    found = "issue_other is the label of a theme"
    yield from hits(case.answers, typed.isin(labels), found, "issue_other")


RULES = (
    Rule(
        STATUS_MISSING,
        "status_missing",
        "warning",
        "although every activity is asked for its status",
        blank,
    ),
    Rule(
        OFF_TRACK_WITHOUT_ISSUES,
        "off_track_without_issues",
        "warning",
        "so it is not known what is in the way",
        off_track_without_issues,
        needs=("issues issue_other",),
    ),
    Rule(
        OFF_TRACK_WITHOUT_MITIGATION,
        "off_track_without_mitigation",
        "note",
        "so it is not known what is being done",
        off_track_without_mitigation,
        needs=("mitigation",),
    ),
    Rule(
        ON_TRACK_WITH_ISSUES,
        "on_track_with_issues",
        "note",
        "although only activities that are off track are asked for issues",
        on_track_with_issues,
        needs=("issues issue_other",),
    ),
    Rule(
        ON_TRACK_WITH_LATER_END,
        "on_track_with_later_end",
        "note",
        "so it is on track against a later date than before",
        on_track_with_later_end,
        needs=("revised_end",),
    ),
    Rule(
        ISSUE_NOT_NAMED,
        "issue_not_named",
        "note",
        "so the detail belongs to no issue",
        detail_without_issue,
        needs=("issue_detail", "issues issue_other"),
    ),
    Rule(
        OTHER_ISSUE_IS_A_THEME,
        "other_issue_is_a_theme",
        "note",
        "which has a choice of its own",
        other_issue_is_a_theme,
        needs=("issue_other", "issues"),
    ),
)
