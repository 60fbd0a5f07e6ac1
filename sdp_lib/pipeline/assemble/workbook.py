"""The accessible workbook: a cover, contents, and one marked table a sheet.

Guidance: Government Analysis Function, "Releasing statistics in spreadsheets", as gptables does.
"""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from sdp_lib.ledger import PageFrame

_BLANK_FIGURE = (
    "A blank percentage has nothing to divide by; a blank previous value has no earlier quarter of "
    "the same plan, or none that can be compared."
)
_LINK = re.compile(r"\](?=\()")
_NO_WORDS = re.compile(r"[^a-zA-Z0-9]+")

_NO_TIME = (1980, 1, 1, 0, 0, 0)
_CLOCK = re.compile(rb"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")


@dataclass(frozen=True)
class CoverWords:
    """What the cover of a workbook says that is made for no report; as in a `PageFrame`."""

    quarter: str
    period: str
    plan: str
    organisation: str
    state_words: str
    version: str
    cutoff: str
    cutoff_date: str
    notices: Sequence[str]
    contact: Mapping[str, str]
    licence: Mapping[str, str]


def import_writer() -> None:
    """Import what writes workbooks, which deciding that nothing need be built goes without."""
    import gptables  # noqa: F401 - to be imported now


def workbook(page: PageFrame | CoverWords, sheets: Sequence[tuple[str, str]]) -> bytes:
    """Return sheets as one workbook, with no clock in its bytes.

    `page`: the frame of a report's ledger; `sheets`: a title and a CSV text for each.
    """
    import gptables

    tables = {
        title: gptables.GPTable(
            table=_frame(text),
            table_name=title.lower().replace(" ", "_"),
            title=f"{title}, {page.quarter}",
            subtitles=[plain(f"{page.plan}, {page.organisation}. {page.state_words}.")],
            instructions=_BLANK_FIGURE if title == "Figures" else "A blank cell was not answered.",
            index_columns={},
        )
        for title, text in sheets
    }
    written = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of cells that are blank on purpose
        gptables.write_workbook(
            written,
            sheets=tables,
            cover=_cover(page),
            auto_width=True,
            workbook_options={"strings_to_formulas": False, "strings_to_urls": False},
        )
    return without_clock(written.getvalue(), date.fromisoformat(page.cutoff_date))


def _cover(page: PageFrame | CoverWords) -> Any:
    import gptables

    return gptables.Cover(
        cover_label="Cover",
        title=plain(f"{page.plan}: {page.quarter}, {page.period}"),
        intro=[
            f"{page.state_words}. Version {page.version}. Data as at {page.cutoff}.",
            *(plain(one) for one in page.notices),
        ],
        about=[f"Licence: {page.licence['name']}, {page.licence['url']}"],
        contact=[page.contact["name"], page.contact["email"]],
    )


def _frame(text: str) -> pd.DataFrame:
    """Read CSV as the workbook shows it: numbers as numbers, everything else as it is."""
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    return pd.DataFrame(
        [[_cell(cell) for cell in row] for row in rows], columns=header, dtype=object
    )


def _cell(text: str) -> str | int:
    """Read a whole number as one; break what gptables would take for a link or a note."""
    if re.fullmatch(r"\d{1,9}", text) and str(int(text)) == text:
        return int(text)
    return plain(text)


def plain(text: str) -> str:
    """Return text in which gptables finds no link and no note, and which it does not refuse.

    It makes a link of `[words](address)`, a note of `$$name$$`, and stops at a cell of signs alone.

    >>> plain("see [this](https://example.org)"), plain("$$a$$"), plain("-"), plain("")
    ('see [this] (https://example.org)', '$ $a$ $', '- (as typed)', '')
    """
    text = _LINK.sub("] ", text).replace("$$", "$ $")
    return f"{text} (as typed)" if _NO_WORDS.fullmatch(text) else text


def without_clock(content: bytes, day: date) -> bytes:
    """Put the data's cut-off in place of the time at which the workbook was written."""
    changed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            part = old.read(entry)
            if entry.filename == "docProps/core.xml":
                part = _CLOCK.sub(f"{day.isoformat()}T00:00:00Z".encode(), part)
            entry.date_time = _NO_TIME
            new.writestr(entry, part)
    return changed.getvalue()
