"""Checks of parameters by a notebook's own rules, before anything runs.

A notebook begins with a call such as `Report.outcome(quarter=quarter, …)`, which refuses wrong
values and combinations. The same call is made here, with the values that the notebook would get.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterable, Iterator, Mapping

from sdp_lib.errors import InputError, Problem
from sdp_lib.inputs.scope import COLUMNS
from sdp_lib.pipeline.plan.jobs import SET_BY_THE_COMMAND, Job
from sdp_lib.pipeline.plan.notebooks import read_notebook, tags

_ORDINARY = {*COLUMNS, *SET_BY_THE_COMMAND}
_UNKNOWN = object()


def check_calls(jobs: Iterable[Job]) -> None:
    """Make the calls that these notebooks begin with; `InputError` contains every problem.

    Jobs with only the parameters that every report has were already checked by the plan.
    """
    problems: dict[Problem, None] = {}
    for job in jobs:
        if job.variant or {*job.parameters} - _ORDINARY:
            for kind, given in _calls(job):
                try:
                    _call(kind, given)
                except InputError as error:
                    problems |= dict.fromkeys(error.problems)
    if problems:
        raise InputError(problems)


def _calls(job: Job) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield the kinds of report that a notebook makes, with the arguments that are known."""
    known: dict[str, object] = {}
    for cell in read_notebook(job.notebook).cells:
        if cell.cell_type != "code":
            continue
        try:
            tree = ast.parse(cell.source)
        except SyntaxError:  # a magic, or a mistake that running the notebook reports
            continue
        if "parameters" in tags(cell):
            known |= {**_assigned(tree), **job.parameters}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and (kind := _kind(node.func)) and not node.args:
                given = {
                    keyword.arg: _value(keyword.value, known)
                    for keyword in node.keywords
                    if keyword.arg
                }
                there = len(given) == len(node.keywords)
                # A title may be anything, including a value known only when the notebook runs.
                given = {one: value for one, value in given.items() if one != "title"}
                if there and _UNKNOWN not in given.values():
                    yield kind, given


def _kind(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        return function.attr if function.value.id == "Report" else ""
    return ""


def _assigned(tree: ast.Module) -> dict[str, object]:
    return {
        target.id: _value(statement.value, {})
        for statement in tree.body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name)
    }


def _value(node: ast.expr, known: Mapping[str, object]) -> object:
    if isinstance(node, ast.Constant):
        return node.value
    return known.get(node.id, _UNKNOWN) if isinstance(node, ast.Name) else _UNKNOWN


def _call(kind: str, given: Mapping[str, object]) -> None:
    from sdp_lib.report import Report  # late: it imports pandas and the charts

    function = getattr(Report, kind, None)
    if function is not None and {*given} <= {*inspect.signature(function).parameters}:
        function(**given)
