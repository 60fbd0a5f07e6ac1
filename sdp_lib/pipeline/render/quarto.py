"""The project's renderer: one staged folder and one `quarto render` for a whole build."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import nbformat
import yaml
from nbformat import NotebookNode

from sdp_lib.pipeline.render.page_metadata import Page
from sdp_lib.pipeline.render.pictures import with_pictures
from sdp_lib.pipeline.render.project import QUARTO_FORMATS, Project
from sdp_lib.pipeline.render.shown import SHOWN_MIME
from sdp_lib.storage import temporary, write_bytes

_PASSED_ON = ("PATH", "HOME", "LANG", "TMPDIR", "SYSTEMROOT", "LOCALAPPDATA", "APPDATA")
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_WORD = "word"  # where what becomes a Word document is staged, and made
_TIMEOUT = 3600  # seconds for the whole build


class QuartoRenderer:
    """Renders with Quarto."""

    def __init__(self, project: Project, command: str):
        self._project = project
        self._command = command

    @cached_property
    def name(self) -> str:
        """What the build and the pages say was used."""
        ended = self._run(["--version"], cwd=None)
        return f"Quarto {ended.stdout.strip() or '(version unknown)'}"

    def render(
        self, pages: Sequence[Page], site: Path, done: Callable[[str], None]
    ) -> dict[str, str]:
        """Write every page in each of its formats; return why each page that failed did."""
        failures = self._attempt(pages, site)
        if failures and len(pages) > 1:
            # Quarto stops at the first page that fails; each of the others gets its own chance.
            lost = [page for page in pages if page.stem in failures]
            failures = {
                stem: why for page in lost for stem, why in self._attempt([page], site).items()
            }
        for page in pages:
            done(page.stem)
        return failures

    def _attempt(self, pages: Sequence[Page], site: Path) -> dict[str, str]:
        """Render pages by one command; return why each page that is not there failed."""
        with temporary() as folder:
            self._stage(folder, pages)
            ended = self._run(["render", ".", "--no-clean"], cwd=folder)
            rendered = folder / self._project.option("project", "output-dir")
            missing = {page.stem: _collect(page, rendered, site) for page in pages}
            return {
                stem: f"Quarto made no {', '.join(formats)}: {_last(ended)}"
                for stem, formats in missing.items()
                if formats
            }

    def _stage(self, folder: Path, pages: Sequence[Page]) -> None:
        """Copy what the build needs into a folder of its own, and nothing else."""
        options = deepcopy(self._project.options)
        chosen = {QUARTO_FORMATS[one] for page in pages for one in page.formats}
        options["format"] = {
            name: value for name, value in options["format"].items() if name in chosen
        }
        parts = [part for page in pages for part in _parts(page)]
        options["project"]["render"] = [f"{part.stem}.ipynb" for part in parts]
        (folder / "_quarto.yml").write_text(_yaml(options), encoding="utf-8")
        theme = self._project.file("format", "html", "template").parent
        staged = folder / theme.relative_to(self._project.root)
        shutil.copytree(theme, staged, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
        for part in parts:
            target = folder / f"{part.stem}.ipynb"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(_notebook(part, target.parent), encoding="utf-8")

    def _run(self, arguments: list[str], cwd: Path | None) -> subprocess.CompletedProcess[str]:
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        return subprocess.run(  # noqa: S603 - the command that was found on the PATH, no shell
            [self._command, *arguments],
            cwd=cwd,
            env={**environment, "SOURCE_DATE_EPOCH": "0"},
            capture_output=True,
            text=True,
            timeout=_TIMEOUT,
            check=False,
            encoding="utf-8",
        )


def _parts(page: Page) -> list[Page]:
    """Return a page as it is staged: its Word document apart, for there its charts are pictures."""
    shown = [one for one in page.formats if one != "docx"]
    parts = [replace(page, formats=shown)] if shown else []
    if "docx" in page.formats:
        own = deepcopy(page.notebook)  # its charts become pictures
        parts.append(replace(page, stem=f"{_WORD}/{page.stem}", formats=["docx"], notebook=own))
    return parts


def _notebook(part: Page, folder: Path) -> str:
    """Return a staged page's file; for Word its charts are drawn into the folder of the file."""
    notebook = _with_front_matter(part)
    if "docx" in part.formats:
        for output in (one for cell in notebook.cells for one in cell.get("outputs", [])):
            output.data[SHOWN_MIME] = with_pictures(output.data[SHOWN_MIME], folder)
    return str(nbformat.writes(notebook))


def _with_front_matter(page: Page) -> NotebookNode:
    notebook = page.notebook
    formats = {QUARTO_FORMATS[one]: "default" for one in page.formats}
    first = NotebookNode(
        cell_type="raw",
        id="front-matter",
        metadata=NotebookNode(),
        source=f"---\n{_yaml({**_without_shortcodes(dict(page.metadata)), 'format': formats})}---",
    )
    return NotebookNode(notebook, cells=[first, *notebook.cells])


def _without_shortcodes(value: Any) -> Any:
    r"""Double the braces of what Quarto would expand, even where each brace is escaped.

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
    missing = []
    for one in page.formats:
        made = rendered / (_WORD if one == "docx" else "") / f"{page.stem}.{one}"
        if made.is_file():
            write_bytes(site / f"{page.stem}.{one}", made.read_bytes())
        else:
            missing.append(one)
    return missing


def _last(ended: subprocess.CompletedProcess[str]) -> str:
    lines = [_ANSI.sub("", line).strip() for line in ended.stderr.splitlines()]
    said = [line for line in lines if line.lower().startswith("error")] or lines[-1:]
    return " ".join(said) or f"exit status {ended.returncode}"
