"""Questions to lead officers about what the checks find, in words that mention no files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from sdp_lib.inputs.quality.rule import Finding
from sdp_lib.presentation.wording import day

_CODE = re.compile(r" \(U\+[0-9A-F]+\)")
_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")

# By the name of the rule. Rules that are not here ask something of analysts.
ASKED: Mapping[str, str] = {
    "status_missing": "No status was chosen. Is the activity on track?",
    "off_track_without_issues": "It is not on track, and no issue was chosen. What is in the way?",
    "off_track_without_mitigation": "It is not on track. What is being done about it?",
    "on_track_with_issues": "It is on track, and issues were chosen. Is the status right?",
    "on_track_with_later_end": "It is on track, and its end date has moved. Is the status right?",
    "issue_not_named": "An issue was described. Which issue on the list is it?",
    "date_improbable": "{found}, which seems wrong. Which date is meant?",
    "revised_end_earlier": (
        "{found}. Does it end earlier than planned, or is there a slip in the date?"
    ),
    "milestones_out_of_order": "{found}. Are both dates right?",
    "go_live_after_end": "{found}. Has the end date moved, or is the date of going live wrong?",
    "other_milestone_unnamed": "Another milestone has a date and no name. What is the date for?",
    "other_milestone_undated": "Another milestone has a name and no date. What is its date?",
    "forward_plan_missing": "It is expected at a board that has a forward plan. What is the date?",
    "forward_plan_unexpected": (
        "There is a date on a forward plan, and its board was not chosen. Is the board expected?"
    ),
    "forward_plan_past": "{found}. What is the next date?",
    "progress_missing": "{question} is blank. What was done in this period?",
    "progress_short": "{question} has a few words only. What else was done in this period?",
    "placeholder": "{found}, which counts as blank. What can be said here?",
    "words_repeated": "{question} has the words of the last return. What has happened since?",
    "progress_copied": "{found}. What was done in this one?",
    "without_typeface": "{found}, which cannot be printed. Can it be said in words?",
    "return_early": "The return came before the form opened. Is it about this period?",
    "return_undated": "On which day was the return completed?",
}


def question_of(finding: Finding, questions: Mapping[str, str]) -> str | None:
    """Return what a finding asks a lead officer, or None if it asks nothing.

    `questions` are those of the form by column of the returns; they replace the columns' names.
    """
    asked = ASKED.get(finding.rule.name)
    if asked is None or (finding.column and finding.column not in {*questions, "submitted"}):
        return None  # lead officers do not answer for the plan
    named = f"“{questions.get(finding.column, finding.column)}”"
    found = _DAY.sub(lambda match: day(date.fromisoformat(match[0])), finding.found)
    found = _CODE.sub("", found)
    for column in sorted(questions, key=len, reverse=True):
        found = _called(found, column, f"“{questions[column]}”")
    found = found[:1].upper() + found[1:]
    return asked.format(question=named, found=found)


def _called(text: str, column: str, question: str) -> str:
    """Replace a column's name by its question, if it is a word of its own."""
    return " ".join(question if word == column else word for word in text.split(" "))
