"""Making the reports that `sdp report` was asked for, and printing the result."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from sdp_lib.cli.options import say, say_json
from sdp_lib.errors import Problem
from sdp_lib.problems.building import INPUTS_MOVED

if TYPE_CHECKING:
    from sdp_lib.pipeline.build_quarter import Built
    from sdp_lib.pipeline.plan.build_plan import BuildPlan
    from sdp_lib.pipeline.plan.request import Request
    from sdp_lib.pipeline.plan.work import Work
    from sdp_lib.pipeline.render import Renderer
    from sdp_lib.pipeline.run.worker_pool import Workers

_SLOWEST, _MOST_NAMED = 3, 3
_MOVED = "the inputs changed while this was made, and again when it was made once more"


def make_once(
    asked: Request,
    renderer: Renderer,
    workers: Workers | None,
    *,
    as_json: bool = False,
    quiet: bool = False,
) -> tuple[BuildPlan, list[str]]:
    """Make what is not fresh, once; return the plan and the names of the reports made.

    The folder is locked before the plan is made, so a command that had to wait does not make again
    what has been made meanwhile.
    """
    from sdp_lib.pipeline.plan.build_plan import plan_build
    from sdp_lib.storage import locked, put_right, remove_abandoned

    with locked(asked.out, _waiting):
        put_right(asked.folder)
        plan = plan_build(asked)
        left = plan.without_fresh(renderer.name)
        fresh = len(plan.jobs) - len(left.jobs)
        if fresh and not left.jobs and plan.shared_state.state == "fresh":
            if as_json or not quiet:
                _show_fresh(asked.folder, fresh, as_json=as_json)
            return plan, []
        remove_abandoned()
        return plan, _make(left, renderer, fresh, workers, as_json=as_json, quiet=quiet)


def _waiting() -> None:
    sys.stderr.write("Waiting for another build to finish.\n")


def _make(
    left: BuildPlan,
    renderer: Renderer,
    fresh: int,
    workers: Workers | None,
    *,
    as_json: bool,
    quiet: bool,
) -> list[str]:
    from sdp_lib.pipeline.run.warm_up import get_ready

    if left.jobs:
        get_ready(left, workers)
    with loading():
        from sdp_lib.pipeline.plan.work import prepare

        work = prepare(left, renderer.name)
    return _build(work, renderer, fresh, workers, as_json=as_json, quiet=quiet)


@contextmanager
def loading() -> Iterator[None]:
    """Import what a build needs, and exempt what is made meanwhile from garbage collection.

    The collector is off meanwhile: there is next to no garbage.
    """
    from sdp_lib.pipeline.run.imports import hidden

    gc.disable()
    try:
        with hidden("hypothesis"):
            from sdp_lib.pipeline import build_quarter as quarter  # noqa: F401 - imported in advance
        yield
    finally:
        if not gc.get_freeze_count():  # once only, or `--watch` would keep what it discards
            gc.freeze()
        gc.enable()


def _show_fresh(folder: Path, fresh: int, *, as_json: bool) -> None:
    if as_json:
        say_json({"folder": folder.as_posix(), "reports": [], "fresh": fresh, "failed": {}})
        return
    reports, them = ("1 report is", "it") if fresh == 1 else (f"{fresh} reports are", "them")
    say(f"Nothing to do: {reports} fresh. --force makes {them} again.")
    say(f"Open {(folder / 'site' / 'index.html').as_posix()}")


def _build(
    work: Work,
    renderer: Renderer,
    fresh: int,
    workers: Workers | None,
    *,
    as_json: bool,
    quiet: bool,
) -> list[str]:
    from rich.console import Console

    from sdp_lib.cli.progress import watching
    from sdp_lib.pipeline.build_quarter import build

    console = Console(stderr=True)
    try:
        with watching(Console(stderr=True, quiet=quiet)) as watch:
            built = build(work, renderer, watch, workers)
    except KeyboardInterrupt:
        console.print(_interrupted(work), highlight=False)
        raise
    if as_json:
        say_json(_as_json(built, fresh))
    elif not quiet:
        _show(built, fresh)
    for name, lines in built.warnings.items():
        for line in lines:
            console.print(f"{name}, {line}", markup=False, highlight=False, soft_wrap=True)
    for line in _went_wrong(built):
        console.print(line, style="red", markup=False, highlight=False, soft_wrap=True)
    if built.failures or built.moved:
        raise typer.Exit(1)
    return list(built.reports)


def _went_wrong(built: Built) -> Iterator[str]:
    """Yield why reports failed, in one line for those that failed alike."""
    alike: dict[str, list[str]] = {}
    for name, problems in built.failures.items():
        for why in problems.split("\n"):
            alike.setdefault(why, []).append(name)
    for why, names in alike.items():
        yield f"{names[0] if len(names) == 1 else _named(names)}: {why}"
    if built.moved:
        yield str(Problem(INPUTS_MOVED, _named(built.moved), _MOVED))


def _named(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _as_json(built: Built, fresh: int) -> dict[str, object]:
    return {
        "folder": built.folder.as_posix(),
        "reports": list(built.reports),
        "fresh": fresh,
        "taken_up": built.taken_up,
        "failed": dict(built.failures),
        "moved": list(built.moved),
        "renderer": built.renderer,
        "seconds": {name: round(took, 2) for name, took in built.seconds.items()},
    }


def _show(built: Built, fresh: int) -> None:
    made = [name for name in built.reports if name not in built.failures]
    named = f": {', '.join(made)}" if 0 < len(made) <= _SLOWEST else ""
    lines = [f"{len(made)} of {len(built.reports)} reports made with {built.renderer}{named}."]
    if not built.reports:
        lines = ["All reports were fresh. Only the front page and the downloads were made again."]
    if fresh:
        lines.append(f"{fresh} more {'is' if fresh == 1 else 'are'} fresh.")
    if built.taken_up:
        before = "1 of them was" if built.taken_up == 1 else f"{built.taken_up} of them were"
        lines.append(f"{before} taken from a build that was interrupted.")
    lines += _slowest(built.seconds)
    if (built.folder / "site" / "index.html").is_file():
        lines.append(f"Open {(built.folder / 'site' / 'index.html').as_posix()}")
    if set(built.failures).intersection(built.reports):  # a page without a notebook may fail, too
        lines.append(f"The notebooks that failed are in {(built.folder / 'notebooks').as_posix()}")
    say("\n".join(lines))


def _interrupted(work: Work) -> str:
    from sdp_lib.pipeline.run.checkpoints import count_checkpoints

    done = count_checkpoints(work.plan.request.folder)
    if not done:
        return "Interrupted before the first report was finished."
    reports = "1 report is" if done == 1 else f"{done} reports are"
    return f"Interrupted: {reports} finished. Run the same command to make the others."


def _slowest(seconds: Mapping[str, float]) -> list[str]:
    """Name the reports that took longest, if there are enough to choose from."""
    from sdp_lib.cli.progress import duration

    if len(seconds) <= _SLOWEST:
        return []
    longest = sorted(seconds, key=seconds.__getitem__, reverse=True)[:_SLOWEST]
    return ["Slowest: " + ", ".join(f"{name} {duration(seconds[name])}" for name in longest) + "."]
