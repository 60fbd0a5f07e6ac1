"""The contents of a page from an executed notebook: its headings and the outputs of its cells."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from queue import Empty, LifoQueue
from types import MappingProxyType
from typing import Any

from nbformat import NotebookNode

from sdp_lib.pipeline.plan.notebooks import tags
from sdp_lib.pipeline.render.numbering import Numbering
from sdp_lib.pipeline.render.own_output import OwnOutputs, is_fragment, is_left_out
from sdp_lib.presentation.fragments import from_notebook, raw_block

SHOWN_MIME = "text/markdown"
UNNUMBERED = "unnumbered"  # the tag of a cell whose headings have no number
# A link as the fragments write it; the address of another page has no scheme and no anchor.
_LINK = re.compile(r'<a href="(?=[^":#]+\.html">)')

_HEADING = re.compile(r"(#{1,6}) ([^\n]*)")  # a cell that is a heading and nothing else
_NOT_SHOWN = {"about", "parameters", "injected-parameters", "ledger"}
Shown = tuple[NotebookNode, list[str]]  # a cell, and the pieces of a page that it shows

# Idle exporters: nbconvert takes longer to make one than to use it. Each serves one thread at once.
_exporters: LifoQueue[Any] = LifoQueue()


def shown_markdown(notebook: NotebookNode) -> str:
    """Return a notebook's headings and fragments in Pandoc Markdown."""
    try:
        exporter = _exporters.get_nowait()
    except Empty:
        exporter = _new_exporter()
    try:
        body, _ = exporter.from_notebook_node(notebook)
    finally:
        _exporters.put(exporter)
    return str(body)


def _new_exporter() -> Any:
    from nbconvert.exporters import MarkdownExporter
    from traitlets.config import Config

    chosen = Config({"NbConvertBase": {"display_data_priority": [SHOWN_MIME]}})
    # The cells need no change; nbconvert would validate all of them after each preprocessor.
    return MarkdownExporter(exclude_input=True, default_preprocessors=[], config=chosen)


def for_rendering(
    notebook: NotebookNode,
    up: str = "",
    *,
    whole: bool = True,
    headings: Mapping[str, str] = MappingProxyType({}),
) -> NotebookNode:
    """Return a notebook with only headings and the outputs of cells, as pieces of a page.

    Code and parameters never reach a renderer. Sections, tables and figures get their numbers. `up`
    leads from the page to the place that its notebook assumes. `headings` replace others. If one of
    them is blank, or not the `whole` report is shown, a heading with nothing below it is left out.
    """
    there = [
        (cell, [] if cell.cell_type == "markdown" else [*_pieces(cell)])
        for cell in notebook.cells
        if not _NOT_SHOWN & {*tags(cell)}
    ]
    there = [(cell, pieces) for cell, pieces in there if pieces or cell.cell_type == "markdown"]
    cells, numbering = [], Numbering()
    leaving = {usual for usual, own in headings.items() if not own} if whole else None
    for cell, pieces in _renamed(_without_empty_sections(there, leaving), headings):
        if cell.cell_type == "markdown":
            numbered = UNNUMBERED not in tags(cell)
            source = numbering.headings(cell.source) if numbered else cell.source
            cells.append(NotebookNode(cell, metadata=NotebookNode(), source=source))
        else:
            outputs = [_output(piece, up, numbering) for piece in pieces]
            cells.append(
                NotebookNode(
                    cell, metadata=NotebookNode(), source="", execution_count=None, outputs=outputs
                )
            )
    return NotebookNode(notebook, cells=cells)


def _without_empty_sections(cells: Sequence[Shown], leaving: Collection[str] | None) -> list[Shown]:
    """Leave out each heading that is followed by one of its level or above, or by nothing.

    If `leaving` is not None, only those headings are left out.
    """
    kept: list[Shown] = []
    level = 1  # of the heading after a cell; the end counts as a first-level heading
    for cell, pieces in reversed(cells):
        heading = None if pieces else _HEADING.fullmatch(cell.source.strip())
        if heading and level and len(heading[1]) >= level:
            if leaving is None or heading[2] in leaving:
                continue
        level = len(heading[1]) if heading else 0
        kept.insert(0, (cell, pieces))
    return kept


def _renamed(cells: Iterable[Shown], headings: Mapping[str, str]) -> Iterator[Shown]:
    """Replace headings by others."""
    for cell, pieces in cells:
        heading = None if pieces else _HEADING.fullmatch(cell.source.strip())
        if heading and (own := headings.get(heading[2])):
            yield NotebookNode(cell, source=f"{heading[1]} {own}"), pieces
        else:
            yield cell, pieces


def _pieces(cell: NotebookNode) -> Iterator[str]:
    """Yield the outputs of a cell as safe HTML: the library's fragments, and any others."""
    own = OwnOutputs(cell)
    for output in cell.get("outputs", []):
        if is_fragment(output):
            piece = from_notebook(output.data["text/html"])
        elif is_left_out(output):
            continue
        else:
            piece = own.html(output)
        if piece:
            yield piece


def _output(piece: str, up: str, numbering: Numbering) -> NotebookNode:
    # Only the raw block is passed on: for HTML outputs Quarto would load scripts from elsewhere.
    words = raw_block(numbering.captions(piece))
    if up:
        words = _LINK.sub(f'<a href="{up}', words)
    kept = NotebookNode({SHOWN_MIME: words})
    return NotebookNode(output_type="display_data", data=kept, metadata=NotebookNode())
