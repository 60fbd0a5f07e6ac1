"""`sdp new-notebook`: begin a report of your own."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from sdp_lib.cli.options import DataOption, ParamsOption, say


class EachChoice(StrEnum):
    """The things that can each have a report."""

    outcome = "outcome"
    directorate = "directorate"
    portfolio = "portfolio"
    activity = "activity"


def new_notebook(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="The name of the notebook, such as themes.")
    ],
    each: Annotated[
        EachChoice | None,
        typer.Option("--each", help="Make a report of each of these. Without it, make one report."),
    ] = None,
    data: DataOption = Path("data"),
    params: ParamsOption = Path("params"),
) -> None:
    """Make a notebook for a report of your own, and show how to ask for it."""
    from sdp_lib.collect.new_notebook import prepare_notebook
    from sdp_lib.inputs.input_files import Sources
    from sdp_lib.storage import write_text

    sources = Sources(Path.cwd(), data, params, Path("notebooks"))
    made = prepare_notebook(name, each.value if each else "council", sources)
    write_text(made.path, made.text)
    only = made.only if made.only.isidentifier() else f"'{made.only}'"
    say(
        f"{made.path.as_posix()} made\n"
        f"Add this line to 'reports:' in {made.params.as_posix()}:\n{made.line}\n"
        f"Then make it: sdp report {made.quarter} --only {only}"
    )
