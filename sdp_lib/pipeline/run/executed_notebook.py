"""Notebooks prepared to be run, and cleaned afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from sdp_lib.pipeline.plan.notebooks import read_with_digest, tags
from sdp_lib.pipeline.run.machine_paths import without_paths


def notebook_to_run(path: Path) -> tuple[NotebookNode, str]:
    """Read a notebook without its committed outputs, and the SHA-256 of its file.

    A notebook that fails to start must not show old outputs. The short result is cached: most
    reports of a quarter share a notebook. The ledger comes last, so that it records what every
    other cell has read.
    """
    found = path.stat() if path.is_file() else None
    stamp = (found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns) if found else ()
    text, digest = _to_run(path, stamp)
    return NotebookNode(nbformat.reads(text, 4)), digest


@lru_cache(maxsize=8)
def _to_run(path: Path, _: tuple[int, ...]) -> tuple[str, str]:
    notebook, digest = read_with_digest(path)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    notebook.cells.sort(key=lambda cell: "ledger" in tags(cell))
    return str(nbformat.writes(notebook)), digest


def cleaned(notebook: NotebookNode, replacements: Mapping[str, str]) -> NotebookNode:
    """Return an executed notebook without clocks, random ids and paths of the machine.

    Text printed in several pieces becomes one output.

    `replacements` maps paths of the machine to their stand-ins.
    """
    notebook = _replaced(notebook, replacements)
    notebook.metadata = NotebookNode(
        {key: notebook.metadata[key] for key in ("kernelspec",) if key in notebook.metadata}
        | {"language_info": {"name": "python"}}
    )
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            cell.outputs = _joined(cell.outputs)
        kept = tags(cell)
        cell.metadata = NotebookNode({"tags": kept} if kept else {})
        if "injected-parameters" in kept:
            cell["id"] = "injected-parameters"
        elif "papermill-error-cell-tag" in kept:
            cell["id"] = f"papermill-error-{number}"
        elif not cell.get("id"):
            cell["id"] = f"cell-{number}"
    return notebook


def _joined(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Join consecutive printed text: a busy kernel may have sent it in several pieces."""
    joined: list[NotebookNode] = []
    for output in outputs:
        last = joined[-1] if joined else NotebookNode()
        if output.output_type == "stream" and last.get("name") == output.name:
            last.text += output.text
        else:
            joined.append(output)
    return joined


def _replaced(value: Any, replacements: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return without_paths(value, replacements)
    if isinstance(value, list):
        return [_replaced(item, replacements) for item in value]
    if isinstance(value, dict):
        return NotebookNode({key: _replaced(item, replacements) for key, item in value.items()})
    return value
