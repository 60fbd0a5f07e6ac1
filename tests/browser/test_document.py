"""The PDF: tagged for screen readers, titled, in the right language, with the report's text."""

import re

import pypdf
import pytest
from support import soup, words


@pytest.fixture(scope="module")
def document(built):
    return pypdf.PdfReader(built.site / "outcome-3.pdf")


@pytest.fixture(scope="module")
def text(document) -> str:
    return squeezed("".join(page.extract_text() for page in document.pages))


def squeezed(text: str) -> str:
    """Leave out white space, which depends on where lines end."""
    return "".join(text.split())


def structure(element):
    """Walk through the tags of a document."""
    element = element.get_object()
    if isinstance(element, pypdf.generic.ArrayObject):
        for one in element:
            yield from structure(one)
    elif isinstance(element, pypdf.generic.DictionaryObject) and "/S" in element:
        yield element
        yield from structure(element.get("/K", pypdf.generic.ArrayObject()))


@pytest.fixture(scope="module")
def tags(document) -> list:
    return list(structure(document.trailer["/Root"]["/StructTreeRoot"]["/K"]))


def test_the_document_is_tagged_and_in_british_english(document):
    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_the_document_claims_to_be_universally_accessible(document):
    xmp = document.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert re.search(r"<pdfuaid:part>\s*1\s*<|pdfuaid:part=\"1\"", xmp)


def test_the_document_has_its_title_and_no_author_but_the_organisation(document, built):
    title = words(soup(built.site / "outcome-3.html").h1)
    assert title in document.metadata.title
    assert document.metadata.author in (None, "Kent County Council")


def test_the_document_is_dated_by_its_data_and_by_no_clock(document):
    assert document.metadata["/CreationDate"].startswith("D:20190913")
    assert document.metadata["/ModDate"] == document.metadata["/CreationDate"]


def test_every_chart_has_an_alternative_text(tags, built):
    figures = [one for one in tags if one["/S"] == "/Figure"]
    alts = {image["alt"] for image in soup(built.site / "outcome-3.html").find_all("img")}
    assert {squeezed(str(one.get("/Alt", ""))) for one in figures} >= {
        squeezed(alt) for alt in alts
    }
    assert all(one.get("/Alt") for one in figures)


def test_tables_have_headings_that_screen_readers_know(tags):
    kinds = [one["/S"] for one in tags]
    assert kinds.count("/Table") >= 8
    assert kinds.count("/TH") > kinds.count("/Table")


def test_headings_are_those_of_the_page(document, built, text):
    page = soup(built.site / "outcome-3.html")
    headings = [words(one) for one in page.select(".body h2")]
    assert len(headings) > 10
    for heading in headings:
        assert squeezed(heading) in text


def test_tables_captions_and_findings_are_those_of_the_page(built, text):
    page = soup(built.site / "outcome-3.html")
    for element in page.select(".body caption, .body figcaption, .body .finding"):
        assert squeezed(words(element)) in text, words(element)


@pytest.mark.parametrize(
    "headline", ["82%", "14of17", "65%", "11of17", "76%", "13of17", "100%", "3of3", "59%", "10of17"]
)
def test_the_published_headlines_can_be_read(text, headline):
    assert headline in text


def test_the_report_has_more_than_a_few_pages(document):
    assert len(document.pages) > 5


def test_a_scorecard_fits_two_pages_and_is_tagged_too(built):
    card = pypdf.PdfReader(built.site / "scorecards" / "activity-52.pdf")
    assert len(card.pages) <= 2
    assert card.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert card.metadata.title.startswith("52. Review of Voluntary")
