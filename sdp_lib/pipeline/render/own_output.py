"""Outputs of cells that the library did not make: each becomes a piece of the page, or a problem.

docs/add-your-own.md has the table of outputs and results; a test compares it with this module.
"""

from __future__ import annotations

import ast
import base64
import re
from collections.abc import Iterator, Mapping
from typing import Any

from nbformat import NotebookNode

from sdp_lib.pipeline.plan.notebooks import tags
from sdp_lib.presentation.cell_options import CellOptions, cell_options
from sdp_lib.presentation.fragments import MARKED, NOTEBOOK_ONLY
from sdp_lib.presentation.own_content import (
    CannotShowError,
    own_html,
    picture,
    plain_text,
    prose,
)
from sdp_lib.problems.notebooks import CANNOT_SHOW, CELL_WARNS

_PICTURES = ("image/svg+xml", "image/png", "image/jpeg")
_LIVE = {
    "application/vnd.jupyter.widget-view+json": "a widget",
    "application/javascript": "JavaScript",
    "text/latex": "a formula",
    "application/pdf": "a PDF document",
}
# Values that drawing functions return beside the figure.
_DRAWN = re.compile(
    r"<(?:Axes|Figure|matplotlib\.|seaborn\.|mpl_toolkits\.|BarContainer)|^[\[(]*(?:Text|Line2D)\("
    r"|of \d+ artists>"
)
_ALL_OF_IT = 60


def is_fragment(output: Mapping[str, Any]) -> bool:
    """Return whether the library made an output."""
    return bool(output.get("metadata", {}).get("sdp") == MARKED["sdp"])


def is_left_out(output: Mapping[str, Any]) -> bool:
    """Return whether an output is for the notebook alone, since a page has its own head."""
    return bool(output.get("metadata", {}).get("sdp") == NOTEBOOK_ONLY["sdp"])


class OwnOutputs:
    """The outputs of one cell, in order; the cell's captions go to its tables and figures."""

    def __init__(self, cell: NotebookNode):
        self._options: CellOptions = cell_options(cell.source)
        self._tables = self._figures = 0
        self._draws = any(self._is_drawing(output) for output in cell.get("outputs", []))

    @staticmethod
    def _is_drawing(output: NotebookNode) -> bool:
        if is_fragment(output):
            return 'data-numbered="Figure"' in output.data.get("text/html", "")
        return any(kind in output.get("data", {}) for kind in _PICTURES)

    def html(self, output: NotebookNode) -> str:
        """Return an output as safe HTML for a page; blank if there is nothing to show.

        `CannotShowError` if a page cannot show it.
        """
        if output.output_type == "stream":
            return self._stream(output)
        if output.output_type == "error":  # the report's failure includes it
            return ""
        data = output.get("data", {})
        for kind, words in _LIVE.items():
            if kind in data and not any(
                kind_shown in data for kind_shown in ("text/html", *_PICTURES)
            ):
                raise CannotShowError(words, "Show a frame, a figure or text instead")
        return self._data(data)

    @staticmethod
    def _stream(output: NotebookNode) -> str:
        if output.name == "stderr" or not output.text.strip():
            return ""
        raise CannotShowError(
            f"printed text ({_short(output.text)!r})",
            "Use report.text(...) instead of print(...), or remove the print",
        )

    def _data(self, data: Mapping[str, Any]) -> str:
        if "application/vnd.jupyter.widget-view+json" in data:
            raise CannotShowError("a widget", "Show a frame, a figure or text instead")
        for kind in _PICTURES:
            if kind in data:
                return self._picture(data[kind], kind)
        if "text/html" in data:
            return self._html(data["text/html"])
        if "text/markdown" in data:
            return str(prose(data["text/markdown"]).html)
        return self._plain(data.get("text/plain", ""))

    def _html(self, text: str) -> str:
        captions = self._options.table_captions[self._tables :]
        self._tables += text.count("<table")
        return str(own_html(text, captions).html)

    def _picture(self, content: str, kind: str) -> str:
        caption, alt = self._options.figure(self._figures)
        self._figures += 1
        if not (caption and alt):
            raise CannotShowError(
                "a figure without a caption" if alt else "a figure without alternative text",
                "Write '#| fig-cap: What it is' and '#| fig-alt: What it shows, in words' as the "
                "first lines of the cell",
            )
        raw = content.encode() if kind == "image/svg+xml" else base64.b64decode(content)
        return str(picture(raw, kind, caption=caption, alt=alt).html)

    def _plain(self, text: str) -> str:
        if self._draws and _DRAWN.search(text):
            return ""
        try:
            value = ast.literal_eval(text.strip())
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            value = None
        if isinstance(value, str):
            return str(plain_text(value).html)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(plain_text(text.strip()).html)
        raise CannotShowError(
            f"a value that has no form on a page ({_short(text)!r})",
            "Show a frame, a figure or text, or end the line with a semicolon to show nothing",
        )


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _ALL_OF_IT else f"{words[:_ALL_OF_IT]}…"


def cannot_be_shown(notebook: NotebookNode) -> Iterator[str]:
    """Yield a message for every output that a page cannot show: its cell, and what to write."""
    for number, cell in _numbered(notebook):
        if "ledger" in tags(cell):
            continue
        own = OwnOutputs(cell)
        for output in cell.get("outputs", []):
            try:
                if not (is_fragment(output) or is_left_out(output)):
                    own.html(output)
            except CannotShowError as error:
                shows = f"cell {number} ({_short(_code(cell))}) shows {error.found}"
                yield CANNOT_SHOW.coded(f"{shows}. {error.instead}.")


def warnings_of(notebook: NotebookNode) -> Iterator[str]:
    """Yield what cells wrote to standard error, which goes to the build's log and not to a page."""
    for number, cell in _numbered(notebook):
        for output in cell.get("outputs", []):
            if output.output_type == "stream" and output.name == "stderr":
                for line in output.text.strip().split("\n"):
                    yield CELL_WARNS.coded(f"cell {number} ({_short(_code(cell))}) warns: {line}")


def _numbered(notebook: NotebookNode) -> Iterator[tuple[int, NotebookNode]]:
    """Yield the code cells with their place in the notebook before parameters were injected."""
    cells = [cell for cell in notebook.cells if "injected-parameters" not in tags(cell)]
    yield from ((number, cell) for number, cell in enumerate(cells, 1) if cell.cell_type == "code")


def _code(cell: NotebookNode) -> str:
    """Return the last line of a cell's code, which mostly makes its output."""
    lines = [line for line in cell.source.split("\n") if line.strip()]
    return next((line for line in reversed(lines) if not line.lstrip().startswith("#")), "")
