"""Writes docs/figures.md: every figure with what it means, in the words of the sample's council.

`python docs/figures.py` writes it again; a test holds it to the code.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from sdp_lib.inputs.council import Council, read_council
from sdp_lib.measures.names import figure_names
from sdp_lib.presentation.figure_words import words_of

ROOT = Path(__file__).parent.parent
PLACE = ROOT / "docs/figures.md"
_OPENING = """\
# Figures

This page is for analysts and for readers of `figures.csv`. It lists every figure that a report
counts: its name, which commentary [can quote](quarter.md#step-5-write-the-commentary), what it
counts, and out of what. [How figures are made](method.md) works out an example of each kind, and
the [glossary](glossary.md) explains the words.

The part of a name that is an ID, such as `capacity` in `issues.capacity`, comes from
`params/council.yml`: another organisation has figures for its own lists. Figures in `movement` and
`milestone_dates` need an earlier quarter of the same plan, so a plan's first quarter has none.

`budget.total` adds up the budgets of all activities that a report covers, in whole pounds, and
`budget.STATUS` those of the activities with that status, of the total. `objectives.ID.on_track`
counts the activities that are on track, of all those that serve the objective, whether or not they
have a return. A plan without budgets or objectives has no such figures, and the report of an
outcome has those of its own objectives.

`.venv/bin/python docs/figures.py` writes this page from the sample's `params/council.yml`.
"""


def page() -> str:
    """Return the reference as Markdown: a table for each group of figures."""
    council = read_council(ROOT / "params")
    groups = groupby(figure_names(council), lambda name: name.partition(".")[0])
    tables = ["\n".join([*_heading(group), *_rows(names, council)]) for group, names in groups]
    return "\n\n".join([_OPENING.rstrip(), *tables]) + "\n"


def _heading(group: str) -> list[str]:
    return [f"## `{group}`", "", "| figure | counts | of |", "|---|---|---|"]


def _rows(names: Iterable[str], council: Council) -> list[str]:
    said = [(name, words_of(name, council)) for name in names]
    return [f"| `{name}` | {_cell(one.counted)} | {_cell(one.noun.those)} |" for name, one in said]


def _cell(text: str) -> str:
    """Escape what would end a cell of a table."""
    return text.replace("|", "\\|")


if __name__ == "__main__":
    PLACE.write_text(page(), encoding="utf-8")
