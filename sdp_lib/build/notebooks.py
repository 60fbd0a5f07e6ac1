"""Notebooks as files: their parameters before a run, and what of them is kept after it."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from queue import Empty, LifoQueue
from typing import Any

import nbformat
from nbformat import NotebookNode

from sdp_lib.build.jobs import Job
from sdp_lib.errors import InputError, Problem

LEDGER_MIME = "application/vnd.sdp.ledger+json"
SHOWN_MIME = "text/markdown"
# A link as the fragments write it; the address of another page has no scheme and no anchor.
_LINK = re.compile(r'<a href="([^":#]+\.html)">(.*?)</a>', re.DOTALL)

# Exporters at rest: nbconvert takes longer to make one than to use it. One thread uses one at once.
_exporters: LifoQueue[Any] = LifoQueue()


def read_notebook(path: Path) -> NotebookNode:
    """Read a notebook; `InputError` where it is missing or is no notebook."""
    where = path.as_posix()
    if not path.is_file():
        raise InputError.of(
            where,
            "no such notebook",
            "but the parameters ask for it",
            "add it or correct the name",
        )
    try:
        return NotebookNode(nbformat.read(path, as_version=4))
    except Exception as error:  # nbformat raises several unrelated kinds
        raise InputError.of(
            where,
            f"it cannot be read ({type(error).__name__})",
            "but a Jupyter notebook is needed",
            "open and save it in JupyterLab",
        ) from None


def notebook_to_run(path: Path) -> NotebookNode:
    """Read a notebook without the outputs that it was committed with.

    One that does not even start must not show them. What they leave is short, and kept: most
    reports of a quarter have their notebook in common.
    """
    found = path.stat() if path.is_file() else None
    stamp = (found.st_ino, found.st_size, found.st_mtime_ns) if found else ()
    return NotebookNode(nbformat.reads(_to_run(path, stamp), 4))


@lru_cache(maxsize=8)
def _to_run(path: Path, _: tuple[int, ...]) -> str:
    notebook = read_notebook(path)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return str(nbformat.writes(notebook))


def tags(cell: NotebookNode) -> list[str]:
    """Return a cell's tags."""
    return list(cell.get("metadata", {}).get("tags", []))


def parameter_names(notebook: NotebookNode, where: str) -> list[str]:
    """Return the names that the `parameters` cell assigns; `InputError` where there is none.

    papermill only warns of a missing cell and passes unknown names on; both are mistakes here.
    """
    cells = [cell for cell in notebook.cells if "parameters" in tags(cell)]
    if len(cells) != 1:
        found = "no cell" if not cells else f"{len(cells)} cells"
        raise InputError.of(
            where,
            f"{found} with the tag 'parameters' was found",
            "but exactly one is needed",
            "add the tag to the cell of parameters",
        )
    try:
        tree = ast.parse(cells[0].source)
    except SyntaxError as error:
        raise InputError.of(
            f"{where}, parameters cell, line {error.lineno}",
            "a syntax error was found",
            "but plain assignments are needed",
            "correct the cell",
        ) from None
    return [name for statement in tree.body for name in _assigned(statement)]


def _assigned(statement: ast.stmt) -> Iterable[str]:
    if isinstance(statement, ast.Assign):
        return [one.id for one in statement.targets if isinstance(one, ast.Name)]
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        return [statement.target.id]
    return []


def known_parameters(jobs: Iterable[Job]) -> dict[Path, list[str]]:
    """Return the parameters of every notebook that is to run; `InputError` holds every problem.

    A parameter that `params/QUARTER.yml` gives and the notebook does not take is a problem too.
    """
    jobs = list(jobs)
    problems: list[Problem] = []
    known: dict[Path, list[str]] = {}
    for path in dict.fromkeys(job.notebook for job in jobs):
        try:
            known[path] = parameter_names(read_notebook(path), path.as_posix())
        except InputError as error:
            problems += error.problems
    for job in jobs:
        problems += [
            Problem(
                f"{job.notebook.as_posix()} (report {job.name})",
                f"parameter {name!r} is given",
                "which its parameters cell does not have",
                "add it there or take it out",
            )
            for name in job.parameters
            if name not in known.get(job.notebook, [*job.parameters])
        ]
    if problems:
        raise InputError(problems)
    return known


def cleaned(notebook: NotebookNode, replacements: Mapping[str, str]) -> NotebookNode:
    """Return an executed notebook without clocks, random ids and paths of the machine.

    `replacements` maps paths of the machine to what stands for them.
    """
    notebook = _replaced(notebook, replacements)
    notebook.metadata = NotebookNode(
        {key: notebook.metadata[key] for key in ("kernelspec",) if key in notebook.metadata}
        | {"language_info": {"name": "python"}}
    )
    for number, cell in enumerate(notebook.cells):
        kept = tags(cell)
        cell.metadata = NotebookNode({"tags": kept} if kept else {})
        if "injected-parameters" in kept:
            cell["id"] = "injected-parameters"
        elif "papermill-error-cell-tag" in kept:
            cell["id"] = f"papermill-error-{number}"
        elif not cell.get("id"):
            cell["id"] = f"cell-{number}"
    return notebook


def _replaced(value: Any, replacements: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        for found, instead in replacements.items():
            value = value.replace(found, instead)
        return value
    if isinstance(value, list):
        return [_replaced(item, replacements) for item in value]
    if isinstance(value, dict):
        return NotebookNode({key: _replaced(item, replacements) for key, item in value.items()})
    return value


def ledger(notebook: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what the notebook's `report.ledger()` left: report, page, figures and series.

    The notebook may also be the plain JSON of its file.
    """
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            content = output.get("data", {}).get(LEDGER_MIME)
            if content is not None:
                return dict(content)
    return None


def shown_markdown(notebook: NotebookNode) -> str:
    """Return what the pages show of a notebook, in Pandoc Markdown: its headings and fragments."""
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
    # What is shown is as it is to be; nbconvert looks at all of it after each preprocessor.
    return MarkdownExporter(exclude_input=True, default_preprocessors=[], config=chosen)


def for_rendering(notebook: NotebookNode, dead: Callable[[str], bool]) -> NotebookNode:
    """Return only what is shown: headings, and outputs that are fragments of a page.

    Code, parameters, streams and whatever else a cell left behind never reach a renderer. Links to
    pages for which `dead` is true keep their words alone.
    """
    cells = []
    for cell in notebook.cells:
        if {"about", "parameters", "injected-parameters", "ledger"} & set(tags(cell)):
            continue
        if cell.cell_type == "markdown":
            cells.append(NotebookNode(cell, metadata=NotebookNode()))
        elif outputs := [_shown(one, dead) for one in cell.get("outputs", []) if _is_shown(one)]:
            cells.append(
                NotebookNode(
                    cell, metadata=NotebookNode(), source="", execution_count=None, outputs=outputs
                )
            )
    return NotebookNode(notebook, cells=cells)


def links(notebook: NotebookNode) -> set[str]:
    """Return the addresses of other pages that are linked to in what a notebook shows."""
    return {
        found[1]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if _is_shown(output)
        for found in _LINK.finditer(output.data[SHOWN_MIME])
    }


def _is_shown(output: NotebookNode) -> bool:
    return SHOWN_MIME in output.get("data", {})


def _shown(output: NotebookNode, dead: Callable[[str], bool]) -> NotebookNode:
    # Only the raw block goes on: beside HTML outputs Quarto would load scripts from elsewhere.
    words = _LINK.sub(
        lambda found: found[2] if dead(found[1]) else found[0], output.data[SHOWN_MIME]
    )
    kept = NotebookNode({SHOWN_MIME: words})
    return NotebookNode(output_type="display_data", data=kept, metadata=NotebookNode())
