"""Blocks of commands and code on pages, with the test that runs each of them."""

import re
import shlex
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import typer
import yaml
from pages import PAGES, blocks, commands
from support import ROOT, fold, read_notebook
from test_references import PAGES as REFERENCES

from sdp_lib.cli import app
from sdp_lib.cli.report import parse_parameters
from sdp_lib.inputs.brand.brand_file import Brand
from sdp_lib.inputs.council import read_council
from sdp_lib.inputs.input_files import Sources
from sdp_lib.inputs.quotations import quotation_problems
from sdp_lib.inputs.yaml_file import read_model
from sdp_lib.measures.names import figure_names
from sdp_lib.periods import Period
from sdp_lib.pipeline.plan.build_plan import plan_build
from sdp_lib.pipeline.plan.request import Request

HERE = "unit/test_doc_blocks.py"
ADDED = "browser/test_add_your_own.py::followed"
FIRST = "notebooks/test_first_report.py"
OWN = "notebooks/test_own_report_page.py::followed"
OTHER = "notebooks/test_other_organisation.py"
WALK = "notebooks/test_walk.py"
# The number of blocks of a language on a page, and what runs them. A new block needs a test, then
# its number here.
RUN_BY = {
    ("CONTRIBUTING.md", "mermaid"): (1, "unit/test_house.py::test_the_picture_of_the_house_is_"),
    ("CONTRIBUTING.md", "sh"): (1, f"{HERE}::test_the_references_that_a_page_writes_are_all_"),
    ("README.md", "sh"): (2, f"{HERE}::test_the_commands_of_readme_are_there"),
    ("data/README.md", "sh"): (1, "golden/test_data.py::test_generating_again_"),
    ("docs/add-your-own.md", "markdown"): (1, ADDED),
    ("docs/add-your-own.md", "python"): (7, ADDED),
    ("docs/add-your-own.md", "sh"): (2, ADDED),
    ("docs/cell-output.md", "python"): (1, "notebooks/test_cell_output.py::executed"),
    ("docs/check-published.md", "python"): (1, "unit/test_publish_docs.py::test_the_check_on_"),
    ("docs/check-published.md", "sh"): (3, "processes/test_publishing.py::test_a_quarter_is_"),
    ("docs/commands.md", "text"): (16, "unit/test_references.py::test_a_reference_is_that_of_"),
    ("docs/first-report.md", "python"): (2, f"{FIRST}::test_the_notebook_with_the_changed_"),
    ("docs/first-report.md", "sh"): (5, f"{FIRST}::walked"),
    ("docs/first-report.md", "text"): (
        1,
        f"{FIRST}::test_a_wrong_value_is_reported_as_the_page_says",
    ),
    ("docs/frames.md", "python"): (2, f"{HERE}::test_the_python_of_a_reference_runs"),
    ("docs/how-it-works.md", "text"): (1, f"{HERE}::test_the_folders_of_the_drawing_are_there"),
    ("docs/method.md", "python"): (1, f"{HERE}::test_the_python_of_a_reference_runs"),
    ("docs/one-report.md", "sh"): (5, f"{HERE}::test_a_command_for_some_reports_plans_"),
    ("docs/organisation.md", "sh"): (4, f"{OTHER}::walked"),
    # One of them is held by the walk too.
    ("docs/organisation.md", "yaml"): (7, f"{HERE}::test_settings_that_a_page_shows_are_read"),
    ("docs/own-report.md", "markdown"): (1, OWN),
    ("docs/own-report.md", "python"): (1, "notebooks/test_own_report_page.py::test_the_call_that"),
    ("docs/own-report.md", "sh"): (5, OWN),
    ("docs/own-report.md", "yaml"): (2, OWN),
    ("docs/publish.md", "sh"): (5, "processes/test_publishing.py::test_a_quarter_is_corrected_"),
    ("docs/publish.md", "yaml"): (2, f"{HERE}::test_settings_that_a_page_shows_are_read"),
    ("docs/quarter.md", "markdown"): (2, f"{HERE}::test_the_quotations_that_a_page_shows_are_of"),
    ("docs/quarter.md", "sh"): (8, f"{WALK}::walked"),
    ("docs/quarter.md", "yaml"): (1, f"{WALK}::test_the_settings_that_the_page_shows_for_signing"),
    ("docs/scale.md", "sh"): (2, f"{HERE}::test_the_commands_of_dask_are_those_that_it_has"),
}
NAMES = [path.relative_to(ROOT).as_posix() for path in PAGES]
# Other programs: their commands are tested by the tests named above, or here.
PROGRAMS = {
    "sdp",
    "make",
    "conda",
    "papermill",
    "dask",
    "quarto",
    "openssl",
    "python",
    "for",
    "cd",
    "cp",
}


def words(line: str) -> list[str]:
    """Return the words of a line, with the program's name without its folder."""
    program, *arguments = shlex.split(line)
    return [Path(program).name, *arguments]


LINES = sorted({line for name in NAMES for line in commands(name)})
OURS = [words(line)[1:] for line in LINES if words(line)[0] == "sdp"]


def lines_of(program: str) -> list[list[str]]:
    return [words(line)[1:] for line in LINES if words(line)[0] == program]


def test_every_block_of_every_page_is_run_by_the_test_that_the_table_names():
    found = Counter((block.page, block.language) for name in NAMES for block in blocks(name))
    assert dict(found) == {block: count for block, (count, _) in RUN_BY.items()}
    for _, test in RUN_BY.values():
        file, _, function = test.partition("::")
        assert f"def {function}" in (ROOT / "tests" / file).read_text("utf-8"), test


def test_every_line_begins_with_a_program_that_is_known():
    assert {words(line)[0] for line in LINES} <= PROGRAMS


@pytest.mark.parametrize("arguments", OURS, ids=" ".join)
def test_a_command_of_ours_is_one_that_there_is_and_takes_its_arguments(arguments):
    name, *rest = arguments
    assert typer.main.get_command(app).commands[name].make_context(name, rest)


@pytest.mark.parametrize("page", ["docs/frames.md", "docs/method.md"])
def test_the_python_of_a_reference_runs(page, monkeypatch):
    monkeypatch.chdir(ROOT)
    namespace: dict[str, object] = {}
    for block in blocks(page):
        exec(compile(block.text, page, "exec"), namespace)  # noqa: S102 - a page of our own
    assert len(namespace["report"].data.figures if "report" in namespace else namespace) > 1


SOME = {
    "--only outcome-3": {"outcome-3"},
    "--only scorecard-5*": {f"scorecard-{one}" for one in [5, *range(50, 60)]},
    "-p outcome=2": {"outcome-2"},
    "--only outcome-3 -p detail=summary": {"outcome-3.detail-summary"},
    "--only outcome-3 --formats html,pdf,docx": {"outcome-3"},
}


def test_a_command_for_some_reports_plans_those_that_the_page_promises(tmp_path):
    report = typer.main.get_command(app).commands["report"]
    planned = {}
    for line in commands("docs/one-report.md"):
        if words(line)[1] != "report":
            continue
        given = report.make_context("report", words(line)[2:]).params
        asked = Request(
            quarter=Period.parse(given["quarter"]),
            sources=Sources(ROOT, Path("data"), Path("params"), Path("notebooks")),
            out=tmp_path,
            only=given["only"] or [],
            overrides=parse_parameters(given["parameter"] or []),
            formats=tuple(given["formats"].split(",")),
        )
        planned[" ".join(words(line)[3:])] = {job.name for job in plan_build(asked).jobs}
    assert planned == SOME


@pytest.mark.processes
def test_papermill_runs_a_notebook_as_the_page_says(tmp_path):
    (arguments,) = lines_of("papermill")
    notebook, to, *parameters = arguments
    subprocess.run(
        [sys.executable, "-m", "papermill", notebook, tmp_path / to, *parameters],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    shown = fold(str(read_notebook(tmp_path / to)))
    assert "Strategic Outcome 2: " in shown


@pytest.mark.processes
@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")
def test_the_commands_of_readme_are_there():
    for target in lines_of("make"):
        dry = ["make", "--dry-run", *target]
        planned = subprocess.run(dry, cwd=ROOT, capture_output=True, text=True, check=False)
        assert planned.returncode == 0, planned.stderr
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    create, activate = ["env", "create", "--file", "environment.yml"], environment["name"]
    assert lines_of("conda") == [["activate", activate], create]


def test_the_references_that_a_page_writes_are_all_that_there_are():
    (block,) = (one for one in blocks("CONTRIBUTING.md") if one.language == "sh")
    named = re.fullmatch(r"for page in (.+); do (.+)docs/\$page\.py; done\n", block.text)
    assert {*named[1].split()} == {*REFERENCES}


def test_the_folders_of_the_drawing_are_there():
    (block,) = blocks("docs/how-it-works.md")
    folders = re.findall(r"(\w+)/", block.text)
    assert len(folders) == 7
    assert all(
        (ROOT / folder).is_dir() or (ROOT / "sdp_lib" / folder).is_dir() for folder in folders
    )


SETTINGS = [
    block
    for page in ("docs/organisation.md", "docs/publish.md")
    for block in blocks(page)
    if block.language == "yaml" and not block.text.startswith("state:")
]
BRAND_KEYS = {"color", "typography", "logo"}


@pytest.mark.parametrize("block", SETTINGS, ids=lambda one: one.text.partition(":")[0])
def test_settings_that_a_page_shows_are_read(block, tmp_path):
    settings = yaml.safe_load((ROOT / "params/council.yml").read_text(encoding="utf-8"))
    shown = yaml.safe_load(block.text)
    if BRAND_KEYS.issuperset(shown):
        (tmp_path / "_brand.yml").write_text(block.text, encoding="utf-8")
        read = read_model(tmp_path / "_brand.yml", Brand)
        assert read.model_fields_set == {*shown}
        return
    others = {name: one for name, one in settings.items() if name not in shown}
    whole = yaml.safe_dump(others, allow_unicode=True) + block.text
    (tmp_path / "council.yml").write_text(whole, encoding="utf-8")
    council = read_council(tmp_path)
    assert all(getattr(council, name) for name in shown)


def test_the_quotations_that_a_page_shows_are_of_figures_that_there_are(council):
    names = [*figure_names(council)]
    shown = [block.text for block in blocks("docs/quarter.md") if block.language == "markdown"]
    assert sum(text.count("{{") for text in shown) == 3
    assert [
        *(problem for text in shown for problem in quotation_problems(text, "", lambda: names))
    ] == []


def test_the_commands_of_dask_are_those_that_it_has():
    from distributed.cli import dask_scheduler, dask_worker

    kinds = {"scheduler": dask_scheduler.main, "worker": dask_worker.main}
    for kind, *arguments in lines_of("dask"):
        assert kinds[kind].make_context(kind, arguments)
    assert {kind for kind, *_ in lines_of("dask")} == {*kinds}


def test_the_commands_of_quarto_name_a_notebook_and_a_parameter_that_it_has():
    (given,) = (line for line in lines_of("quarto") if "-P" in line)
    notebook = (ROOT / given[1]).read_text(encoding="utf-8")
    assert f"{given[given.index('-P') + 1].partition(':')[0]} = " in notebook
