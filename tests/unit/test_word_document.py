"""Finishing of Word documents, and the reference document that Pandoc takes their look from."""

import io
import re
from zipfile import ZipFile, ZipInfo

import pytest
from support import ROOT, THEME

from sdp_lib.pipeline.render.page_metadata import escaped
from sdp_lib.pipeline.render.project import read_project
from sdp_lib.pipeline.render.reference import reference_document
from sdp_lib.pipeline.render.word_document import with_words_and_rows

PROJECT = read_project(ROOT)
METADATA = escaped(
    {
        "title": "Costs & <benefits> {state}",
        "named": "Costs & <benefits>, Quarter 2",
        "state": "Draft",
        "organisation": "A Council",
        "quarter-words": "Quarter 2 2019-20",
        "plan-title": "Plan",
        "issued": "2019-09-13",
        "contact": {"name": "n"},
    }
)
ROWS = '<w:tr><w:trPr><w:tblHeader w:val="on" /></w:trPr><w:tc/></w:tr><w:tr><w:tc/></w:tr>'


def parts(document: bytes) -> dict[str, str]:
    with ZipFile(io.BytesIO(document)) as read:
        return {name: read.read(name).decode() for name in read.namelist()}


def document() -> bytes:
    """The parts of a document by Pandoc that matter here."""
    content = parts(reference_document(PROJECT)) | {
        "word/document.xml": ROWS,
        "docProps/core.xml": "<dc:title>x</dc:title><x>1970-01-01T00:00:00Z</x>",
        "word/media/a.bin": "{state}<w:tr>",
    }
    written = io.BytesIO()
    with ZipFile(written, "w") as whole:
        for name, text in content.items():
            whole.writestr(ZipInfo(name), text)
    return written.getvalue()


@pytest.fixture(scope="module")
def finished() -> dict[str, str]:
    return parts(with_words_and_rows(document(), METADATA))


def test_the_reference_document_is_a4_with_a_header_and_a_footer_of_page_of_pages():
    found = parts(reference_document(PROJECT))
    assert '<w:pgSz w:w="11906" w:h="16838"/>' in found["word/document.xml"]
    assert " PAGE " in found["word/footer1.xml"]
    assert " NUMPAGES " in found["word/footer1.xml"]
    targets = re.findall('Target="(.*?)"', found["word/_rels/document.xml.rels"])
    assert {f"word/{name}" for name in targets} <= found.keys()
    assert reference_document(PROJECT) == reference_document(PROJECT)


def test_every_style_that_the_filter_names_is_in_the_reference_document():
    filtered = (ROOT / THEME / "page.lua").read_text(encoding="utf-8")
    named = {*re.findall(r'(?:styled|styled_words|in_cell)\("([^"]+?)"[,)]', filtered)}
    known = set(
        re.findall('<w:name w:val="(.*?)"', parts(reference_document(PROJECT))["word/styles.xml"])
    )
    assert len(named) > 8
    assert named <= known


def test_header_and_footer_say_what_the_document_is_as_it_was_typed(finished):
    assert "Draft</w:t>" in finished["word/header1.xml"]
    assert "Costs &amp; &lt;benefits&gt; {state}</w:t>" in finished["word/header1.xml"]
    assert "Plan</w:t>" in finished["word/header2.xml"]
    assert "A Council · Quarter 2 2019-20</w:t>" in finished["word/footer1.xml"]


def test_the_title_names_the_period_and_no_clock_dates_the_document(finished):
    properties = finished["docProps/core.xml"]
    assert "<dc:title>Costs &amp; &lt;benefits&gt;, Quarter 2</dc:title>" in properties
    assert "2019-09-13T00:00:00Z" in properties


def test_no_row_splits_and_header_rows_repeat(finished):
    whole = "<w:tr><w:trPr><w:cantSplit/>"
    assert finished["word/document.xml"] == (
        f'{whole}<w:tblHeader w:val="on" /></w:trPr><w:tc/></w:tr>{whole}</w:trPr><w:tc/></w:tr>'
    )


def test_other_parts_stay_and_the_same_document_gives_the_same_bytes(finished):
    assert finished["word/media/a.bin"] == "{state}<w:tr>"
    assert finished["word/styles.xml"] == parts(reference_document(PROJECT))["word/styles.xml"]
    assert with_words_and_rows(document(), METADATA) == with_words_and_rows(document(), METADATA)
