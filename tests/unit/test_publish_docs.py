"""The pages on publishing and the example of a scheduled run, checked against the code."""

import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from support import ROOT

from sdp_lib.publish.evidence_page import _CHECK

EXAMPLE = ROOT / "examples/scheduled"


def test_the_check_on_the_page_is_the_one_that_the_site_prints():
    page = (ROOT / "docs/check-published.md").read_text(encoding="utf-8")
    assert _CHECK.replace("PERIOD", "2019-20-Q2") in page


def run(arrivals: Path, monkeypatch, refused: set[str]) -> tuple[int, list[list[str]]]:
    """Run the example with commands that only print their arguments."""
    called = []

    def command(words, **_):
        called.append(words[3:])
        status = 2 if refused & {*map(str, words)} else 0
        return subprocess.CompletedProcess(words, status, "said\n", "wrong\n" if status else "")

    monkeypatch.setattr(subprocess, "run", command)
    example = runpy.run_path(str(EXAMPLE / "run_when_exports_arrive.py"))
    return example["main"](arrivals, Path("/srv/site")), called


@pytest.fixture
def arrivals(tmp_path) -> Path:
    folder = tmp_path / "arrivals" / "2019-20-Q2"
    folder.mkdir(parents=True)
    for name in ("a.xlsx", "b.csv", "read me.txt"):
        (folder / name).write_text("x")
    return tmp_path / "arrivals"


def test_an_export_that_arrives_is_ingested_checked_made_and_published_as_a_draft(
    arrivals, monkeypatch
):
    status, called = run(arrivals, monkeypatch, set())
    assert status == 0
    assert [words[0] for words in called] == ["ingest", "ingest", "check", "report", "publish"]
    assert called[-1] == ["publish", "2019-20-Q2", "--to", "/srv/site", "--draft"]
    folder = arrivals / "2019-20-Q2"
    assert {path.name for path in folder.iterdir()} == {"done", "read me.txt", "report.txt"}
    assert {path.name for path in (folder / "done").iterdir()} == {"a.xlsx", "b.csv"}
    assert run(arrivals, monkeypatch, set()) == (0, [])


def test_an_export_that_is_refused_stays_and_the_report_says_why(arrivals, monkeypatch):
    folder = arrivals / "2019-20-Q2"
    status, called = run(arrivals, monkeypatch, {str(folder / "b.csv")})
    assert status == 1
    assert [words[0] for words in called] == ["ingest", "ingest", "check", "report", "publish"]
    assert (folder / "b.csv").is_file()
    said = (folder / "report.txt").read_text()
    assert "sdp ingest: not well (2)\nsaid\nwrong\n" in said


def test_nothing_is_made_or_published_if_the_check_finds_an_error(arrivals, monkeypatch):
    status, called = run(arrivals, monkeypatch, {"check"})
    assert (status, [words[0] for words in called]) == (1, ["ingest", "ingest", "check"])


@pytest.mark.processes
def test_the_example_runs_and_leaves_what_a_real_command_says(arrivals):
    ended = subprocess.run(
        [sys.executable, str(EXAMPLE / "run_when_exports_arrive.py"), str(arrivals), "site"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 1, ended.stderr
    said = (arrivals / "2019-20-Q2" / "report.txt").read_text(encoding="utf-8")
    assert "sdp ingest: not well (2)" in said
    assert "b.csv" in said


@pytest.mark.parametrize("name", ["sdp-draft.service", "crontab", "workflow.yml"])
def test_the_schedulers_name_the_example_and_give_it_two_folders(name):
    text = (EXAMPLE / name).read_text(encoding="utf-8")
    found = re.findall(r"examples/scheduled/run_when_exports_arrive\.py (\S+) (\S+)", text)
    assert len(found) == 1
    assert "run_when_exports_arrive.py" in {path.name for path in EXAMPLE.iterdir()}
