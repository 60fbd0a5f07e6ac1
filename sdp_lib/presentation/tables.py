"""Tables: a caption, scoped headings, numbers to the right, and words for missing values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from sdp_lib.measures.figure import Figure
from sdp_lib.periods import headed
from sdp_lib.presentation.fragments import Fragment, escape, template
from sdp_lib.presentation.status_looks import SYMBOLS
from sdp_lib.presentation.wording import earlier, percentage, quantity

Cell = str | int | Markup
_NO = Markup(
    '<span class="no"><span aria-hidden="true">–</span>'
    '<span class="visually-hidden">No</span></span>'
)
# In letters: the least width of a text column, the space between columns, and a phone's width.
_LEAST, _MOST, _BETWEEN, _PHONE = 5, 9, 1.2, 40


@dataclass(frozen=True)
class Column:
    """A column: its heading, its share of the width, and `number` or `tick` as its kind."""

    heading: str | Markup
    width: int = 1
    kind: str = ""


@dataclass(frozen=True)
class Table:
    """A table whose first column heads its rows; `id` is unique on a page.

    A page numbers the caption of a table that is `numbered`.
    """

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    kind: str = ""
    numbered: bool = True

    @property
    def scrolls(self) -> bool:
        """Whether the table is too wide for a phone, and scrolls there.

        Text wraps, so a column of text needs the width of a word; a number is never split.
        """
        cells = zip(*self.rows, strict=True) if self.rows else [()] * len(self.columns)
        needed = sum(
            _needed(column, texts) for column, texts in zip(self.columns, cells, strict=True)
        )
        return needed + _BETWEEN * (len(self.columns) - 1) > _PHONE

    def fragment(self) -> Fragment:
        """Return the table as a part of a page."""
        return Fragment(template("table.html", table=self))


def _needed(column: Column, cells: Iterable[Cell]) -> int:
    """Return the least number of letters that a column needs."""
    texts = [escape(cell).striptags() for cell in cells]
    words = escape(column.heading).striptags().split()
    if column.kind == "number":
        return max(map(len, [*words, *texts]), default=0)
    longest = max((len(word) for text in texts for word in text.split()), default=0)
    return min(max(longest, _LEAST, *map(len, words)), _MOST)


def table(
    name: str,
    caption: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
    *,
    kind: str = "",
    numbered: bool = True,
) -> Fragment:
    """Make a table; `name` becomes its id."""
    cells = tuple(tuple(row) for row in rows)
    return Table(f"table-{name}", caption, tuple(columns), cells, kind, numbered).fragment()


def own_table(caption: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> Fragment:
    """Make a table that an analyst adds to a report: nothing links to it, so it has no id."""
    return Table("", caption, tuple(columns), tuple(map(tuple, rows)), "compact").fragment()


def figure_table(
    name: str,
    caption: str,
    heading: str,
    figures: Iterable[tuple[str, Figure]],
    before: str,
) -> Fragment:
    """Make the table of labelled figures: count, percentage, and the count in a period `before`."""
    columns = [Column(heading, 5), Column("Count", 2, "number"), Column("Percentage", 2, "number")]
    if before:
        columns.append(Column(headed(before), 2, "number"))
    rows = [
        (label, quantity(figure), percentage(figure), earlier(figure))[: len(columns)]
        for label, figure in figures
    ]
    return table(name, caption, columns, rows, kind="compact")


def yes_no(value: bool) -> Markup:  # noqa: FBT001 - the value that is shown
    """Show yes as the word, and no as a dash that screen readers read as the word.

    In a column of mostly no, yes then stands out.
    """
    return Markup("Yes") if value else _NO


def tag(label: str, tone: str) -> Markup:
    """Show a status as a tag in its look; a numbered look has its symbol too."""
    kind, _, number = tone.partition("-")
    if not number:
        return Markup('<span class="tag tag-{}">{}</span>').format(kind, label)
    return Markup('<span class="tag tag-{} look-{}" data-symbol="{}">{}</span>').format(
        kind, number, SYMBOLS[tone], label
    )


def look_classes(tone: str) -> str:
    """Return the classes of a look in a drawing: its tone, and a number beside others.

    >>> look_classes("good"), look_classes("good-2")
    ('good', 'good look-2')
    """
    kind, _, number = tone.partition("-")
    return f"{kind} look-{number}" if number else kind


def step(look: str) -> Markup:
    """Show a status in a line of several, by its symbol alone."""
    tone, _, number = look.partition("-")
    if not number:
        return Markup('<span class="step-{}"></span>').format(tone)
    return Markup('<span class="step-{}" data-symbol="{}"></span>').format(tone, SYMBOLS[look])


def link(href: str, words: str | Markup) -> Markup:
    """Make a link to a page of the same site."""
    return Markup('<a href="{}">{}</a>').format(href, words)
