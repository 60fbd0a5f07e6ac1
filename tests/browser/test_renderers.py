"""Two renderers, one content: pages, PDFs and Word documents have the same text."""

import hashlib
import re
import shutil
import subprocess
from pathlib import Path
from zipfile import ZipFile

import pypdf
import pytest
from bs4 import BeautifulSoup
from support import ONLY, QUARTER, Project, copy_project, fold, soup, words

from sdp_lib.pipeline.render.embedded import pandoc

pytestmark = [pytest.mark.quarto, pytest.mark.processes]
# Only the lines of a page that name its renderer and the commit may differ.
RENDERER = re.compile(r"<p>Renderer [^<]*</p>")
OWN = re.compile(r"(Renderer|Commit) .*? (?=Versions|Renderer)")


@pytest.fixture(scope="module")
def by_quarto(tmp_path_factory) -> Project:
    """The build of the sample outcome once more, by Quarto."""
    if shutil.which("quarto") is None:
        pytest.skip("no quarto was found on the PATH: its pages are not compared")
    project = copy_project(tmp_path_factory.mktemp("quarto"))
    ended = project.sdp("report", QUARTER, *ONLY, "--renderer", "quarto")
    assert ended.returncode == 0, ended.stderr
    return project


@pytest.fixture(
    scope="module", params=["outcome-3.html", "scorecards/activity-52.html", "index.html"]
)
def pages(request, built, by_quarto):
    return [soup(project.site / request.param) for project in (built, by_quarto)]


@pytest.fixture(scope="module")
def documents(built, by_quarto):
    return [pypdf.PdfReader(project.site / "outcome-3.pdf") for project in (built, by_quarto)]


def text(page) -> str:
    return OWN.sub("", words(page))


def test_quarto_made_the_pages_that_say_so(pages):
    assert "Renderer embedded (" in words(pages[0])
    assert "Renderer Quarto" in words(pages[1])


@pytest.mark.parametrize(
    "selector", ["h1, h2, h3", "caption, figcaption", "tr", ".body p, .body li"]
)
def test_headings_captions_tables_and_sentences_are_the_same(pages, selector):
    embedded, quarto = ([words(tag) for tag in page.select(selector)] for page in pages)
    assert quarto == embedded


def test_the_whole_text_of_the_pages_is_the_same(pages):
    assert text(pages[1]) == text(pages[0])


def test_charts_and_their_alternative_texts_are_the_same(pages):
    embedded, quarto = (
        [(tag["alt"], tag["src"]) for tag in page.find_all("img")] for page in pages
    )
    assert quarto == embedded


def test_links_and_elements_are_the_same_and_no_script_came_in(pages):
    embedded, quarto = ([tag.name for tag in page.body.find_all()] for page in pages)
    assert quarto == embedded
    assert not pages[1].find_all("style")
    # The front page has one script of ours, which filters the scorecards.
    scripts = [[tag.get("src") for tag in page.find_all("script")] for page in pages]
    assert scripts[1] == scripts[0]
    assert {*scripts[1]} <= {"assets/filter.js"}
    assert [one["href"] for one in pages[1].find_all("a")] == [
        one["href"] for one in pages[0].find_all("a")
    ]


def test_the_text_of_the_documents_is_the_same(documents):
    embedded, quarto = (
        OWN.sub("", fold(" ".join(page.extract_text() for page in document.pages)))
        for document in documents
    )
    assert quarto == embedded


def test_the_documents_have_the_same_title_language_and_number_of_pages(documents):
    embedded, quarto = (
        (
            document.metadata.title,
            document.trailer["/Root"]["/Lang"],
            len(document.pages),
            document.outline and len(document.outline),
        )
        for document in documents
    )
    assert quarto == embedded


def test_the_document_by_quarto_claims_to_be_universally_accessible(documents):
    xmp = documents[1].trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert "pdfuaid:part" in xmp


@pytest.fixture(scope="module", params=["outcome-3", "scorecards/activity-52"])
def word_documents(request, word_by_both):
    """The contents of a Word document by each renderer, as Pandoc reads it, and its pictures."""
    return [read_word(site / f"{request.param}.docx") for site in word_by_both]


@pytest.fixture(scope="module")
def word_by_both(tmp_path_factory) -> list[Path]:
    if shutil.which("quarto") is None:
        pytest.skip("no quarto was found on the PATH: its Word documents are not compared")
    sites = []
    for renderer in ("embedded", "quarto"):
        project = copy_project(tmp_path_factory.mktemp(renderer))
        ended = project.sdp("report", QUARTER, *ONLY, "--formats", "docx", "--renderer", renderer)
        assert ended.returncode == 0, ended.stderr
        sites.append(project.site)
    return sites


def read_word(path: Path) -> tuple[str, list[str]]:
    said = subprocess.run(
        [pandoc(), str(path), "--to", "html"], capture_output=True, check=True, encoding="utf-8"
    )
    page = BeautifulSoup(said.stdout, "html.parser")
    for line in page.find_all("p"):
        if line.strong and words(line.strong) == "Renderer":
            line.decompose()
    with ZipFile(path) as parts:
        pictures = sorted(
            hashlib.sha256(parts.read(name)).hexdigest()
            for name in parts.namelist()
            if name.startswith("word/media/")
        )
    return str(page), pictures


def test_word_documents_have_the_same_headings_tables_and_sentences(word_documents):
    embedded, quarto = (RENDERER.sub("", content) for content, _ in word_documents)
    assert "<h1" in embedded
    assert "<table" in embedded
    assert quarto == embedded


def test_word_documents_have_the_same_pictures(word_documents):
    embedded, quarto = (pictures for _, pictures in word_documents)
    assert quarto == embedded


def test_figures_and_notebooks_do_not_depend_on_the_renderer(built, by_quarto):
    for path in ("figures.csv", "notebooks/outcome-3.ipynb"):
        assert (by_quarto.output / path).read_bytes() == (built.output / path).read_bytes()
