"""Outputs of cells: the table in docs/cell-output.md, run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from support import ROOT

from sdp_lib.pipeline.render.own_output import cannot_be_shown
from sdp_lib.pipeline.render.shown import for_rendering

PAGE = (ROOT / "docs/cell-output.md").read_text(encoding="utf-8")
_ROW = re.compile(r"\| (?P<what>[^|]+) \| `(?P<cell>.+)` \| (?P<becomes>[^|]+) \|")
_FORMS = {"a table": "<table", "a figure": "<figure", "text": "<p"}


@dataclass(frozen=True)
class Row:
    """A row of the table: the output, its cell, and the result."""

    what: str
    cell: str
    becomes: str


ROWS = [
    Row(found["what"], found["cell"].replace("\\|", "|").replace(" ⏎ ", "\n"), found["becomes"])
    for found in _ROW.finditer(PAGE)
]


@pytest.fixture(scope="module")
def executed():
    """The cells of all rows, run in one kernel after the preparation that the page shows."""
    before = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)[1]
    cells = [new_code_cell(before), *(new_code_cell(row.cell) for row in ROWS)]
    notebook = new_notebook(cells=cells)
    NotebookClient(
        notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(ROOT)}}
    ).execute()
    return notebook


def test_the_table_holds_at_least_twenty_kinds():
    assert len({row.what for row in ROWS}) >= 20


@pytest.mark.processes
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.what)
def test_a_cell_is_shown_as_the_table_says_or_refused_with_its_place(row, executed):
    cell = executed.cells[1 + ROWS.index(row)]
    alone = new_notebook(cells=[cell])
    problems = list(cannot_be_shown(alone))
    if row.becomes.startswith("error: "):
        wrong = unescape(row.becomes.removeprefix("error: "))
        assert len(problems) == 1
        assert problems[0].startswith("cell 1 (")
        assert f"shows {wrong}" in problems[0]
        return
    assert problems == []
    pieces = [
        output.data["text/markdown"]
        for part in for_rendering(alone).cells
        for output in part.outputs
    ]
    expected = [] if row.becomes == "nothing" else row.becomes.split(", ")
    assert len(pieces) == len(expected)
    for piece, form in zip(pieces, expected, strict=True):
        assert _FORMS[form] in piece
        assert "<script" not in piece
