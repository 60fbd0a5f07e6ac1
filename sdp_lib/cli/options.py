"""Arguments and options that several commands share, and how they print."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

QuarterArgument = Annotated[str, typer.Argument(metavar="QUARTER", help="Such as 2019-20-Q2.")]
DataOption = Annotated[Path, typer.Option("--data", help="Folder of the data.")]
ParamsOption = Annotated[Path, typer.Option("--params", help="Folder of the parameters.")]
OutOption = Annotated[Path, typer.Option("--out", help="Folder of the results.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def say(text: str) -> None:
    """Print to standard output."""
    print(text)  # noqa: T201 - the commands are where printing is done


def say_json(content: Any) -> None:
    """Print one JSON document."""
    say(json.dumps(content, indent=2, ensure_ascii=False))
