"""A notebook that raises, and a build that is killed: what can be built is, all or nothing."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import pytest
from support import (
    COMMAND,
    ONLY,
    QUARTER,
    Project,
    copy_project,
    fingerprint,
    read_csv,
    read_notebook,
    soup,
    words,
)

from sdp_lib.build.notebooks import tags

STALE = "a page of an earlier build"


@pytest.fixture(scope="module")
def failed(tmp_path_factory, built):
    """A build over an earlier one, in which one of two notebooks raises."""
    project = copy_project(tmp_path_factory.mktemp("failed"))
    project.replace(
        "notebooks/outcome.ipynb",
        '"report.issues()"',
        "\"report.issues() if outcome == '3' else 1 / 0\"",
    )
    for name in ("outcome-1.html", "outcome-1.pdf", "outcome-3.html"):
        path = project.site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(STALE)
    ended = project.report("--only", "outcome-[13]", "--formats", "html", "--json")
    return project, ended


def test_a_notebook_that_raises_ends_with_status_1_and_is_named_with_its_error(failed):
    _, ended = failed
    assert ended.returncode == 1
    assert "outcome-1: ZeroDivisionError: division by zero" in ended.stderr
    assert json.loads(ended.stdout)["failed"] == {
        "outcome-1": "ZeroDivisionError: division by zero"
    }


def test_the_notebook_that_raised_is_kept_with_the_failing_cell_marked(failed):
    project, _ = failed
    kept = read_notebook(project.output / "notebooks" / "outcome-1.ipynb")
    marked = [
        number for number, cell in enumerate(kept.cells) if "papermill-error-cell-tag" in tags(cell)
    ]
    assert marked
    error = kept.cells[marked[-1] + 1]
    assert error["id"] == "issues"
    assert error.outputs[0].ename == "ZeroDivisionError"
    text = (project.output / "notebooks" / "outcome-1.ipynb").read_text(encoding="utf-8")
    assert str(project.root) not in text


def test_the_other_reports_are_made(failed):
    project, _ = failed
    assert STALE not in (project.site / "outcome-3.html").read_text(encoding="utf-8")
    assert {row["report"] for row in read_csv(project.output / "figures.csv")} == {"outcome-3"}


def test_no_page_of_an_earlier_build_outlives_the_failure(failed):
    project, _ = failed
    assert not list(project.site.glob("outcome-1*"))


def test_the_front_page_and_the_manifest_say_what_is_not_available(failed):
    project, _ = failed
    assert "could not be made: outcome-1." in words(soup(project.site / "index.html"))
    made = json.loads((project.output / "manifest.json").read_text(encoding="utf-8"))
    assert list(made["failed"]) == ["outcome-1"]
    assert "site/outcome-3.html" in made["outputs"]


def staged(project: Project) -> set[Path]:
    """Return the folders in which builds are, or were, being made."""
    return set(project.output.parent.glob(f".{QUARTER}.new-*"))


def is_being_put_together(folder: Path) -> bool:
    return folder.is_dir()


def has_its_notebooks(folder: Path) -> bool:
    return (folder / "notebooks" / "outcome-3.ipynb").is_file()


def start(project: Project, **environment: str) -> subprocess.Popen[bytes]:
    """Start a build in a group of processes of its own."""
    return subprocess.Popen(
        [COMMAND, "report", QUARTER, *ONLY, "--renderer", "embedded"],
        cwd=project.root,
        env=os.environ | environment,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def wait_for(reached: Callable[[], object], build: subprocess.Popen[bytes]) -> None:
    """Wait until a build has got so far; it must not have ended before."""
    while not reached():
        assert build.poll() is None, "the build ended before it could be killed"
        time.sleep(0.01)


def kill_when(project: Project, reached: Callable[[Path], bool]) -> None:
    """Start a build and kill it, with all that it started, when it has got so far."""
    older = staged(project)
    build = start(project)
    wait_for(lambda: any(reached(folder) for folder in staged(project) - older), build)
    os.killpg(build.pid, signal.SIGKILL)
    build.wait()


@pytest.mark.skipif(os.name != "posix", reason="only POSIX systems have process groups")
def test_a_killed_build_leaves_the_last_good_one_and_the_next_succeeds(whole_project, built):
    project = whole_project
    project.site.mkdir(parents=True)
    (project.site / "index.html").write_text("the last good build")
    good = fingerprint(project.output)
    for moment in (is_being_put_together, has_its_notebooks):
        kill_when(project, moment)
        assert fingerprint(project.output) == good, moment.__name__
    assert staged(project), "it was killed in the middle"
    ended = project.report(*ONLY)
    assert ended.returncode == 0, ended.stderr
    assert fingerprint(project.output) == fingerprint(built.output)
    assert os.listdir(project.output.parent) == [QUARTER]  # noqa: PTH208 - hidden ones count


def marked(mark: str) -> list[str]:
    """Return the processes that were started with a mark in their environment."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it ended meanwhile, or is somebody else's
            if mark.encode() in (process / "environ").read_bytes():
                found.append(process.name)
    return found


@pytest.mark.skipif(
    not Path("/proc/self/environ").is_file(), reason="only Linux shows what belongs to a build"
)
def test_when_the_command_alone_is_killed_all_that_it_started_ends(whole_project):
    mark = uuid4().hex
    build = start(whole_project, SDP_TEST=mark)
    wait_for(lambda: len(marked(mark)) > 2, build)  # a kernel, and what it was forked from
    build.kill()
    build.wait()
    for _ in range(600):
        if not marked(mark):
            break
        time.sleep(0.1)
    assert marked(mark) == []
