"""A rehearsal of a command, in the process that the next one is forked from."""

from __future__ import annotations

from pathlib import Path

from nbformat.v4 import new_notebook

from sdp_lib.build.manifest import Sources
from sdp_lib.build.notebooks import shown_markdown
from sdp_lib.build.render import choose_renderer
from sdp_lib.build.render.project import read_project
from sdp_lib.build.request import Request, what_is_left
from sdp_lib.build.work import prepare
from sdp_lib.inputs.params import parse_quarter


def rehearse_command(
    quarter: str, data: str, params: str, notebooks: str, out: str, renderer: str
) -> None:
    """Decide and check as `sdp report` does, and forget it.

    What stays is what was read and digested of files that are still the same then, and what
    libraries set up when they are first used.
    """
    sources = Sources(Path.cwd(), Path(data), Path(params), Path(notebooks))
    asked = Request(parse_quarter(quarter), sources, Path(out), renderer=renderer)
    used = choose_renderer(renderer, read_project(sources.root))
    left, _ = what_is_left(asked, used.name)
    prepare(left, used)
    shown_markdown(new_notebook())
