"""Notebooks before they run: their contents and their parameters."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from sdp_lib.errors import InputError, Problem
from sdp_lib.inputs.params import SHIPPED
from sdp_lib.pipeline.plan.jobs import Job
from sdp_lib.problems.notebooks import (
    NO_NOTEBOOK,
    NOT_A_NOTEBOOK,
    PARAMETER_NOT_TAKEN,
    PARAMETERS_CELL,
    PARAMETERS_SYNTAX,
)


def read_notebook(path: Path) -> NotebookNode:
    """Read a notebook; `InputError` if it is missing or not a notebook."""
    return read_with_digest(path)[0]


def read_with_digest(path: Path) -> tuple[NotebookNode, str]:
    """Read a notebook and its SHA-256; `InputError` as for `read_notebook`."""
    where = path.as_posix()
    try:
        content = path.read_bytes()
    except (FileNotFoundError, IsADirectoryError):
        raise InputError.of(
            NO_NOTEBOOK,
            where,
            "the notebook does not exist, and 'reports' in params asks for it",
            _what_to_do(path.stem),
        ) from None
    try:
        notebook = NotebookNode(nbformat.reads(content.decode(), as_version=4))
    except Exception as error:  # nbformat raises several unrelated kinds
        raise InputError.of(
            NOT_A_NOTEBOOK, where, f"it is not a Jupyter notebook ({type(error).__name__})"
        ) from None
    return notebook, hashlib.sha256(content).hexdigest()


def _what_to_do(name: str) -> str:
    if name in SHIPPED:
        return "Correct the name, or put the file there"
    return f"Correct the name, or run 'sdp new-notebook {name}' to begin one of your own"


def tags(cell: NotebookNode) -> list[str]:
    """Return a cell's tags."""
    return list(cell.get("metadata", {}).get("tags", []))


def parameter_names(notebook: NotebookNode, where: str) -> list[str]:
    """Return the names that the `parameters` cell assigns; `InputError` if there is no such cell.

    papermill only warns of a missing cell and passes unknown names on; here both are errors.
    """
    cells = [cell for cell in notebook.cells if "parameters" in tags(cell)]
    if len(cells) != 1:
        found = "no cell has" if not cells else f"{len(cells)} cells have"
        raise InputError.of(
            PARAMETERS_CELL, where, f"{found} the tag 'parameters', and exactly one is needed"
        )
    try:
        tree = ast.parse(cells[0].source)
    except SyntaxError as error:
        raise InputError.of(
            PARAMETERS_SYNTAX,
            f"{where}, parameters cell, line {error.lineno}",
            "this is not valid Python",
        ) from None
    return [name for statement in tree.body for name in _assigned(statement)]


def _assigned(statement: ast.stmt) -> Iterable[str]:
    if isinstance(statement, ast.Assign):
        return [target.id for target in statement.targets if isinstance(target, ast.Name)]
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        return [statement.target.id]
    return []


def known_parameters(jobs: Iterable[Job]) -> dict[Path, list[str]]:
    """Return the parameters of every notebook to be run; `InputError` contains every problem.

    A parameter in `params/QUARTER.yml` that the notebook does not take is a problem too.
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
                PARAMETER_NOT_TAKEN,
                f"{job.notebook.as_posix()} (report {job.name})",
                f"params gives it {name!r}, which its parameters cell does not have",
            )
            for name in job.parameters
            if name not in known.get(job.notebook, [*job.parameters])
        ]
    if problems:
        raise InputError(problems)
    return known
