"""The accessible workbook: a cover, contents, and one marked table on each sheet.

Guidance: Government Analysis Function, "Releasing statistics in spreadsheets", as gptables does.
"""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd

from sdp_lib.ledger import PageFrame
from sdp_lib.pipeline.assemble.workbook_parts import finished

_BLANK_FIGURE = (
    "A blank percentage has nothing to divide by; a blank previous value has no earlier period of "
    "the same plan, or none that can be compared."
)
_LINK = re.compile(r"\](?=\()")
_NO_WORDS = re.compile(r"[^a-zA-Z0-9]+")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2})?")
_WIDEST = 60
_LETTER = 1.25  # the width of a letter of the sheets' type, in the unit of columns


@dataclass(frozen=True)
class CoverWords:
    """The words on the cover of a workbook that belongs to no report; as in a `PageFrame`."""

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
    """Import the writer of workbooks, which a build with nothing to do never needs."""
    import gptables  # noqa: F401 - to be imported now


def workbook(page: PageFrame | CoverWords, sheets: Sequence[tuple[str, str]]) -> bytes:
    """Return sheets as one workbook, without a timestamp in its bytes.

    `page`: the frame of a report's ledger; `sheets`: a title and a CSV text for each.
    """
    import gptables

    frames = {title: _frame(text) for title, text in sheets}
    tables = {title: _table(page, title, frame) for title, frame in frames.items()}
    written = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # about cells that are blank on purpose
        warnings.simplefilter("ignore", DeprecationWarning)  # about gptables' use of pandas
        made = gptables.produce_workbook(
            written,
            sheets=tables,
            cover=_cover(page),
            contentsheet_location="cover",
            auto_width=False,
            workbook_options={"strings_to_formulas": False, "strings_to_urls": False},
        )
    for title, frame in frames.items():
        for place, width in enumerate(_widths(frame)):
            made.get_worksheet_by_name(title).set_column(place, place, width)
    made.set_properties(
        {
            "title": f"{page.plan}: figures and returns, {page.quarter}",
            "subject": f"{page.period}. {page.state_words}.",
            "author": page.organisation,
        }
    )
    made.close()
    return finished(written.getvalue(), date.fromisoformat(page.cutoff_date))


def _table(page: PageFrame | CoverWords, title: str, frame: pd.DataFrame) -> Any:
    """Make a table's sheet: its title, its instructions, and the format of its dates."""
    import gptables

    dates = {
        form: [name for name in frame.columns if any(type(value) is kind for value in frame[name])]
        for kind, form in ((date, "d mmm yyyy"), (datetime, "d mmm yyyy hh:mm"))
    }
    looks: list[tuple[list[str], Mapping[str, str]]] = [(list(frame.columns), {"valign": "top"})]
    looks += [
        (names, {"num_format": form, "align": "left"}) for form, names in dates.items() if names
    ]
    return gptables.GPTable(
        table=frame,
        table_name=title.lower().replace(" ", "_"),
        title=f"{title}, {page.quarter}",
        subtitles=[plain(f"{page.plan}, {page.organisation}. {page.state_words}.")],
        instructions=_BLANK_FIGURE if title == "Figures" else "A blank cell was not answered.",
        index_columns={},
        additional_formatting=[
            {"column": {"columns": names, "format": look, "include_names": False}}
            for names, look in looks
        ],
    )


def _widths(frame: pd.DataFrame) -> list[float]:
    """Return each column's width: that of its longest text, up to the width at which texts wrap."""
    longest = [
        max(len(str(value)) for value in (name, *frame[name])) for name in map(str, frame.columns)
    ]
    return [min(_WIDEST, round(_LETTER * letters + 2, 1)) for letters in longest]


def _cover(page: PageFrame | CoverWords) -> Any:
    import gptables

    return gptables.Cover(
        cover_label="Cover",
        title=plain(f"{page.plan}: {page.quarter}, {page.period}"),
        intro=[
            f"{page.state_words}. Version {page.version}. Data as at {page.cutoff}.",
            *(plain(notice) for notice in page.notices),
        ],
        about=[f"Licence: {page.licence['name']}, {page.licence['url']}"],
        contact=[page.contact["name"], page.contact["email"]],
    )


def _frame(text: str) -> pd.DataFrame:
    """Read CSV as the workbook shows it: numbers and dates as such, everything else as text."""
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    return pd.DataFrame(
        [[_cell(cell) for cell in row] for row in rows], columns=header, dtype=object
    )


def _cell(text: str) -> str | int | date:
    """Read a whole number or a date as such; break what gptables would take for a link or note."""
    if re.fullmatch(r"\d{1,15}", text) and str(int(text)) == text:
        return int(text)
    if found := _DATE.fullmatch(text):
        with suppress(ValueError):  # somebody typed what only looks like a date
            return datetime.fromisoformat(text) if found[1] else date.fromisoformat(text)
    return plain(text)


def plain(text: str) -> str:
    """Return text in which gptables finds no link and no note, and which it accepts.

    It turns `[words](address)` into a link and `$$name$$` into a note, and refuses a cell with
    nothing but signs.

    >>> plain("see [this](https://example.org)"), plain("$$a$$"), plain("-"), plain("")
    ('see [this] (https://example.org)', '$ $a$ $', '- (as typed)', '')
    """
    text = _LINK.sub("] ", text).replace("$$", "$ $")
    return f"{text} (as typed)" if _NO_WORDS.fullmatch(text) else text
