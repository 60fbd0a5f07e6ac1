"""`sdp diff`: what moved between two quarters of a plan."""

from __future__ import annotations

from dataclasses import asdict
from itertools import groupby
from pathlib import Path

from sdp_lib.cli.options import (
    DataOption,
    JsonOption,
    ParamsOption,
    QuarterArgument,
    say,
    say_json,
)


def diff(
    older: QuarterArgument,
    newer: QuarterArgument,
    data: DataOption = Path("data"),
    params: ParamsOption = Path("params"),
    as_json: JsonOption = False,  # noqa: FBT002 - typer makes --json of it
) -> None:
    """Show what changed between two quarters of a plan, activity by activity."""
    from sdp_lib.inputs.calendar_setting import parse_quarter
    from sdp_lib.inputs.dataset import read_pair
    from sdp_lib.measures.difference import changes

    _, then, now = read_pair(
        data, params, parse_quarter(older, params), parse_quarter(newer, params)
    )
    listed = list(changes(then, now))
    if as_json:
        changed = [asdict(change) for change in listed]
        say_json({"older": older, "newer": newer, "changes": changed})
        return
    for (activity, title), group in groupby(
        listed, key=lambda change: (change.activity, change.title)
    ):
        say(f"{activity}. {title}")
        for change in group:
            say(f"  {change.column}: {change.older or 'blank'} -> {change.newer or 'blank'}")
    if not listed:
        say("No changes.")
        return
    number = len({change.activity for change in listed})
    say(f"{_counted(len(listed), 'change')} in {_counted(number, 'activity', 'activities')}.")


def _counted(number: int, singular: str, plural: str = "") -> str:
    return f"{number} {singular if number == 1 else plural or singular + 's'}"
