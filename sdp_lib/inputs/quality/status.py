"""Rules about the delivery status, and what else a return says about how things stand."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from sdp_lib.inputs.quality.rule import Case, Hit, Rule, any_of, given, hits, iso


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
        case.answers, wrong, lambda row: f"delivery is {row.delivery}, {found}", "issues"
    )


def off_track_without_mitigation(case: Case) -> Iterator[Hit]:
    """Find activities that are not on track and say nothing of mitigation."""
    wrong = case.off_track & ~given(case.answers["mitigation"])
    yield from hits(
        case.answers,
        wrong,
        lambda row: f"delivery is {row.delivery}, mitigation is blank",
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

    Without a quarter before, or a return in it, the original end date stands for what was said.
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
    said = case.before["revised_end"].reindex(case.answers.index)
    return said.fillna(case.answers["end"])


def detail_without_issue(case: Case) -> Iterator[Hit]:
    """Find details of an issue where no issue is named."""
    wrong = given(case.answers["issue_detail"]) & ~_any_issue(case)
    found = "issue_detail is given, issues and issue_other are blank"
    yield from hits(case.answers, wrong, found, "issues")


def other_issue_is_a_theme(case: Case) -> Iterator[Hit]:
    """Find other issues that are the label of a theme on the list."""
    labels = {one.label.casefold() for one in case.council.issues}
    typed = case.answers["issue_other"].str.strip().str.casefold()
    found = "issue_other is the label of a theme"
    yield from hits(case.answers, typed.isin(labels), found, "issue_other")


RULES = (
    Rule(
        "status_missing",
        "warning",
        "Returns without a delivery status",
        "but the status is what is asked first",
        "ask the lead officer",
        "The activity counts as answered, and as neither on track nor off track.",
        blank,
    ),
    Rule(
        "off_track_without_issues",
        "warning",
        "Activities not on track that name no issue",
        "but an activity that is not on track is asked for its issues",
        "ask the lead officer what is in the way",
        "Nobody can help without knowing what is wrong.",
        off_track_without_issues,
        needs=("issues issue_other",),
    ),
    Rule(
        "off_track_without_mitigation",
        "note",
        "Activities not on track without mitigation",
        "but an activity that is not on track is asked for what is being done",
        "ask the lead officer",
        "The report lists the activity as one without mitigating action.",
        off_track_without_mitigation,
        needs=("mitigation",),
    ),
    Rule(
        "on_track_with_issues",
        "note",
        "Activities on track that name issues",
        "but issues are asked of activities that are not on track",
        "ask the lead officer whether the status is right",
        "The status may be more hopeful than the words beside it.",
        on_track_with_issues,
        needs=("issues issue_other",),
    ),
    Rule(
        "on_track_with_later_end",
        "note",
        "Activities on track whose end date has moved",
        "so it is on track against a later date than before",
        "ask the lead officer whether the status is right",
        "On track against a date that moves is not the same as on track.",
        on_track_with_later_end,
        needs=("revised_end",),
    ),
    Rule(
        "issue_not_named",
        "note",
        "Details of an issue that is not named",
        "but the detail belongs to an issue",
        "ask the lead officer for its theme",
        "The issue is counted under no theme.",
        detail_without_issue,
        needs=("issue_detail", "issues issue_other"),
    ),
    Rule(
        "other_issue_is_a_theme",
        "note",
        "Other issues that are on the list",
        "but this theme has a choice of its own",
        "choose the theme by a correction",
        "The theme is counted too low.",
        other_issue_is_a_theme,
        needs=("issue_other", "issues"),
    ),
)
