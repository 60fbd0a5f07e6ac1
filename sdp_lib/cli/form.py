"""`sdp form`: a blank return form to send out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from sdp_lib.cli.options import (
    DataOption,
    JsonOption,
    OutOption,
    ParamsOption,
    QuarterArgument,
    say,
    say_json,
)
from sdp_lib.cli.place import typed
from sdp_lib.errors import InputError
from sdp_lib.problems.call import FORM_NOT_XLSX


def form(
    quarter: QuarterArgument,
    to: Annotated[
        Path | None,
        typer.Option(
            callback=typed, metavar="FILE", help="The file to write, which ends in .xlsx."
        ),
    ] = None,
    each: Annotated[
        Literal["activity", "lead"],
        typer.Option(help="One sheet with a row for each activity, or a sheet for each lead post."),
    ] = "activity",
    data: DataOption = Path("data"),
    params: ParamsOption = Path("params"),
    out: OutOption = Path("outputs"),
    as_json: JsonOption = False,  # noqa: FBT002 - typer makes --json of it
) -> None:
    """Make a blank return form, which goes in again by 'sdp ingest'."""
    from sdp_lib.collect.blank_form import blank_form, read_blank_form
    from sdp_lib.inputs.calendar_setting import parse_quarter
    from sdp_lib.storage import locked, write_bytes

    period = parse_quarter(quarter, params)
    place = to or out / str(period) / "form.xlsx"
    if place.suffix != ".xlsx":
        raise InputError.of(FORM_NOT_XLSX, "--to", f"{place.name!r} does not end in .xlsx")
    blank = read_blank_form(data, params, period)
    content = blank_form(blank, each)
    with locked(out, _waiting):  # a build would replace the folder by one without it
        write_bytes(place, content)
    activities = len(blank.activities)
    if as_json:
        say_json({"quarter": str(period), "file": place.as_posix(), "activities": activities})
    else:
        noun = "activity" if activities == 1 else "activities"
        say(f"{place.as_posix()} made, for {activities} {noun}.")


def _waiting() -> None:
    sys.stderr.write("Waiting for another build to finish.\n")
