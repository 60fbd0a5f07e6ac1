"""`sdp init`: begin a new organisation's project, or bring its theme up to date."""

from __future__ import annotations

from calendar import month_name
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sdp_lib.cli.options import say
from sdp_lib.cli.place import typed, was_typed
from sdp_lib.errors import InputError
from sdp_lib.periods import Calendar, Period
from sdp_lib.problems.call import NOT_A_MONTH, OPTIONS_APART

if TYPE_CHECKING:
    from sdp_lib.collect.update_project import Updated

_MONTHS = [month.lower() for month in month_name[1:]]


class EveryChoice(StrEnum):
    """How long a period is."""

    month = "month"
    quarter = "quarter"
    half_year = "half_year"
    year = "year"


class ScaleChoice(StrEnum):
    """Which statuses a lead officer chooses from."""

    delivery = "delivery"
    rag = "rag"


def init(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", callback=typed, help="A new or an empty folder.")
    ],
    name: Annotated[
        str, typer.Option("--name", metavar="TEXT", help="The organisation.")
    ] = "Example organisation",
    year_starts: Annotated[
        str, typer.Option("--year-starts", metavar="MONTH", help="When its years start.")
    ] = "april",
    every: Annotated[
        EveryChoice, typer.Option("--every", help="How often it reports.")
    ] = EveryChoice.quarter,
    statuses: Annotated[
        ScaleChoice,
        typer.Option("--statuses", help="On track and not, or red, amber and green."),
    ] = ScaleChoice.delivery,
    period: Annotated[
        str, typer.Option("--period", metavar="PERIOD", help="The first; without it that of today.")
    ] = "",
    update: Annotated[  # noqa: FBT002 - typer makes --update of it
        bool, typer.Option("--update", help="Bring a project's theme up to date instead.")
    ] = False,
) -> None:
    """Make a new organisation's project: settings, an example plan, notebooks and a README.

    It runs at once. Nothing of the package is copied but the notebooks and what Quarto needs.
    """
    if update:
        _refuse_choices(context)
        from sdp_lib.collect.update_project import update_project

        say("\n".join(_lines(update_project(folder))))
        return
    from sdp_lib.collect.new_project import write_project
    from sdp_lib.collect.project_choices import Choices
    from sdp_lib.inputs.calendar_setting import parse_period

    calendar = Calendar(_month(year_starts), every.value)
    first = parse_period(period, calendar) if period else Period.of(date.today(), calendar)
    made = write_project(folder, Choices(first, name.strip(), statuses.value))
    say(
        f"{folder.as_posix()}: {len(made)} files made, with an example plan for {first}.\n"
        f"Go there, look at README.md and params/council.yml, then: sdp report {first}"
    )


def _month(text: str) -> int:
    if text.lower() not in _MONTHS:
        raise InputError.of(
            NOT_A_MONTH,
            "--year-starts",
            f"{text!r} is not a month",
        )
    return _MONTHS.index(text.lower()) + 1


def _refuse_choices(context: typer.Context) -> None:
    given = [
        f"--{name.replace('_', '-')}"
        for name in ("name", "year_starts", "every", "statuses", "period")
        if was_typed(context, name)
    ]
    if given:
        raise InputError.of(
            OPTIONS_APART,
            "--update",
            f"an update changes nothing that the organisation chose, so {' and '.join(given)} "
            "cannot be given too",
            "Leave that out, and change params/council.yml instead",
        )


def _lines(updated: Updated) -> list[str]:
    count = len(updated.changed)
    files = "1 file of the theme was" if count == 1 else f"{count} files of the theme were"
    lines = [f"{files} brought up to date."] if count else []
    for words, paths in (
        ("Removed, since the package no longer has it", updated.removed),
        ("Kept, though different from the package's", updated.kept),
    ):
        if paths:
            lines.append(f"{words}: {', '.join(path.as_posix() for path in paths)}")
    changed = updated.changed or updated.removed
    return lines if changed else ["The theme was up to date.", *lines]
