"""`sdp report`: the main command, with its progress bars and closing lines."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from sdp_lib.cli.making import make_once
from sdp_lib.cli.options import (
    DataOption,
    JsonOption,
    OutOption,
    ParamsOption,
    QuarterArgument,
    QuietOption,
)
from sdp_lib.errors import InputError, Problem
from sdp_lib.problems.call import NOT_NAME_VALUE, OPTIONS_APART


class Isolation(StrEnum):
    """Where notebooks run."""

    worker = "worker"
    kernel = "kernel"


def report(
    quarter: QuarterArgument,
    only: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="The name of a report, or a pattern.")
    ] = None,
    parameter: Annotated[
        list[str] | None,
        typer.Option("-p", metavar="NAME=VALUE", help="A parameter for the notebooks."),
    ] = None,
    formats: Annotated[
        str, typer.Option(help="Which of html, pdf and docx to make, separated by commas.")
    ] = "html,pdf",
    renderer: Annotated[
        str, typer.Option(help="What makes the pages: auto, quarto or embedded.")
    ] = "auto",
    jobs: Annotated[
        int,
        typer.Option(
            min=1, help="How many notebooks to run at once.", show_default="the number of cores"
        ),
    ] = os.cpu_count() or 1,
    cluster: Annotated[
        str,
        typer.Option(metavar="ADDRESS", help="A Dask scheduler whose workers make the reports."),
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="Make fresh reports again.")] = False,  # noqa: FBT002 - typer makes --force of it
    watch: Annotated[bool, typer.Option("--watch", help="Make them again on a change.")] = False,  # noqa: FBT002 - typer makes --watch of it
    isolation: Annotated[
        Isolation,
        typer.Option(help="Where notebooks run: in forked workers or in Jupyter kernels."),
    ] = Isolation.worker,
    quiet: QuietOption = False,  # noqa: FBT002 - typer makes --quiet of it
    data: DataOption = Path("data"),
    params: ParamsOption = Path("params"),
    out: OutOption = Path("outputs"),
    as_json: JsonOption = False,  # noqa: FBT002 - typer makes --json of it
) -> None:
    """Check a quarter's data, run its notebooks and make its pages and documents."""
    from sdp_lib.pipeline.run.worker_pool import Workers

    ordinary = isolation is Isolation.kernel
    _check_options(
        {"--watch": watch, "--json": as_json, "--cluster": cluster, "--isolation kernel": ordinary}
    )
    root, notebooks = Path.cwd(), Path("notebooks")
    workers = None if ordinary or cluster else Workers(root)
    from sdp_lib.inputs.calendar_setting import parse_quarter
    from sdp_lib.inputs.input_files import Sources
    from sdp_lib.pipeline.plan.request import Request
    from sdp_lib.pipeline.render import choose_renderer, parse_formats, parse_renderer
    from sdp_lib.pipeline.render.project import read_project

    try:
        asked = Request(
            quarter=parse_quarter(quarter, params),
            sources=Sources(root, data, params, notebooks),
            out=out,
            only=only or [],
            overrides=parse_parameters(parameter or []),
            formats=parse_formats(formats),
            renderer=parse_renderer(renderer),
            workers=jobs,
            force=force,
            cluster=cluster,
            again=watch,
        )
        used = choose_renderer(asked.renderer, read_project(root), _ignore if quiet else _note)
        if watch:
            from sdp_lib.cli.watch import keep_making

            keep_making(asked, used, workers)
        else:
            make_once(asked, used, workers, as_json=as_json, quiet=quiet)
    finally:
        if workers:
            workers.close()


def _note(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _ignore(_: str) -> None:
    """Show nothing, as asked."""


# An option, another that it excludes, and why.
_APART = (
    ("--json", "--watch", "which is for people"),
    ("--cluster", "--watch", "which makes reports on this machine"),
    ("--isolation kernel", "--cluster", "whose workers start processes of their own"),
)


def _check_options(given: Mapping[str, object]) -> None:
    """Refuse options that contradict each other."""
    wrong = [
        Problem(OPTIONS_APART, option, f"it cannot be used with {other}, {why}")
        for option, other, why in _APART
        if given[option] and given[other]
    ]
    if wrong:
        raise InputError(wrong)


def parse_parameters(given: list[str]) -> dict[str, str]:
    """Read `-p NAME=VALUE` options; `InputError` names each one of another form."""
    wrong = [
        argument
        for argument in given
        if "=" not in argument or not argument.partition("=")[0].isidentifier()
    ]
    if wrong:
        raise InputError(
            Problem(NOT_NAME_VALUE, "-p", f"{argument!r} is not of the form NAME=VALUE")
            for argument in wrong
        )
    return dict(argument.split("=", 1) for argument in given)
