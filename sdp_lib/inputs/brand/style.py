"""The look of a project: its `_brand.yml` laid over the default one, which is complete.

It is read once for each state of its files. All problems come at once: values that are not
colours, files that are missing, and pairs of colours with too little contrast.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sdp_lib.errors import InputError, Problem
from sdp_lib.inputs.brand.brand_file import Brand, font_files, fonts_of
from sdp_lib.inputs.brand.colours import resolved
from sdp_lib.inputs.brand.logo import Drawing, read_drawing
from sdp_lib.inputs.brand.pairs import close_pairs
from sdp_lib.inputs.folders import project_folder
from sdp_lib.inputs.yaml_file import YamlFile, read_yaml, validated
from sdp_lib.problems.files import (
    BAD_LOGO,
    FONT_ELSEWHERE,
    LOGO_WITHOUT_WORDS,
    LOW_CONTRAST,
    NO_BRAND_FILE,
    NOT_A_COLOUR,
    NOT_A_TYPEFACE,
)

BRAND = "_brand.yml"
_HOUSE = Path(__file__).parents[2] / "presentation" / "theme" / BRAND
_FONT_ENDINGS = (".ttf", ".otf", ".woff2")


@dataclass(frozen=True)
class Typeface:
    """A file of the typeface, with its weight and style as CSS has them.

    `name` is that of its copy beside pages: unlike the file's own, it is safe in an address, and
    no other file has it.
    """

    path: Path
    name: str
    weight: str
    style: str

    @property
    def is_drawn(self) -> bool:
        """Whether charts and PDF can use it; a WOFF2 is for pages alone."""
        return self.path.suffix.lower() != ".woff2"


@dataclass(frozen=True)
class Style:
    """What pages, charts and documents look like.

    `colours` maps each name to a colour as it is written; `family` is the typeface, and `typefaces`
    are its files, if the project has them.
    """

    colours: Mapping[str, str]
    family: str
    typefaces: tuple[Typeface, ...] = ()
    logo: Drawing | None = None

    def __getitem__(self, name: str) -> str:
        return self.colours[name]

    @property
    def drawn_with(self) -> tuple[object, ...]:
        """What a chart depends on."""
        return (*self.colours.values(), self.typefaces)


def current_style() -> Style:
    """Return the look of the project that this process works in."""
    return read_style(project_folder())


def read_style(root: Path) -> Style:
    """Return the look of a project; `InputError` holds every problem of its `_brand.yml`."""
    return _read(root, _stamp(_HOUSE), *map(_stamp, brand_files(root).values()))


def brand_files(root: Path) -> dict[str, Path]:
    """Return `_brand.yml` and the files that it names, by their place in a project.

    What does not exist is left out, and so is what an unreadable file names.
    """
    path = root / BRAND
    if not path.is_file():
        return {}
    named = _names(path, _stamp(path))
    return {BRAND: path} | {name: root / name for name in named if _inside(root, name)}


def _stamp(path: Path) -> tuple[str, int, int]:
    status = path.stat()
    return path.as_posix(), status.st_size, status.st_mtime_ns


@lru_cache(maxsize=16)
def _names(path: Path, _: object) -> tuple[str, ...]:
    """Return the names of the files that a `_brand.yml` gives; none if it cannot be read."""
    try:
        brand = validated(read_yaml(path), Brand)
    except InputError:  # reading the look reports why
        return ()
    fonts = [font.path for _, font in font_files(brand)]
    return (*fonts, *([brand.logo.chosen.path] if brand.logo.chosen else []))


def _inside(root: Path, name: str) -> bool:
    path = (root / name).resolve()
    return path.is_file() and path.is_relative_to(root.resolve())


@lru_cache(maxsize=16)
def _read(root: Path, *_: object) -> Style:
    house = validated(read_yaml(_HOUSE), Brand)
    if not (root / BRAND).is_file():
        return Style(_resolved(house.color.named), house.typography.family)
    file = read_yaml(root / BRAND)
    own = validated(file, Brand)
    named = {**house.color.named, **own.color.named}
    problems = [*_no_colours(file, own, named)]
    problems += _close(file, named) if not problems else []
    problems += [*_wrong_fonts(file, own, root)]
    logo = None
    try:
        logo = _logo(file, own, root)
    except InputError as error:
        problems += error.problems
    if problems:
        raise InputError(problems)
    fonts = [
        Typeface(path, f"own-{number}{path.suffix.lower()}", font.weight, font.style)
        for number, (_, font) in enumerate(font_files(own), start=1)
        for path in [root / font.path]
    ]
    family = own.typography.family or house.typography.family
    return Style(_resolved(named), family, tuple(fonts), logo)


def _resolved(named: Mapping[str, str]) -> dict[str, str]:
    return {name: resolved(name, named) for name in named}


def _no_colours(file: YamlFile, own: Brand, named: Mapping[str, str]) -> Iterator[Problem]:
    for name, value in own.color.named.items():
        try:
            resolved(name, named)
        except ValueError as error:
            yield Problem(NOT_A_COLOUR, _place(file, name), f"{value!r} cannot be used: {error}")


def _close(file: YamlFile, named: Mapping[str, str]) -> Iterator[Problem]:
    colours = _resolved(named)
    for pair, ratio in close_pairs(colours):
        front, ground = (
            f"{name} {colours.get(name, '')}".strip() for name in (pair.front, pair.ground)
        )
        yield Problem(
            LOW_CONTRAST,
            _place(file, pair.front, pair.ground),
            f"{pair.where} ({front} on {ground}) has a contrast of {_floor(ratio)} to 1, "
            f"and WCAG 2.2 asks for {pair.least:g} to 1",
        )


def _floor(ratio: float) -> str:
    """Write a ratio that is too low so that it does not read as sufficient."""
    return f"{math.floor(ratio * 100) / 100:.2f}"


def _place(file: YamlFile, *names: str) -> str:
    """Return the place of the first of some colours that the file has."""
    places = [place for name in names for place in (("color", "palette", name), ("color", name))]
    return file.where(next((place for place in places if place in file.lines), ("color",)))


def _wrong_fonts(file: YamlFile, own: Brand, root: Path) -> Iterator[Problem]:
    for number, font in fonts_of(own):
        where = file.where(("typography", "fonts", number))
        if font.source in ("google", "bunny"):
            yield Problem(FONT_ELSEWHERE, where, f"{font.family} comes from {font.source}")
    for number, font_file in font_files(own):
        where = file.where(("typography", "fonts", number, "files"))
        if not font_file.path.lower().endswith(_FONT_ENDINGS):
            yield Problem(NOT_A_TYPEFACE, where, f"{font_file.path!r} is not a typeface")
        elif not _inside(root, font_file.path):
            yield Problem(NO_BRAND_FILE, where, f"{font_file.path!r} is not a file of this project")


def _logo(file: YamlFile, own: Brand, root: Path) -> Drawing | None:
    """Read the logo, if there is one; `InputError` if it cannot be shown."""
    picture = own.logo.chosen
    if picture is None:
        return None
    where = file.where(("logo",))
    if not _inside(root, picture.path):
        raise InputError.of(NO_BRAND_FILE, where, f"{picture.path!r} is not a file of this project")
    if not picture.alt:
        raise InputError.of(
            LOGO_WITHOUT_WORDS, where, f"{picture.path!r} has no words for those who do not see it"
        )
    try:
        return read_drawing(root / picture.path, picture.alt)
    except ValueError as error:
        raise InputError.of(BAD_LOGO, where, f"{picture.path!r} cannot be shown: {error}") from None
