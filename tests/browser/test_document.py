"""The documents: tagged for screen readers, titled, in British English, with the report's text."""

import io
import re
from collections.abc import Iterator
from zipfile import ZipFile

import nbformat
import pypdf
import pytest
from defusedxml import ElementTree
from support import ROOT, soup, words

from sdp_lib.ledger import read_ledger
from sdp_lib.pipeline.plan.jobs import Job
from sdp_lib.pipeline.render.embedded import EmbeddedRenderer
from sdp_lib.pipeline.render.project import read_project
from sdp_lib.pipeline.render.report_page import Setting, page_of
from sdp_lib.presentation.downloads import size

A4 = (595, 842)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def document(built):
    return pypdf.PdfReader(built.site / "outcome-3.pdf")


@pytest.fixture(scope="module")
def text(document) -> str:
    return squeezed("".join(page.extract_text() for page in document.pages))


def squeezed(text: str) -> str:
    """Remove white space, which depends on line ends."""
    return "".join(text.split())


def structure(element):
    """Yield the tags of a document."""
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
    assert document.metadata.title == f"{title}, Quarter 2 2019-20"
    assert document.metadata.author in (None, "Kent County Council")


def test_the_document_is_dated_by_its_data_and_by_no_clock(document):
    assert document.metadata["/CreationDate"].startswith("D:20190913")
    assert document.metadata["/ModDate"] == document.metadata["/CreationDate"]


def test_every_chart_has_an_alternative_text(tags, built):
    figures = [tag for tag in tags if tag["/S"] == "/Figure"]
    alts = {image["alt"] for image in soup(built.site / "outcome-3.html").find_all("img")}
    assert {squeezed(str(figure.get("/Alt", ""))) for figure in figures} >= {
        squeezed(alt) for alt in alts
    }
    assert all(one.get("/Alt") for one in figures)


def test_tables_have_headings_that_screen_readers_know(tags):
    kinds = [tag["/S"] for tag in tags]
    assert kinds.count("/Table") >= 8
    assert kinds.count("/TH") > kinds.count("/Table")


def test_headings_are_those_of_the_page(document, built, text):
    page = soup(built.site / "outcome-3.html")
    headings = [words(tag) for tag in page.select(".body h2")]
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


def test_the_cells_that_head_a_row_on_the_page_head_it_in_the_document(tags, built):
    def scopes(scope):
        headers = [tag for tag in tags if tag["/S"] == "/TH"]
        return len([one for one in headers if any(at.get("/Scope") == scope for at in one["/A"])])

    page = soup(built.site / "outcome-3.html")
    assert scopes("/Row") == len(page.select(".body th[scope=row]")) > 100
    assert scopes("/Column") == len(page.select(".body th[scope=col]"))


def test_links_of_the_contents_are_named_by_their_headings(document):
    named = [
        str(link.get_object()["/Contents"])
        for page in document.pages[:2]
        for link in page.get("/Annots", [])
        if "/Dest" in link.get_object()
    ]
    headings = [mark.title for mark in document.outline if not isinstance(mark, list)]
    assert len(named) == len(headings) > 10
    for link, heading in zip(named, headings, strict=True):
        assert f"“{heading}” page " in link


def test_bookmarks_are_the_headings_of_the_page(document, built):
    marks = [one.title for one in document.outline if not isinstance(one, list)]
    headings = [words(tag) for tag in soup(built.site / "outcome-3.html").select(".body h2")]
    assert [mark for mark in marks if mark != "About this document"] == headings


def test_pages_are_a4_and_all_type_is_embedded(document):
    for page in document.pages:
        assert tuple(round(float(length)) for length in page.mediabox[2:]) == A4
        for font in page["/Resources"]["/Font"].values():
            (described,) = font.get_object()["/DescendantFonts"]
            described = described.get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & described.keys()


def heights(page) -> list[float]:
    """Return the height of each piece of text on a page, except header and footer."""
    found: list[float] = []

    def visit(text, matrix, text_matrix, *_):
        height = matrix[3] * text_matrix[5] + matrix[5]
        if text.strip() and 60 < height < 780:
            found.append(height)

    page.extract_text(visitor_text=visit)
    return found


@pytest.fixture(scope="module")
def lines(document) -> list[list[float]]:
    return [heights(page) for page in document.pages]


def test_no_heading_is_left_alone_at_the_foot_of_a_page(document, lines):
    for mark in [one for one in document.outline if not isinstance(one, list)]:
        page = document.get_destination_page_number(mark)
        below = [line for line in lines[page] if line < float(mark.top) - 30]
        assert below, f"{mark.title} is the last line of its page"


def test_no_page_but_the_last_is_left_half_empty(lines):
    for number, heights_of_page in enumerate(lines[:-1], 1):
        assert min(heights_of_page) < A4[1] / 2, f"page {number}"


def test_the_notice_of_the_sample_is_a_line_that_says_where_the_rest_is(document):
    first, last = document.pages[0].extract_text(), document.pages[-1].extract_text()
    assert f"Demonstration data, mostly made up. Page {len(document.pages)} says more." in " ".join(
        first.split()
    )
    assert "must not be read as the council's" not in first
    assert "must not be read as the council's" in " ".join(last.split())


def test_a_page_says_how_large_its_documents_are_and_what_they_are_kept_as(built):
    for stem, name in (("outcome-3", "outcome-3"), ("scorecards/activity-52", "scorecard-52")):
        file = built.site / f"{stem}.pdf"
        (link,) = soup(built.site / f"{stem}.html").select("a[download]")
        assert words(link) == f"This report as a document (PDF, {size(file.stat().st_size)})"
        assert link["download"] == f"sdp-2019-20-Q2-{name}.pdf"
        front = soup(built.site / "index.html").select_one(f'a[href="{stem}.pdf"]')
        assert front["download"] == link["download"]
        assert words(front).endswith(size(file.stat().st_size))


@pytest.fixture(scope="module", params=["outcome-3", "scorecards/activity-52"])
def word(request, built) -> tuple[dict[str, str], str]:
    """The parts of a Word document of the real build, and its page's path."""
    name = {"outcome-3": "outcome-3"}.get(request.param, "scorecard-52")
    path = built.output / "notebooks" / f"{name}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    job = Job(name, request.param, path, {"quarter": "2019-20-Q2"})
    page = page_of(job, notebook, read_ledger(notebook).page, Setting(("docx",), {}))
    made = EmbeddedRenderer(read_project(ROOT)).page_files(page)["docx"]
    with ZipFile(io.BytesIO(made)) as parts:
        read = {one: parts.read(one).decode() for one in parts.namelist() if one.endswith(".xml")}
    return read, request.param


def paragraphs(xml: str, style: str) -> Iterator[str]:
    """Yield the text of each paragraph that has a style."""
    for one in ElementTree.fromstring(xml).iter(f"{W}p"):
        named = one.find(f"{W}pPr/{W}pStyle")
        if named is not None and named.get(f"{W}val") == style:
            yield "".join(text.text or "" for text in one.iter(f"{W}t"))


def test_a_word_document_has_the_titles_headings_and_captions_of_its_page(word, built):
    parts, stem = word
    page = soup(built.site / f"{stem}.html")
    body = parts["word/document.xml"]
    assert list(paragraphs(body, "Title")) == [words(page.h1)]
    headings = [words(tag) for tag in page.select(".body h2")]
    assert list(paragraphs(body, "Heading1")) == [*headings, "About this document"]
    captions = [squeezed(words(one)) for one in page.select(".body caption")]
    assert [squeezed(paragraph) for paragraph in paragraphs(body, "TableCaption")] == captions
    assert "Quarter 2 2019-20" in re.search("<dc:title>(.*?)<", parts["docProps/core.xml"])[1]


def test_contents_of_a_word_document_are_complete_and_need_no_update(word):
    parts, stem = word
    body = parts["word/document.xml"]
    entries, headings = list(paragraphs(body, "TOC1")), list(paragraphs(body, "Heading1"))
    assert entries == ([] if "activity" in stem else headings)
    marks = {*re.findall('<w:bookmarkStart[^>]*w:name="(.*?)"', body)}
    assert {*re.findall('<w:hyperlink w:anchor="(.*?)"', body)} <= marks
    assert "w:dirty" not in body
    assert "updateFields" not in parts["word/settings.xml"]


def test_a_word_document_is_a4_with_its_state_in_the_header_and_page_numbers_in_the_footer(
    word, built
):
    parts, stem = word
    size_of = re.search("<w:pgSz (.*?)/>", parts["word/document.xml"])[1]
    assert 'w:w="11906"' in size_of
    assert 'w:h="16838"' in size_of
    title = words(soup(built.site / f"{stem}.html").h1)
    (header,) = paragraphs(parts["word/header1.xml"], "Header")
    assert header == f"Final · {title}"
    (footer,) = paragraphs(parts["word/footer1.xml"], "Footer")
    assert re.fullmatch(r"Kent County Council · Quarter 2 2019-20Page \d+ of \d+", footer)
    assert parts["word/footer1.xml"].count("<w:fldSimple") == 2


def test_tables_in_word_repeat_their_headers_keep_rows_whole_and_use_the_right_styles(word):
    tables = list(ElementTree.fromstring(word[0]["word/document.xml"]).iter(f"{W}tbl"))
    assert tables
    for table in tables:
        first, *others = table.iter(f"{W}tr")
        assert first.find(f"{W}trPr/{W}tblHeader") is not None
        for row in (first, *others):
            assert row.find(f"{W}trPr/{W}cantSplit") is not None
        used = [{one.get(f"{W}val") for one in row.iter(f"{W}pStyle")} for row in (first, *others)]
        assert used == [{"TableHeading"}] + [{"TableText"}] * len(others)
