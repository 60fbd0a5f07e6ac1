"""Services: one process for many pages, none of which can affect another."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import typst

from sdp_lib.pipeline.render import embedded
from sdp_lib.pipeline.render import service as services
from sdp_lib.pipeline.render.service import HERE, RenderError, Service
from tests.support import QUARTER

HTML = ("page.md", "html5", "page.html")


needs_proc = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="this system has no /proc to tell processes by"
)


def typst_service(fonts: Path, standards: list[str]) -> Service:
    packages = str(Path(typst.__file__).parents[1])
    settings = {"packages": packages, "fonts": [str(fonts)], "standards": standards}
    command = [sys.executable, "-I", "-X", "utf8", str(HERE / "typst_service.py")]
    return Service("Typst", command, settings)


def python(program: str) -> Service:
    return Service("Python", [sys.executable, "-c", program], {})


def pandoc(folder: Path) -> Service:
    """A service whose pages name the process that made them."""
    (folder / "page.json").write_text('{"title": "A title"}')
    (folder / "filter.lua").write_text(
        "local pages = 0\n"
        "function Meta(meta)\n"
        "  pages = pages + 1\n"
        "  meta.process = tostring(io.open('/proc/self/stat'):read('n'))\n"
        "  meta.pages = tostring(pages)\n"
        "  return meta\n"
        "end\n"
    )
    (folder / "page.template").write_text("$title$|$process$|$pages$|$body$")
    settings = {
        "from_format": "markdown",
        "toc_depth": 2,
        "filters": [str(folder / "filter.lua")],
        "templates": {"html5": str(folder / "page.template")},
    }
    command = [embedded.pandoc(), "lua", str(HERE / "pandoc_service.lua")]
    return Service("Pandoc", command, settings)


@pytest.fixture
def service(tmp_path: Path) -> Service:
    return pandoc(tmp_path)


def made(service: Service, folder: Path, text: str) -> list[str]:
    (folder / "page.md").write_text(text)
    service.make(folder, "page.md", make=[HTML])
    return (folder / "page.html").read_text().strip().split("|")


@needs_proc
def test_one_process_makes_page_after_page_and_no_page_affects_the_next(service, tmp_path):
    first, second = made(service, tmp_path, "One"), made(service, tmp_path, "Two")
    assert first[1] == second[1]
    assert first[2] == second[2] == "1"  # the filter began anew
    assert [first[3], second[3]] == ["<p>One</p>", "<p>Two</p>"]


@needs_proc
def test_a_page_is_read_once_and_made_in_several_formats(service, tmp_path):
    (tmp_path / "page.md").write_text("*Said*")
    service.make(tmp_path, "page.md", make=[HTML, ("page.md", "typst", "page.typ")])
    assert "<em>Said</em>" in (tmp_path / "page.html").read_text()
    assert "#emph[Said]" in (tmp_path / "page.typ").read_text()


@needs_proc
def test_a_warning_from_pandoc_is_an_error_of_that_page_alone(service, tmp_path):
    with pytest.raises(RenderError, match=r"Pandoc: \[WARNING\] Duplicate note reference"):
        made(service, tmp_path, "x[^1]\n\n[^1]: y\n\n[^1]: z")
    assert made(service, tmp_path, "Fine")[3] == "<p>Fine</p>"


@needs_proc
def test_an_error_in_a_filter_is_reported_in_one_line(service, tmp_path):
    (tmp_path / "filter.lua").write_text("function Pandoc() error('no\\nmore') end")
    with pytest.raises(RenderError, match=r"filter\.lua:1: no more"):
        made(service, tmp_path, "x")


@needs_proc
def test_a_process_that_is_killed_between_two_pages_is_replaced(service, tmp_path):
    process = int(made(service, tmp_path, "One")[1])
    os.kill(process, signal.SIGKILL)
    os.waitid(os.P_PID, process, os.WEXITED | os.WNOWAIT)
    again = made(service, tmp_path, "Two")
    assert again[3] == "<p>Two</p>"
    assert int(again[1]) != process


@needs_proc
@pytest.mark.parametrize(
    ("endless", "limit"),
    [
        ("while true do end", "_TIMEOUT"),
        ("io.read('a')", "_IDLE"),
    ],
    ids=["it computes", "it waits"],
)
def test_a_page_that_takes_too_long_is_abandoned(service, tmp_path, monkeypatch, endless, limit):
    monkeypatch.setattr(services, limit, 0.2)
    monkeypatch.setattr(services, "_LOOK", 0.1)
    (tmp_path / "filter.lua").write_text(endless)
    with pytest.raises(RenderError, match=r"or took too long"):
        made(service, tmp_path, "x")


@needs_proc
def test_a_process_is_replaced_after_many_pages(service, tmp_path, monkeypatch):
    monkeypatch.setattr(services, "_MOST_PAGES", 2)
    processes = [made(service, tmp_path, "x")[1] for _ in range(5)]
    assert len(set(processes)) == 3


@needs_proc
def test_a_process_is_replaced_after_a_large_page(service, tmp_path, monkeypatch):
    monkeypatch.setattr(services, "_LARGE", 10)
    processes = [made(service, tmp_path, text)[1] for text in ("x", "ten bytes.", "x", "x")]
    assert processes[0] == processes[1] != processes[2] == processes[3]


def test_each_file_is_announced_when_it_is_ready_and_before_the_next_is_made(service, tmp_path):
    (tmp_path / "page.md").write_text("said")
    announced = []
    with pytest.raises(RenderError, match=r"missing\.md"):
        service.make(
            tmp_path,
            "page.md",
            lambda name: announced.append((name, (tmp_path / name).read_text().strip()[-4:])),
            make=[("page.md", "plain", "page.txt"), ("missing.md", "plain", "page.again")],
        )
    assert announced == [("page.txt", "said")]


@needs_proc
def test_processes_end_with_the_service(tmp_path):
    service = pandoc(tmp_path)
    process = int(made(service, tmp_path, "x")[1])
    del service
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_output_without_an_end_of_line_hides_no_answer(tmp_path):
    program = (
        "import json, sys\n"
        "for line in sys.stdin:\n"
        "    sys.stderr.write('half a line')\n"
        "    sys.stderr.flush()\n"
        "    print(json.loads(line)['token'] + '=', flush=True)\n"
    )
    (tmp_path / "page.md").write_text("x")
    with pytest.raises(RenderError, match=r"Python: half a line \[SDP-601\]$"):
        python(program).make(tmp_path, "page.md")


def test_the_last_words_of_a_process_are_reported_with_its_status(tmp_path):
    (tmp_path / "page.md").write_text("x")
    service = python("import sys; sys.exit('why it died')")
    service.get_ready()
    os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)  # it has ended before it is asked
    with pytest.raises(RenderError, match="it ended with 1, or took too long"):
        service.make(tmp_path, "page.md")
    asked = python("import sys; sys.stdin.readline(); sys.exit('why it died')")
    with pytest.raises(RenderError, match="Python: why it died it ended with 1"):
        asked.make(tmp_path, "page.md")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_page_that_cannot_be_written_is_an_error(service, tmp_path):
    (tmp_path / "page.md").write_text("x")
    with pytest.raises(RenderError, match="No space left"):
        service.make(tmp_path, "page.md", make=[("page.md", "html5", "/dev/full")])


def test_typst_reports_its_error_and_makes_the_next_document(tmp_path):
    documents = typst_service(tmp_path, ["ua-1"])
    source = tmp_path / "page.typ"
    source.write_text("#panic()")
    with pytest.raises(RenderError, match="Typst: panicked"):
        documents.make(tmp_path, "page.typ")
    source.write_text('#set document(title: "A title")\nSaid')
    documents.make(tmp_path, "page.typ")
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")


def test_a_document_reads_nothing_outside_its_folder(tmp_path):
    documents = typst_service(tmp_path, [])
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "page").mkdir()
    (tmp_path / "page" / "page.typ").write_text('#read("../secret.txt")')
    with pytest.raises(RenderError, match="Typst: "):
        documents.make(tmp_path / "page", "page.typ")


COUNTED = """
import sys
from sdp_lib.pipeline.render.service import Service
log, ask = sys.argv.pop(1), Service.make
def make(self, folder, source, *told, **about):
    with open(log, "a") as file:
        file.write(source + "\\n")
    ask(self, folder, source, *told, **about)
Service.make = make
from sdp_lib.cli import main
main()
"""


def test_a_build_asks_pandoc_and_typst_once_for_each_page(whole_project, tmp_path):
    log = tmp_path / "asked"
    chosen = ["--only", "scorecard-5[0-4]", "--renderer", "embedded"]
    command = [sys.executable, "-c", COUNTED, str(log), "report", QUARTER, *chosen]
    subprocess.run(command, cwd=whole_project.root, check=True, capture_output=True)
    asked = log.read_text().split()
    front = 3 + 2  # front page, quality, evidence; in place of what is not made, for each depth
    assert asked.count("page.md") == 5 + front
    assert asked.count("page.typ") == 5
