"""`sdp remind`: a text for each lead post, of what is missing and what the checks ask."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sdp_lib.cli.check import planned_reports
from sdp_lib.cli.options import (
    DataOption,
    JsonOption,
    OutOption,
    ParamsOption,
    QuarterArgument,
    failure_as_json,
    say,
    say_json,
)

if TYPE_CHECKING:
    from sdp_lib.collect.reminders import Reminder, Reminders


def remind(
    quarter: QuarterArgument,
    data: DataOption = Path("data"),
    params: ParamsOption = Path("params"),
    out: OutOption = Path("outputs"),
    as_json: JsonOption = False,  # noqa: FBT002 - typer makes --json of it
) -> None:
    """Write a reminder for each lead post: what is missing, and what the checks ask."""
    from sdp_lib.collect.reminders import read_reminders, write_reminders
    from sdp_lib.inputs.calendar_setting import parse_quarter
    from sdp_lib.storage import locked

    nothing: dict[str, object] = {"quarter": quarter, "reminders": [], "problems": []}
    with failure_as_json(nothing, wanted=as_json):
        period = parse_quarter(quarter, params)
        reports = planned_reports(Path.cwd(), data, params)
        reminders = read_reminders(data, params, period, reports)
        folder = out / str(period) / "reminders"
        with locked(out, _waiting):  # a build would swap in a folder that does not have them
            write_reminders(reminders, folder)
    if as_json:
        told = [_as_json(reminders, one, folder) for one in reminders.posts]
        say_json(nothing | {"reminders": told})
    else:
        say("\n".join(_told(reminders, folder)))


def _waiting() -> None:
    sys.stderr.write("Waiting for another build to finish.\n")


def _as_json(reminders: Reminders, one: Reminder, folder: Path) -> dict[str, object]:
    from sdp_lib.collect.reminders import text

    return {
        "post": one.post,
        "file": (folder / f"{one.name}.txt").as_posix(),
        "missing": [{"activity": each.activity, "title": each.title} for each in one.missing],
        "asked": [
            {"activity": each.activity, "title": each.title, "questions": list(each.questions)}
            for each in one.asked
        ],
        "text": text(reminders, one),
    }


def _told(reminders: Reminders, folder: Path) -> list[str]:
    from sdp_lib.collect.reminders import subject

    if not reminders.posts:
        return ["No return is missing, and the checks ask nothing of lead officers."]
    lines = [f"{one.name}.txt: {subject(reminders, one)}" for one in reminders.posts]
    posts = len(reminders.posts)
    return [*lines, f"{posts} {'post' if posts == 1 else 'posts'}, in {folder.as_posix()}"]
