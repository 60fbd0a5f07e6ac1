"""The embedded renderer: what Quarto is made of, from wheels, for machines without Quarto.

What an executed notebook shows is Pandoc Markdown. Pandoc makes HTML, DOCX and Typst of it with the
project's templates and filter, and Typst makes the PDF.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from sdp_lib.build.frame import Page
from sdp_lib.build.render.pictures import with_pictures
from sdp_lib.build.render.project import Project

if TYPE_CHECKING:
    import typst

_MARKDOWN = "markdown-smart-tex_math_dollars-raw_tex-citations"
_TIMEOUT = 120  # seconds for one page


class EmbeddedRenderer:
    """Renders with Pandoc and Typst from wheels."""

    def __init__(self, project: Project):
        self._project = project

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
            folder = Path(name)
            (folder / "page.md").write_text(shown_markdown(page.notebook), encoding="utf-8")
            metadata = {**page.metadata, "lang": self._project.option("lang")}
            (folder / "page.json").write_text(
                json.dumps(metadata, ensure_ascii=False), encoding="utf-8"
            )
            with ThreadPoolExecutor(len(page.formats)) as pool:
                made = pool.map(lambda one: _MAKERS[one](self._project, folder), page.formats)
                return dict(zip(page.formats, made, strict=True))

    def get_ready(self) -> None:
        """Do now what the first page would have to wait for: imports, and a look at the fonts."""
        import nbconvert.exporters  # noqa: F401 - for `shown_markdown`
        import pypandoc

        pypandoc.get_pandoc_path()
        _fonts(self._project.font_folder)


class RenderError(Exception):
    """Pandoc or Typst refused a page; the message is its own."""


def _html(project: Project, folder: Path) -> bytes:
    return _pandoc(project, folder / "page.html", "html5", _template(project, "html"))


def _docx(project: Project, folder: Path) -> bytes:
    """Make a Word document; its charts are pictures, since Word cannot show the SVG of a page."""
    source = folder / "word.md"
    shown = (folder / "page.md").read_text(encoding="utf-8")
    source.write_text(with_pictures(shown, folder), encoding="utf-8")
    return _pandoc(project, folder / "word.docx", "docx", [])


def _pdf(project: Project, folder: Path) -> bytes:
    import typst

    source = folder / "page.typ"
    _pandoc(project, source, "typst", ["--extract-media=media", *_template(project, "typst")])
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


def _template(project: Project, form: str) -> list[str]:
    return [f"--template={project.file('format', form, 'template').resolve()}"]


def _pandoc(project: Project, target: Path, to: str, options: Sequence[str]) -> bytes:
    """Have Pandoc turn the Markdown beside the target into `to`; return what it wrote."""
    import pypandoc

    command = [
        pypandoc.get_pandoc_path(),
        "word.md" if to == "docx" else "page.md",
        f"--from={_MARKDOWN}",
        f"--to={to}",
        "--standalone",
        "--metadata-file=page.json",
        "--wrap=none",
        "--fail-if-warnings",
        "--toc",
        f"--toc-depth={project.option('toc-depth')}",
        *(f"--lua-filter={one.resolve()}" for one in project.filters),
        *options,
        f"--output={target.name}",
    ]
    # Nothing of the machine's environment is passed on: a page cannot read what is not there.
    ended = subprocess.run(  # noqa: S603 - a fixed command, no shell
        command,
        cwd=target.parent,
        env={"LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": "0"},
        capture_output=True,
        text=True,
        timeout=_TIMEOUT,
        check=False,
        encoding="utf-8",
    )
    if ended.returncode:
        raise RenderError(f"Pandoc: {ended.stderr.strip() or ended.returncode}")
    return target.read_bytes()


_MAKERS = {"html": _html, "pdf": _pdf, "docx": _docx}
