"""Arguments and options that several commands share, and how they print."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from sdp_lib.errors import BuildError, InputError, Problem, SdpError

QuarterArgument = Annotated[str, typer.Argument(metavar="QUARTER", help="Such as 2019-20-Q2.")]
DataOption = Annotated[Path, typer.Option("--data", help="Folder of the data.")]
ParamsOption = Annotated[Path, typer.Option("--params", help="Folder of the parameters.")]
OutOption = Annotated[Path, typer.Option("--out", help="Folder of the results.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def say(text: str, *, at_once: bool = False) -> None:
    """Print to standard output; `at_once` also where that is no terminal."""
    print(text, flush=at_once)  # noqa: T201 - the commands are where printing is done


def say_json(content: Any) -> None:
    """Print one JSON document."""
    say(json.dumps(content, indent=2, ensure_ascii=False))


@contextmanager
def failure_as_json(document: Mapping[str, Any], *, wanted: bool) -> Iterator[None]:
    """Print a command's document when it fails, too, with what went wrong among its `problems`."""
    try:
        yield
    except SdpError as error:
        if wanted:
            told = [*document.get("problems", []), *map(as_error, _problems(error))]
            say_json({**document, "problems": told})
        raise


def as_error(problem: Problem) -> dict[str, str]:
    """Return a problem as JSON has it."""
    return {"severity": "error", **asdict(problem)}


def _problems(error: SdpError) -> Iterator[Problem]:
    if isinstance(error, InputError):
        yield from error.problems
    elif isinstance(error, BuildError):
        for where, why in error.failures.items():
            found, _, action = why.partition("; ")
            yield Problem(where, found, "but it has to be done", action or "run this again")
