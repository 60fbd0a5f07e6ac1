"""Every file that a build opens is an input, in the manifest, and a reason to build again."""

import json
from pathlib import Path

import pytest
from support import Project, copy_project

# Python imports this first, in the command and in all its processes.
NOTES_WHAT_IS_OPENED = """
import os, sys
log, root = os.environ["SDP_OPENED"], os.environ["SDP_ROOT"]
def note(event, given):
    if event == "open" and isinstance(given[0], (str, os.PathLike)):
        path = os.path.abspath(given[0])
        if path.startswith(root):
            line = f"{os.path.relpath(path, root)}\\n".encode()
            os.write(notes, line)
notes = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
sys.addaudithook(note)
"""
READ = ("data", "params", "notebooks")


def build(project: Project, folder: Path, quarter: str, *arguments: str) -> set[str]:
    """Build a quarter, and return the files of the project that were opened for it."""
    (folder / "sitecustomize.py").write_text(NOTES_WHAT_IS_OPENED)
    log = folder / "opened"
    environment = {"PYTHONPATH": str(folder), "SDP_OPENED": str(log), "SDP_ROOT": str(project.root)}
    asked = ["report", quarter, "--renderer", "embedded", "--formats", "html", *arguments]
    ended = project.sdp(*asked, **environment)
    assert ended.returncode == 0, ended.stderr
    opened = {line for line in log.read_text().splitlines() if Path(line).parts[0] in READ}
    return {line for line in opened if (project.root / line).is_file()}


@pytest.mark.parametrize("quarter", ["2019-20-Q2", "2020-21-Q3"])
def test_every_file_that_a_build_opens_is_in_the_manifest(tmp_path, quarter):
    project = copy_project(tmp_path / "project")
    opened = build(project, tmp_path, quarter, "--only", "outcome-1", "--only", "council")
    assert {Path(line).parts[0] for line in opened} == {*READ}
    manifest = project.root / "outputs" / quarter / "manifest.json"
    inputs = json.loads(manifest.read_text(encoding="utf-8"))["inputs"]
    assert opened - {*inputs} == set()
