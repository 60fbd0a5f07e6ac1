"""Charts as words and bars, for pages that are too narrow for the picture of a chart.

A phone would show a picture at half its size. Here labels and numbers are text of the page, which
wraps, scales and can be searched; only the bars are drawn. The stylesheet decides which of the two
a page shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from sdp_lib.presentation.fragments import Markup
from sdp_lib.presentation.status_looks import SYMBOLS
from sdp_lib.presentation.wording import day

_WHOLE = 100.0  # the length of the longest bar
_MARK = 2.5  # the width of a day on an axis of dates
_AIR = " "
_SWATCH = Markup(
    '<svg viewBox="0 0 1 1" class="swatch"><rect class="look-{}" width="1" height="1"></rect></svg>'
)

Key = tuple[tuple[Markup, str], ...]


@dataclass(frozen=True)
class Part:
    """A piece of a bar: its look, and its start and length as percentages."""

    look: str
    start: float
    length: float


@dataclass(frozen=True)
class Line:
    """A bar and its words; screen readers read `said` before them."""

    shown: str | Markup
    said: str = ""
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Row:
    """The row of a chart for one category, activity or quarter."""

    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Narrow:
    """A chart as rows; `key` explains the marks.

    `kind`: words are `beside` bars or `below` them, or bars are `dated`: positions on a time axis.
    """

    rows: tuple[Row, ...]
    key: Key = ()
    kind: str = "below"


def bars(categories: Sequence[str], series: Sequence[tuple[str, Sequence[int]]]) -> Narrow:
    """Show a bar for each number, with the number at its end; the first series is this period."""
    looked = list(zip(("now", "past"), series, strict=False))
    longest = max((value for _, values in series for value in values), default=0)
    rows = (
        Row(
            category,
            tuple(
                Line(
                    str(values[place]),
                    f"{name}:",
                    (Part(look, 0, _share(values[place], longest)),),
                )
                for look, (name, values) in looked
            ),
        )
        for place, category in enumerate(categories)
    )
    key = _swatches((look, name) for look, (name, _) in looked) if len(looked) > 1 else ()
    return Narrow(tuple(rows), key, "beside")


def shares(labels: Sequence[str], series: Sequence[tuple[str, str, Sequence[int]]]) -> Narrow:
    """Show a bar in parts for each row; a series is a label, a tone and a number for each row."""
    named = [(label, tone) for label, tone, _ in series]
    numbers = list(zip(*(values for *_, values in series), strict=True))
    longest = max(map(sum, numbers), default=0)
    rows = (
        Row(label, (_shared(named, values, longest),))
        for label, values in zip(labels, numbers, strict=True)
    )
    return Narrow(tuple(rows), _symbols(named))


def _shared(named: Sequence[tuple[str, str]], values: Sequence[int], longest: int) -> Line:
    starts = accumulate(values, initial=0)
    parts = [
        (tone, label, value, Part(tone, _share(start, longest), _share(value, longest)))
        for (label, tone), value, start in zip(named, values, starts, strict=False)
        if value
    ]
    words = [
        Markup('<span class="count"><span class="visually-hidden">{}: </span>{} {}</span>').format(
            label, _symbol(tone), value
        )
        for tone, label, value, _ in parts
    ]
    return Line(Markup(_AIR).join(words) or "None", parts=tuple(part for *_, part in parts))


def strip(
    labels: Sequence[str],
    quarters: Sequence[str],
    tones: Sequence[Sequence[str]],
    legend: Sequence[tuple[str, str]],
) -> Narrow:
    """Show each activity's status symbols quarter by quarter, and the last status in words."""
    named = {tone: label for label, tone in legend}
    rows = (
        Row(label, (Line(Markup("{} {}").format(_run(row), named.get(row[-1], ""))),))
        for label, row in zip(labels, tones, strict=True)
    )
    return Narrow(
        tuple(rows), ((Markup("→"), f"{quarters[0]} to {quarters[-1]}"), *_symbols(legend))
    )


def _run(tones: Sequence[str]) -> Markup:
    return Markup("").join(map(_symbol, tones))


def slips(labels: Sequence[str], ends: Sequence[tuple[date, date, str]]) -> Narrow:
    """Show how far each end date moved; `ends` are original date, revised date and words."""
    days = [one for *both, _ in ends for one in both]
    rows = []
    for label, (end, revised, words) in zip(labels, ends, strict=True):
        start, last = (_place(end_date, days) for end_date in (end, revised))
        parts = (Part("past", start, last - start), Part("now", last, _MARK))
        rows.append(Row(label, (Line(f"{day(end)} to {day(revised)}, {words}", parts=parts),)))
    key = _swatches([("past", "Between the original and the revised end"), ("now", "Revised end")])
    return Narrow(tuple(rows), key, "dated")


def trend(quarters: Sequence[str], kinds: Sequence[tuple[str, Sequence[date | None]]]) -> Narrow:
    """Show the date of each milestone in each report."""
    given = [date_given for _, dates in kinds for date_given in dates if date_given]
    rows = (
        Row(
            label,
            tuple(
                Line(f"{quarter}: {day(one)}", parts=(Part("now", _place(one, given), _MARK),))
                for quarter, one in zip(quarters, dates, strict=True)
                if one
            ),
        )
        for label, dates in kinds
    )
    return Narrow(tuple(row for row in rows if row.lines), kind="dated")


def _share(value: int, longest: int) -> float:
    return _WHOLE * value / max(longest, 1)


def _place(one: date, days: Sequence[date]) -> float:
    first, last = min(days), max(days)
    return (_WHOLE - _MARK) * (one - first).days / max((last - first).days, 1)


def _symbol(tone: str) -> Markup:
    """Show the symbol of a status, which the stylesheet draws; its words are beside it."""
    kind, _, number = tone.partition("-")
    return Markup('<span class="sign sign-{}" aria-hidden="true"{}></span>').format(
        kind, Markup(' data-symbol="{}"').format(SYMBOLS[tone]) if number else ""
    )


def _symbols(legend: Iterable[tuple[str, str]]) -> Key:
    return tuple((_symbol(tone), label) for label, tone in legend)


def _swatches(looks: Iterable[tuple[str, str]]) -> Key:
    return tuple((_SWATCH.format(look), words) for look, words in looks)
