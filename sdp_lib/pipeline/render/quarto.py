"""The Quarto renderer: one staged folder and one `quarto render` for a whole build."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import yaml
from nbformat import NotebookNode

from sdp_lib.pipeline.render.finishing import finished
from sdp_lib.pipeline.render.page_metadata import Page
from sdp_lib.pipeline.render.pictures import with_pictures
from sdp_lib.pipeline.render.project import QUARTO_FORMATS, Project
from sdp_lib.pipeline.render.quarto_command import QuartoCommand, run_quarto
from sdp_lib.pipeline.render.reference import REFERENCE, reference_document
from sdp_lib.pipeline.render.shown import SHOWN_MIME
from sdp_lib.presentation.branded import FONTS, in_page, in_typst
from sdp_lib.problems.building import QUARTO_FAILED
from sdp_lib.storage import temporary, write_bytes

_WORD = "word"  # the folder in which Word documents are staged and made
# Quarto's line when it begins one of several pages: [ 3/83] scorecards/activity-45.ipynb
_BEGINS = re.compile(r"\[ *\d+/\d+\] (.+)\.ipynb$")


class QuartoRenderer:
    """Renders with Quarto."""

    def __init__(self, project: Project, command: QuartoCommand):
        self._project = project
        self._command = command

    @property
    def name(self) -> str:
        """The name that the build and the pages show."""
        return f"Quarto {self._command.version}"

    def render(
        self, pages: Sequence[Page], site: Path, done: Callable[[str], None]
    ) -> dict[str, str]:
        """Write every page in each of its formats; return why each failed page failed."""
        progress = _Progress(pages, done)
        failures = self._attempt(pages, site, progress.heard)
        if failures and len(pages) > 1:
            # Quarto stops at the first page that fails; each other page gets its own attempt.
            lost = [page for page in pages if page.stem in failures]
            failures = {}
            for page in lost:
                failures |= self._attempt([page], site, _ignore)
                progress.tell(page.stem)
        progress.tell_rest()
        return failures

    def _attempt(
        self, pages: Sequence[Page], site: Path, heard: Callable[[str], None]
    ) -> dict[str, str]:
        """Render pages by one command; return why each missing page failed."""
        with temporary() as folder:
            self._stage(folder, pages)
            said = run_quarto(self._command.path, ["render", ".", "--no-clean"], folder, heard)
            rendered = folder / self._project.option("project", "output-dir")
            missing = {page.stem: _collect(page, rendered, site) for page in pages}
            return {stem: _not_made(formats, said) for stem, formats in missing.items() if formats}

    def _stage(self, folder: Path, pages: Sequence[Page]) -> None:
        """Copy only what the build needs into a folder of its own."""
        options = deepcopy(self._project.options)
        chosen = {QUARTO_FORMATS[ending] for page in pages for ending in page.formats}
        options["format"] = {
            name: value for name, value in options["format"].items() if name in chosen
        }
        parts = [part for page in pages for part in _parts(page)]
        options["project"]["render"] = [f"{part.stem}.ipynb" for part in parts]
        if word := options["format"].get("docx"):
            (folder / REFERENCE).write_bytes(reference_document(self._project))
            word["reference-doc"] = REFERENCE
        (folder / "_quarto.yml").write_text(_yaml(options), encoding="utf-8")
        template = str(self._project.option("format", "html", "template"))
        theme, staged = self._project.place(template).parent, (folder / template).parent
        shutil.copytree(theme, staged, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
        self._fill(staged)
        for part in parts:
            target = folder / f"{part.stem}.ipynb"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(_notebook(part, target.parent), encoding="utf-8")

    def _fill(self, theme: Path) -> None:
        """Fill the theme with the project's colours and typeface."""
        style = self._project.style
        for form, fill in (("html", in_page), ("typst", in_typst)):
            template = theme / self._project.file("format", form, "template").name
            template.write_text(fill(template.read_text(encoding="utf-8"), style), encoding="utf-8")
        for typeface in style.typefaces:
            if typeface.is_drawn:
                shutil.copy(typeface.path, theme / FONTS / typeface.name)


class _Progress:
    """Reports each page once, when Quarto begins the next page after its last part."""

    def __init__(self, pages: Sequence[Page], done: Callable[[str], None]):
        self._done = done
        self._left = {page.stem: len(_stems(page)) for page in pages}
        self._pages = {part: page.stem for page in pages for part in _stems(page)}
        self._now = ""

    def heard(self, line: str) -> None:
        """Read a line of Quarto's output."""
        begins = _BEGINS.search(line)
        if not begins:
            return
        ended, self._now = self._pages.get(self._now), begins[1].replace("\\", "/")
        if ended in self._left:
            self._left[ended] -= 1
            if not self._left[ended]:
                self.tell(ended)

    def tell(self, stem: str) -> None:
        """Report a page as done, unless it has been reported."""
        if self._left.pop(stem, None) is not None:
            self._done(stem)

    def tell_rest(self) -> None:
        """Report every other page as done."""
        for stem in list(self._left):
            self.tell(stem)


def _ignore(_: str) -> None:
    """Ignore a line: a single page has no progress."""


def _parts(page: Page) -> list[Page]:
    """Return a page as staged, its Word document apart, since its charts become pictures."""
    shown = [ending for ending in page.formats if ending != "docx"]
    parts = [replace(page, formats=shown)] if shown else []
    if "docx" in page.formats:
        own = deepcopy(page.notebook)  # its charts become pictures
        parts.append(replace(page, stem=_word(page), formats=["docx"], notebook=own))
    return parts


def _stems(page: Page) -> list[str]:
    """Return Quarto's names for the parts of a page."""
    shown = [page.stem] if any(ending != "docx" for ending in page.formats) else []
    return [*shown, _word(page)] if "docx" in page.formats else shown


def _word(page: Page) -> str:
    return f"{_WORD}/{page.stem}"


def _notebook(part: Page, folder: Path) -> str:
    """Return a staged page's file; for Word its charts are drawn into the file's folder."""
    notebook = _with_front_matter(part)
    if "docx" in part.formats:
        for output in (output for cell in notebook.cells for output in cell.get("outputs", [])):
            output.data[SHOWN_MIME] = with_pictures(output.data[SHOWN_MIME], folder)
    return str(nbformat.writes(notebook))


def _with_front_matter(page: Page) -> NotebookNode:
    notebook = page.notebook
    formats = {QUARTO_FORMATS[ending]: "default" for ending in page.formats}
    first = NotebookNode(
        cell_type="raw",
        id="front-matter",
        metadata=NotebookNode(),
        source=f"---\n{_yaml({**_without_shortcodes(dict(page.metadata)), 'format': formats})}---",
    )
    return NotebookNode(notebook, cells=[first, *notebook.cells])


def _without_shortcodes(value: Any) -> Any:
    r"""Double the braces of shortcodes, which Quarto would expand even if each brace is escaped.

    >>> print(_without_shortcodes(r"\{\{\< env HOME \>\}\}"))
    \{\{\{\< env HOME \>\}\}\}
    """
    if isinstance(value, str):
        return value.replace(r"\{\{\<", r"\{\{\{\<").replace(r"\>\}\}", r"\>\}\}\}")
    if isinstance(value, dict):
        return {key: _without_shortcodes(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_shortcodes(item) for item in value]
    return value


def _yaml(value: dict[str, Any]) -> str:
    return str(yaml.safe_dump(value, allow_unicode=True, sort_keys=True, width=10_000))


def _collect(page: Page, rendered: Path, site: Path) -> list[str]:
    """Put a page's files on the site; return the formats that were not made."""
    places = {
        ending: rendered / (_WORD if ending == "docx" else "") / f"{page.stem}.{ending}"
        for ending in page.formats
    }
    missing = [one for one, place in places.items() if not place.is_file()]
    if not missing:
        made = {one: place.read_bytes() for one, place in places.items()}
        for one, content in finished(made, page.metadata).items():
            write_bytes(site / f"{page.stem}.{one}", content)
    return missing


def _not_made(formats: Sequence[str], said: Sequence[str]) -> str:
    """Return which formats of a page were not made, and why."""
    return QUARTO_FAILED.coded(f"Quarto made no {', '.join(formats)}: {_reason(said)}")


def _reason(said: Sequence[str]) -> str:
    """Return Quarto's errors; its last line and exit status if there are none."""
    errors = [line for line in said if line.lower().startswith("error")]
    return " ".join(errors or [line for line in said[-2:] if line])
