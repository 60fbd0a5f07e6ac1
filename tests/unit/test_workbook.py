"""The workbook: words beside IDs, real dates, and properties."""

import io
from datetime import datetime

import openpyxl
import pandas as pd
import pytest
from support import frame

from sdp_lib.ledger import FigureRow, Ledger
from sdp_lib.pipeline.assemble.workbook import workbook
from sdp_lib.pipeline.assemble.workbook_tables import figures_table, returns_table

LONG = "word " * 40
# gptables leaves the file of its theme to be closed by itself.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(scope="module")
def book(council) -> bytes:
    figures = tuple(
        FigureRow(figure=name, value=1, of=2, percent=50, previous=None)
        for name in ("delivery.on_track", "delivery.abandoned")
    )
    page = frame(
        title="Outcome 3",
        quarter="Quarter 2",
        organisation="A Council",
        plan="Plan",
        period="July",
        state_words="Final",
        cutoff_date="2019-09-13",
        notices=["n"],
    )
    settings = {"figures": figures, "series": (), "made_from": {}, "scopes": ()}
    ledger = Ledger(report="outcome-3", page=page, **settings)
    returns = pd.DataFrame(
        {
            "activity": ["52", "53"],
            "submitted": ["2019-09-13T17:14:02", "2019-09-10T08:00:00"],
            "delivery": ["on_track", ""],
            "progress": [LONG, "2019-31-02"],
            "go_live": ["2019-12-01", ""],
            "boards_expected": ["corporate_board;cabinet_committee", "gone"],
        }
    )
    sheets = [
        ("Figures", figures_table([ledger], council)),
        ("Returns", returns_table(returns, {"52": "Title of 52"}, council)),
    ]
    assert workbook(page, sheets) == workbook(page, sheets)
    return workbook(page, sheets)


@pytest.fixture(scope="module")
def opened(book):
    return openpyxl.load_workbook(io.BytesIO(book))


def rows(sheet) -> list[dict]:
    """Return the rows of the table in a sheet, by the headings of its columns."""
    (table,) = sheet.tables.values()
    header, *others = [[cell.value for cell in row] for row in sheet[table.ref]]
    return [dict(zip(header, row, strict=True)) for row in others]


def test_titles_and_words_are_beside_ids(opened):
    first, second = rows(opened["Returns"])
    assert first["activity title"] == "Title of 52"
    assert first["delivery in words"] == "On track"
    assert first["boards_expected in words"] == "Corporate Board; Cabinet Committee"
    assert second["activity title"] is None
    assert second["boards_expected in words"] == "gone"
    known, unknown = rows(opened["Figures"])
    assert known["report title"] == "Outcome 3"
    assert "on track" in known["what it counts"]
    assert unknown["what it counts"] is None


def test_dates_are_dates_and_what_only_looks_like_one_is_text(opened):
    first, second = rows(opened["Returns"])
    assert first["submitted"] == datetime(2019, 9, 13, 17, 14, 2)
    assert first["go_live"] == datetime(2019, 12, 1)
    assert second["progress"] == "2019-31-02"
    (date,) = [cell for row in opened["Returns"].iter_rows() for cell in row
               if cell.value == first["go_live"]]  # fmt: skip
    assert date.is_date
    assert date.number_format == "d mmm yyyy"


def test_columns_are_as_wide_as_their_texts_up_to_a_width_at_which_they_wrap(opened):
    sheet = opened["Returns"]
    (cell,) = [one for row in sheet.iter_rows() for one in row if one.value == LONG]
    assert round(sheet.column_dimensions[cell.column_letter].width) in (60, 61)
    assert cell.alignment.wrap_text
    assert sheet.column_dimensions["A"].width < 20


def test_the_workbook_says_what_it_is_and_in_which_language_and_names_no_person(opened):
    about = opened.properties
    assert about.title == "Plan: figures and returns, Quarter 2"
    assert about.language == "en-GB"
    assert about.subject == "July. Final."
    assert {about.creator, about.lastModifiedBy} == {"A Council"}
    assert about.created == about.modified == datetime(2019, 9, 13)


def test_each_sheet_begins_with_a_heading(opened):
    assert [sheet["A1"].style for sheet in opened] == ["Heading 1"] * 3
    assert opened["Returns"]["A2"].style == "Normal"
    assert opened["Returns"]["A1"].font.b


def test_the_cover_links_to_the_sheets(opened):
    assert opened.sheetnames == ["Cover", "Figures", "Returns"]
    links = [cell.hyperlink for row in opened["Cover"].iter_rows() for cell in row]
    assert {link.location for link in links if link and link.location} == {
        "'Figures'!A1",
        "'Returns'!A1",
    }
