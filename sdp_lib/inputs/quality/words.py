"""Rules about what lead officers wrote: nothing, little, the same again, or somebody's address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import pandas as pd

from sdp_lib.inputs.frames import each_once
from sdp_lib.inputs.personal import kinds_in, looked_at
from sdp_lib.inputs.quality.rule import Case, Hit, Rule, given, hits

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


def personal(case: Case) -> Iterator[Hit]:
    """Find personal data in what was written; it is not repeated."""
    for column in TEXTS:
        if column not in case.answers:
            continue
        texts = case.answers[column]
        named = each_once(texts, partial(_kinds_of, known=case.council.not_personal))
        yield from hits(
            case.answers.assign(kinds=named),
            named.ne(""),
            partial("{0} seems to hold {1.kinds}".format, column),
            column,
        )


def _kinds_of(texts: list[str], known: Sequence[str]) -> pd.Series[str]:
    found = [" and ".join(kind.name for kind in kinds_in(looked_at(one, known))) for one in texts]
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
        "placeholder",
        "warning",
        "Words that say nothing",
        "which says nothing and counts as blank",
        "ask the lead officer, or leave it",
        "“N/A” in the box for mitigation is no mitigation, and is not counted as one.",
        placeholder,
    ),
    Rule(
        "personal_data",
        "warning",
        "Words that seem to hold an address or a number of a person",
        "but reports are published and name posts, not people",
        "remove it with 'sdp correct'",
        "What stands in a return is published as it was written.",
        personal,
    ),
)
