"""Writes docs/frames.md, the reference of `report.data`, from the table that builds its frames.

`python docs/frames.py` writes the page again; a test holds it to the code.
"""

from __future__ import annotations

from pathlib import Path

from sdp_lib.inputs.council import Council, ids, read_council
from sdp_lib.measures.frame_columns import FRAMES, SHOWN_AS, Column, Declared

ROOT = Path(__file__).parent.parent
PLACE = ROOT / "docs" / "frames.md"
_OPENING = """\
# Frames of `report.data`

This page is for analysts who know pandas. `report.data` gives you what a report is made from, as
frames:

```python
from sdp_lib import Report

report = Report.outcome(quarter="2019-20-Q2", outcome="3")
report.data.answers.query("off_track")[["activity", "title", "slip_days"]]
```

- Each access returns a new frame. You can change it freely: neither the report nor the next frame
  changes.
- The report's figures are counted from these frames. Corrections are applied, and activities that
  the report does not cover are left out.
- Every frame has its columns, with their types, even if it has no rows.
- A missing text is blank (`""`), and a missing list is an empty tuple. A missing date, number or
  delivery status is `NaT` or `NA`.
- `explode("issues")` makes a row for each ID in a list.
- Frames hold IDs. `report.data.labels` has the words for them:

```python
labels = report.data.labels.query("list == 'directorates'").set_index("id")["label"]
report.data.answers["directorate"].map(labels).value_counts()
```

[Explore](../notebooks/explore.ipynb) is a notebook of worked examples, and [Add a section, a chart
or a table](add-your-own.md) explains how to put an answer into a report. `.venv/bin/python
docs/frames.py` writes this page from `sdp_lib/measures/frame_columns.py`.
"""


def page() -> str:
    """Return the reference, with the statuses and milestones of this organisation as examples."""
    council = read_council(ROOT / "params")
    return "\n".join([_OPENING, *(_section(declared, council) for declared in FRAMES)])


def _section(declared: Declared, council: Council) -> str:
    inside = _inside(declared)
    listed = {column for one in inside for column in one.columns}
    more = [column for column in declared.columns if column not in listed]
    lines = [f"## `{declared.name}`", "", declared.rows]
    if inside:
        names = " and of ".join(f"`{one.name}`" for one in inside)
        lines[-1] += f" It has the columns of {names}{', and these:' if more else '.'}"
    if more:
        lines += ["", "| column | type | unit | what it holds |", "|---|---|---|---|"]
        lines += [_row(column, council) for column in more]
    return "\n".join([*lines, ""])


def _inside(declared: Declared) -> list[Declared]:
    """Return the frames described before it whose columns it has, the largest of them."""
    found: list[Declared] = []
    for one in FRAMES[: FRAMES.index(declared)]:
        inside_another = any(_within(one, other) for other in found)
        if _within(one, declared) and not inside_another:
            found = [*(other for other in found if not _within(other, one)), one]
    return found


def _within(one: Declared, other: Declared) -> bool:
    return set(one.columns) <= set(other.columns)


def _row(column: Column, council: Council) -> str:
    cells = [_name(column, council), SHOWN_AS[column.kind], column.unit, _meaning(column, council)]
    return f"| {' | '.join(cells)} |"


def _name(column: Column, council: Council) -> str:
    names = [kind.column for kind in council.milestones] if column.repeated else [column.name]
    return ", ".join(f"`{name}`" for name in names)


def _meaning(column: Column, council: Council) -> str:
    if column.repeated:
        return f"{column.meaning}; a column for each of `milestones` in `council.yml`"
    if column.kind == "status":
        order = ", ".join(f"`{one}`" for one in ids(council.statuses))
        return f"{column.meaning}; in the order of `statuses` in `council.yml`: {order}"
    return column.meaning


if __name__ == "__main__":
    PLACE.write_text(page(), encoding="utf-8")
