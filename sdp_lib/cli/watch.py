"""`sdp report --watch`: the reports made again after each change, without a new start."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import typer

from sdp_lib.cli.making import loading, make_once
from sdp_lib.cli.options import say
from sdp_lib.errors import SdpError

if TYPE_CHECKING:
    from sdp_lib.inputs.stamps import Stamp
    from sdp_lib.pipeline.plan.request import Request
    from sdp_lib.pipeline.render import Renderer
    from sdp_lib.pipeline.run.worker_pool import Workers

CHANGED = "The library, _quarto.yml or _brand.yml has changed. Start the command again."
WAITING = "Waiting for a change in data, params or notebooks. Press Ctrl-C to stop."


def keep_making(asked: Request, renderer: Renderer, workers: Workers | None) -> None:
    """Make what was asked for, and again after each change, until somebody interrupts.

    What the next change needs is prepared while nothing changes. Errors in the inputs are shown,
    and the command waits until they are fixed. It cannot follow changes to what it has imported: a
    change to the library ends it.
    """
    from sdp_lib.pipeline.plan.build_plan import plan_build
    from sdp_lib.pipeline.plan.changes import look_at_inputs, look_at_library, wait_for_change
    from sdp_lib.pipeline.render import PageRenderer
    from sdp_lib.pipeline.run.warm_up import get_ready_for_changes

    sources = asked.sources
    library = look_at_library(sources.root)

    def look() -> tuple[Stamp, Stamp]:
        inputs = look_at_inputs(sources.data, sources.params, sources.notebooks)
        return inputs, look_at_library(sources.root)

    ready = False
    while True:
        seen = look()
        if seen[1] != library:
            say(CHANGED, at_once=True)
            return
        with _errors_shown():
            made = _made(asked, renderer, workers)
            asked = replace(asked, force=False)
            get_ready_for_changes(plan_build(asked), workers, made if ready else None)
            ready = True
        with loading():
            import sdp_lib.pipeline.run.engine  # noqa: F401 - imported in advance
        if isinstance(renderer, PageRenderer):
            renderer.get_ready()
        say(WAITING, at_once=True)
        wait_for_change(look, seen)


def _made(asked: Request, renderer: Renderer, workers: Workers | None) -> list[str] | None:
    """Make what was asked for; return what was made, or None after showing why a report failed."""
    try:
        return make_once(asked, renderer, workers)[1]
    except typer.Exit:
        return None


@contextmanager
def _errors_shown() -> Iterator[None]:
    """Show errors, and go on."""
    try:
        yield
    except (SdpError, OSError) as error:
        sys.stderr.write(f"{error}\n")
