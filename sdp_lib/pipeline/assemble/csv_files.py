"""Tidy tables for machines: `figures.csv`, and text that no spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from sdp_lib.ledger import Ledger

SERIES_COLUMNS = ("quarter", "report", "figure", "value", "of", "percent")
FIGURE_COLUMNS = ("report", "figure", "value", "of", "percent", "previous", "compared")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def figures_csv(ledgers: Iterable[Ledger]) -> str:
    """Write the figures of several reports; blank where there is no percentage or earlier value."""
    rows = (
        [ledger.report, *(getattr(figure, name) for name in FIGURE_COLUMNS[1:])]
        for ledger in ledgers
        for figure in ledger.figures
    )
    return as_csv(FIGURE_COLUMNS, rows)


def series_csv(ledgers: Iterable[Ledger]) -> str:
    """Write the figures of several reports over all quarters of the plan so far, oldest first."""
    rows = [
        [row.quarter, ledger.report, *(getattr(row, name) for name in SERIES_COLUMNS[2:])]
        for ledger in ledgers
        for row in ledger.series
    ]
    return as_csv(SERIES_COLUMNS, sorted(rows, key=lambda row: str(row[0])))


def as_csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Write CSV with LF line ends; None is blank, text that would run as a formula guarded."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return text.getvalue()


def guarded(cell: Any) -> Any:
    """Put an apostrophe before text that a spreadsheet would run (CWE-1236); numbers stay numbers.

    >>> guarded("=1+1"), guarded(-3), guarded("on track")
    ("'=1+1", -3, 'on track')
    """
    if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS):
        return f"'{cell}"
    return "" if cell is None else cell
