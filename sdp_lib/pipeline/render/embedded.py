"""The embedded renderer: Pandoc and Typst from wheels, for machines without Quarto.

An executed notebook is turned into Pandoc Markdown. Pandoc makes HTML, DOCX and Typst from it with
the project's templates and filter, and Typst makes the PDF.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache, cached_property
from importlib.metadata import distribution, version
from importlib.util import find_spec
from pathlib import Path

from sdp_lib.pipeline.render.capacity import Capacity
from sdp_lib.pipeline.render.finishing import finished
from sdp_lib.pipeline.render.page_metadata import Page
from sdp_lib.pipeline.render.pictures import with_pictures
from sdp_lib.pipeline.render.project import Project
from sdp_lib.pipeline.render.reference import REFERENCE, reference_document
from sdp_lib.pipeline.render.service import HERE, RenderError, Service
from sdp_lib.presentation.branded import in_page, in_typst
from sdp_lib.storage import temporary, write_bytes

# Letters of Markdown for each core: one report a core is made at the same time, or a single one
# that is longer than all of them together.
_ROOM = 500_000
_MARKDOWN = "markdown-smart-tex_math_dollars-raw_tex-citations"


@cache
def pandoc() -> str:
    """Return the path of Pandoc: the wheel's, else the one that pypandoc finds.

    pypandoc would take the newest on the machine, and pages would depend on it. A path in
    `PYPANDOC_PANDOC` takes precedence.
    """
    package = find_spec("pypandoc")
    if package and package.origin and "PYPANDOC_PANDOC" not in os.environ:
        files = Path(package.origin).with_name("files")
        for own in (files / "pandoc", files / "pandoc.exe"):
            if own.is_file():
                return str(own)
    import pypandoc

    return str(pypandoc.get_pandoc_path())


def pandoc_version() -> str:
    """Return the version that Pandoc reports."""
    return _version_of(pandoc(), Path(pandoc()).stat().st_mtime_ns)


@cache
def _version_of(program: str, _: int) -> str:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)  # noqa: S603 - a fixed command, no shell
    return said.stdout.split()[1]


class EmbeddedRenderer:
    """Renders with Pandoc and Typst from wheels."""

    def __init__(self, project: Project):
        self._project = project
        self._templates: dict[str, bytes] = {}
        self._room = Capacity(_ROOM * (os.cpu_count() or 1))
        templates = {}
        for to, (form, fill) in _TEMPLATES.items():
            path = project.file("format", form, "template")
            text = fill(path.read_text(encoding="utf-8"), project.style)
            templates[to] = f"template-{path.name}"  # a page has the name without it
            self._templates[templates[to]] = text.encode()
        self._pandoc = Service(
            "Pandoc",
            [pandoc(), "lua", str(HERE / "pandoc_service.lua")],
            {
                "from_format": _MARKDOWN,
                "toc_depth": project.option("toc-depth"),
                "filters": [str(entry.resolve()) for entry in project.filters],
                "templates": templates,
                "reference_doc": REFERENCE,
            },
        )
        self._typst = Service(
            "Typst",
            [sys.executable, "-I", "-X", "utf8", str(HERE / "typst_service.py")],
            {
                "packages": str(distribution("typst").locate_file("")),
                "fonts": [str(folder.resolve()) for folder in project.font_folders],
                "standards": project.option("format", "typst", "pdf-standard"),
            },
        )

    @cached_property
    def name(self) -> str:
        """The name that the build and the pages show."""
        return f"embedded (Pandoc {pandoc_version()}, Typst {version('typst')})"

    @cached_property
    def _reference(self) -> bytes:
        return reference_document(self._project)

    def render(
        self, pages: Sequence[Page], site: Path, done: Callable[[str], None]
    ) -> dict[str, str]:
        """Write every page in each of its formats; return why each failed page failed."""
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
        for ending, content in self.page_files(page).items():
            write_bytes(site / f"{page.stem}.{ending}", content)

    def page_files(self, page: Page) -> dict[str, bytes]:
        """Return a page in each of its formats, keyed by extension.

        Threads may call it at the same time. `RenderError` if Pandoc or Typst refused the page.
        """
        from sdp_lib.pipeline.render.shown import shown_markdown

        shown = shown_markdown(page.notebook).expandtabs(4)  # as Pandoc's command reads them
        with (
            self._room.taken(len(shown)) as alone,
            temporary() as folder,
        ):
            if alone:
                self._pandoc.rest()
                self._typst.rest()
            return self._files(page, shown, folder)

    def _files(self, page: Page, shown: str, folder: Path) -> dict[str, bytes]:
        metadata = {
            **page.metadata,
            "lang": self._project.option("lang"),
            "toc-title": self._project.options.get("toc-title", "Contents"),
        }
        (folder / "page.md").write_text(shown, encoding="utf-8")
        (folder / "page.json").write_text(
            json.dumps(metadata, ensure_ascii=False), encoding="utf-8"
        )
        for name, template in self._templates.items():
            (folder / name).write_bytes(template)
        if "docx" in page.formats:  # Word cannot show a page's SVG
            (folder / "word.md").write_text(with_pictures(shown, folder), encoding="utf-8")
            (folder / REFERENCE).write_bytes(self._reference)
        # The input of Typst comes first, so that Typst does not wait for the page.
        makings = sorted(
            (_MAKINGS[ending] for ending in page.formats), key=lambda one: one[1] != "typst"
        )
        with ThreadPoolExecutor(1) as beside:
            documents: list[Future[None]] = []

            def made(file: str) -> None:
                if file == "page.typ":
                    documents.append(beside.submit(self._typst.make, folder, file))

            self._pandoc.make(folder, "page.md", made, make=makings)
            for document in documents:
                document.result()
        files = {ending: (folder / f"page.{ending}").read_bytes() for ending in page.formats}
        return finished(files, page.metadata)

    def get_ready(self) -> None:
        """Do in advance what the first page would have to wait for."""
        self._pandoc.get_ready()
        self._typst.get_ready()
        import nbconvert.exporters  # noqa: F401 - for `shown_markdown`


# For each format: the file that Pandoc reads, its name for the format, and the file that it writes.
_MAKINGS = {
    "html": ("page.md", "html5", "page.html"),
    "pdf": ("page.md", "typst", "page.typ"),
    "docx": ("word.md", "docx", "page.docx"),
}
_TEMPLATES = {"html5": ("html", in_page), "typst": ("typst", in_typst)}
