"""Pandoc as a service: one process for many pages, none of which can do another any harm."""

import os
import signal
from pathlib import Path

import pytest

from sdp_lib.build.render import pandoc
from sdp_lib.build.render.pandoc import Pandoc, RenderError, Settings

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="this system has no /proc to tell processes by"
)
HTML = ("page.md", "html5", "page.html")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings by which pages tell which process made them."""
    (tmp_path / "page.json").write_text('{"title": "A title"}')
    (tmp_path / "filter.lua").write_text(
        "local pages = 0\n"
        "function Meta(meta)\n"
        "  pages = pages + 1\n"
        "  meta.process = tostring(io.open('/proc/self/stat'):read('n'))\n"
        "  meta.pages = tostring(pages)\n"
        "  return meta\n"
        "end\n"
    )
    (tmp_path / "page.template").write_text("$title$|$process$|$pages$|$body$")
    templates = {"html5": str(tmp_path / "page.template")}
    return Settings("markdown", 2, [str(tmp_path / "filter.lua")], templates)


@pytest.fixture
def service(settings: Settings) -> Pandoc:
    return Pandoc(settings)


def made(service: Pandoc, folder: Path, text: str) -> list[str]:
    (folder / "page.md").write_text(text)
    service.make(folder, [HTML])
    return (folder / "page.html").read_text().strip().split("|")


def test_one_process_makes_page_after_page_and_none_knows_of_the_one_before(service, tmp_path):
    first, second = made(service, tmp_path, "One"), made(service, tmp_path, "Two")
    assert first[1] == second[1]
    assert first[2] == second[2] == "1"  # the filter began anew
    assert [first[3], second[3]] == ["<p>One</p>", "<p>Two</p>"]


def test_a_page_is_made_in_several_formats_of_one_reading(service, tmp_path):
    (tmp_path / "page.md").write_text("*Said*")
    service.make(tmp_path, [HTML, ("page.md", "typst", "page.typ")])
    assert "<em>Said</em>" in (tmp_path / "page.html").read_text()
    assert "#emph[Said]" in (tmp_path / "page.typ").read_text()


def test_what_pandoc_warns_of_is_an_error_of_that_page_alone(service, tmp_path):
    with pytest.raises(RenderError, match=r"Pandoc: \[WARNING\] Duplicate note reference"):
        made(service, tmp_path, "x[^1]\n\n[^1]: y\n\n[^1]: z")
    assert made(service, tmp_path, "Fine")[3] == "<p>Fine</p>"


def test_what_a_filter_stops_at_is_told_in_one_line(service, tmp_path):
    (tmp_path / "filter.lua").write_text("function Pandoc() error('no\\nmore') end")
    with pytest.raises(RenderError, match=r"filter\.lua:1: no more"):
        made(service, tmp_path, "x")


def test_a_process_that_is_killed_between_two_pages_is_replaced(service, tmp_path):
    process = int(made(service, tmp_path, "One")[1])
    os.kill(process, signal.SIGKILL)
    os.waitid(os.P_PID, process, os.WEXITED | os.WNOWAIT)
    again = made(service, tmp_path, "Two")
    assert again[3] == "<p>Two</p>"
    assert int(again[1]) != process


def test_a_page_that_takes_too_long_is_given_up(service, tmp_path, monkeypatch):
    monkeypatch.setattr(pandoc, "_TIMEOUT", 0.2)
    (tmp_path / "filter.lua").write_text("while true do end")
    with pytest.raises(RenderError, match=r"did not answer in 0\.2 seconds"):
        made(service, tmp_path, "x")


def test_a_process_makes_room_for_another_after_many_pages(service, tmp_path, monkeypatch):
    monkeypatch.setattr(pandoc, "_MOST_PAGES", 2)
    processes = [made(service, tmp_path, "x")[1] for _ in range(5)]
    assert len(set(processes)) == 3


def test_processes_end_with_the_service(settings, tmp_path):
    service = Pandoc(settings)
    process = int(made(service, tmp_path, "x")[1])
    del service
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
