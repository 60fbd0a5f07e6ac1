"""Row headers in PDFs, which Typst cannot tag."""

import io

import pypdf
import pytest
import typst

from sdp_lib.pipeline.render.pdf_tags import with_row_headers

SOURCE = """
#set document(title: "Tables", date: datetime(year: 2020, month: 1, day: 1))
#set text(lang: "en", region: "GB")
#table(columns: 3, table.header([Name], [Count], [Share]), [One], [1], [10%], [Two], [2], [20%])
#table(columns: 1, table.header([Alone]), [One])
"""


@pytest.fixture(scope="module")
def plain() -> bytes:
    return typst.compile(SOURCE.encode(), pdf_standards=["ua-1", "a-2a"], timestamp=0)


@pytest.fixture(scope="module")
def tagged(plain) -> bytes:
    return with_row_headers(plain)


def elements(document: bytes) -> list[dict]:
    """Return the elements of a document's structure, in reading order."""

    def below(one):
        one = one.get_object()
        if isinstance(one, list):
            for each in one:
                yield from below(each)
        elif isinstance(one, dict) and "/S" in one:
            yield one
            yield from below(one.get("/K", pypdf.generic.ArrayObject()))

    return list(
        below(pypdf.PdfReader(io.BytesIO(document)).trailer["/Root"]["/StructTreeRoot"]["/K"])
    )


def scopes(document: bytes) -> list[tuple[str, str | None]]:
    """Return each cell's kind and scope."""
    cells = [element for element in elements(document) if element["/S"] in ("/TH", "/TD")]
    return [
        (cell["/S"], next((one["/Scope"] for one in cell.get("/A", []) if "/Scope" in one), None))
        for cell in cells
    ]


def test_the_first_cell_of_each_row_heads_it_and_that_of_a_single_column_does_not(plain, tagged):
    column, row, data = ("/TH", "/Column"), ("/TH", "/Row"), ("/TD", None)
    assert scopes(plain) == [column] * 3 + [data] * 6 + [column, data]
    assert scopes(tagged) == [column] * 3 + [row, data, data] * 2 + [column, data]


def test_no_cell_of_a_row_lists_headers_that_leave_out_the_rows(tagged):
    cells = [element for element in elements(tagged) if element["/S"] == "/TD"]
    listed = ["/Headers" in str(cell.get("/A")) for cell in cells]
    assert listed == [False] * 4 + [True]


def test_nothing_else_of_the_document_changes(plain, tagged):
    before, after = (pypdf.PdfReader(io.BytesIO(one)) for one in (plain, tagged))
    assert after.metadata == before.metadata
    assert [page.extract_text() for page in after.pages] == [
        page.extract_text() for page in before.pages
    ]
    xmp = after.trailer["/Root"]["/Metadata"].get_object().get_data()
    assert xmp == before.trailer["/Root"]["/Metadata"].get_object().get_data()
    assert b"pdfuaid:part" in xmp
    assert after.pdf_header == before.pdf_header


def test_the_same_document_gives_the_same_bytes(plain, tagged):
    assert with_row_headers(plain) == tagged
