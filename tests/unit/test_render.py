import re
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
import yaml
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from pypdf import PdfReader
from support import ROOT

from sdp_lib.errors import InputError
from sdp_lib.pipeline.render import choose_renderer, parse_formats, parse_renderer
from sdp_lib.pipeline.render.embedded import EmbeddedRenderer, RenderError, pandoc
from sdp_lib.pipeline.render.page_metadata import Page
from sdp_lib.pipeline.render.project import copy_assets, read_project
from sdp_lib.pipeline.render.quarto import QuartoRenderer

pytestmark = pytest.mark.processes


@pytest.fixture
def rendering(project):
    return read_project(project.root)


@pytest.fixture
def quarto(tmp_path, monkeypatch):
    """A `quarto` on the PATH that prints its version and does nothing else."""
    command = tmp_path / "bin" / "quarto"
    command.parent.mkdir()
    command.write_text("#!/bin/sh\necho 1.9.0\n")
    command.chmod(0o755)
    monkeypatch.setenv("PATH", str(command.parent))


def test_quarto_is_chosen_if_it_is_installed(rendering, quarto):
    assert isinstance(choose_renderer("auto", rendering), QuartoRenderer)
    assert isinstance(choose_renderer("quarto", rendering), QuartoRenderer)
    assert isinstance(choose_renderer("embedded", rendering), EmbeddedRenderer)


def test_without_quarto_the_embedded_renderer_is_used_unless_quarto_is_asked_for(
    rendering, monkeypatch
):
    monkeypatch.setenv("PATH", "")
    assert isinstance(choose_renderer("auto", rendering), EmbeddedRenderer)
    with pytest.raises(InputError, match=r"there is none on the PATH"):
        choose_renderer("quarto", rendering)


def test_the_wheels_own_pandoc_is_used_whatever_else_is_installed(tmp_path, monkeypatch):
    newer = tmp_path / "pandoc"
    newer.write_text("#!/bin/sh\necho pandoc 99.0\n")
    newer.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    found = Path(pandoc.__wrapped__())
    assert found.parent.name == "files"
    assert found.stat().st_size > newer.stat().st_size


def test_formats_are_read_once_each_in_their_order():
    assert parse_formats("pdf, html,pdf") == ["pdf", "html"]


@pytest.mark.parametrize("text", ["", ",", "html,odt", "HTML", "html;pdf"])
def test_other_formats_are_refused(text):
    with pytest.raises(InputError, match=r"is not a list of formats. Choose from html, pdf, docx"):
        parse_formats(text)


def test_other_renderers_are_refused():
    assert parse_renderer("auto") == "auto"
    with pytest.raises(InputError, match=r"is not a renderer. Choose from auto, quarto, embedded"):
        parse_renderer("latex")


def test_the_rendering_project_never_runs_code_and_asks_for_an_accessible_pdf(rendering):
    assert rendering.option("lang") == "en-GB"
    assert rendering.option("execute", "enabled") is False
    assert rendering.option("execute", "echo") is False
    assert "ua-1" in rendering.option("format", "typst", "pdf-standard")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "it holds no settings"),
        ("[]", "it holds no settings"),
        (None, "the file does not exist"),
    ],
)
def test_a_project_without_settings_is_refused(project, content, expected):
    path = project.root / "_quarto.yml"
    path.unlink() if content is None else path.write_text(content)
    with pytest.raises(InputError, match=expected):
        read_project(project.root)


def test_keys_under_house_replace_those_above_and_there_is_no_website(project):
    path = project.root / "_quarto.yml"
    settings = {
        "project": {"type": "website", "render": ["notebooks/*.ipynb"]},
        "website": {"title": "Reports"},
        "lang": "en-GB",
        "format": {"html": {"theme": "default"}},
        "house": {"project": {"output-dir": "site"}, "format": {"typst": {}}},
    }
    path.write_text(yaml.safe_dump(settings))
    assert read_project(project.root).options == {
        "project": {"output-dir": "site"},
        "lang": "en-GB",
        "format": {"typst": {}},
    }
    path.write_text(yaml.safe_dump({"project": {"output-dir": "site"}}))
    assert read_project(project.root).options == {"project": {"output-dir": "site"}}


def test_a_house_without_settings_is_refused(project):
    (project.root / "_quarto.yml").write_text("lang: en-GB\nhouse: site\n")
    with pytest.raises(
        InputError, match="house is 'site', but it should contain the settings of 'sdp report'"
    ):
        read_project(project.root)


def test_settings_that_are_not_yaml_are_refused_with_their_line(project):
    (project.root / "_quarto.yml").write_text("lang: en-GB\nhouse: [site\n")
    with pytest.raises(InputError, match=r"_quarto.yml, line 3: this is not YAML"):
        read_project(project.root)


def test_quarto_itself_makes_web_pages_of_the_notebooks_and_the_documentation_alone():
    settings = yaml.safe_load((ROOT / "_quarto.yml").read_text(encoding="utf-8"))
    assert settings["project"]["type"] == "website"
    assert list(settings["format"]) == ["html"]
    sources = {file for pattern in settings["project"]["render"] for file in ROOT.glob(pattern)}
    named = {file.relative_to(ROOT).as_posix() for file in sources}
    assert {"notebooks/outcome.ipynb", "docs/glossary.md"} <= named
    listed = {*settings["project"]["render"]}  # pages outside of docs/ are named one by one
    assert {file for file in named if not file.startswith(("notebooks/", "docs/"))} <= listed
    assert "README.md" in listed


def test_a_setting_that_is_missing_or_names_no_file_is_refused(project):
    settings = {"format": {"html": {"template": "none.html"}}}
    (project.root / "_quarto.yml").write_text(yaml.safe_dump(settings))
    rendering = read_project(project.root)
    with pytest.raises(InputError, match=r"the option format\.html\.css is missing"):
        rendering.file("format", "html", "css")
    with pytest.raises(InputError, match=r"names 'none\.html', which does not exist"):
        rendering.file("format", "html", "template")


def test_the_site_gets_stylesheet_and_fonts(rendering, tmp_path):
    copy_assets(rendering, tmp_path / "site")
    names = {path.name for path in (tmp_path / "site" / "assets").rglob("*.*")}
    assert "page.css" in names
    assert any(name.endswith(".woff2") for name in names)


def page_showing(*fragments: str, formats=("html", "pdf")) -> Page:
    """A page with a heading, and below it fragments as a report leaves them."""
    shown = [
        new_output("display_data", {"text/markdown": f"```{{=html}}\n{fragment}\n```\n"})
        for fragment in fragments
    ]
    cells = [new_markdown_cell("## 1 Heading"), new_code_cell("", outputs=shown)]
    metadata = {"title": "A page", "state": "Final", "issued": "2019-09-13"}
    return Page("folder/page", formats, new_notebook(cells=cells), metadata)


def test_a_page_is_given_in_each_of_its_formats(rendering):
    files = EmbeddedRenderer(rendering).page_files(
        page_showing("<p>said</p>", formats=["docx", "html", "pdf"])
    )
    assert list(files) == ["docx", "html", "pdf"]
    assert files["docx"].startswith(b"PK")
    assert b"<p>said</p>" in files["html"]
    assert files["pdf"].startswith(b"%PDF")


def test_pages_made_at_the_same_time_are_those_made_one_after_another(rendering):
    pages = [page_showing(f"<p>said {number}</p>") for number in range(6)]
    alone = [EmbeddedRenderer(rendering).page_files(page) for page in pages]
    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(EmbeddedRenderer(rendering).page_files, pages)) == alone


def test_a_page_that_cannot_be_made_is_reported_and_the_others_are_written(rendering, tmp_path):
    refused = Page(
        "refused", ["html"], new_notebook(cells=[new_markdown_cell("[^1]: x\n\n[^1]: y")])
    )
    with pytest.raises(RenderError, match="Pandoc"):
        EmbeddedRenderer(rendering).page_files(refused)
    done: list[str] = []
    failures = EmbeddedRenderer(rendering).render(
        [refused, page_showing("<p>x</p>")], tmp_path / "site", done.append
    )
    assert list(failures) == ["refused"]
    assert done == ["refused", "folder/page"]
    assert sorted(path.name for path in (tmp_path / "site").rglob("*.*")) == [
        "page.html",
        "page.pdf",
    ]


def test_a_fragment_with_an_element_left_open_does_not_swallow_the_next(rendering):
    files = EmbeddedRenderer(rendering).page_files(
        page_showing("<div><p>one</p>", "<p>two</p>", "<p>three</p>", formats=["docx"])
    )
    with ZipFile(BytesIO(files["docx"])) as parts:
        text = parts.read("word/document.xml").decode()
    assert re.findall("one|two|three", text) == ["one", "two", "three"]


def test_a_cell_of_several_blocks_keeps_them_all_in_the_document(rendering):
    cell = "<p>first words</p><ul><li>listed words</li></ul><p>last words</p>"
    facts = f'<dl class="facts"><div><dt>Term</dt><dd>{cell}</dd></div></dl>'
    files = EmbeddedRenderer(rendering).page_files(page_showing(facts, formats=["pdf"]))
    text = PdfReader(BytesIO(files["pdf"])).pages[0].extract_text()
    assert re.findall("(?:first|listed|last) words", text) == [
        "first words",
        "listed words",
        "last words",
    ]


def test_scripts_of_the_world_are_printed_in_typefaces_that_have_them(rendering):
    said = "<p>Łódź, Ŵyn; شكرا می\u200cخواهم; ਧੰਨਵਾਦ; ধন্যবাদ; 谢谢; a\u200bb 🎉</p>"
    page = page_showing(said, formats=["pdf"])
    pdf = EmbeddedRenderer(rendering).page_files(page)["pdf"]
    (read,) = PdfReader(BytesIO(pdf)).pages
    fonts = {
        str(one["/BaseFont"]).partition("+")[2] for one in read["/Resources"]["/Font"].values()
    }
    assert {font.split("-")[0] for font in fonts} == {
        "SourceSans3", "NotoSansArabic", "NotoSansGurmukhi", "NotoSansBengali", "NotoSansCJKsc"
    }  # fmt: skip
    text = read.extract_text()
    assert ("谢谢" in text, text.count("□")) == (True, 1)
    assert EmbeddedRenderer(rendering).page_files(page)["pdf"] == pdf
