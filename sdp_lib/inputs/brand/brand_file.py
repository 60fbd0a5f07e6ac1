"""The format of `_brand.yml`: Quarto's brand format, of which reports take what they show.

The keys are Quarto's, so one file serves both; what only Quarto uses is accepted.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from sdp_lib.inputs.strict import Strict, Words


def _one_text(value: object) -> object:
    if isinstance(value, dict):
        raise ValueError(
            "one value is needed, and that for dark pages belongs in the palette (dark-primary)"
        )
    return value


def _long(key: str) -> BeforeValidator:
    """Return a validator that reads a text as the long form, under a key."""
    return BeforeValidator(lambda value: {key: value} if isinstance(value, str) else value)


ColourValue = Annotated[str, BeforeValidator(_one_text), Field(min_length=1, max_length=60)]
Settings = dict[str, object]
Typeface = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9 -]{0,59}$")]
Weight = Annotated[str, Field(pattern=r"^(\d{3}(\.\.\d{3})?|[a-z-]+)$")]


class Colours(Strict):
    """`color`: the palette, and Quarto's names of what a colour is for."""

    palette: dict[str, ColourValue] = Field(default_factory=dict)
    foreground: ColourValue | None = None
    background: ColourValue | None = None
    primary: ColourValue | None = None
    secondary: ColourValue | None = None
    tertiary: ColourValue | None = None
    success: ColourValue | None = None
    info: ColourValue | None = None
    warning: ColourValue | None = None
    danger: ColourValue | None = None
    light: ColourValue | None = None
    dark: ColourValue | None = None
    link: ColourValue | None = None

    @property
    def named(self) -> dict[str, str]:
        """Every colour by its name, as written: the palette comes before Quarto's names."""
        known = self.model_dump(exclude={"palette"}, exclude_none=True)
        return {**known, **self.palette}


class FontFile(Strict):
    """A file of a typeface."""

    path: Words
    weight: Weight = "400"
    style: Literal["normal", "italic"] = "normal"


class Font(Strict):
    """A typeface, and where it comes from."""

    family: Words
    source: Literal["file", "system", "google", "bunny"] = "google"  # as Quarto has it
    files: tuple[Annotated[FontFile, _long("path")], ...] = ()
    weight: object = None
    style: object = None
    display: object = None


class Base(Strict):
    """`typography.base`; reports take the family."""

    family: Typeface | None = None
    size: object = None
    weight: object = None
    line_height: object = Field(default=None, alias="line-height")


class Typography(Strict):
    """`typography`: the typeface of reports is that of `base`; the others are for Quarto alone."""

    fonts: tuple[Font, ...] = ()
    base: Annotated[Base, _long("family")] = Field(default_factory=Base)
    headings: object = None
    monospace: object = None
    monospace_inline: object = Field(default=None, alias="monospace-inline")
    monospace_block: object = Field(default=None, alias="monospace-block")
    link: object = None

    @property
    def family(self) -> str:
        """The family of the text; blank if none is given."""
        return self.base.family or ""


class LogoImage(Strict):
    """A picture of a logo, and its words for those who cannot see it."""

    path: Words
    alt: Annotated[str, Field(max_length=400)] = ""


class Logo(Strict):
    """`logo`: pictures by their names, and which of them is shown at which size."""

    images: dict[str, Annotated[LogoImage, _long("path")]] = Field(default_factory=dict)
    small: Words | None = None
    medium: Words | None = None
    large: Words | None = None

    @property
    def chosen(self) -> LogoImage | None:
        """The picture that reports show: the medium one if there is one. It may have no words."""
        name = self.medium or self.large or self.small
        return self.images.get(name, LogoImage(path=name)) if name else None


class Brand(Strict):
    """A `_brand.yml` as it is written."""

    meta: object = None
    color: Colours = Field(default_factory=Colours)
    typography: Typography = Field(default_factory=Typography)
    logo: Annotated[Logo, _long("medium")] = Field(default_factory=Logo)
    defaults: object = None


def fonts_of(brand: Brand) -> Iterator[tuple[int, Font]]:
    """Yield each font of the family of the text, with its place in the list."""
    for number, font in enumerate(brand.typography.fonts):
        if font.family == brand.typography.family:
            yield number, font


def font_files(brand: Brand) -> Iterator[tuple[int, FontFile]]:
    """Yield each file of the typeface of the text, with the place of its font in the list."""
    for number, font in fonts_of(brand):
        for file in font.files if font.source == "file" else ():
            yield number, file
