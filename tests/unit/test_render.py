import pytest
import yaml

from sdp_lib.build.render import choose_renderer, parse_formats, parse_renderer
from sdp_lib.build.render.embedded import EmbeddedRenderer
from sdp_lib.build.render.project import copy_assets, read_project
from sdp_lib.build.render.quarto import QuartoRenderer
from sdp_lib.errors import InputError


@pytest.fixture
def rendering(project):
    return read_project(project.root)


@pytest.fixture
def quarto(tmp_path, monkeypatch):
    """A `quarto` on the PATH that is there and does nothing."""
    command = tmp_path / "bin" / "quarto"
    command.parent.mkdir()
    command.write_text("#!/bin/sh\n")
    command.chmod(0o755)
    monkeypatch.setenv("PATH", str(command.parent))


def test_quarto_is_chosen_wherever_it_is_found(rendering, quarto):
    assert isinstance(choose_renderer("auto", rendering), QuartoRenderer)
    assert isinstance(choose_renderer("quarto", rendering), QuartoRenderer)
    assert isinstance(choose_renderer("embedded", rendering), EmbeddedRenderer)


def test_without_quarto_the_embedded_renderer_serves_unless_quarto_is_asked_for(
    rendering, monkeypatch
):
    monkeypatch.setenv("PATH", "")
    assert isinstance(choose_renderer("auto", rendering), EmbeddedRenderer)
    with pytest.raises(InputError, match="no quarto was found on the PATH"):
        choose_renderer("quarto", rendering)


def test_formats_are_read_once_each_in_their_order():
    assert parse_formats("pdf, html,pdf") == ["pdf", "html"]


@pytest.mark.parametrize("text", ["", ",", "html,odt", "HTML", "html;pdf"])
def test_other_formats_are_refused(text):
    with pytest.raises(InputError, match="but formats are html, pdf, docx"):
        parse_formats(text)


def test_other_renderers_are_refused():
    assert parse_renderer("auto") == "auto"
    with pytest.raises(InputError, match="but renderers are auto, quarto, embedded"):
        parse_renderer("latex")


def test_the_rendering_project_never_runs_code_and_asks_for_an_accessible_pdf(rendering):
    assert rendering.option("lang") == "en-GB"
    assert rendering.option("execute", "enabled") is False
    assert rendering.option("execute", "echo") is False
    assert "ua-1" in rendering.option("format", "typst", "pdf-standard")


@pytest.mark.parametrize(
    ("content", "told"),
    [("", "no settings were found"), ("[]", "no settings were found"), (None, "no such file")],
)
def test_a_project_without_settings_is_refused(project, content, told):
    path = project.root / "_quarto.yml"
    path.unlink() if content is None else path.write_text(content)
    with pytest.raises(InputError, match=told):
        read_project(project.root)


def test_a_setting_that_is_missing_or_names_no_file_is_refused(project):
    settings = {"format": {"html": {"template": "none.html"}}}
    (project.root / "_quarto.yml").write_text(yaml.safe_dump(settings))
    rendering = read_project(project.root)
    with pytest.raises(InputError, match=r"there is no format\.html\.css"):
        rendering.file("format", "html", "css")
    with pytest.raises(InputError, match=r"names 'none\.html', which is not there"):
        rendering.file("format", "html", "template")


def test_the_site_gets_stylesheet_and_fonts(rendering, tmp_path):
    copy_assets(rendering, tmp_path / "site")
    names = {path.name for path in (tmp_path / "site" / "assets").rglob("*.*")}
    assert "page.css" in names
    assert any(name.endswith(".woff2") for name in names)
