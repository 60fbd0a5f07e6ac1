"""A notebook that raises, and a command that is killed: the rest is built, no process stays."""

import json
import os
import subprocess
from pathlib import Path
from uuid import uuid4

import pytest
from support import (
    COMMAND,
    QUARTER,
    copy_project,
    marked,
    read_csv,
    read_notebook,
    soup,
    wait_until,
    words,
)

from sdp_lib.pipeline.plan.notebooks import tags

STALE = "a page of an earlier build"


@pytest.fixture(scope="module")
def failed(tmp_path_factory):
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


def test_a_notebook_that_raises_gives_status_1_and_is_named_with_its_error(failed):
    _, ended = failed
    assert ended.returncode == 1
    assert "outcome-1: ZeroDivisionError: division by zero" in ended.stderr
    assert json.loads(ended.stdout)["failed"] == {
        "outcome-1": "ZeroDivisionError: division by zero [SDP-530]"
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


def test_no_stray_page_outlives_the_failure(failed):
    project, _ = failed
    assert [path.name for path in project.site.glob("outcome-1*")] == ["outcome-1.html"]
    page = soup(project.site / "outcome-1.html")
    assert "There is no page of this report yet." in words(page)
    assert page.select_one('main a[href="index.html"]')


def test_the_front_page_and_the_manifest_say_what_is_not_available(failed):
    project, _ = failed
    assert "could not be made: outcome-1." in words(soup(project.site / "index.html"))
    made = json.loads((project.output / "manifest.json").read_text(encoding="utf-8"))
    assert list(made["failed"]) == ["outcome-1"]
    assert "site/outcome-3.html" in made["outputs"]


@pytest.mark.skipif(
    not Path("/proc/self/environ").is_file(), reason="only Linux shows what belongs to a build"
)
def test_if_only_the_command_is_killed_everything_it_started_ends(whole_project, tmp_path):
    begun = tmp_path / "begun"
    waits = f"open({str(begun)!r}, 'w').close(); import time; time.sleep(100_000)"
    whole_project.replace("notebooks/outcome.ipynb", '"report.issues()"', f'"{waits}"')
    mark = uuid4().hex
    build = subprocess.Popen(
        [COMMAND, "report", QUARTER, "--only", "outcome-3", "--renderer", "embedded"],
        cwd=whole_project.root,
        env=os.environ | {"SDP_TEST": mark},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_until(begun.exists)
    assert len(marked(mark)) > 2  # a worker, and what it was forked from
    build.kill()
    build.wait()
    wait_until(lambda: not marked(mark))
