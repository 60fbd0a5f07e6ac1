"""CSV on the Web: metadata beside a download that describes its columns.

Metadata Vocabulary for Tabular Data, W3C Recommendation, https://www.w3.org/TR/tabular-metadata/.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sdp_lib.ledger import PageFrame
from sdp_lib.pipeline.assemble.columns import KEYS, TABLES, DataColumn

_TYPES: dict[str, Any] = {
    "text": "string",
    "number": "integer",
    "date": {"base": "date", "format": "yyyy-MM-dd"},
    "moment": {"base": "dateTime", "format": "yyyy-MM-ddTHH:mm:ss"},
    "list": "string",
}


def csvw_metadata(page: PageFrame, table: str, columns: Sequence[DataColumn]) -> dict[str, Any]:
    """Return the metadata of a table whose CSV file is beside it."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": f"{table}.csv",
        "dc:title": f"{TABLES[table]}: {page.quarter}",
        "dc:description": f"{page.plan}. {page.state_words}. Data as at {page.cutoff}.",
        "dc:publisher": page.organisation,
        "dc:license": {"@id": page.licence["url"]},
        "tableSchema": {
            "columns": [_column(column, KEYS[table]) for column in columns],
            "primaryKey": list(KEYS[table]),
        },
    }


def _column(column: DataColumn, key: Sequence[str]) -> dict[str, Any]:
    return {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.meaning,
        "datatype": _TYPES[column.kind],
        **({"separator": ";"} if column.kind == "list" else {}),
        **({"required": True} if column.name in key else {}),
    }
