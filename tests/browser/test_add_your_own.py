"""docs/add-your-own.md, followed step by step in a copy, and the page and documents it gives."""

from __future__ import annotations

import re
import shutil
from importlib import resources
from zipfile import ZipFile

import nbformat
import pypdf
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell
from support import ROOT, Project, copy_project, soup, words

pytestmark = pytest.mark.browser

PAGE = (ROOT / "docs/add-your-own.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
SECTION = "Where the slips are"
CAPTIONS = re.findall(r'(?:caption="|#\| (?:tbl|fig)-cap: )([^"\n]+)', PAGE)
ALTS = re.findall(r'(?:alt="|#\| fig-alt: )([^"\n]+)', PAGE)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(
    scope="module", params=["embedded", pytest.param("quarto", marks=pytest.mark.quarto)]
)
def followed(request, tmp_path_factory) -> Project:
    """A project with each block of the page in the council's notebook."""
    if request.param == "quarto" and shutil.which("quarto") is None:
        pytest.skip("no quarto was found on the PATH")
    project = copy_project(tmp_path_factory.mktemp("add-your-own"))
    path = project.root / "notebooks/council.ipynb"
    notebook = nbformat.read(path, 4)
    place = next(n for n, cell in enumerate(notebook.cells) if cell.id == "milestones") + 1
    kinds = {"markdown": new_markdown_cell, "python": new_code_cell}
    notebook.cells[place:place] = [
        kinds[language](block.strip()) for language, block in BLOCKS if language in kinds
    ]
    nbformat.write(notebook, path)
    [command] = [block for _, block in BLOCKS if block.startswith("sdp report")]
    asked = [*command.split()[1:], "--formats", "html,pdf,docx", "--renderer", request.param]
    ended = project.sdp(*asked)
    assert ended.returncode == 0, ended.stderr
    return project


def test_the_page_adds_tables_charts_sentences_and_texts():
    assert (len(CAPTIONS), len(ALTS)) == (4, 2)
    assert {language for language, _ in BLOCKS} == {"sh", "markdown", "python"}


def test_the_section_is_numbered_in_its_place_with_its_tables_and_figures(followed):
    page = soup(followed.site / "council.html")
    headings = [words(tag) for tag in page.select(".body h2")]
    [place] = [heading for heading in headings if heading.endswith(SECTION)]
    number = place.split()[0]
    assert headings.index(place) == 1 + headings.index(
        f"{int(number) - 1} Milestones and end dates"
    )
    captions = [words(one) for one in page.find_all(["caption", "figcaption"])]
    own = [
        caption
        for caption in captions
        if caption.startswith((f"Table {number}.", f"Figure {number}."))
    ]
    assert [one.partition(": ")[0] for one in own if one.startswith("Table")] == [
        f"Table {number}.1", f"Table {number}.2",
    ]  # fmt: skip
    assert {one.partition(": ")[2] for one in own} >= {*CAPTIONS}
    alts = [one["alt"] for one in page.find_all("img")]
    assert {*ALTS} <= {*alts}
    assert "Activities with a revised end date: 15 of 79 (19%)." in words(page.select_one(".body"))


def test_the_documents_hold_the_section_too(followed):
    reader = pypdf.PdfReader(followed.site / "council.pdf")
    printed = "".join("".join(page.extract_text().split()) for page in reader.pages)
    with ZipFile(followed.site / "council.docx") as parts:
        word = parts.read("word/document.xml").decode()
    typed = "".join(re.sub(r"<[^>]+>", "", word).split())
    for caption in [SECTION, *CAPTIONS]:
        assert "".join(caption.split()) in printed
        assert "".join(caption.split()) in typed
    for alt in ALTS:
        assert f'descr="{alt}"' in word


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_on_the_page(followed, browser, width):
    page = browser.new_page(bypass_csp=True, viewport={"width": width, "height": 900})
    page.goto((followed.site / "council.html").as_uri())
    axe = resources.files("axe_core_python") / "axe.min.js"
    page.add_script_tag(content=axe.read_text("utf-8"))
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
    page.close()
    assert [violation["id"] for violation in found["violations"]] == []
    assert found["passes"], "axe did not run"
