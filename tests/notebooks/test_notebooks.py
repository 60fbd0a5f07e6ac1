"""The notebooks by themselves: committed outputs, plain papermill, and the results of a run."""

import getpass
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from support import ROOT, code, fingerprint, read_notebook

from sdp_lib.ledger import read_ledger

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
OWN = {"parameters"}  # the cell that shows nothing


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_section_is_committed_with_its_outputs(path):
    empty = [cell["id"] for cell in code(read_notebook(path)) if not cell.outputs]
    silent = OWN | {"setup"} if path.stem == "explore" else OWN
    assert set(empty) == silent, f"run {path.name} and commit what it shows"


def test_the_notebooks_show_again_what_is_committed():
    ended = run(
        "pytest",
        "--nbval",
        *map(str, NOTEBOOKS),
        "-c",
        os.devnull,
        "--rootdir",
        str(ROOT),
        "-q",
        "-p",
        "no:cacheprovider",
        cwd=ROOT,
    )
    assert ended.returncode == 0, ended.stdout[-4000:]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_committed_notebook_holds_no_trace_of_who_ran_it_where_and_when(path):
    assert traces(path) == []


def test_plain_papermill_runs_a_notebook_from_the_root_and_counts_the_same(
    whole_project, built, tmp_path
):
    before = fingerprint(whole_project.root)
    out = tmp_path / "out.ipynb"
    ended = run(
        "papermill",
        "notebooks/outcome.ipynb",
        str(out),
        "-p",
        "outcome",
        "3",
        "--no-progress-bar",
        cwd=whole_project.root,
    )
    assert ended.returncode == 0, ended.stderr[-4000:]
    kept = read_notebook(built.output / "notebooks" / "outcome-3.ipynb")
    assert read_ledger(read_notebook(out)) == read_ledger(kept)
    assert fingerprint(whole_project.root) == before


def test_an_executed_notebook_is_kept_with_its_parameters_and_outputs(built):
    kept = read_notebook(built.output / "notebooks" / "outcome-3.ipynb")
    injected = next(cell for cell in kept.cells if cell["id"] == "injected-parameters")
    assert 'outcome = "3"' in injected.source
    assert {cell["id"] for cell in code(kept) if not cell.outputs} == {*OWN, "injected-parameters"}


def test_an_executed_notebook_holds_no_trace_of_who_ran_it_where_and_when(built):
    path = built.output / "notebooks" / "outcome-3.ipynb"
    assert traces(path, str(built.root)) == []


def traces(path: Path, *more: str) -> list[str]:
    """Return every trace of a machine, a person or a clock in a notebook without its charts."""
    text = re.sub(r"base64,[\w+/=]+", "", path.read_text(encoding="utf-8"))
    paths = [str(ROOT), str(Path.home()), os.path.realpath(sys.prefix), *more]
    found = [one for one in paths if one in text]
    user = getpass.getuser()
    found += re.findall(rf"\b{re.escape(user)}\b", text) if len(user) > 4 else []
    found += re.findall(r'"(?:papermill|execution|widgets|start_time|end_time|duration)":', text)
    # A return's own time of submission is not a clock of this machine, and is never shown.
    return found + re.findall(r"\d{4}-\d\d-\d\dT\d\d:\d\d", text)
