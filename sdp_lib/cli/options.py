"""Arguments and options that several commands share, and how they print."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from sdp_lib.cli.place import params_folder, typed
from sdp_lib.errors import Problem, SdpError
from sdp_lib.problems.call import SYSTEM

QuarterArgument = Annotated[
    str, typer.Argument(metavar="QUARTER", help="The quarter, such as 2019-20-Q2.")
]
DataOption = Annotated[
    Path, typer.Option("--data", callback=typed, metavar="DIR", help="The folder of the data.")
]
ParamsOption = Annotated[
    Path,
    typer.Option(
        "--params", callback=params_folder, metavar="DIR", help="The folder of the parameters."
    ),
]
OutOption = Annotated[
    Path, typer.Option("--out", callback=typed, metavar="DIR", help="The folder of the results.")
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Show nothing but errors.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def say(text: str, *, at_once: bool = False) -> None:
    """Print to standard output; with `at_once` even if that is not a terminal."""
    try:
        print(text, flush=at_once)  # noqa: T201 - the commands are where printing is done
    except BrokenPipeError:
        silence()


def silence() -> None:
    """Discard further output: the reader has stopped reading, which is not a failure."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say_json(content: object) -> None:
    """Print one JSON document."""
    say(json.dumps(content, indent=2, ensure_ascii=False))


@contextmanager
def failure_as_json(document: Mapping[str, object], *, wanted: bool) -> Iterator[None]:
    """Print a command's document even if it fails, with what went wrong among its `problems`."""
    try:
        yield
    except (SdpError, OSError) as error:
        if wanted and not isinstance(error, BrokenPipeError):
            before = document.get("problems", [])
            earlier = before if isinstance(before, list) else []
            say_json({**document, "problems": [*earlier, *map(as_error, _problems(error))]})
        raise


def as_error(problem: Problem) -> dict[str, str]:
    """Return a problem as JSON."""
    return {"severity": "error", **problem.as_json}


def of_system(error: OSError) -> Problem:
    """Return the problem for what the system refused, such as a full disk or a read-only folder."""
    where = Path(str(error.filename or "the system")).as_posix()
    why = (error.strerror or type(error).__name__).lower()
    return Problem(SYSTEM, where, why)


def _problems(error: SdpError | OSError) -> Iterator[Problem]:
    if isinstance(error, OSError):
        yield of_system(error)
    else:
        yield from error.problems
