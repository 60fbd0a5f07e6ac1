"""Renderers: Quarto and the embedded one, with the same fragments, templates and filter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

from sdp_lib.errors import InputError
from sdp_lib.pipeline.render.embedded import EmbeddedRenderer
from sdp_lib.pipeline.render.page_metadata import Page
from sdp_lib.pipeline.render.project import Project
from sdp_lib.pipeline.render.quarto_command import OLDEST, QuartoCommand, quarto_commands
from sdp_lib.pipeline.render.service import RenderError
from sdp_lib.problems.call import NO_QUARTO, UNKNOWN_FORMATS, UNKNOWN_RENDERER

__all__ = ["PageRenderer", "RenderError", "Renderer", "choose_renderer", "parse_formats"]

Failures = dict[str, str]
FORMATS = ("html", "pdf", "docx")
RENDERERS = ("auto", "quarto", "embedded")
_OLDEST = ".".join(map(str, OLDEST))


class Renderer(Protocol):
    """Turns pages into files below `site`; `name` identifies the renderer and its version."""

    @property
    def name(self) -> str:
        """The name that the build and the pages show."""

    def render(self, pages: Sequence[Page], site: Path, done: Callable[[str], None]) -> Failures:
        """Write every page in each of its formats; return why each failed page failed."""


@runtime_checkable
class PageRenderer(Renderer, Protocol):
    """A renderer that can make single pages while other reports are still being made."""

    def page_files(self, page: Page) -> dict[str, bytes]:
        """Return a page's files by their extension; `RenderError` if one cannot be made."""

    def get_ready(self) -> None:
        """Do in advance what the first page would have to wait for."""


def choose_renderer(
    choice: str, project: Project, say: Callable[[str], None] = lambda _: None
) -> Renderer:
    """Return Quarto if it was requested or found, else the embedded renderer.

    `InputError` if Quarto was requested and is missing or too old; if it was not requested, `say`
    receives a line about one that is too old.
    """
    if choice == "embedded":
        return EmbeddedRenderer(project)
    found = list(quarto_commands())
    recent = next((command for command in found if command.is_recent), None)
    if recent:
        from sdp_lib.pipeline.render.quarto import QuartoRenderer  # with it come notebooks

        return QuartoRenderer(project, recent)
    if choice == "quarto":
        raise _no_quarto(found)
    if found:
        say(
            f"{found[0].words} is not used: reports need Quarto {_OLDEST} or later. "
            "The embedded renderer is used instead."
        )
    return EmbeddedRenderer(project)


def _no_quarto(found: Sequence[QuartoCommand]) -> InputError:
    there = f"only {found[0].words} is installed" if found else "there is none on the PATH"
    return InputError.of(
        NO_QUARTO,
        "--renderer",
        f"quarto was asked for, but {there}",
        f"Install Quarto {_OLDEST} or later, or choose --renderer embedded",
    )


def parse_formats(text: str) -> list[str]:
    """Read `html,pdf,docx`; `InputError` for anything else."""
    formats = [part.strip() for part in text.split(",") if part.strip()]
    wrong = [ending for ending in formats if ending not in FORMATS]
    if wrong or not formats:
        raise InputError.of(
            UNKNOWN_FORMATS,
            "--formats",
            f"{text!r} is not a list of formats",
            f"Choose from {', '.join(FORMATS)}, separated by commas",
        )
    return list(dict.fromkeys(formats))


def parse_renderer(text: str) -> str:
    """Read the name of a renderer; `InputError` for anything else."""
    if text not in RENDERERS:
        raise InputError.of(
            UNKNOWN_RENDERER,
            "--renderer",
            f"{text!r} is not a renderer",
            f"Choose from {', '.join(RENDERERS)}",
        )
    return text
