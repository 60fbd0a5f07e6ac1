"""`sdp report --watch`: each change is built as a new command would build it, until Ctrl-C."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer

import psutil
import pytest
from support import PATIENCE, QUARTER, Project, fingerprint, small_project, soup, words

from sdp_lib.cli.watch import WAITING

ASKED = ("--only", "outcome-3", "--formats", "html", "--renderer", "embedded")
# Tests in the background inherit that Ctrl-C is ignored; this command reacts to it.
MINDS_CTRL_C = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from sdp_lib.cli import main
main()
"""
COMMENTARY = f"data/commentary/{QUARTER}/outcome-3.md"
RETURNS = f"data/returns/{QUARTER}.csv"


class Watching:
    """A command that watches a project, and its output."""

    def __init__(self, project: Project, *options: str):
        self.project = project
        self._process = subprocess.Popen(
            [sys.executable, "-c", MINDS_CTRL_C, "report", QUARTER, *ASKED, "--watch", *options],
            cwd=project.root, env=os.environ | {"PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
        )  # fmt: skip
        self._patience = Timer(PATIENCE, self._process.kill)
        self._patience.start()

    def until(self, words: str) -> str:
        """Return its output up to this text, or to its end."""
        said = ""
        while line := self._process.stdout.readline():
            said += line
            if words in line:
                return said
        return said

    def interrupt(self) -> int:
        """Press Ctrl-C, and return the exit status once no process is left."""
        below = psutil.Process(self._process.pid).children(recursive=True)
        self._process.send_signal(signal.SIGINT)
        status = self._process.wait(PATIENCE)
        _, alive = psutil.wait_procs(below, timeout=PATIENCE)
        assert below
        assert not alive
        return status

    def end(self) -> int:
        """Return the exit status when it ends."""
        return self._process.wait(PATIENCE)

    def close(self) -> None:
        """End it, however the test ended."""
        self._patience.cancel()
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()


@contextmanager
def watched(project: Project) -> Iterator[Watching]:
    """Run a command that has built a report, and waits."""
    command = Watching(project)
    try:
        first = command.until(WAITING)
        assert "1 of 1 reports made" in first, first
        yield command
    finally:
        command.close()


@pytest.fixture(scope="module")
def watching(tmp_path_factory) -> Iterator[Watching]:
    """A command for several changes, which each test leaves waiting."""
    with watched(small_project(tmp_path_factory.mktemp("watched"))) as command:
        yield command


@pytest.fixture
def to_be_ended(tmp_path) -> Iterator[Watching]:
    """A command that a test ends."""
    with watched(small_project(tmp_path / "project")) as command:
        yield command


def built_anew(project: Project, folder: Path) -> dict[str, str]:
    """Return the digests of the results of a new command with the same inputs elsewhere."""
    other = small_project(folder)
    for place in ("data", "params", "notebooks"):
        for path in (project.root / place).rglob("*.*"):
            if path.is_file():
                (other.root / path.relative_to(project.root)).write_bytes(path.read_bytes())
    ended = other.sdp("report", QUARTER, *ASKED)
    assert ended.returncode == 0, ended.stderr
    return fingerprint(other.output)


def test_a_change_of_commentary_or_return_is_built_as_by_a_new_command(watching, tmp_path):
    project = watching.project
    project.replace(COMMENTARY, "## delivery", "## delivery\n\nThe *autumn* was dry.")
    assert "1 of 1 reports made" in watching.until(WAITING)
    assert "The autumn was dry." in words(soup(project.site / "outcome-3.html"))
    late = {"delivery": "unlikely", "issues": "capacity"}  # which changes a chart
    project.rewrite(RETURNS, lambda row: late if row["activity"] == "52" else {})
    assert "1 of 1 reports made" in watching.until(WAITING)
    assert fingerprint(project.output) == built_anew(project, tmp_path / "anew")


def test_a_mistake_is_reported_and_its_correction_is_awaited(watching):
    project = watching.project
    before = fingerprint(project.output)
    project.replace(COMMENTARY, "## delivery", "## deliverance")
    said = watching.until(WAITING)
    assert "deliverance" in said
    assert "reports made" not in said
    assert fingerprint(project.output) == before
    project.replace(COMMENTARY, "## deliverance", "## delivery\n\nMended.")
    assert "1 of 1 reports made" in watching.until(WAITING)


def test_a_file_that_is_saved_as_it_was_is_not_built(watching):
    watching.project.replace(COMMENTARY, "## delivery", "## delivery")
    assert "Nothing to do: 1 report is fresh." in watching.until(WAITING)


def test_ctrl_c_ends_it_and_leaves_no_process(to_be_ended):
    assert to_be_ended.interrupt() == 130


def test_a_change_of_the_library_ends_it(to_be_ended):
    path = to_be_ended.project.root / "_quarto.yml"
    path.write_text(path.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    assert "has changed" in to_be_ended.until("Start the command again")
    assert to_be_ended.end() == 0


def test_a_forced_build_is_forced_once_even_if_a_report_fails(tmp_path):
    project = small_project(tmp_path / "project")
    project.replace("notebooks/outcome.ipynb", '"report.issues()"', '"1 / 0"')
    command = Watching(project, "--force", "--only", "scorecard-52")
    try:
        assert "1 of 2 reports made" in command.until(WAITING)
        project.replace(COMMENTARY, "## delivery", "## delivery\n\nOne.")
        said = command.until(WAITING)
        assert "0 of 1 reports made" in said
        assert "1 more is fresh." in said
    finally:
        command.close()


@pytest.mark.parametrize("option", [("--json",), ("--cluster", "tcp://127.0.0.1:1")])
def test_options_that_do_not_go_with_watching_are_refused(project, option):
    ended = project.sdp("report", QUARTER, "--watch", *option)
    assert ended.returncode == 2
    assert f"{option[0]}: it cannot be used with --watch" in ended.stderr
    assert not project.output.exists()
