"""The parts that all charts share: canvas, typeface, colours and words.

Guidance: Government Analysis Function, "Data visualisation: charts". The message is text above the
chart, the caption gives measure, place and period, text is horizontal, and the alternative text
gives the kind of chart and the main finding. The same data give the same bytes.
"""

from __future__ import annotations

import base64
import io
import re
import textwrap
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, TypeAlias

import matplotlib as mpl
import matplotlib.pyplot as plt
import seaborn as sns
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.text import Text

from sdp_lib.inputs.brand.style import current_style
from sdp_lib.presentation.fragments import Fragment, Markup, figure_of, template
from sdp_lib.presentation.narrow import Narrow
from sdp_lib.presentation.tables import Column, Table
from sdp_lib.presentation.theme import current_look, register_fonts

Drawing: TypeAlias = "Canvas | Axes | sns.axisgrid.Grid"
Values = ParamSpec("Values")

WIDTH = 6.8  # inches; pages show 100 pixels to the inch
_PIXELS = 100
_POINTS = 72  # to the inch
_SIZE = re.compile(rb' (?:width|height)="([\d.]+)pt"')
_LETTERS = 46  # of a label beside a chart, in a line
_LETTERS_ACROSS, _LETTERS_A_HANDLE = 94, 6  # of a legend
MOST_IN_A_ROW = 4
_MOST_KEPT = 200

_kept: dict[str, Fragment] = {}


@dataclass(frozen=True)
class Words:
    """The words of a chart: its `id`, its caption and its alternative text.

    If no table beside it has its data, they are folded below it as a table, and `data_of` is the
    heading of its first column.
    """

    name: str
    caption: str
    alt: str
    data_of: str = ""


@dataclass(frozen=True)
class Data:
    """A chart's data as a table: the headings of all columns but the first, and the rows."""

    headings: Sequence[str]
    rows: Sequence[tuple[str | int, ...]]

    def table(self, words: Words) -> Markup:
        """Return the table, which has no number: it belongs to its chart."""
        numbers = all(isinstance(value, int) for row in self.rows for value in row[1:])
        kind = "number" if numbers else ""
        columns = (
            Column(words.data_of, 5),
            *(Column(heading, 3, kind) for heading in self.headings),
        )
        caption = f"Data: {words.caption}"
        whole = Table("", caption, columns, tuple(self.rows), "compact", numbered=False)
        return whole.fragment().html


def chart(draw: Callable[Values, Fragment]) -> Callable[Values, Fragment]:
    """Make a function that draws a chart depend only on its values, with no side effects.

    A chart of the same values in the same look is therefore the same, and recent ones are cached.
    Values are compared by their `repr`: they may be texts, numbers, dates, and lists and frozen
    dataclasses of these, but not frames or arrays, whose `repr` is shortened.
    """

    @wraps(draw)
    def drawn_once(*values: Values.args, **named: Values.kwargs) -> Fragment:
        asked = repr((draw.__qualname__, values, named, current_style().drawn_with))
        if asked not in _kept:
            if len(_kept) >= _MOST_KEPT:
                del _kept[next(iter(_kept))]
            with mpl.rc_context(), warnings.catch_warnings():
                mpl.rcdefaults()  # undoes what a machine or a notebook has set
                # Characters that the typeface lacks: a cached chart would not repeat the warning.
                warnings.simplefilter("ignore", UserWarning)
                _kept[asked] = draw(*values, **named)
        return _kept[asked]

    return drawn_once


def canvas(height: float) -> tuple[Canvas, Axes]:
    """Return an empty figure of the page's width and a height in inches, with its axes."""
    _set_theme()
    figure = Canvas(figsize=(WIDTH, height), layout="constrained")
    axes = figure.subplots()
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_label_coords(0, 0)  # no axis has a label: saves matplotlib the search for a place
    return figure, axes


def bare_canvas(height: float) -> tuple[Canvas, Axes]:
    """Return an empty figure whose axes measure inches from its upper left corner."""
    _set_theme()
    figure = Canvas(figsize=(WIDTH, height))
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(height, 0))
    axes.set_axis_off()
    return figure, axes


def wrapped(label: str, letters: int = _LETTERS) -> str:
    r"""Wrap a label into at most three lines of `letters` letters; only what is longer is cut.

    >>> wrapped("Review of grants to voluntary organisations", 30)
    'Review of grants to voluntary\norganisations'
    """
    return "\n".join(textwrap.wrap(label, letters, max_lines=3, placeholder=" …")) or label


def house_style() -> None:
    """Give charts that an analyst draws from now on the look of the report's own."""
    _set_theme()
    mpl.rcParams["figure.figsize"] = (WIDTH, WIDTH * 0.55)


def _set_theme() -> None:
    look = current_look()
    sns.set_theme(
        style="ticks",
        palette=look.palette,
        rc={
            "font.family": register_fonts(),
            "font.size": 10,
            "text.color": look.text,
            "axes.labelcolor": look.text,
            "axes.edgecolor": look.hairline,
            "xtick.color": look.text,
            "ytick.color": look.text,
            "text.parse_math": False,  # a dollar in a title is a dollar
            "svg.fonttype": "path",
            "svg.hashsalt": "sdp",
        },
    )


def drawn(words: Words, figure: Canvas, narrow: Narrow, data: Data) -> Fragment:
    """Return a figure as a part of a page: SVG without a timestamp, with its words.

    `narrow` is what a narrow page shows instead, and `data` the table folded below it, if any.
    """
    _lay_out(figure)
    buffer = io.BytesIO()
    with mpl.rc_context({"svg.fonttype": "path", "svg.hashsalt": f"sdp-{words.name}"}):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    width, height = figure.get_size_inches() * _PIXELS
    return Fragment(
        template(
            "chart.html",
            id=f"chart-{words.name}",
            data=base64.b64encode(compact(buffer.getvalue())).decode(),
            alt=words.alt,
            caption=words.caption,
            width=round(width),
            height=round(height),
            narrow=narrow,
            folded=data.table(words) if words.data_of else "",
        )
    )


def own_figure(drawing: Drawing, *, caption: str, alt: str) -> Fragment:
    """Turn an analyst's chart into a figure of the report, in the report's typeface.

    `drawing` is a matplotlib figure, or axes or a grid as seaborn returns them. It keeps the
    analyst's size, up to the width of the page; the same data give the same bytes.
    """
    figure = drawing if isinstance(drawing, Canvas) else drawing.figure
    if not isinstance(figure, Canvas):
        raise TypeError(f"{type(drawing).__name__} is not a whole figure: give the figure itself")
    plt.close(figure)  # else the notebook would show it again at the end of its cell
    for text in figure.findobj(Text):
        text.set_fontfamily(register_fonts())
        text.set_parse_math(False)
    buffer = io.BytesIO()
    with mpl.rc_context({"svg.fonttype": "path", "svg.hashsalt": f"sdp-{caption}"}):
        figure.savefig(
            buffer, format="svg", bbox_inches="tight", metadata={"Date": None, "Creator": None}
        )
    svg = compact(buffer.getvalue())
    width, height = (round(float(points) * _PIXELS / _POINTS) for points in _SIZE.findall(svg)[:2])
    return figure_of(svg, caption=caption, alt=alt, size=(width, height))


_ATTRIBUTE = re.compile(r' (?:d|x|y|width|height|x1|x2|y1|y2|cx|cy)="[^"]*"|translate\([^)]*\)')
_DECIMALS = re.compile(r"(\d+\.\d\d)\d+")
_GLYPH = re.compile(r'(?<=["#])SourceSans3-([A-Z])[a-z]*-(?=[0-9a-f]+")')
_OUTLINE = re.compile(r'(?<= d=")[^"]*')
_LETTER = re.compile(r"\s*([A-Za-z])\s*")
_PLACED = re.compile(r' transform="translate\((\d+(?:\.\d)?)\d* 0\)"(?=/)')  # a glyph in its word
_SAID = re.compile(r"<!--.*?-->|<metadata>.*?</metadata>", re.DOTALL)
_BETWEEN = re.compile(r">\s+<")


def compact(svg: bytes) -> bytes:
    r"""Round a drawing to hundredths of a point and remove white space.

    >>> compact(b'<g>\n <path d="M 1.23456 7.0"/>\n</g>')
    b'<g><path d="M1.23 7.0"/></g>'
    """
    shorter = _ATTRIBUTE.sub(lambda found: _DECIMALS.sub(r"\1", found[0]), svg.decode())
    shorter = _OUTLINE.sub(lambda found: _LETTER.sub(r"\1", found[0]), shorter)
    shorter = _PLACED.sub(r' x="\1"', _GLYPH.sub(r"\1", shorter).replace(" xlink:href=", " href="))
    return _BETWEEN.sub("><", _SAID.sub("", shorter)).encode()


def _lay_out(figure: Canvas) -> None:
    """Fix the layout once: saving would lay it out twice more, and draw it twice."""
    if (engine := figure.get_layout_engine()) is not None:
        engine.execute(figure)
        figure.set_layout_engine(None)


def legend_above(figure: Canvas, handles: Sequence[Artist], labels: Sequence[str]) -> None:
    """Put a legend above the chart, in the order of the series."""
    figure.legend(
        handles,
        labels,
        loc="outside upper left" if figure.get_layout_engine() else "upper left",
        ncols=legend_columns(labels),
        frameon=False,
        handlelength=1.1,
        handleheight=1.1,
    )


def legend_columns(labels: Sequence[str]) -> int:
    """Return the number of columns in which a legend fits the page's width.

    >>> legend_columns(["On track", "Remedial action"]), legend_columns(["A long label" * 5] * 3)
    (2, 1)
    """
    for columns in range(min(len(labels), MOST_IN_A_ROW), 1, -1):
        rows = -(-len(labels) // columns)
        parts = [labels[first : first + rows] for first in range(0, len(labels), rows)]
        if sum(max(map(len, part)) + _LETTERS_A_HANDLE for part in parts) <= _LETTERS_ACROSS:
            return columns
    return 1
