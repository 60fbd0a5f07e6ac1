"""The command `sdp`: the only place that prints and exits."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from sdp_lib.errors import InputError, Problem, SdpError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Quarterly monitoring reports for a Strategic Delivery Plan.",
)
INTERRUPTED = 130

QuarterArgument = Annotated[str, typer.Argument(metavar="QUARTER", help="Such as 2019-20-Q2.")]
DataOption = Annotated[Path, typer.Option("--data", help="Folder of the data.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
ParamsOption = Annotated[Path, typer.Option("--params", help="Folder of the parameters.")]


@app.callback()
def sdp() -> None:
    """Quarterly monitoring reports for a Strategic Delivery Plan."""


@app.command()
def report(
    quarter: QuarterArgument,
    only: Annotated[list[str] | None, typer.Option(help="A report's name, or a pattern.")] = None,
    parameter: Annotated[
        list[str] | None, typer.Option("-p", metavar="NAME=VALUE", help="A notebook's parameter.")
    ] = None,
    formats: Annotated[str, typer.Option(help="Any of html, pdf, docx.")] = "html,pdf",
    renderer: Annotated[str, typer.Option(help="auto, quarto or embedded.")] = "auto",
    jobs: Annotated[int, typer.Option(min=1, help="How many notebooks run at once.")] = (
        os.cpu_count() or 1
    ),
    data: DataOption = Path("data"),
    params: ParamsOption = Path("params"),
    out: Annotated[Path, typer.Option(help="Folder of the results.")] = Path("outputs"),
    as_json: JsonOption = False,  # noqa: FBT002 - typer makes --json of it
) -> None:
    """Check a quarter's data, run its notebooks and make its pages and documents."""
    from sdp_lib.build.manifest import Sources
    from sdp_lib.build.quarter import Request, prepare
    from sdp_lib.build.render import parse_formats, parse_renderer
    from sdp_lib.inputs.params import parse_quarter

    request = Request(
        quarter=parse_quarter(quarter),
        sources=Sources(Path.cwd(), data, params, Path("notebooks")),
        out=out,
        only=only or [],
        overrides=parse_parameters(parameter or []),
        formats=parse_formats(formats),
        renderer=parse_renderer(renderer),
        workers=jobs,
    )
    _build(prepare(request), as_json=as_json)


@app.command()
def diff(
    older: QuarterArgument,
    newer: QuarterArgument,
    data: DataOption = Path("data"),
    params: ParamsOption = Path("params"),
    as_json: JsonOption = False,  # noqa: FBT002 - typer makes --json of it
) -> None:
    """Say what moved between two quarters of a plan, activity by activity."""
    from sdp_lib.inputs.dataset import read_pair
    from sdp_lib.inputs.params import parse_quarter
    from sdp_lib.measures.difference import changes

    dataset, then, now = read_pair(data, params, parse_quarter(older), parse_quarter(newer))
    found = list(changes(dataset, then, now))
    if as_json:
        content = {"older": older, "newer": newer, "changes": [asdict(one) for one in found]}
        print(json.dumps(content, indent=2, ensure_ascii=False))  # noqa: T201 - this is the command
        return
    for activity, group in groupby(found, key=lambda one: (one.activity, one.title)):
        print(f"{activity[0]}. {activity[1]}")  # noqa: T201 - this is the command
        for one in group:
            print(f"  {one.column}: {one.older or 'blank'} -> {one.newer or 'blank'}")  # noqa: T201
    number = len({one.activity for one in found})
    print(f"{len(found)} changes in {number} activities.")  # noqa: T201 - this is the command


def _build(work: Any, *, as_json: bool) -> None:
    from sdp_lib.build.quarter import build

    console = Console(stderr=True)
    with _progress(console) as progress:
        bar: list[Any] = []

        def step(words: str, total: int) -> None:
            bar.append(progress.add_task(words, total=total))

        built = build(work, step, lambda _: progress.advance(bar[-1]))
    if as_json:
        print(json.dumps(_as_json(built), indent=2))  # noqa: T201 - this is the command
    else:
        _tell(built)
    if built.failures:
        for name, why in built.failures.items():
            console.print(
                f"{name}: {why}", style="red", markup=False, highlight=False, soft_wrap=True
            )
        raise typer.Exit(1)


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description:<26}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
    )


def _as_json(built: Any) -> dict[str, Any]:
    return {
        "folder": built.folder.as_posix(),
        "reports": list(built.reports),
        "failed": dict(built.failures),
        "renderer": built.renderer,
    }


def _tell(built: Any) -> None:
    made = [name for name in built.reports if name not in built.failures]
    lines = [f"{len(made)} of {len(built.reports)} reports made with {built.renderer}."]
    if (built.folder / "site" / "index.html").is_file():
        lines.append(f"Open {(built.folder / 'site' / 'index.html').as_posix()}")
    if built.failures:
        lines.append(
            f"The notebooks that failed are kept in {(built.folder / 'notebooks').as_posix()}"
        )
    print("\n".join(lines))  # noqa: T201 - this is the command


def parse_parameters(given: list[str]) -> dict[str, str]:
    """Read `-p NAME=VALUE`s; `InputError` names each one that is not of this form."""
    wrong = [one for one in given if "=" not in one or not one.partition("=")[0].isidentifier()]
    if wrong:
        raise InputError(
            Problem(
                "-p", f"{one!r} was found", "but NAME=VALUE is needed", "write it like -p outcome=3"
            )
            for one in wrong
        )
    return dict(one.split("=", 1) for one in given)


def main() -> None:
    """Run the command, and turn errors into messages and an exit status."""
    try:
        sys.exit(app(prog_name="sdp", standalone_mode=False))
    except (typer.Abort, KeyboardInterrupt):
        print("Interrupted.", file=sys.stderr)  # noqa: T201 - this is the command
        sys.exit(INTERRUPTED)
    except SdpError as error:
        print(error, file=sys.stderr)  # noqa: T201 - this is the command
        sys.exit(error.exit_status)
    except Exception as error:
        if not _is_usage(error):
            raise
        error.show()  # type: ignore[attr-defined]
        sys.exit(InputError.exit_status)


def _is_usage(error: Exception) -> bool:
    return hasattr(error, "show") and hasattr(error, "exit_code")
