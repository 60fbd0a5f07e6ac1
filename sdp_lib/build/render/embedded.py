"""The embedded renderer: what Quarto is made of, from wheels, for machines without Quarto.

What an executed notebook shows is Pandoc Markdown. Pandoc makes HTML, DOCX and Typst of it with the
project's templates and filter, and Typst makes the PDF.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from sdp_lib.build.frame import Page
from sdp_lib.build.render.pandoc import Pandoc, RenderError, Settings
from sdp_lib.build.render.pictures import with_pictures
from sdp_lib.build.render.project import Project

if TYPE_CHECKING:
    import typst

_MARKDOWN = "markdown-smart-tex_math_dollars-raw_tex-citations"


class EmbeddedRenderer:
    """Renders with Pandoc and Typst from wheels."""

    def __init__(self, project: Project):
        self._project = project
        templates = {
            to: str(project.file("format", form, "template").resolve())
            for to, form in _TEMPLATES.items()
        }
        filters = [str(one.resolve()) for one in project.filters]
        settings = Settings(_MARKDOWN, project.option("toc-depth"), filters, templates)
        self._pandoc = Pandoc(settings)

    @cached_property
    def name(self) -> str:
        """What the build and the pages say was used."""
        import pypandoc

        return f"embedded (Pandoc {pypandoc.get_pandoc_version()}, Typst {version('typst')})"

    def render(
        self, pages: Sequence[Page], site: Path, done: Callable[[str], None]
    ) -> dict[str, str]:
        """Write every page in each of its formats; return why each page that failed did."""
        failures: dict[str, str] = {}
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            futures = {page.stem: pool.submit(self._page, page, site) for page in pages}
            for stem, future in futures.items():
                try:
                    future.result()
                except RenderError as error:
                    failures[stem] = str(error)
                done(stem)
        return failures

    def _page(self, page: Page, site: Path) -> None:
        target = site / page.stem
        target.parent.mkdir(parents=True, exist_ok=True)
        for ending, content in self.page_files(page).items():
            Path(f"{target}.{ending}").write_bytes(content)

    def page_files(self, page: Page) -> dict[str, bytes]:
        """Return a page in each of its formats, keyed by the ending of its name.

        Threads may call it at the same time. `RenderError` says why Pandoc or Typst refused.
        """
        from sdp_lib.build.notebooks import shown_markdown

        with tempfile.TemporaryDirectory(prefix="sdp-") as name:
            folder = Path(name).resolve()
            shown = shown_markdown(page.notebook)
            metadata = {**page.metadata, "lang": self._project.option("lang")}
            (folder / "page.md").write_text(shown, encoding="utf-8")
            (folder / "page.json").write_text(
                json.dumps(metadata, ensure_ascii=False), encoding="utf-8"
            )
            if "docx" in page.formats:  # Word cannot show the SVG of a page
                (folder / "word.md").write_text(with_pictures(shown, folder), encoding="utf-8")
            self._pandoc.make(folder, [_MAKINGS[one] for one in page.formats])
            if "pdf" in page.formats:
                (folder / "page.pdf").write_bytes(_pdf(self._project, folder))
            return {one: (folder / f"page.{one}").read_bytes() for one in page.formats}

    def get_ready(self) -> None:
        """Do now what the first page would have to wait for: imports, and a look at the fonts."""
        self._pandoc.get_ready()
        _fonts(self._project.font_folder)
        import nbconvert.exporters  # noqa: F401 - for `shown_markdown`


def _pdf(project: Project, folder: Path) -> bytes:
    import typst

    source = folder / "page.typ"
    try:
        return typst.compile(
            source,
            root=folder,
            font_paths=_fonts(project.font_folder),
            pdf_standards=project.option("format", "typst", "pdf-standard"),
            timestamp=0,  # the document says its own dates; none may come from a clock
        )
    except typst.TypstError as error:
        raise RenderError(f"Typst: {error.message}") from None


@cache
def _fonts(folder: Path) -> typst.Fonts:
    """Look through a folder's fonts, once for all documents; the machine's own are never used."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[folder])


# From which file Pandoc makes each format, what it calls it, and into which file it goes.
_MAKINGS = {
    "html": ("page.md", "html5", "page.html"),
    "pdf": ("page.md", "typst", "page.typ"),
    "docx": ("word.md", "docx", "page.docx"),
}
_TEMPLATES = {"html5": "html", "typst": "typst"}
