"""Charts as pictures for Word, which cannot show a page's SVG without a second picture."""

from __future__ import annotations

import base64
import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sdp_lib.pipeline.render.service import RenderError
from sdp_lib.problems.building import PICTURE_FAILED

if TYPE_CHECKING:
    import typst

# Only as the source of an image, which typed text with its escaped quotation marks cannot be.
_CHART = re.compile(r'(?<=src=")data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)(?=")')
_PPI = 200


def with_pictures(shown: str, folder: Path) -> str:
    """Draw a page's charts into a folder as PNG files, and return the page that shows those."""
    return _CHART.sub(lambda found: _drawn(found[1], folder), shown)


def _drawn(svg: str, folder: Path) -> str:
    """Turn an SVG in base64 into a PNG file, and return its name."""
    file = folder / f"chart-{len(list(folder.glob('chart-*.png'))) + 1}.png"
    file.write_bytes(png_of(base64.b64decode(svg).decode()))
    return file.name


def png_of(svg: str, height: str = "auto") -> bytes:
    """Draw an SVG as a PNG, in its own height or in one written as Typst does."""
    import typst

    image = f"#image(bytes({json.dumps(svg)}), height: {height})"
    code = f"#set page(width: auto, height: auto, margin: 0pt)\n{image}"
    try:
        png = typst.compile(code.encode(), format="png", ppi=_PPI, font_paths=_no_fonts())
    except typst.TypstError as error:
        raise RenderError(PICTURE_FAILED, f"a picture cannot be drawn for Word: {error}") from None
    return bytes(png)


@cache
def _no_fonts() -> typst.Fonts:
    """Return only Typst's own fonts; the letters of a chart are outlines."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[])
