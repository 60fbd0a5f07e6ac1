"""The look of charts: typeface and drawing of statuses; `_brand.yml` has the colours.

The templates in this folder shape pages and documents.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from matplotlib import font_manager

from sdp_lib.inputs.brand.colours import readable_on
from sdp_lib.inputs.brand.style import Style, current_style

THEME = Path(__file__).parent
FONTS = THEME / "fonts"
_SERIES = 6  # colours that follow each other in charts
_HATCHES = {"attention": "///", "neutral": "\\\\\\", "blank": "...", "poor-3": "---"}
_ON_DARK = "#ffffff"


@dataclass(frozen=True)
class Tone:
    """The look of a status: a colour, and a pattern and symbol as well (`status_looks`)."""

    colour: str
    text: str
    hatch: str = ""


@dataclass(frozen=True)
class Look:
    """The colours of charts, each with one meaning: the present is primary, the past is grey.

    The tones are for statuses alone.
    """

    style: Style

    @property
    def palette(self) -> list[str]:
        """The colours of series, in their order."""
        return [self.style[f"chart-{number}"] for number in range(1, _SERIES + 1)]

    @property
    def now(self) -> str:
        """The colour of the present."""
        return self.style["primary"]

    @property
    def past(self) -> str:
        """The colour of the past."""
        return self.style["past"]

    @property
    def past_edge(self) -> str:
        """The edge of shapes in the colour of the past."""
        return self.style["past-edge"]

    @property
    def text(self) -> str:
        """The colour of words."""
        return self.style["chart-text"]

    @property
    def hairline(self) -> str:
        """The colour of axes and grids."""
        return self.style["chart-rule"]

    def tone(self, look: str) -> Tone:
        """Return the tone of a look such as `good` or `attention-2`."""
        kind, _, number = look.partition("-")
        colour = self.style["-".join(filter(None, (kind, "chart", number)))]
        return Tone(
            colour,
            readable_on(colour, self.text, _ON_DARK),
            _HATCHES.get(look, _HATCHES.get(kind, "")),
        )


def current_look() -> Look:
    """Return the look of the project that this process works in."""
    return Look(current_style())


def register_fonts() -> str:
    """Register the project's typeface with matplotlib, and return the family's name.

    If the project has no font files, the package's typeface is used: installed fonts differ between
    machines.
    """
    own = tuple(typeface.path for typeface in current_style().typefaces if typeface.is_drawn)
    if own:  # without a semibold the nearest weight is drawn: nothing that anybody could correct
        logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    return _register(own or tuple(sorted([*FONTS.glob("*.ttf"), *FONTS.glob("*.otf")])))


@cache
def _register(files: tuple[Path, ...]) -> str:
    for file in files:
        font_manager.fontManager.addfont(file)
    return font_manager.get_font(files[0]).family_name
