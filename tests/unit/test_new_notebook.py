"""`sdp new-notebook`: its results from a template, and its refusals."""

import ast
import tomllib
from pathlib import Path

import nbformat
import pytest
from support import LIBRARY, QUARTER, ROOT, Project, code, copy_project, read_notebook

from sdp_lib.collect.new_notebook import prepare_notebook
from sdp_lib.errors import InputError
from sdp_lib.inputs.input_files import Sources
from sdp_lib.pipeline.plan.jobs import Job, variant
from sdp_lib.pipeline.plan.notebooks import known_parameters, tags
from sdp_lib.pipeline.plan.report_calls import check_calls
from sdp_lib.report.kinds import AnyReport

NEWEST = "2020-21-Q3"
KINDS = ("council", "outcome", "directorate", "portfolio", "activity")
TEMPLATES = sorted((ROOT / LIBRARY / "collect/templates").glob("*.ipynb"))


@pytest.fixture
def project(tmp_path) -> Project:
    return copy_project(tmp_path, library=False)


@pytest.fixture
def sources(project) -> Sources:
    root = project.root
    return Sources(root, root / "data", root / "params", root / "notebooks")


def written(sources: Sources, each: str) -> Path:
    made = prepare_notebook("my-report", each, sources)
    made.path.write_text(made.text, encoding="utf-8")
    return made.path


@pytest.mark.reports
@pytest.mark.parametrize("each", KINDS)
def test_a_new_notebook_is_valid_and_runs_as_it_is(sources, each):
    path = written(sources, each)
    notebook = read_notebook(path)
    nbformat.validate(notebook)
    cells = list(code(notebook))
    assert tags(cells[0]) == ["parameters"]
    assert (tags(cells[-1]), cells[-1].source) == (["ledger"], "report.ledger()")
    names: dict[str, object] = {}
    exec(cells[0].source, names)  # noqa: S102 - it is what the command has made
    names |= {"data": str(sources.data), "params": str(sources.params)}
    for cell in cells[1:]:
        exec(cell.source, names)  # noqa: S102
    report = names["report"]
    assert isinstance(report, AnyReport)
    assert report.ledger().value().page.quarter == "Quarter 3 2020-21"
    one = "" if each == "council" else f"-{names[each]}"
    assert report.name == f"my-report{one}"
    assert report.title.startswith("My report" + (" – " if one else ""))


@pytest.mark.parametrize("each", KINDS)
def test_a_wrong_parameter_of_its_call_is_found_before_it_runs(sources, each):
    path = written(sources, each)
    given = {"quarter": QUARTER, "data": str(sources.data), "params": str(sources.params)}
    if each != "council":
        given[each] = "nothing"
    job = Job("my-report", "my-report", path, given)
    assert {*known_parameters([job])[path]} >= {*given}
    wrong = {"detail": "sumary"} if each == "council" else {"title": "x"}
    message = (
        "'sumary' is not a level of detail"
        if each == "council"
        else f"the plan has no {each} 'nothing'|plan .* has no activity 'nothing'"
    )
    with pytest.raises(InputError, match=message):
        check_calls([variant(job, wrong)])


def test_a_title_that_is_put_together_hides_no_wrong_parameter(sources):
    path = written(sources, "council")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('\\"My report\\"', "'My report of ' + quarter"), encoding="utf-8")
    given = {"quarter": QUARTER, "data": str(sources.data), "params": str(sources.params)}
    job = Job("my-report", "my-report", path, given)
    check_calls([variant(job, {"detail": "summary"})])
    with pytest.raises(InputError, match=r"'sumary' is not a level of detail"):
        check_calls([variant(job, {"detail": "sumary"})])


@pytest.mark.parametrize(
    ("each", "line", "only"),
    [
        ("council", "  - {notebook: themes}", "themes"),
        ("activity", "  - {notebook: themes, each: activity}", "themes-*"),
    ],
)
def test_the_line_to_add_is_for_the_newest_quarter(sources, each, line, only):
    made = prepare_notebook("themes", each, sources)
    assert (made.line, made.only) == (line, only)
    assert made.params == sources.params / f"{NEWEST}.yml"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Themes", "'Themes' cannot be the name of a notebook. Use lower-case letters"),
        ("themes.ipynb", "cannot be the name of a notebook"),
        ("../themes", "cannot be the name of a notebook"),
        ("", "cannot be the name of a notebook"),
        ("2020", "cannot be the name of a notebook"),
        ("index", "'index' is the name of another page"),
        ("outcome-1", f"is the name of another report of {NEWEST}. Choose another name"),
    ],
)
def test_a_bad_name_is_refused(sources, name, expected):
    with pytest.raises(InputError) as found:
        prepare_notebook(name, "council", sources)
    assert expected in str(found.value)


def test_an_existing_notebook_is_never_overwritten(sources):
    written(sources, "council")
    with pytest.raises(InputError, match="this file exists already"):
        prepare_notebook("my-report", "council", sources)
    with pytest.raises(InputError) as found:
        prepare_notebook("council", "council", sources)
    assert len(found.value.problems) == 2


def test_a_report_for_each_of_a_kind_needs_at_least_one(sources, project):
    plan = project.root / "data/plans/2020-23/activities.csv"
    header = plan.read_text(encoding="utf-8").splitlines()[0]
    plan.write_text(f"{header}\n", encoding="utf-8")
    with pytest.raises(InputError, match="plan 2020-23 has no activity"):
        prepare_notebook("themes", "activity", sources)


def test_without_a_quarter_no_notebook_can_be_made(sources):
    for path in sources.params.glob("20*.yml"):
        path.unlink()
    with pytest.raises(InputError, match=r"it holds no QUARTER.yml"):
        prepare_notebook("themes", "council", sources)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_is_clean_and_comes_with_the_package(path):
    for cell in code(read_notebook(path)):
        ast.parse(cell.source)
        assert (cell.outputs, cell.execution_count) == ([], None)
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    shipped = tools["setuptools"]["package-data"][LIBRARY]
    assert any(path in (ROOT / LIBRARY).glob(pattern) for pattern in shipped)


def test_there_are_templates():
    assert [path.stem for path in TEMPLATES] == ["activity", "report"]
