"""`sdp verify`: check a build by making it again elsewhere, or a site against its evidence."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from sdp_lib.cli.options import DataOption, OutOption, say
from sdp_lib.cli.place import typed
from sdp_lib.errors import InputError, Problem
from sdp_lib.problems.call import WHAT_TO_VERIFY
from sdp_lib.problems.publishing import NOT_IDENTICAL


def verify(
    quarter: Annotated[
        str,
        typer.Argument(
            metavar="[QUARTER]", help="The quarter, such as 2019-20-Q2.", show_default=False
        ),
    ] = "",
    site: Annotated[
        Path | None,
        typer.Option(
            "--site", callback=typed, metavar="DIR", help="A published site to check instead."
        ),
    ] = None,
    public_key: Annotated[
        Path | None,
        typer.Option(
            callback=typed,
            metavar="FILE",
            help="The key that every statement has to be signed with.",
        ),
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, help="How many notebooks to run at once.")] = (
        os.cpu_count() or 1
    ),
    data: DataOption = Path("data"),
    params: Annotated[  # not `ParamsOption`: a site is checked outside every project, too
        Path, typer.Option(callback=typed, metavar="DIR", help="The folder of the parameters.")
    ] = Path("params"),
    out: OutOption = Path("outputs"),
) -> None:
    """Build a quarter again elsewhere and compare every byte, or check a published site."""
    if bool(quarter) == bool(site):
        raise InputError.of(
            WHAT_TO_VERIFY,
            "sdp verify",
            "both a quarter and --site were given"
            if site
            else "neither a quarter nor --site was given",
        )
    if site:
        _show(
            _site(site, public_key), f"Identical: every file of {site.as_posix()} is as published."
        )
        return
    compared, wrong = _build(quarter, Path.cwd(), data, params, out, jobs)
    _show(wrong, f"Identical: {compared} files were made again, byte for byte.")


def _site(folder: Path, public_key: Path | None) -> Sequence[tuple[str, str]]:
    from sdp_lib.inputs.text_file import read_text
    from sdp_lib.publish.verify_site import verify_site

    return verify_site(folder, read_text(public_key) if public_key else "")


def _build(
    quarter: str, root: Path, data: Path, params: Path, out: Path, workers: int
) -> tuple[int, Sequence[tuple[str, str]]]:
    from sdp_lib.inputs.calendar_setting import parse_quarter
    from sdp_lib.inputs.input_files import Sources
    from sdp_lib.pipeline.plan.build_plan import plan_build
    from sdp_lib.pipeline.plan.request import Request
    from sdp_lib.publish.verify_build import verify_build

    sources = Sources(root, data, params, Path("notebooks"))
    verified = verify_build(
        plan_build(Request(parse_quarter(quarter, params), sources, out)), workers=workers
    )
    return verified.compared, verified.wrong


def _show(wrong: Sequence[tuple[str, str]], good: str) -> None:
    if not wrong:
        say(good)
        return
    say("\n".join(f"{name}: {how}" for name, how in wrong))
    files = "1 file differs" if len(wrong) == 1 else f"{len(wrong)} files differ"
    say(str(Problem(NOT_IDENTICAL, "Not identical", f"{files}, as named above")))
    raise typer.Exit(1)
