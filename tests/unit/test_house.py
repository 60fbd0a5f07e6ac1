import ast
import re
import runpy
import shutil
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pandas as pd
import pytest
import yaml
from support import ROOT, code, read_notebook

LONGEST_MODULE = 300
LIBRARY = sorted((ROOT / "sdp_lib").rglob("*.py"))
MODULES = [
    *LIBRARY,
    *sorted((ROOT / "benchmarks").glob("*.py")),
    *sorted((ROOT / "docs").glob("*.py")),
]
SHIPPED = [ROOT / f"notebooks/{name}.ipynb" for name in ("council", "outcome", "scorecard")]
BESIDE_PYTHON = str(Path(sys.executable).parent)


@pytest.mark.processes
def test_imports_run_one_way_through_the_rooms():
    ended = subprocess.run(
        [shutil.which("lint-imports", path=BESIDE_PYTHON), "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_says_what_it_is_and_is_short(path):
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text))
    assert len(text.splitlines()) <= LONGEST_MODULE


def test_the_picture_of_the_house_is_that_of_the_code():
    picture = runpy.run_path(str(ROOT / "docs/picture.py"))
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert picture["with_picture"](text) == text, "draw it again: python docs/picture.py"
    assert "cli --> collect" in text


REPORT = sorted((ROOT / "sdp_lib/report").glob("*.py"))
OF_FRAMES = {
    name
    for kind in (pd.DataFrame, pd.Series, pd.Index)
    for name in dir(kind)
    if name[0] != "_" and not any(hasattr(plain, name) for plain in (str, list, dict, tuple, int))
} - {"name"}  # which our own records have


@pytest.mark.parametrize("path", REPORT, ids=lambda path: path.stem)
def test_a_section_counts_nothing_with_pandas(path):
    """Counts are made in `measures`, and reach a section as typed records."""
    tree = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    assert not {"pandas", "numpy"} & set().union(*map(imported, tree))
    used = {node.attr for node in tree if isinstance(node, ast.Attribute)}
    assert used & OF_FRAMES == set()


def test_the_attributes_of_frames_are_known():
    assert {"loc", "groupby", "nunique", "isin", "iterrows", "value_counts", "empty"} <= OF_FRAMES


COMMANDS = sorted((ROOT / "sdp_lib/cli").glob("*.py"))


@pytest.mark.parametrize("path", COMMANDS, ids=lambda path: path.stem)
def test_a_command_has_types_for_everything_that_it_prints(path):
    assert not re.search(r"\bAny\b", path.read_text(encoding="utf-8"))


@pytest.mark.processes
def test_rendering_imports_nothing_that_draws():
    """It would add a second to every command that makes a report again."""
    found = "{'matplotlib', 'seaborn'} & {*sys.modules}"
    code = f"import sdp_lib.pipeline.render.shown, sys; print({found})"
    output = subprocess.run(
        [sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True
    ).stdout  # fmt: skip
    assert output == "set()\n"


PRIVATE = re.compile(r"^[ \t]*(?:async def|def|class) (_(?!repr_|exit\b)[a-z]\w*)", re.MULTILINE)
JUPYTER = {"ipykernel", "jupyter_client", "jupyter_core", "nbclient", "papermill", "IPython"}


def test_no_private_name_of_jupyters_libraries_is_used():
    """Neither imported nor read, called or overridden; `os._exit` is not theirs."""
    private: set[str] = set()
    for package in JUPYTER:
        for path in Path(find_spec(package).origin).parent.rglob("*.py"):
            private |= {*PRIVATE.findall(path.read_text(encoding="utf-8"))}
    assert len(private) > 100
    found = []
    for path in LIBRARY:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if not any(imported(node) & JUPYTER for node in ast.walk(tree)):
            continue
        own = {one.name for one in ast.walk(tree) if hasattr(one, "name")}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and re.match(r"_(?!repr_|exit$)[a-z]", node.attr):
                mine = isinstance(node.value, ast.Name) and node.value.id in {"self", "cls"}
                if not mine or (node.attr in private and node.attr not in own):
                    found.append(f"{path.name}:{node.lineno}: {node.attr}")
            elif isinstance(node, ast.ImportFrom) and imported(node) & JUPYTER:
                found += [
                    f"{path.name}: {alias.name}" for alias in node.names if alias.name[0] == "_"
                ]
    assert found == []


def imported(node: ast.AST) -> set[str]:
    """Return the packages that a statement imports."""
    if isinstance(node, ast.ImportFrom):
        return {(node.module or "").partition(".")[0]}
    if isinstance(node, ast.Import):
        return {alias.name.partition(".")[0] for alias in node.names}
    return set()


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_each_section_of_a_notebook_says_what_it_answers_and_from_what(path):
    parameters, report, *sections, ledger = code(read_notebook(path))
    assert parameters.metadata["tags"] == ["parameters"]
    values = [ast.literal_eval(one.value) for one in ast.parse(parameters.source).body]
    assert all(isinstance(value, str) for value in values), "contract: plain text"
    assert report.source.startswith("from sdp_lib import Report\n")
    for cell in sections:
        words = " ".join(re.findall(r"^# (.*)", cell.source, re.MULTILINE))
        assert re.match(r"[A-Z][^?]+\? From [a-z].+\.$", words), cell.source
    assert ledger.source == "report.ledger()"


def environment() -> set[str]:
    """Return the names in environment.yml, from conda and from pip alike."""
    content = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    found: set[str] = set()
    for one in content["dependencies"]:
        found |= set(map(name_of, one["pip"])) if isinstance(one, dict) else {name_of(one)}
    return found


def name_of(requirement: str) -> str:
    """Return the name in a requirement as packages compare it: `PyYAML>=6.0` is `pyyaml`."""
    return re.split(r"[<>=!~ \[;]", requirement.strip())[0].lower().replace("_", "-")


def test_the_environment_for_conda_holds_every_dependency_with_quarto_and_jupyterlab():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {name_of(one) for one in project["dependencies"]} | {"quarto", "jupyterlab", "python"}
    assert wanted <= environment(), f"environment.yml lacks {wanted - environment()}"
