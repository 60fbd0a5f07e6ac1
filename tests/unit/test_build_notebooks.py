from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from support import fragment_output, frame

from sdp_lib.errors import InputError
from sdp_lib.ledger import LEDGER_MIME, FigureRow, Ledger, read_ledger
from sdp_lib.pipeline.plan.jobs import Job
from sdp_lib.pipeline.plan.notebooks import known_parameters, parameter_names, read_notebook
from sdp_lib.pipeline.render.shown import for_rendering, shown_markdown
from sdp_lib.pipeline.run.executed_notebook import cleaned


def parameters(source: str, **metadata):
    return new_code_cell(source, metadata={"tags": ["parameters"], **metadata})


def refused(call) -> str:
    with pytest.raises(InputError) as caught:
        call()
    return str(caught.value)


def test_the_names_that_the_parameters_cell_assigns_are_its_parameters():
    cell = parameters("# a comment\na = 1\nb: str = '2'\nc = d = 3\nprint(a)")
    assert parameter_names(new_notebook(cells=[cell]), "x") == ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([], "x.ipynb: no cell has the tag 'parameters'"),
        ([parameters("a = 1"), parameters("a = 1")], "x.ipynb: 2 cells have the tag 'parameters'"),
        ([parameters("a = 1\nb =")], "x.ipynb, parameters cell, line 2: this is not valid Python"),
    ],
)
def test_a_notebook_without_one_good_parameters_cell_is_refused(cells, expected):
    notebook = new_notebook(cells=cells)
    assert expected in refused(lambda: parameter_names(notebook, "x.ipynb"))


def test_a_file_that_is_missing_or_not_a_notebook_is_named(tmp_path):
    (tmp_path / "bad.ipynb").write_text("{}")
    (tmp_path / "worse.ipynb").write_text("not JSON")
    assert "none.ipynb: the notebook does not exist" in refused(
        lambda: read_notebook(tmp_path / "none.ipynb")
    )
    for name in ("bad.ipynb", "worse.ipynb"):
        messages = refused(lambda name=name: read_notebook(tmp_path / name))
        assert f"{name}: it is not a Jupyter notebook" in messages


def test_problems_of_every_notebook_are_reported_at_once(tmp_path):
    nbformat.write(new_notebook(cells=[parameters("quarter = ''")]), tmp_path / "a.ipynb")
    jobs = [
        Job("a", "a", tmp_path / "a.ipynb", {"quarter": "x", "wrong": "y"}),
        Job("b", "b", tmp_path / "none.ipynb", {}),
    ]
    messages = refused(lambda: known_parameters(jobs))
    assert "a.ipynb (report a): params gives it 'wrong'" in messages
    assert "none.ipynb: the notebook does not exist" in messages


@pytest.fixture
def executed():
    error = new_code_cell("", metadata={"tags": ["papermill-error-cell-tag"]})
    injected = new_code_cell("", metadata={"tags": ["injected-parameters"], "papermill": {"a": 1}})
    injected["id"], error["id"] = "random-1", "random-2"
    output = new_output(
        "error", ename="E", evalue="at /home/ann/x", traceback=["/srv/project/a.py"]
    )
    cell = new_code_cell(
        "x",
        id="x",
        outputs=[output],
        metadata={
            "papermill": {"start_time": "2024-01-01T00:00:00"},
            "execution": {"iopub.status.busy": "2024-01-01"},
            "tags": ["ledger"],
        },
    )
    notebook = new_notebook(cells=[error, injected, cell])
    notebook.metadata = nbformat.from_dict(
        {
            "papermill": {"input_path": "/home/ann/x.ipynb", "duration": 1.5},
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "language_info": {"name": "python", "version": "3.11.7"},
            "widgets": {},
        }
    )
    return cleaned(notebook, {"/srv/project": ".", "/home/ann": "~"})


def test_an_executed_notebook_keeps_no_clock(executed):
    text = nbformat.writes(executed)
    for trace in ("2024", "start_time", "duration", "3.11.7", 'papermill":'):
        assert trace not in text
    assert executed.metadata.kernelspec.name == "python3"


def test_an_executed_notebook_keeps_no_path_of_the_machine(executed):
    text = nbformat.writes(executed)
    assert "/home" not in text
    assert "/srv" not in text
    assert executed.cells[2].outputs[0]["traceback"] == ["./a.py"]


def test_cells_that_papermill_adds_get_ids_that_stay_the_same(executed):
    assert [cell["id"] for cell in executed.cells] == [
        "papermill-error-0",
        "injected-parameters",
        "x",
    ]
    assert [cell.metadata.get("tags") for cell in executed.cells][2] == ["ledger"]


def test_cleaning_twice_changes_nothing_more(executed):
    assert cleaned(executed, {}) == executed


def test_a_page_shows_headings_and_fragments_and_no_code():
    notebook = new_notebook(
        cells=[
            new_markdown_cell("# About", metadata={"tags": ["about"]}),
            parameters("secret = 1"),
            new_markdown_cell("## Heading"),
            new_code_cell(
                "code = 1",
                execution_count=3,
                outputs=[
                    new_output("stream", name="stderr", text="warned"),
                    fragment_output("<p>shown</p>"),
                ],
            ),
            new_code_cell(
                "", metadata={"tags": ["ledger"]}, outputs=[fragment_output("<p>ledger</p>")]
            ),
        ]
    )
    shown = for_rendering(notebook)
    assert [cell.cell_type for cell in shown.cells] == ["markdown", "code"]
    assert [output.data for output in shown.cells[1].outputs] == [
        {"text/markdown": "```{=html}\n<p>shown</p>\n```\n"}
    ]
    markdown = shown_markdown(shown)
    assert "## 1 Heading" in markdown
    assert "<p>shown</p>" in markdown
    for hidden in ("About", "secret", "code = 1", "warned", "style", "ledger"):
        assert hidden not in markdown


def test_links_of_a_page_that_lies_deeper_lead_up_first():
    html = '<p><a href="a.html">a</a> <a href="https://x.org/b.html">b</a> <a href="#c">c</a></p>'
    cell = new_code_cell("", outputs=[fragment_output(html)])
    kept = for_rendering(new_notebook(cells=[cell]), "../").cells[0].outputs[0].data
    assert html.replace('"a.html"', '"../a.html"') in kept["text/markdown"]


NOTHING = {"made_from": {}, "scopes": ()}


def test_the_ledger_is_found_by_its_kind_and_may_be_missing():
    figure = FigureRow(figure="a.b", value=1, of=2, percent=50, previous=None)
    content = Ledger(report="council", page=frame(), figures=(figure,), series=(), **NOTHING)
    cell = new_code_cell("", outputs=[new_output("display_data", {LEDGER_MIME: content.as_json()})])
    assert read_ledger(new_notebook(cells=[cell])) == content
    assert read_ledger(new_notebook(cells=[new_code_cell("")])) is None


@pytest.mark.parametrize("name", ["outcome", "council"])
def test_the_notebooks_of_the_project_take_the_parameters_of_the_contract(name):
    path = Path(__file__).resolve().parents[2] / "notebooks" / f"{name}.ipynb"
    found = parameter_names(read_notebook(path), name)
    assert {"quarter", "data", "params"} <= set(found)
    assert ("outcome" in found) == (name == "outcome")


def test_text_that_a_cell_prints_is_one_output_in_however_many_pieces_it_came():
    printed = [("stdout", "a"), ("stdout", "b"), ("stderr", "c"), ("stdout", "d")]
    pieces = [new_output("stream", name=name, text=text) for name, text in printed]
    pieces += [fragment_output("<p>a</p>"), new_output("stream", name="stdout", text="e")]
    kept = cleaned(new_notebook(cells=[new_code_cell("print()", outputs=pieces)]), {})
    assert [output.get("text", "shown") for output in kept.cells[0].outputs] == [
        "ab", "c", "d", "shown", "e",
    ]  # fmt: skip
