"""The look of a project, filled into the theme's files.

A stylesheet, page template or icon writes `var(--brand-NAME)`, as Quarto's own pages do; page.typ
writes `brand-color.NAME`, as Quarto's documents do; a Word part writes `"brand-NAME"`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from markupsafe import Markup

from sdp_lib.inputs.brand.colours import six_digits
from sdp_lib.inputs.brand.style import Style, Typeface

_IN_CSS = re.compile(r"var\(--brand-([a-z0-9-]+)\)")
_IN_TYPST = re.compile(r"brand-color\.([a-z0-9-]+)")
_IN_WORD = re.compile(r'(?<==")brand-([a-z0-9-]+)(?=")')
_TYPEFACE = "typeface"
# The licence keeps the name for the unchanged typeface, so its web fonts have another.
_WEB_NAMES = {"Source Sans 3": "Report Sans"}
_WEB = '"Report Sans"'
_FORMATS = {".woff2": "woff2", ".ttf": "truetype", ".otf": "opentype"}
_LOGO = "<!-- logo -->"
FONTS = "fonts"  # the folder of the typeface's files, below that of the stylesheet


def in_css(text: str, style: Style) -> str:
    """Fill a stylesheet, or anything else that names colours as a stylesheet does."""
    web = _WEB_NAMES.get(style.family, style.family)
    family = f'"{web}"' if f'"{web}"' == _WEB else f'"{web}", {_WEB}'
    return _IN_CSS.sub(lambda it: family if it[1] == _TYPEFACE else style[it[1]], text)


def in_stylesheet(text: str, style: Style) -> str:
    """Fill the stylesheet of pages and put the typeface's files before it."""
    return "".join(_faces(style)) + in_css(text, style)


def in_page(text: str, style: Style) -> str:
    """Fill the template of pages; the front page's logo replaces its placeholder."""
    logo = str(logo_image(style)).replace("$", "$$")
    return in_css(text, style).replace(_LOGO, logo)


def logo_image(style: Style) -> Markup:
    """Return the logo as a page shows it; empty if there is none."""
    if style.logo is None:
        return Markup("")
    image = Markup('<p class="logo"><img src="{}" alt="{}"></p>\n')
    return image.format(style.logo.address, style.logo.alt)


def in_typst(text: str, style: Style) -> str:
    """Fill the template of documents, in which a dollar has a meaning for Pandoc."""
    filled = _IN_TYPST.sub(lambda it: f'rgb("{six_digits(style[it[1]])}")', text)
    filled = filled.replace("brand-typeface", json.dumps(style.family))
    return filled.replace("brand-logo", _typst_logo(style).replace("$", "$$"))


def _typst_logo(style: Style) -> str:
    if style.logo is None:
        return "none"
    svg, alt = (json.dumps(words, ensure_ascii=False) for words in (style.logo.svg, style.logo.alt))
    return f"image(bytes({svg}), alt: {alt}, height: 14mm)"


def in_word(text: str, style: Style) -> str:
    """Fill a part of the reference document for Word."""
    return _IN_WORD.sub(lambda it: style.family if it[1] == _TYPEFACE else _hex(it[1], style), text)


def _hex(name: str, style: Style) -> str:
    return six_digits(style[name])[1:].upper()


def _faces(style: Style) -> Iterator[str]:
    for file in style.typefaces:
        yield _face(style.family, file)


def _face(family: str, file: Typeface) -> str:
    kind = _FORMATS[file.path.suffix.lower()]
    return (
        f'@font-face {{ font-family: "{family}"; src: url("{FONTS}/{file.name}") '
        f'format("{kind}");\n  font-weight: {file.weight.replace("..", " ")}; '
        f"font-style: {file.style}; font-display: swap; }}\n"
    )
