"""The page `docs/first-report.md`: its commands in their order, and its other blocks."""

import re
import shlex
import shutil
import subprocess

import nbformat
import pytest
import yaml
from nbclient import NotebookClient
from support import ROOT, Project, code, copy_project, read_notebook, soup, words

PAGE = (ROOT / "docs" / "first-report.md").read_text(encoding="utf-8")
NOTEBOOK = "notebooks/outcome.ipynb"


def fenced(language: str) -> list[str]:
    """Return the blocks of a language on the page."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.M | re.S)


def commands(program: str) -> list[list[str]]:
    """Return the arguments of each call of a program on the page."""
    lines = [shlex.split(line) for block in fenced("sh") for line in block.splitlines()]
    assert {line[0] for line in lines} == {"make", "conda", "sdp"}
    return [line[1:] for line in lines if line[0] == program]


@pytest.fixture(scope="module")
def walked(tmp_path_factory) -> Project:
    """A project after the page's commands; JupyterLab only says its version."""
    project = copy_project(tmp_path_factory.mktemp("first"))
    for arguments in commands("sdp"):
        more = {"report": ("--renderer", "embedded"), "lab": ("--version",)}[arguments[0]]
        ended = project.sdp(*arguments, *more)
        assert ended.returncode == 0, f"{arguments}: {ended.stderr}"
    return project


def test_the_page_makes_a_report_opens_jupyterlab_and_makes_another():
    assert [arguments[0] for arguments in commands("sdp")] == ["report", "lab", "report"]


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")
@pytest.mark.parametrize("target", [*(" ".join(command) for command in commands("make")), "lab"])
def test_the_targets_of_make_are_there(target):
    planned = subprocess.run(
        ["make", "--dry-run", *target.split()],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert planned.returncode == 0, planned.stderr


def test_the_commands_of_conda_name_the_environment_of_the_project():
    create, activate = commands("conda")
    assert create[:3] == ["env", "create", "--file"]
    environment = yaml.safe_load((ROOT / create[3]).read_text(encoding="utf-8"))
    assert activate == ["activate", environment["name"]]


def test_files_that_the_page_says_to_open_are_there(walked):
    named = re.findall(r"`(outputs/[^`]+)`", PAGE)
    assert len(named) == 3
    assert [path for path in named if not (walked.root / path).is_file()] == []


def test_the_notebook_with_the_changed_parameter_shows_what_the_page_of_that_report_shows(walked):
    before, after = fenced("python")
    notebook = read_notebook(walked.root / NOTEBOOK)
    parameters = next(iter(code(notebook)))
    assert before in parameters.source
    parameters.source = parameters.source.replace(before, after)
    NotebookClient(notebook, resources={"metadata": {"path": str(walked.root)}}).execute()
    head = next(cell for cell in code(notebook) if cell["id"] == "report").outputs[0]
    title = soup(walked.site / "outcome-2.html").h1
    assert words(title) in head.data["text/html"]


def test_a_wrong_value_is_reported_as_the_page_says(walked):
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell(
                "from sdp_lib import Report\nReport.outcome(quarter='2019-20-Q2', outcome='9')"
            )
        ]
    )
    NotebookClient(
        notebook, allow_errors=True, resources={"metadata": {"path": str(walked.root)}}
    ).execute()
    assert notebook.cells[0].outputs[0].traceback == fenced("text")[0].splitlines()
