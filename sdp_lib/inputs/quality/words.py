"""Rules about what lead officers wrote: nothing, little, the same again, or somebody's address."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from sdp_lib.inputs.frames import each_is, each_once
from sdp_lib.inputs.quality.rule import Case, Hit, Rule, given, hits

FEWEST_LETTERS = 20
REPEATABLE = ("progress", "issue_detail", "mitigation")
TEXTS = (*REPEATABLE, "issue_other", "other_milestone_name")
# Bounded repeats: a long word without a space must not take long to search.
ADDRESS = re.compile(r"\b[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,63}")
TELEPHONE = re.compile(r"(?<![\w.])(?:\+44|0)[ ()]{0,2}\d(?:[ ()-]{0,2}\d){8,9}\b")


def folded(texts: pd.Series[str]) -> pd.Series[str]:
    """Fold white space and case, so that texts can be compared."""
    return each_once(texts, _folded)


def _folded(texts: list[str]) -> pd.Series[str]:
    return pd.Series([" ".join(text.split()).casefold() for text in texts], dtype=str)


def progress_missing(case: Case) -> Iterator[Hit]:
    """Find returns that say nothing of progress."""
    wrong = ~given(case.answers["progress"])
    yield from hits(case.answers, wrong, "progress is blank", "progress")


def progress_short(case: Case) -> Iterator[Hit]:
    """Find returns with very little about progress."""
    lengths = case.answers["progress"].str.strip().str.len()
    yield from hits(
        case.answers.assign(length=lengths),
        (lengths > 0) & (lengths < FEWEST_LETTERS),
        lambda row: f"progress has {row.length} {'character' if row.length == 1 else 'characters'}",
        "progress",
    )


def repeated(case: Case) -> Iterator[Hit]:
    """Find texts that are those of the quarter before, but for white space and case."""
    before = case.dataset.before
    if before is None:
        return
    for column in REPEATABLE:
        now = folded(case.answers[column])
        then = folded(before.returns[column]).reindex(now.index)
        found = f"{column} has the words of {before.quarter}"
        yield from hits(
            case.answers,
            now.ne("") & (now == then),
            found,
            column,
        )


def copied(case: Case) -> Iterator[Hit]:
    """Find progress that several activities report in the same words."""
    texts, noun = folded(case.answers["progress"]), case.council.vocabulary.activity[0]
    shared = texts[texts.ne("") & texts.duplicated(keep=False)]
    for _, group in shared.groupby(shared, sort=False):
        names = list(map(str, group.index))
        for name in names:
            other = names[1] if name == names[0] else names[0]
            more = f" and {len(names) - 2} more" if len(names) > 2 else ""
            found = f"progress has the words of {noun} {other}{more}"
            yield Hit(found, name, "progress")


def is_personal(text: str) -> bool:
    """Tell whether a text seems to hold an e-mail address or a telephone number.

    >>> is_personal("Ring 01622 000 000"), is_personal("By 1 April 2020 it was 100% at 10.30")
    (True, False)
    """
    if "@" in text and ADDRESS.search(text):
        return True
    # Every number begins with one of the two, and to look for them is quick.
    return ("0" in text or "+44" in text) and bool(TELEPHONE.search(text))


def personal(case: Case) -> Iterator[Hit]:
    """Find e-mail addresses and telephone numbers in what was written; they are not repeated."""
    for column in TEXTS:
        if column in case.answers:
            texts = case.answers[column]
            found = f"{column} seems to hold an e-mail address or a telephone number"
            yield from hits(case.answers, each_is(texts, is_personal), found, column)


RULES = (
    Rule(
        "progress_missing",
        "warning",
        "Returns without words on progress",
        "but every return is asked for its progress",
        "ask the lead officer",
        "The status stands alone, and nobody can tell what it rests on.",
        progress_missing,
        needs=("progress",),
    ),
    Rule(
        "progress_short",
        "warning",
        "Returns with few words on progress",
        f"which is less than {FEWEST_LETTERS} characters",
        "ask the lead officer for more",
        "So short a text hardly says what was done.",
        progress_short,
        needs=("progress",),
    ),
    Rule(
        "words_repeated",
        "warning",
        "The same words as a quarter before",
        "but words about this quarter are asked for",
        "ask the lead officer what has happened since",
        "The return may have been copied, and the status with it.",
        repeated,
        needs=("progress issue_detail mitigation",),
    ),
    Rule(
        "progress_copied",
        "warning",
        "The same words on progress for several activities",
        "but each activity is asked for its own",
        "ask the lead officers what each of them did",
        "What holds for one activity seldom holds word for word for another.",
        copied,
        needs=("progress",),
    ),
    Rule(
        "personal_data",
        "warning",
        "Words that seem to hold an address or a telephone number",
        "but reports are published and name posts, not people",
        "take it out by a correction",
        "What stands in a return is published as it was written.",
        personal,
    ),
)
