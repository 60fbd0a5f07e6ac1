"""The embedded renderer: what Quarto is made of, from wheels, for machines without Quarto.

nbconvert turns the executed notebook into Pandoc Markdown, Pandoc makes HTML, DOCX and Typst of it
with the project's templates and filter, and Typst makes the PDF.
"""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from sdp_lib.build.frame import Page
from sdp_lib.build.notebooks import shown_markdown
from sdp_lib.build.render.project import Project

_MARKDOWN = "markdown-smart-tex_math_dollars-raw_tex-citations"
_SVG = re.compile(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)")
_PICTURE_PPI = 200
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
        with tempfile.TemporaryDirectory(prefix="sdp-") as name:
            folder = Path(name)
            (folder / "page.md").write_text(shown_markdown(page.notebook), encoding="utf-8")
            metadata = {**page.metadata, "lang": self._project.option("lang")}
            (folder / "page.json").write_text(
                json.dumps(metadata, ensure_ascii=False), encoding="utf-8"
            )
            for one in page.formats:
                _WRITERS[one](self._project, folder, target)


class RenderError(Exception):
    """Pandoc or Typst refused a page; the message is its own."""


def _html(project: Project, folder: Path, target: Path) -> None:
    written = folder / "page.html"
    _pandoc(
        project,
        folder,
        written,
        "html5",
        [
            f"--template={project.file('format', 'html', 'template').resolve()}",
            *_contents(project),
        ],
    )
    written.replace(f"{target}.html")


def _docx(project: Project, folder: Path, target: Path) -> None:
    """Write a Word document; its charts are pictures, since Word cannot show the SVG of a page."""
    source = folder / "page.md"
    shown = source.read_text(encoding="utf-8")
    drawn = _SVG.sub(lambda found: _picture(found[1], folder), shown)
    source.write_text(drawn, encoding="utf-8")
    written = folder / "page.docx"
    _pandoc(project, folder, written, "docx", _contents(project))
    source.write_text(shown, encoding="utf-8")
    written.replace(f"{target}.docx")


def _picture(svg: str, folder: Path) -> str:
    """Turn an SVG in base64 into a PNG file, and return its name."""
    import typst

    drawing = json.dumps(base64.b64decode(svg).decode())
    code = f"#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes({drawing}))"
    png = typst.compile(code.encode(), format="png", ppi=_PICTURE_PPI, ignore_system_fonts=True)
    file = folder / f"chart-{len(list(folder.glob('chart-*.png'))) + 1}.png"
    file.write_bytes(png)
    return file.name


def _pdf(project: Project, folder: Path, target: Path) -> None:
    import typst

    source = folder / "page.typ"
    _pandoc(
        project,
        folder,
        source,
        "typst",
        [
            f"--template={project.file('format', 'typst', 'template').resolve()}",
            "--extract-media=media",
            *_contents(project),
        ],
    )
    try:
        document = typst.compile(
            source,
            root=folder,
            font_paths=[project.font_folder],
            ignore_system_fonts=True,
            pdf_standards=project.option("format", "typst", "pdf-standard"),
            timestamp=0,  # the document says its own dates; none may come from a clock
        )
    except typst.TypstError as error:
        raise RenderError(f"Typst: {error.message}") from None
    Path(f"{target}.pdf").write_bytes(document)


def _contents(project: Project) -> list[str]:
    return ["--toc", f"--toc-depth={project.option('toc-depth')}"]


def _pandoc(project: Project, folder: Path, target: Path, to: str, options: Sequence[str]) -> None:
    import pypandoc

    command = [
        pypandoc.get_pandoc_path(),
        "page.md",
        f"--from={_MARKDOWN}",
        f"--to={to}",
        "--standalone",
        "--metadata-file=page.json",
        "--wrap=none",
        "--fail-if-warnings",
        *(f"--lua-filter={one.resolve()}" for one in project.filters),
        *options,
        f"--output={target.name}",
    ]
    # Nothing of the machine's environment is passed on: a page cannot read what is not there.
    ended = subprocess.run(  # noqa: S603 - a fixed command, no shell
        command,
        cwd=folder,
        env={"LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": "0"},
        capture_output=True,
        text=True,
        timeout=_TIMEOUT,
        check=False,
        encoding="utf-8",
    )
    if ended.returncode:
        raise RenderError(f"Pandoc: {ended.stderr.strip() or ended.returncode}")


_WRITERS = {"html": _html, "pdf": _pdf, "docx": _docx}
