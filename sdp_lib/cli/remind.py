"""`sdp remind`: a text for each lead post, on missing returns and the questions of the checks."""

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
        with locked(out, _waiting):  # a build would replace the folder by one without them
            write_reminders(reminders, folder)
    if as_json:
        written = [_as_json(reminders, reminder, folder) for reminder in reminders.posts]
        say_json(nothing | {"reminders": written})
    else:
        say("\n".join(_lines(reminders, folder)))


def _waiting() -> None:
    sys.stderr.write("Waiting for another build to finish.\n")


def _as_json(reminders: Reminders, reminder: Reminder, folder: Path) -> dict[str, object]:
    from sdp_lib.collect.reminders import text

    return {
        "post": reminder.post,
        "file": (folder / f"{reminder.name}.txt").as_posix(),
        "missing": [
            {"activity": activity.activity, "title": activity.title}
            for activity in reminder.missing
        ],
        "asked": [
            {"activity": asked.activity, "title": asked.title, "questions": list(asked.questions)}
            for asked in reminder.asked
        ],
        "text": text(reminders, reminder),
    }


def _lines(reminders: Reminders, folder: Path) -> list[str]:
    from sdp_lib.collect.reminders import subject

    if not reminders.posts:
        return ["No return is missing, and the checks ask nothing of lead officers."]
    lines = [f"{reminder.name}.txt: {subject(reminders, reminder)}" for reminder in reminders.posts]
    posts = len(reminders.posts)
    return [*lines, f"{posts} {'post' if posts == 1 else 'posts'}, in {folder.as_posix()}"]
