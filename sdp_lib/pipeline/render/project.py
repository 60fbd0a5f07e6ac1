"""`_quarto.yml`: the rendering settings that both renderers read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sdp_lib
from sdp_lib.errors import InputError
from sdp_lib.inputs.brand.style import Style, read_style
from sdp_lib.inputs.yaml_file import read_plain_yaml
from sdp_lib.presentation.branded import FONTS, in_css, in_stylesheet
from sdp_lib.problems.files import HOUSE_SETTINGS, NO_OPTION, NO_SETTINGS, NO_THEME_FILE
from sdp_lib.storage import write_bytes

# The settings that only Quarto reads, and those that `sdp report` reads instead.
_WEBSITE, _HOUSE = "website", "house"
_PACKAGE = "sdp_lib/"

# Quarto's names for html, pdf and docx.
QUARTO_FORMATS = {"html": "html", "pdf": "typst", "docx": "docx"}


@dataclass(frozen=True)
class Project:
    """The rendering project: its root, the contents of `_quarto.yml`, and its look."""

    root: Path
    options: dict[str, Any]
    style: Style

    def option(self, *path: str) -> Any:
        """Return an option by its path; `InputError` if `_quarto.yml` does not have it."""
        found: Any = self.options
        for key in path:
            if not isinstance(found, dict) or key not in found:
                raise InputError.of(
                    NO_OPTION, "_quarto.yml", f"the option {'.'.join(path)} is missing"
                )
            found = found[key]
        return found

    def file(self, *path: str) -> Path:
        """Return a file that an option names; `InputError` if it is missing."""
        file = self.place(str(self.option(*path)))
        if not file.exists():
            raise InputError.of(
                NO_THEME_FILE,
                "_quarto.yml",
                f"{'.'.join(path)} names {self.option(*path)!r}, which does not exist",
            )
        return file

    @property
    def filters(self) -> list[Path]:
        """The Lua filters, in their order."""
        return [self.place(str(entry["path"])) for entry in self.option("filters")]

    @property
    def word_parts(self) -> Path:
        """The folder with the parts of the reference document for Word."""
        return self.file("format", "docx", "reference-parts")

    @property
    def font_folders(self) -> list[Path]:
        """The folders of the fonts that documents are set in."""
        own = [typeface.path.parent for typeface in self.style.typefaces if typeface.is_drawn]
        house = self.place(str(self.option("format", "typst", "font-paths")[0]))
        return list(dict.fromkeys([house, *own]))

    def place(self, path: str) -> Path:
        """Return a file by its path in the project, or in the package if the project has none."""
        own = self.root / path
        if own.exists() or not path.startswith(_PACKAGE):
            return own
        return Path(sdp_lib.__file__).parents[1] / path


def read_project(root: Path) -> Project:
    """Read `_quarto.yml` in the project's root; `InputError` if it is missing or not a mapping.

    `InputError` contains every problem of `_brand.yml` too.

    Each key under `house` replaces the same key above it, and the website is left out.
    """
    content = read_plain_yaml(root / "_quarto.yml")
    if not isinstance(content, dict):
        raise InputError.of(NO_SETTINGS, "_quarto.yml", "it holds no settings")
    return Project(root, _for_reports(content), read_style(root))


def _for_reports(content: dict[str, Any]) -> dict[str, Any]:
    house = content.get(_HOUSE, {})
    if not isinstance(house, dict):
        raise InputError.of(
            HOUSE_SETTINGS,
            "_quarto.yml",
            f"{_HOUSE} is {house!r}, but it should contain the settings of 'sdp report'",
        )
    shared = {key: value for key, value in content.items() if key not in {_HOUSE, _WEBSITE}}
    return {**shared, **house}


def copy_assets(project: Project, site: Path) -> None:
    """Put the stylesheet, its fonts with their licence, scripts and icon beside the pages."""
    for name, content in assets_of(project):
        place = site / "assets" / name
        if not place.is_file() or place.read_bytes() != content:
            write_bytes(place, content)


def assets_of(project: Project) -> Iterator[tuple[str, bytes]]:
    """Yield those files, by their path below `assets/`; `InputError` if one of them is missing."""
    css, style = project.file("format", "html", "css"), project.style
    yield css.name, in_stylesheet(css.read_text(encoding="utf-8"), style).encode()
    for icon in css.parent.glob("*.svg"):
        yield icon.name, in_css(icon.read_text(encoding="utf-8"), style).encode()
    fonts = css.parent / FONTS
    for file in (*css.parent.glob("*.js"), *fonts.glob("*.woff2"), *fonts.glob("*.txt")):
        yield file.relative_to(css.parent).as_posix(), file.read_bytes()
    for typeface in style.typefaces:
        yield f"{FONTS}/{typeface.name}", typeface.path.read_bytes()
