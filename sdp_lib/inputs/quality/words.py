"""Rules about what lead officers wrote: nothing, little, the same again, or somebody's address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import pandas as pd

from sdp_lib.inputs.frames import each_once
from sdp_lib.inputs.personal import kinds_in
from sdp_lib.inputs.quality.rule import Case, Hit, Rule, given, hits
from sdp_lib.problems.quality_returns import (
    PERSONAL_DATA,
    PLACEHOLDER,
    PROGRESS_COPIED,
    PROGRESS_MISSING,
    PROGRESS_SHORT,
    WORDS_REPEATED,
)

FEWEST_LETTERS = 20
REPEATABLE = ("progress", "issue_detail", "mitigation")
TEXTS = (*REPEATABLE, "issue_other", "other_milestone_name")


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
        given(case.answers["progress"]) & (lengths < FEWEST_LETTERS),
        lambda row: f"progress has {row.length} {'character' if row.length == 1 else 'characters'}",
        "progress",
    )


def repeated(case: Case) -> Iterator[Hit]:
    """Find texts that are those of the quarter before, except for white space and case."""
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


def personal(case: Case) -> Iterator[Hit]:
    """Find personal data in what was written, without repeating it."""
    for column in TEXTS:
        if column not in case.answers:
            continue
        texts = case.answers[column]
        named = each_once(texts, partial(kinds_of, known=case.council.impersonal))
        yield from hits(
            case.answers.assign(kinds=named),
            named.ne(""),
            partial("{0} seems to hold {1.kinds}".format, column),
            column,
        )


def kinds_of(texts: list[str], known: Sequence[str]) -> pd.Series[str]:
    """Name the kinds of personal data in each text; blank if it seems to have none."""
    found = [" and ".join(kind.name for kind in kinds_in(text, known)) for text in texts]
    return pd.Series(found, dtype=str)


def placeholder(case: Case) -> Iterator[Hit]:
    """Find texts that say nothing, such as `N/A`."""
    for column in TEXTS:
        if column in case.answers:
            texts = case.answers[column]
            wrong = texts.str.strip().ne("") & ~given(texts)
            yield from hits(
                case.answers.assign(typed=texts.str.strip()),
                wrong,
                partial("{0} is {1.typed!r}".format, column),
                column,
            )


RULES = (
    Rule(
        PROGRESS_MISSING,
        "progress_missing",
        "warning",
        "although every return is asked for it",
        progress_missing,
        needs=("progress",),
    ),
    Rule(
        PROGRESS_SHORT,
        "progress_short",
        "warning",
        f"fewer than the {FEWEST_LETTERS} that are expected",
        progress_short,
        needs=("progress",),
    ),
    Rule(
        WORDS_REPEATED,
        "words_repeated",
        "warning",
        "so it says nothing about this quarter",
        repeated,
        needs=("progress issue_detail mitigation",),
    ),
    Rule(
        PROGRESS_COPIED,
        "progress_copied",
        "warning",
        "so one may be a copy of the other",
        copied,
        needs=("progress",),
    ),
    Rule(
        PLACEHOLDER,
        "placeholder",
        "warning",
        "which says nothing and counts as blank",
        placeholder,
    ),
    Rule(
        PERSONAL_DATA,
        "personal_data",
        "warning",
        "although reports are published and name posts, not people",
        personal,
    ),
)
