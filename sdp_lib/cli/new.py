"""`sdp new`: begin a quarter from the files of the last one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sdp_lib.cli.options import (
    DataOption,
    JsonOption,
    ParamsOption,
    QuarterArgument,
    say,
    say_json,
)

if TYPE_CHECKING:
    from sdp_lib.collect.new_quarter import NewQuarter


def new(
    quarter: QuarterArgument,
    data: DataOption = Path("data"),
    params: ParamsOption = Path("params"),
    as_json: JsonOption = False,  # noqa: FBT002 - typer makes --json of it
) -> None:
    """Make a quarter's parameters, commentary stubs and mailing list, and record the last plan."""
    from sdp_lib.collect.new_quarter import prepare_quarter, write_quarter
    from sdp_lib.inputs.calendar_setting import parse_quarter
    from sdp_lib.inputs.input_files import Sources

    sources = Sources(Path.cwd(), data, params, Path("notebooks"))
    made = prepare_quarter(parse_quarter(quarter, params), sources)
    write_quarter(made)
    if as_json:
        say_json(_as_json(made))
    else:
        say("\n".join(_lines(made, params)))


def _as_json(made: NewQuarter) -> dict[str, object]:
    window = made.params.window
    return {
        "quarter": made.params.quarter,
        "plan": made.params.plan,
        "opened": window.opened.isoformat(),
        "closed": window.closed.isoformat(),
        "made": [path.as_posix() for path in made.make],
        "kept": [path.as_posix() for path in made.kept],
    }


def _lines(made: NewQuarter, params: Path) -> list[str]:
    asked = made.params
    lines = [f"{path.as_posix()} made" for path in made.make]
    lines += [f"{path.as_posix()} kept as it was" for path in made.kept]
    lines.append(f"{asked.quarter} follows plan {asked.plan}.")
    if params / f"{asked.quarter}.yml" in made.make:
        lines.append(
            f"Check the window in {(params / asked.quarter).as_posix()}.yml: "
            f"{asked.window.opened} to {asked.window.closed}."
        )
    return lines
