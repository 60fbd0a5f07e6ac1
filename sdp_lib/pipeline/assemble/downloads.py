"""The downloads of a quarter: tables as CSV, each with its metadata, and one workbook."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sdp_lib.inputs.council import Council
from sdp_lib.inputs.csv_file import read_rows
from sdp_lib.inputs.members import Row, list_rows, members
from sdp_lib.inputs.recorded import plan_files
from sdp_lib.inputs.returns import read_as_text
from sdp_lib.ledger import Ledger, PageFrame
from sdp_lib.pipeline.assemble.columns import DataColumn, described, dictionary, may_leave
from sdp_lib.pipeline.assemble.csv_files import as_csv, figures_csv, series_csv
from sdp_lib.pipeline.assemble.csvw import csvw_metadata
from sdp_lib.pipeline.assemble.manifest import as_json
from sdp_lib.pipeline.assemble.workbook import workbook
from sdp_lib.pipeline.assemble.workbook_tables import figures_table, returns_table
from sdp_lib.pipeline.plan.fingerprints import environment, key
from sdp_lib.pipeline.plan.work import Work

METADATA = ".csv-metadata.json"
_DICTIONARY = ("table", "column", "meaning", "kind")


@dataclass(frozen=True)
class Downloads:
    """The tables as CSV by name, their columns, and the contents of the workbook.

    `sheets` are those of the workbook: a title and a CSV text for each.
    """

    tables: Mapping[str, str]
    columns: Mapping[str, Sequence[DataColumn]]
    sheets: Sequence[tuple[str, str]]
    page: PageFrame | None

    @property
    def files(self) -> dict[str, bytes]:
        """The files by name: each table as CSV, and the description of its columns."""
        files = {f"{name}.csv": text.encode() for name, text in self.tables.items()}
        if self.page is None:
            return files
        about = {name: csvw_metadata(self.page, name, self.columns[name]) for name in self.tables}
        return files | {f"{name}{METADATA}": as_json(one).encode() for name, one in about.items()}

    @property
    def workbook_key(self) -> str:
        """The digest of the workbook's contents; same key, same bytes."""
        if self.page is None:
            return ""
        about = json.dumps(self.page.model_dump(exclude={"fingerprint"}), sort_keys=True)
        return key({"page": about, **dict(self.sheets), **environment()})

    def workbook(self) -> bytes:
        """Make the workbook, which takes longer than all other downloads together."""
        return workbook(self.page, self.sheets) if self.page else b""


def downloads_of(work: Work, ledgers: Mapping[str, Ledger], page: PageFrame | None) -> Downloads:
    """Return the downloads of reports, made from their ledgers and the quarter's returns.

    They leave out every column of returns or plan that may not be published. `page` is the frame
    that they share with the front page.
    """
    sources = work.plan.request.sources
    council, activities = work.dataset.council, work.dataset.activities
    read = read_as_text(sources.data, work.plan.request.quarter, council, list(activities.index))
    returns = read[_published(council, map(str, read.columns))]
    names, plan = _plan(work)
    header = _published(council, names)
    tables = {
        "figures": figures_csv(ledgers.values()),
        "series": series_csv(ledgers.values()),
        "returns": as_csv(list(returns.columns), returns.itertuples(index=False)),
        "activities": as_csv(header, ([row[name] for name in header] for row in plan)),
    }
    columns = {name: described(council, _header(text), table=name) for name, text in tables.items()}
    columns["dictionary"] = described(council, _DICTIONARY)
    tables["dictionary"] = as_csv(_DICTIONARY, dictionary(list(columns.items())))
    titles = dict(zip(map(str, activities.index), activities["title"], strict=True))
    sheets = [("Figures", figures_table(ledgers.values(), council))]
    if not returns.empty:  # a sheet has at least one row
        sheets.append(("Returns", returns_table(returns, titles, council)))
    return Downloads(tables, columns, sheets, page)


def _plan(work: Work) -> tuple[list[str], list[Row]]:
    """Return the columns of the plan, and the rows of the activities that it has in the quarter."""
    data, params = work.plan.request.sources.data, work.plan.params
    # The configuration is not read here, so its folder makes no difference.
    files = plan_files(data, data, params.plan, params.value)
    rows = list_rows(files)
    columns = list(rows[0]) if rows else next(read_rows(files.activities), [])
    return columns, members(rows, params.value)


def _published(council: Council, names: Iterable[str]) -> list[str]:
    """Return the columns that may be published."""
    return [*filter(may_leave(council), names)]


def _header(text: str) -> Iterable[str]:
    return next(csv.reader(text.splitlines()), [])
