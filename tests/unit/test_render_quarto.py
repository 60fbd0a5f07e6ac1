"""Calls of Quarto, recorded by a substitute."""

import os

import pytest
import yaml
from nbformat.v4 import new_code_cell, new_notebook, new_output
from support import read_notebook

from sdp_lib.pipeline.render.page_metadata import Page, escaped
from sdp_lib.pipeline.render.project import read_project
from sdp_lib.pipeline.render.quarto import QuartoRenderer
from sdp_lib.pipeline.render.quarto_command import QuartoCommand

# It makes no page whose notebook holds "broken", and stops there, as Quarto does.
STAND_IN = """#!/bin/sh
env > "{log}/environment"
find . -type f | sort > "{log}/files"
cp _quarto.yml *.ipynb "{log}"
echo "$@" >> "{log}/calls"
mkdir -p site/scorecards
for notebook in $(find . -name '*.ipynb' | sort); do
  n=$((n + 1))
  echo "[ $n/9] ${{notebook#./}}" >&2
  if grep -q broken "$notebook"; then echo "ERROR: no such thing" >&2; exit 1; fi
  for ending in html pdf; do echo made > "site/${{notebook%.ipynb}}.$ending"; done
done
"""

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script"),
]


@pytest.fixture(autouse=True)
def finished(monkeypatch) -> list[tuple[str, ...]]:
    """The suffixes of the files that were finished, which the substitute's files cannot be."""
    seen: list[tuple[str, ...]] = []

    def touch(files, metadata):
        assert metadata["title"]
        seen.append(tuple(files))
        return {ending: b"touched" for ending in files}

    monkeypatch.setattr("sdp_lib.pipeline.render.quarto.finished", touch)
    return seen


@pytest.fixture
def quarto(project, tmp_path) -> QuartoRenderer:
    command = tmp_path / "quarto"
    command.write_text(STAND_IN.format(log=tmp_path))
    command.chmod(0o755)
    return QuartoRenderer(read_project(project.root), QuartoCommand(str(command), "1.9.0"))


def page(stem: str, text: str = "fine", formats: tuple[str, ...] = ("html", "pdf")) -> Page:
    cell = new_code_cell("", outputs=[new_output("display_data", {"text/markdown": text})])
    return Page(stem, formats, new_notebook(cells=[cell]), escaped({"title": "{{< env HOME >}}"}))


def test_every_page_is_made_by_one_call_and_moved_to_the_site(quarto, tmp_path):
    ticked = []
    pages = [page("outcome-1"), page("scorecards/activity-45", formats=("html",))]
    assert quarto.render(pages, tmp_path / "site", ticked.append) == {}
    assert ticked == ["outcome-1", "scorecards/activity-45"]
    made = [
        path.relative_to(tmp_path / "site").as_posix() for path in (tmp_path / "site").rglob("*.*")
    ]
    assert sorted(made) == ["outcome-1.html", "outcome-1.pdf", "scorecards/activity-45.html"]
    assert (tmp_path / "calls").read_text().count("render") == 1


def test_files_made_by_quarto_are_finished_in_the_same_way(quarto, tmp_path, finished):
    quarto.render([page("a"), page("b", formats=("html",))], tmp_path / "site", lambda _: None)
    assert finished == [("html", "pdf"), ("html",)]
    assert (tmp_path / "site" / "a.pdf").read_bytes() == b"touched"


def test_word_documents_by_quarto_take_their_look_from_the_house(quarto, tmp_path):
    quarto.render([page("a", formats=("html", "docx"))], tmp_path / "site", lambda _: None)
    settings = yaml.safe_load((tmp_path / "_quarto.yml").read_text(encoding="utf-8"))
    assert f"./{settings['format']['docx']['reference-doc']}" in (tmp_path / "files").read_text()


def test_a_page_that_fails_says_why_and_the_others_are_made(quarto, tmp_path):
    pages = [page("a", "broken"), page("b")]
    failures = quarto.render(pages, tmp_path / "site", lambda _: None)
    assert failures == {"a": "Quarto made no html, pdf: ERROR: no such thing [SDP-602]"}
    assert (tmp_path / "site" / "b.html").is_file()


def test_a_page_is_done_when_quarto_begins_the_next_and_each_is_reported_once(quarto, tmp_path):
    """The substitute, which is then at the next page, has made no document of a later one."""
    ticked: list[tuple[str, int]] = []
    calls = tmp_path / "calls"

    def tick(stem: str) -> None:
        ticked.append((stem, calls.read_text().count("render")))

    pages = [page("a"), page("b", "broken"), page("c"), page("d")]
    assert set(quarto.render(pages, tmp_path / "site", tick)) == {"b"}
    # The first call stops at "b"; then each that is not there has a call of its own.
    assert ticked[0] == ("a", 1)
    assert [stem for stem, _ in ticked] == ["a", "b", "c", "d"]
    assert ticked[-1][1] > 1


def test_a_page_with_a_word_document_is_done_when_both_of_its_parts_are(quarto, tmp_path):
    ticked: list[str] = []
    pages = [page("a", formats=("html", "docx")), page("b", formats=("html",))]
    quarto.render(pages, tmp_path / "site", ticked.append)
    assert sorted(ticked) == ["a", "b"]
    assert ticked.index("b") < ticked.index("a")  # its Word document is the last of the three


def test_quarto_sees_nothing_of_the_machine_but_what_it_needs(quarto, tmp_path, monkeypatch):
    monkeypatch.setenv("SDP_SECRET", "known to this machine only")
    quarto.render([page("outcome-1")], tmp_path / "site", lambda _: None)
    assert "SDP_SECRET" not in (tmp_path / "environment").read_text()
    files = (tmp_path / "files").read_text().split()
    assert {"./_quarto.yml", "./outcome-1.ipynb"} <= set(files)
    assert all(
        file.startswith(("./_quarto.yml", "./outcome-1", "./sdp_lib/presentation/theme/"))
        for file in files
    )
    assert not [one for one in files if one.endswith(".py")]


def test_a_title_holds_no_shortcode_that_quarto_would_expand(quarto, tmp_path):
    quarto.render([page("outcome-1")], tmp_path / "site", lambda _: None)
    front = read_notebook(tmp_path / "outcome-1.ipynb").cells[0].source
    assert yaml.safe_load(front.strip("-"))["title"] == r"\{\{\{\< env HOME \>\}\}\}"


def test_only_the_formats_asked_for_are_made_and_no_code_is_run(quarto, tmp_path):
    quarto.render([page("outcome-1", formats=("html",))], tmp_path / "site", lambda _: None)
    settings = yaml.safe_load((tmp_path / "_quarto.yml").read_text(encoding="utf-8"))
    assert list(settings["format"]) == ["html"]
    assert settings["execute"]["enabled"] is False


def test_the_renderer_says_its_name_and_version(quarto):
    assert quarto.name == "Quarto 1.9.0"
