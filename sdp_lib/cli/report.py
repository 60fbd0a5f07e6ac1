"""`sdp report`: the main job, with its progress bars and its last words."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

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
from sdp_lib.errors import InputError, Problem

_SLOWEST = 3


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
    cluster: Annotated[
        str, typer.Option(metavar="ADDRESS", help="A Dask scheduler, to use its workers instead.")
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="Build fresh reports again.")] = False,  # noqa: FBT002 - typer makes --force of it
    watch: Annotated[bool, typer.Option("--watch", help="Build again after each change.")] = False,  # noqa: FBT002 - typer makes --watch of it
    daemon: Annotated[
        int | None,
        typer.Option(
            min=0,
            metavar="SECONDS",
            help="How long a warm process stays for the next command; 0 for none.",
            show_default="300 on a terminal, else 0",
        ),
    ] = None,
    data: DataOption = Path("data"),
    params: ParamsOption = Path("params"),
    out: OutOption = Path("outputs"),
    as_json: JsonOption = False,  # noqa: FBT002 - typer makes --json of it
) -> None:
    """Check a quarter's data, run its notebooks and make its pages and documents."""
    from sdp_lib.build.changes import look_at_inputs, work_is_likely
    from sdp_lib.build.forks import warm_up
    from sdp_lib.cli.daemon import make_and_stay, plan_stay, run_there

    _check_options({"--watch": watch, "--json": as_json, "--cluster": cluster, "--daemon": daemon})
    root, notebooks = Path.cwd(), Path("notebooks")
    stay = None if watch or cluster else plan_stay(root, daemon)
    if stay and (status := run_there(stay)) is not None:
        raise typer.Exit(status)
    manifest, known = out / quarter / "manifest.json", (params / f"{quarter}.yml").is_file()
    # What takes longest to get ready begins before anything is decided.
    if known and not cluster and work_is_likely(look_at_inputs(data, params, notebooks), manifest):
        warm_up(root)

    from sdp_lib.build.manifest import Sources
    from sdp_lib.build.render import choose_renderer, parse_formats, parse_renderer
    from sdp_lib.build.render.project import read_project
    from sdp_lib.build.request import Request
    from sdp_lib.inputs.params import parse_quarter

    asked = Request(
        quarter=parse_quarter(quarter),
        sources=Sources(root, data, params, notebooks),
        out=out,
        only=only or [],
        overrides=parse_parameters(parameter or []),
        formats=parse_formats(formats),
        renderer=parse_renderer(renderer),
        workers=jobs,
        force=force,
        cluster=cluster,
        again=watch or stay is not None,
    )
    used = choose_renderer(asked.renderer, read_project(root))
    if watch:
        from sdp_lib.cli.watch import keep_making

        keep_making(asked, used, lambda one: _make(one, used, as_json=False))
    elif stay:
        make_and_stay(stay, asked, lambda one: _make(one, used, as_json=as_json))
    else:
        _make(asked, used, as_json=as_json)


# An option, one that it cannot stand beside, and why.
_APART = (
    ("--json", "--watch", "but that tells people"),
    ("--cluster", "--watch", "but that makes reports on this machine"),
    ("--daemon", "--watch", "but that stays by itself"),
    ("--daemon", "--cluster", "but that makes no report on this machine"),
)


def _check_options(given: Mapping[str, Any]) -> None:
    """Refuse options that contradict each other."""
    wrong = [
        Problem(one, f"it was found beside {other}", why, "leave one of the two out")
        for one, other, why in _APART
        if given[one] and given[other]
    ]
    if wrong:
        raise InputError(wrong)


def _make(asked: Any, renderer: Any, *, as_json: bool) -> list[str]:
    """Make what is not fresh, once; return the names of those reports."""
    from sdp_lib.build.request import get_ready, what_is_left

    left, fresh = what_is_left(asked, renderer.name)
    if fresh and not left.only:
        _tell_fresh(asked.out / str(asked.quarter), fresh, as_json=as_json)
        return []
    get_ready(left)
    return _build(_prepare(left, renderer), fresh, as_json=as_json)


def _prepare(left: Any, renderer: Any) -> Any:
    """Check what a build needs."""
    with loading():
        from sdp_lib.build.work import prepare

        return prepare(left, renderer)


@contextmanager
def loading() -> Iterator[None]:
    """Import what a build needs, and let more be made that stays.

    Nobody looks for garbage meanwhile: there is next to none.
    """
    from sdp_lib.build.preload import hidden

    gc.disable()
    try:
        with hidden("hypothesis"):
            from sdp_lib.build import quarter  # noqa: F401 - to be imported now
        yield
    finally:
        if not gc.get_freeze_count():  # while watching, what is thrown away is not to stay
            gc.freeze()
        gc.enable()


def _tell_fresh(folder: Path, fresh: int, *, as_json: bool) -> None:
    if as_json:
        say_json({"folder": folder.as_posix(), "reports": [], "fresh": fresh, "failed": {}})
        return
    reports = "1 report is" if fresh == 1 else f"{fresh} reports are"
    say(f"Nothing to do: {reports} fresh. --force makes them again.")
    say(f"Open {(folder / 'site' / 'index.html').as_posix()}")


def _build(work: Any, fresh: int, *, as_json: bool) -> list[str]:
    from rich.console import Console

    from sdp_lib.build.quarter import build
    from sdp_lib.cli.progress import watching

    console = Console(stderr=True)
    try:
        with watching(console) as watch:
            built = build(work, watch)
    except KeyboardInterrupt:
        console.print(_interrupted(work), highlight=False)
        raise
    if as_json:
        say_json(_as_json(built, fresh))
    else:
        _tell(built, fresh)
    if built.failures:
        for name, why in built.failures.items():
            console.print(
                f"{name}: {why}", style="red", markup=False, highlight=False, soft_wrap=True
            )
        raise typer.Exit(1)
    return list(built.reports)


def _as_json(built: Any, fresh: int) -> dict[str, Any]:
    return {
        "folder": built.folder.as_posix(),
        "reports": list(built.reports),
        "fresh": fresh,
        "taken_up": built.taken_up,
        "failed": dict(built.failures),
        "renderer": built.renderer,
        "seconds": {name: round(took, 2) for name, took in built.seconds.items()},
    }


def _tell(built: Any, fresh: int) -> None:
    made = [name for name in built.reports if name not in built.failures]
    named = f": {', '.join(made)}" if 0 < len(made) <= _SLOWEST else ""
    lines = [f"{len(made)} of {len(built.reports)} reports made with {built.renderer}{named}."]
    if fresh:
        lines.append(f"{fresh} more {'is' if fresh == 1 else 'are'} fresh and left alone.")
    if built.taken_up:
        before = "1 of them was" if built.taken_up == 1 else f"{built.taken_up} of them were"
        lines.append(f"{before} made before this, by a build that did not end.")
    lines += _slowest(built.seconds)
    if (built.folder / "site" / "index.html").is_file():
        lines.append(f"Open {(built.folder / 'site' / 'index.html').as_posix()}")
    if built.failures:
        lines.append(
            f"The notebooks that failed are kept in {(built.folder / 'notebooks').as_posix()}"
        )
    say("\n".join(lines))


def _interrupted(work: Any) -> str:
    from sdp_lib.build.parts import count_parts

    done = count_parts(work.request.out / str(work.request.quarter))
    if not done:
        return "Interrupted before the first report was done."
    reports = "1 report is" if done == 1 else f"{done} reports are"
    return f"Interrupted: {reports} done and kept; the same command goes on from there."


def _slowest(seconds: Mapping[str, float]) -> list[str]:
    """Name the reports that took longest, where there are enough to choose from."""
    from sdp_lib.cli.progress import duration

    if len(seconds) <= _SLOWEST:
        return []
    longest = sorted(seconds.items(), key=lambda one: -one[1])[:_SLOWEST]
    return ["Slowest: " + ", ".join(f"{name} {duration(took)}" for name, took in longest) + "."]


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
