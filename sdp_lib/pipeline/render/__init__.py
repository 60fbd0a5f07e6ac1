"""Two renderers, one content: the same fragments, templates and filter, by Quarto or without it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

from sdp_lib.errors import InputError
from sdp_lib.pipeline.render.embedded import EmbeddedRenderer
from sdp_lib.pipeline.render.page_metadata import Page
from sdp_lib.pipeline.render.project import Project
from sdp_lib.pipeline.render.service import RenderError

__all__ = ["PageRenderer", "RenderError", "Renderer", "choose_renderer", "parse_formats"]

Failures = dict[str, str]
FORMATS = ("html", "pdf", "docx")
RENDERERS = ("auto", "quarto", "embedded")


class Renderer(Protocol):
    """Turns pages into files below `site`; `name` says which one it is, with its version."""

    @property
    def name(self) -> str:
        """What the build and the pages say was used."""

    def render(self, pages: Sequence[Page], site: Path, done: Callable[[str], None]) -> Failures:
        """Write every page in each of its formats; return why each page that failed did."""


@runtime_checkable
class PageRenderer(Renderer, Protocol):
    """A renderer that can make each page by itself, while other reports are still being made."""

    def page_files(self, page: Page) -> dict[str, bytes]:
        """Return a page's files by their ending; `RenderError` where one cannot be made."""

    def get_ready(self) -> None:
        """Do now what the first page would have to wait for."""


def choose_renderer(choice: str, project: Project) -> Renderer:
    """Return Quarto where it is asked for or found, else the embedded renderer.

    `InputError` where Quarto is asked for and is not there.
    """
    quarto = shutil.which("quarto") or shutil.which("quarto", path=str(Path(sys.executable).parent))
    if choice == "quarto" and quarto is None:
        raise InputError.of(
            "--renderer",
            "quarto was asked for",
            "but no quarto was found on the PATH",
            "install Quarto 1.9 or later, or choose --renderer embedded",
        )
    if quarto is not None and choice in {"auto", "quarto"}:
        from sdp_lib.pipeline.render.quarto import QuartoRenderer  # with it come notebooks

        return QuartoRenderer(project, quarto)
    return EmbeddedRenderer(project)


def parse_formats(text: str) -> list[str]:
    """Read `html,pdf,docx`; `InputError` for anything else."""
    formats = [one.strip() for one in text.split(",") if one.strip()]
    wrong = [one for one in formats if one not in FORMATS]
    if wrong or not formats:
        raise InputError.of(
            "--formats",
            f"{text!r} was found",
            f"but formats are {', '.join(FORMATS)}",
            "join those you want with commas",
        )
    return list(dict.fromkeys(formats))


def parse_renderer(text: str) -> str:
    """Read the name of a renderer; `InputError` for anything else."""
    if text not in RENDERERS:
        raise InputError.of(
            "--renderer",
            f"{text!r} was found",
            f"but renderers are {', '.join(RENDERERS)}",
            "choose one of them",
        )
    return text
