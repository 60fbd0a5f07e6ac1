"""`sdp new-notebook`: a notebook for a report of your own, made from a template."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from sdp_lib.errors import InputError, Problem
from sdp_lib.inputs.calendar_setting import read_calendar
from sdp_lib.inputs.file_names import is_reserved
from sdp_lib.inputs.input_files import Sources
from sdp_lib.inputs.params import (
    NOTEBOOK_NAME,
    PAGES,
    SHIPPED,
    Each,
    QuarterParams,
    known_quarters,
    read_quarter,
)
from sdp_lib.pipeline.plan.fingerprints import list_jobs, subjects
from sdp_lib.problems.call import (
    BAD_NOTEBOOK_NAME,
    NAME_TAKEN,
    NO_QUARTER_YET,
    NONE_OF_EACH,
    NOTEBOOK_EXISTS,
    RESERVED_NAME,
)

_TEMPLATES = files("sdp_lib.collect") / "templates"
_WHAT = {
    "council": "a report made once",
    "outcome": "a report of each outcome",
    "directorate": "a report of each directorate",
    "portfolio": "a report of each portfolio",
    "activity": "a report of each activity",
}


@dataclass(frozen=True)
class NewNotebook:
    """A notebook to be written: its path and text, and how to ask for it in `params`.

    `params` is the file of the newest quarter, `line` what to add to its `reports:`, and `only` the
    pattern that chooses the notebook's reports.
    """

    path: Path
    text: str
    params: Path
    quarter: str
    line: str
    only: str


def prepare_notebook(name: str, each: Each, sources: Sources) -> NewNotebook:
    """Fill in a notebook's template; nothing is written.

    `InputError` holds every problem of the name, or says that no quarter or no such thing as `each`
    is known.
    """
    asked = _newest(sources.params)
    path = sources.notebooks / f"{name}.ipynb"
    problems = [*_problems(name, path, asked, sources)]
    listed = subjects(sources, asked.plan, asked.value)[each]
    if not listed:
        problems.append(_none_of(each, asked))
    if problems:
        raise InputError(problems)
    once = each == "council"
    return NewNotebook(
        path,
        _notebook(name, each, {"quarter": asked.quarter, **({} if once else {each: listed[0]})}),
        sources.params / f"{asked.quarter}.yml",
        asked.quarter,
        f"  - {{notebook: {name}}}" if once else f"  - {{notebook: {name}, each: {each}}}",
        name if once else f"{name}-*",
    )


def _newest(params: Path) -> QuarterParams:
    known = known_quarters(params, read_calendar(params))
    if not known:
        raise InputError.of(
            NO_QUARTER_YET,
            params.as_posix(),
            "it holds no QUARTER.yml, with which a notebook begins",
        )
    return read_quarter(params, known[-1])


def _none_of(each: str, asked: QuarterParams) -> Problem:
    return Problem(NONE_OF_EACH, "--each", f"plan {asked.plan} has no {each}")


def _problems(name: str, path: Path, asked: QuarterParams, sources: Sources) -> Iterator[Problem]:
    where = "NAME"
    if not re.fullmatch(NOTEBOOK_NAME, name):
        yield Problem(BAD_NOTEBOOK_NAME, where, f"{name!r} cannot be the name of a notebook")
        return
    if is_reserved(name):
        yield Problem(RESERVED_NAME, where, f"Windows reserves the name {name!r}")
    elif name in (*SHIPPED, *PAGES):
        whose = "a notebook that comes with the project" if name in SHIPPED else "another page"
        yield Problem(NAME_TAKEN, where, f"{name!r} is the name of {whose}")
    elif name in {job.name for job in list_jobs(sources, asked) if job.notebook.stem != name}:
        yield Problem(
            NAME_TAKEN, where, f"{name!r} is the name of another report of {asked.quarter}"
        )
    if path.exists():
        yield Problem(
            NOTEBOOK_EXISTS, path.as_posix(), "this file exists already, and is never overwritten"
        )


def _notebook(name: str, each: Each, given: Mapping[str, str]) -> str:
    """Fill in a template: its cells of parameters and of the report, and its heading."""
    template = "activity" if each == "activity" else "report"
    notebook = json.loads((_TEMPLATES / f"{template}.ipynb").read_text(encoding="utf-8"))
    title = re.sub(r"[-_]+", " ", name).strip().capitalize()
    cells = {cell["id"]: cell for cell in notebook["cells"]}
    _write(cells["about"], f"# {title}: {_WHAT[each]}", first_line_only=True)
    _write(cells["parameters"], _parameters(_source(cells["parameters"]), given))
    made = _source(cells["report"]).replace('"own-report"', json.dumps(name))
    made = made.replace('"A report of your own"', json.dumps(title))
    if each not in {"council", "activity"}:
        made = made.replace("Report.council(", f"Report.{each}(")
        made = made.replace("quarter=quarter,\n", f"quarter=quarter,\n    {each}={each},\n")
    _write(cells["report"], made)
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def _parameters(source: str, given: Mapping[str, str]) -> str:
    """Put the given parameters first, before the template's others."""
    kept = [line for line in source.splitlines() if line.partition(" = ")[0] not in given]
    return "\n".join([*(f"{name} = {json.dumps(value)}" for name, value in given.items()), *kept])


def _source(cell: Mapping[str, Any]) -> str:
    return "".join(cell["source"])


def _write(cell: dict[str, Any], source: str, *, first_line_only: bool = False) -> None:
    rest = cell["source"][1:] if first_line_only else []
    cell["source"] = [*(f"{source}\n" if rest else source).splitlines(keepends=True), *rest]
