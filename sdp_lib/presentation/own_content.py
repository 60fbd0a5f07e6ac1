"""Content that analysts add to a report: tables, pictures, HTML and Markdown in its look.

Typed text never becomes an element: values of a table are escaped, and HTML keeps only the
elements of running text. `CannotShowError` reports what a page cannot show.
"""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import takewhile
from numbers import Integral, Real
from typing import Any, TypeAlias

import nh3
import pandas as pd
from bs4 import BeautifulSoup, Tag
from bs4.formatter import HTMLFormatter
from markupsafe import Markup, escape

from sdp_lib.presentation.fragments import Fragment, figure_of
from sdp_lib.presentation.markdown import to_html
from sdp_lib.presentation.tables import Column, own_table
from sdp_lib.presentation.wording import day

Frame: TypeAlias = "pd.DataFrame | pd.Series[Any]"
MISSING = "Not given"
_SMALL = 0.01  # two decimals show nothing of what is smaller
_WIDEST_SPAN = 1000  # as browsers limit it
_IDENTIFIER = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_NUMBER = re.compile(r"[-+−£$€]*\d[\d,. ]*%?")
# Elements of running text; of any other only the text is kept.
_TAGS = {
    "a", "b", "blockquote", "br", "code", "dd", "del", "div", "dl", "dt", "em", "h3", "h4", "h5",
    "hr", "i", "ins", "li", "ol", "p", "pre", "s", "span", "strong", "sub", "sup", "u", "ul",
}  # fmt: skip
# Elements that readers would miss if they were removed.
_LOST = {
    "script", "iframe", "object", "embed", "svg", "canvas", "video", "audio", "math", "img",
    "picture", "form", "input", "select", "textarea", "button", "template", "dialog",
}  # fmt: skip
_LIVE_SVG = re.compile(
    rb"<(script|foreignobject|iframe|a[\s>])|<!entity|\son\w+\s*=|href\s*=\s*[\"'](?!#|data:image/)"
    rb"|url\(\s*[\"']?(?!#)|@import",
    re.IGNORECASE,
)
_ESCAPING = HTMLFormatter(lambda text: str(escape(text)))
_PLACE = "\ue000{}\ue001"


class CannotShowError(Exception):
    """An output that a page cannot show: what it is, and what to write instead."""

    def __init__(self, found: str, instead: str):
        super().__init__(f"{found}. {instead}.")
        self.found = found
        self.instead = instead


def frame_table(frame: Frame, caption: str) -> Fragment:
    """Make a table in the report's look from a frame; a named or labelled index comes first."""
    if isinstance(frame, pd.Series):
        frame = frame.to_frame(frame.name or "value")
    plain = isinstance(frame.index, pd.RangeIndex) and frame.index.name is None
    shown = frame if plain else _with_index(frame)
    rows = [[_cell(value) for value in row] for row in shown.itertuples(index=False, name=None)]
    kinds = [
        "number" if _is_number(shown.iloc[:, place]) else "" for place in range(shown.shape[1])
    ]
    return _table(caption, [_heading(name) for name in shown.columns], kinds, rows)


def _table(
    caption: str, headings: Sequence[str], kinds: Sequence[str], rows: Sequence[Sequence[str]]
) -> Fragment:
    longest = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    columns = [
        Column(heading, min(max(letters // 8, 1), 6), kind)
        for heading, kind, letters in zip(headings, kinds, longest, strict=True)
    ]
    return own_table(caption, columns, rows)


def _with_index(frame: pd.DataFrame) -> pd.DataFrame:
    names = [name if name is not None else "" for name in frame.index.names]
    levels = frame.index.to_frame(index=False)
    levels.columns = pd.Index(names)
    return pd.concat([levels, frame.reset_index(drop=True)], axis=1)


def _heading(name: object) -> str:
    if isinstance(name, tuple):
        return ", ".join(_heading(part) for part in name if str(part))
    words = str(name)
    if _IDENTIFIER.fullmatch(words):
        words = words.replace("_", " ")
        return words[:1].upper() + words[1:]
    return words


def _is_number(column: pd.Series[Any]) -> bool:
    return bool(pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column))


def _cell(value: object) -> str:
    """Write a value as reports do; a missing one appears in words."""
    if pd.api.types.is_list_like(value):
        several = value if isinstance(value, Sequence) else sorted(map(str, value))  # type: ignore[call-overload] # a set or an array, as the line above asks
        return ", ".join(map(_cell, several)) or MISSING
    if pd.isna(value):  # type: ignore[call-overload] # of any scalar, whatever its stubs list
        return MISSING
    if pd.api.types.is_bool(value):
        return "Yes" if value else "No"
    if isinstance(value, Integral):
        return f"{int(value):,}"
    if isinstance(value, Real):
        return _number(float(value))
    if isinstance(value, date):
        return day(value)
    return str(value) if str(value).strip() else MISSING


def _number(value: float) -> str:
    """Write a number with two decimals at most, or two significant digits if it is smaller.

    >>> [_number(value) for value in (1234.5, 0.004, -0.0, 2.0)]
    ['1,234.5', '0.004', '0', '2']
    """
    if 0 < abs(value) < _SMALL:
        return f"{Decimal(f'{value:.2g}'):f}"
    return f"{value + 0.0:,.2f}".rstrip("0").rstrip(".")


def picture(content: bytes, kind: str, *, caption: str, alt: str) -> Fragment:
    """Make a figure from a picture; `kind` is its MIME type.

    `CannotShowError` for an SVG drawing with scripts, links or other documents in it.
    """
    if kind != "image/svg+xml":  # is embedded in an SVG drawing, which every format can show
        drawing, size = _as_drawing(content, kind)
        return figure_of(drawing, caption=caption, alt=alt, size=size)
    if _LIVE_SVG.search(content):
        raise CannotShowError(
            "an SVG picture with scripts, links or other documents in it",
            "Save it as a plain drawing, or show the figure that it was made from",
        )
    return figure_of(content, caption=caption, alt=alt)


def _as_drawing(content: bytes, kind: str) -> tuple[bytes, tuple[int, int]]:
    from PIL import Image  # late: hardly any report has one

    try:
        with Image.open(io.BytesIO(content)) as opened:
            width, height = opened.size
    except OSError:
        raise CannotShowError("a picture that cannot be read", "Save it as PNG or JPEG") from None
    data = base64.b64encode(content).decode()
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:{kind};base64,{data}"/></svg>'
    )
    return drawing.encode(), (width, height)


def prose(text: str) -> Fragment:
    """Turn Markdown into paragraphs, lists, headings and emphasis; HTML is shown as text."""
    return own_html(to_html(text), ())


def plain_text(text: str) -> Fragment:
    """Show text unchanged, with a paragraph for each line."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return Fragment(Markup("\n").join(Markup("<p>{}</p>").format(line) for line in lines))


def own_html(html: str, captions: Sequence[str]) -> Fragment:
    """Make HTML safe and give its tables the report's look; `captions` are theirs, in order.

    `CannotShowError` for elements that would be lost, and for a table without a caption.
    """
    soup = BeautifulSoup(html, "html.parser")
    if lost := sorted({element.name for element in soup.find_all(_LOST)}):
        raise CannotShowError(
            f"HTML with {' and '.join(f'<{name}>' for name in lost)}",
            "Show a frame or a figure instead, or remove the element",
        )
    tables = [
        _html_table(found, _caption(found, captions, place))
        for place, found in enumerate(soup.find_all("table"))
    ]
    for place, found in enumerate(soup.find_all("table")):
        found.replace_with(_PLACE.format(place))
    for heading in soup.find_all(["h1", "h2"]):
        heading.name = "h3"
    return Fragment(_with_tables(_cleaned(str(soup)), tables))


def _cleaned(html: str) -> str:
    """Keep the elements of running text, and turn quotation marks in text into entities.

    Code that reads pages by pattern can then rely on an attribute being an attribute.
    """
    kept = nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"https", "http", "mailto"},
        link_rel=None,
        clean_content_tags={"script", "style"},
    )
    return BeautifulSoup(kept, "html.parser").decode(formatter=_ESCAPING).strip()


def _with_tables(html: str, tables: Sequence[Fragment]) -> Markup:
    for place, table in enumerate(tables):
        html = html.replace(_PLACE.format(place), str(table.html), 1)
    return Markup(html)  # noqa: S704 - nh3 has cleaned it, and the tables are the house's own


def _caption(table: Tag, captions: Sequence[str], place: int) -> str:
    own = table.find("caption")
    caption = captions[place] if place < len(captions) else own.get_text(" ") if own else ""
    caption = " ".join(caption.split())
    if not caption:
        raise CannotShowError(
            "a table without a caption",
            "Write '#| tbl-cap: What the table shows' as the first line of the cell",
        )
    return caption


def _html_table(table: Tag, caption: str) -> Fragment:
    lines = table.find_all("tr")
    heads = len(list(takewhile(lambda line: not line.find_all("td"), lines)))
    grid = _grid(lines)
    width = max(map(len, grid), default=0)
    body = [[cell or MISSING for cell in row] for row in grid[heads:]]
    named = [
        " ".join(dict.fromkeys(filter(None, column))) for column in zip(*grid[:heads], strict=True)
    ]
    kinds = [
        "number" if body and all(_NUMBER.fullmatch(row[place]) for row in body) else ""
        for place in range(width)
    ]
    return _table(caption, [_heading(name) for name in named or [""] * width], kinds, body)


def _grid(lines: Sequence[Tag]) -> list[list[str]]:
    """Return the texts of a table row by row; a cell over several rows or columns is in each."""
    rows: list[dict[int, str]] = [{} for _ in lines]
    for number, line in enumerate(lines):
        place = 0
        for cell in line.find_all(["td", "th"]):
            while place in rows[number]:
                place += 1
            text = " ".join(cell.get_text(" ").split())
            end = place + (_span(cell, "colspan") or 1)
            for row in rows[number : number + (_span(cell, "rowspan") or len(rows))]:
                row.update(dict.fromkeys(range(place, end), text))
            place = end
    width = max((place + 1 for row in rows for place in row), default=0)
    return [[row.get(place, "") for place in range(width)] for row in rows]


def _span(cell: Tag, name: str) -> int:
    """Return over how many rows or columns a cell goes: 0 for all the rest, as HTML has it."""
    text = str(cell.get(name) or "1")
    return min(int(text), _WIDEST_SPAN) if text.isascii() and text.isdigit() else 1
