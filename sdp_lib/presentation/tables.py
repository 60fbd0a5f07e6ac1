"""Tables: a caption, scoped headings, numbers to the right, and words where a value is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from sdp_lib.measures.figure import Figure
from sdp_lib.presentation.fragments import Fragment, template
from sdp_lib.presentation.wording import earlier, percentage, quantity
from sdp_lib.quarters import Quarter

Cell = str | int | Markup
_YES = Markup(
    '<span class="yes" aria-hidden="true">✓</span><span class="visually-hidden">Yes</span>'
)


@dataclass(frozen=True)
class Column:
    """A column: its heading, its share of the width, and `number` or `tick` as its kind."""

    heading: str | Markup
    width: int = 1
    kind: str = ""


@dataclass(frozen=True)
class Table:
    """A table whose first column heads its rows; `id` is unique on a page.

    A page gives a number to the caption of what is `numbered`.
    """

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    kind: str = ""
    numbered: bool = True

    def fragment(self) -> Fragment:
        """Return the table as a part of a page."""
        return Fragment(template("table.html", table=self))


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
    before: Quarter | None,
) -> Fragment:
    """Make the table of labelled figures: count, percentage, and the count a quarter earlier."""
    columns = [Column(heading, 5), Column("Count", 2, "number"), Column("Percentage", 2, "number")]
    if before is not None:
        columns.append(Column(before.short_label, 2, "number"))
    rows = [
        (label, quantity(figure), percentage(figure), earlier(figure))[: len(columns)]
        for label, figure in figures
    ]
    return table(name, caption, columns, rows, kind="compact")


def yes_no(value: bool) -> Markup:  # noqa: FBT001 - the value that is shown
    """Show a yes as a tick that screen readers say, and a no as the word."""
    return _YES if value else Markup('<span class="no">No</span>')


def tag(label: str, tone: str) -> Markup:
    """Show a status as its words with a tone: good, attention, poor or none."""
    return Markup('<span class="tag tag-{}">{}</span>').format(tone, label)


def link(href: str, words: str | Markup) -> Markup:
    """Make a link to a page of the same site."""
    return Markup('<a href="{}">{}</a>').format(href, words)
