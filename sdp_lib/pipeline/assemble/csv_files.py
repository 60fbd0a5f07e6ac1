"""Tidy CSV tables such as `figures.csv`, with text guarded against running as a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sdp_lib.inputs.csv_file import guarded, to_csv
from sdp_lib.ledger import Ledger

SERIES_COLUMNS = ("quarter", "report", "figure", "value", "of", "percent")
FIGURE_COLUMNS = ("report", "figure", "value", "of", "percent", "previous", "compared")


def figures_csv(ledgers: Iterable[Ledger]) -> str:
    """Write the figures of several reports; blank if there is no percentage or earlier value."""
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
    """Write CSV with LF line ends; None is blank, and text that looks like a formula is guarded."""
    return to_csv(header, ([guarded(cell) for cell in row] for row in rows))
