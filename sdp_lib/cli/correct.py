"""`sdp correct`: put one answer right, with the reason, and without keeping what was removed."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from sdp_lib.cli.options import DataOption, ParamsOption, QuarterArgument, say


def correct(
    quarter: QuarterArgument,
    activity: Annotated[str, typer.Option(metavar="ID", help="The activity whose answer it is.")],
    column: Annotated[
        str, typer.Option(metavar="COLUMN", help="The column of the answer, such as progress.")
    ],
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why it is corrected.")],
    by: Annotated[
        str, typer.Option(metavar="POST", help="The post that corrects it, such as Senior Analyst.")
    ],
    new: Annotated[
        str,
        typer.Option(
            metavar="TEXT", help="The right answer. Without it, the answer becomes blank."
        ),
    ] = "",
    on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day of the correction. Without it, today."),
    ] = None,
    erase: Annotated[  # noqa: FBT002 - typer makes --erase of it
        bool, typer.Option("--erase", help="Remove the old answer from the returns as well.")
    ] = False,
    data: DataOption = Path("data"),
    params: ParamsOption = Path("params"),
) -> None:
    """Correct one answer: add its row to the quarter's corrections, checked before it is written.

    Of a free text the row keeps only a digest of the old answer.
    """
    from sdp_lib.collect.correct import Asked, prepare_correction, write_correction
    from sdp_lib.inputs.calendar_setting import parse_quarter

    day = on.date() if on else date.today()
    period = parse_quarter(quarter, params)
    asked = Asked(data, params, period, activity, column, new, reason, by, day, erase=erase)
    prepared = prepare_correction(asked)
    write_correction(prepared)
    for path in prepared.files:
        say(f"Written: {path.as_posix()}")
