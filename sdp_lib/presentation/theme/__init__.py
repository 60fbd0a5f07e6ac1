"""The look: colours and typeface of the charts; the templates beside it shape pages and documents.

Colours: Government Analysis Function, "Data visualisation: colours in charts", in its order.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from matplotlib import font_manager

THEME = Path(__file__).parent
FONTS = THEME / "fonts"
PALETTE = ("#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1")
# One meaning a colour: the present is navy, the past is grey; the tones below are for status alone.
NOW, PAST, PAST_EDGE = "#12436D", "#BFBFBF", "#6f777b"


@dataclass(frozen=True)
class Tone:
    """How a status looks: never by colour alone, but by pattern and symbol too (`status_looks`)."""

    colour: str
    text: str
    hatch: str = ""


TONES = {
    "good": Tone("#28A197", "#0b0c0c"),
    "attention": Tone("#F46A25", "#0b0c0c", "///"),
    "poor": Tone("#801650", "#ffffff"),
    "neutral": Tone("#A285D1", "#0b0c0c", "\\\\\\"),
    # Another status of the same tone looks different, so that they can be told apart.
    "good-2": Tone("#a9dcd8", "#0b0c0c"),
    "good-3": Tone("#0f5c55", "#ffffff"),
    "attention-2": Tone("#fbc3a7", "#0b0c0c", "///"),
    "attention-3": Tone("#9c3f0f", "#ffffff", "///"),
    "poor-2": Tone("#c58ba8", "#0b0c0c"),
    "poor-3": Tone("#e6cbd9", "#0b0c0c", "---"),
    "neutral-2": Tone("#d6c9ec", "#0b0c0c", "\\\\\\"),
    "neutral-3": Tone("#5b3f8c", "#ffffff", "\\\\\\"),
    "neutral-4": Tone("#6b6b6b", "#ffffff", "\\\\\\"),
    "blank": Tone("#d9e3ec", "#0b0c0c", "..."),
    "none": Tone("#e5e6e7", "#0b0c0c"),
}
GREY_TEXT = "#0b0c0c"
HAIRLINE = "#b1b4b6"


@cache
def register_fonts() -> str:
    """Tell matplotlib of the fonts that come with the package, and return the family's name."""
    files = sorted(FONTS.glob("*.ttf")) + sorted(FONTS.glob("*.otf"))
    for file in files:
        font_manager.fontManager.addfont(file)
    return font_manager.get_font(files[0]).family_name
