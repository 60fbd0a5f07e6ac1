"""The rule about personal data in what analysts write: plan, assurance and commentary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial

import pandas as pd

from sdp_lib.inputs.frames import each_once
from sdp_lib.inputs.personal import masked
from sdp_lib.inputs.quality.rule import Case, Hit, Rule
from sdp_lib.inputs.quality.words import kinds_of
from sdp_lib.problems.quality_plan import PERSONAL_IN_PLAN

IN_PLAN = ("title", "lead", "director", "portfolio", "operating_plan")
IN_ASSURANCE = ("reference", "title", "note")
_HEADING = re.compile(r"^## *", re.MULTILINE)


def personal_in_plan(case: Case) -> Iterator[Hit]:
    """Find personal data in plan, assurance and commentary, without repeating it."""
    for name, column, kinds in _cells(case, case.dataset.now.then.listed, IN_PLAN):
        yield Hit(_found(column, kinds), name, column, case.in_plan(name))
    assurance = case.dataset.assurance.set_index("activity")
    for name, column, kinds in _cells(case, assurance, IN_ASSURANCE):
        where = f"{case.paths['assurance']} (activity {name})"
        yield Hit(_found(column, kinds), name, column, where)
    written = [*_plan_texts(case), *_commentary_texts(case)]
    found = kinds_of([text for _, _, text in written], case.council.impersonal)
    for (where, name, _), kinds in zip(written, found, strict=True):
        if kinds:
            yield Hit(_found(name, kinds), where=where)


def _found(name: str, kinds: str) -> str:
    return f"{name} seems to hold {kinds}"


def _cells(
    case: Case, frame: pd.DataFrame, columns: Iterable[str]
) -> Iterator[tuple[str, str, str]]:
    """Yield the activity, the column and the kinds, for each cell that has personal data."""
    for column in columns:
        if column in frame:
            kinds = each_once(frame[column], partial(kinds_of, known=case.council.impersonal))
            for name, found in kinds[kinds.ne("")].items():
                yield str(name), column, found


def _plan_texts(case: Case) -> Iterator[tuple[str, str, str]]:
    """Yield the place, the name and the words of each text in `plan.yml`."""
    plan, path = case.dataset.plan, case.paths["outcomes"]
    yield path, "title", plan.title
    if plan.strategy:
        yield path, "the title of the strategy", plan.strategy.title
    for outcome in plan.outcomes:
        where = f"{path} (outcome {outcome.id})"
        yield where, "title", outcome.title
        yield where, "short", outcome.short
        for objective in outcome.objectives:
            yield where, f"objective {objective.id}", objective.title


def _commentary_texts(case: Case) -> Iterator[tuple[str, str, str]]:
    """Yield the place and the words of each section; an address may have several lines."""
    for stem, text in case.commentary.items():
        place = f"{case.paths['commentary']}/{stem}.md"
        first, *sections = _HEADING.split(text)
        yield place, "the text", first
        for section in sections:
            heading = masked(section.partition("\n")[0].strip())
            yield f"{place}, section {heading!r}", "the text", section


RULES = (
    Rule(
        PERSONAL_IN_PLAN,
        "personal_in_plan",
        "warning",
        "although reports are published and name posts, not people",
        personal_in_plan,
    ),
)
