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
    found = list(changes(then, now))
    if as_json:
        changed = [asdict(one) for one in found]
        say_json({"older": older, "newer": newer, "changes": changed})
        return
    for (activity, title), group in groupby(found, key=lambda one: (one.activity, one.title)):
        say(f"{activity}. {title}")
        for one in group:
            say(f"  {one.column}: {one.older or 'blank'} -> {one.newer or 'blank'}")
    if not found:
        say("No changes.")
        return
    number = len({one.activity for one in found})
    say(f"{_counted(len(found), 'change')} in {_counted(number, 'activity', 'activities')}.")


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
