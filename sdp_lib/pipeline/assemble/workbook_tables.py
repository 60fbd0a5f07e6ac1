"""The tables of the workbook: those of the CSV files, with labels beside IDs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import pandas as pd

from sdp_lib.inputs.council import Council, Item, label
from sdp_lib.ledger import Ledger
from sdp_lib.pipeline.assemble.csv_files import FIGURE_COLUMNS, as_csv
from sdp_lib.presentation.figure_words import meaning


def figures_table(ledgers: Iterable[Ledger], council: Council) -> str:
    """Write the figures of several reports as CSV, with the report's title and the meaning."""

    @cache
    def counted(name: str) -> str:
        try:
            return meaning(name, council)
        except KeyError:  # from a last good page, whose configuration had other IDs
            return ""

    report, figure, *others = FIGURE_COLUMNS
    rows = (
        [ledger.report, ledger.page.title, row.figure, counted(row.figure)]
        + [getattr(row, name) for name in others]
        for ledger in ledgers
        for row in ledger.figures
    )
    return as_csv([report, "report title", figure, "what it counts", *others], rows)


def returns_table(returns: pd.DataFrame, titles: Mapping[str, str], council: Council) -> str:
    """Write returns as CSV, with the activity's title and the labels of each column of IDs.

    `returns` is as `read_as_text` returns it: every cell as text, lists joined by semicolons.
    """
    lists: dict[str, Sequence[Item]] = {"delivery": council.statuses, **council.choices}
    header: list[str] = []
    columns: list[Iterable[str]] = []
    for name in returns.columns:
        cells = [str(cell) for cell in returns[name]]
        header.append(name)
        columns.append(cells)
        if name == "activity":
            header.append("activity title")
            columns.append([titles.get(cell, "") for cell in cells])
        elif name in lists:
            header.append(f"{name} in words")
            columns.append([_labels(lists[name], cell) for cell in cells])
    return as_csv(header, zip(*columns, strict=True))


def _labels(items: Sequence[Item], cell: str) -> str:
    return "; ".join(label(items, identifier) for identifier in cell.split(";") if identifier)
