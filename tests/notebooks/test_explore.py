"""The notebook of an analyst's own questions, which is not a report and works for any quarter."""

import ast
import base64
import re

import matplotlib as mpl
import pytest
from matplotlib import pyplot as plt
from support import ROOT, code, notebooks_of_reports, quarters_with_parameters, read_notebook

from sdp_lib.pipeline.render.own_output import cannot_be_shown
from sdp_lib.presentation.fragments import from_notebook

PATH = ROOT / "notebooks" / "explore.ipynb"
LARGEST = 40_000  # bytes of a chart: the notebook is committed with its outputs


def cells():
    return code(read_notebook(PATH))


def shown() -> dict[str, str]:
    """Return the output of each cell as a piece of a page."""
    return {
        cell["id"]: from_notebook(cell.outputs[0].data["text/html"])
        for cell in cells()
        if cell.outputs
    }


def answers(quarter: str) -> dict[str, str]:
    """Run the cells for a quarter in this process, and return the sentences at their ends."""
    values: dict[str, object] = {}
    said = {}
    for cell in cells():
        tree = ast.parse(cell.source)
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, cell["id"], "exec"), values)  # noqa: S102 - the project's own notebook
        if cell["id"] == "parameters":
            values |= {"quarter": quarter, "data": str(ROOT / "data")}
            values |= {"params": str(ROOT / "params")}
        if last is not None:
            value = eval(compile(ast.Expression(last.value), cell["id"], "eval"), values)  # noqa: S307
            if cell["id"].endswith("-answer"):
                said[cell["id"]] = value.html
    return said


def test_the_notebook_is_not_a_report():
    assert PATH not in notebooks_of_reports()
    assert not any("ledger" in cell.metadata.get("tags", []) for cell in cells())


def test_the_notebook_begins_with_parameters_and_the_report():
    parameters, report, *_ = cells()
    assert parameters.metadata["tags"] == ["parameters"]
    names = [one.targets[0].id for one in ast.parse(parameters.source).body]
    assert names == ["quarter", "data", "params"]
    assert report.source.startswith("from sdp_lib import Report\n")


def test_every_table_and_chart_has_the_words_that_a_report_needs():
    assert list(cannot_be_shown(read_notebook(PATH))) == []
    options = {cell["id"]: re.findall(r"^#\| ([a-z-]+): \S", cell.source, re.M) for cell in cells()}
    tables = [name for name, html in shown().items() if "<table" in html]
    charts = [name for name, html in shown().items() if "<figure" in html]
    assert [options[name] for name in tables] == [["tbl-cap"]] * 3
    assert [options[name] for name in charts] == [["fig-cap", "fig-alt"]] * 2


def test_the_committed_charts_are_small():
    drawings = [
        base64.b64decode(found)
        for html in shown().values()
        for found in re.findall(r"image/svg\+xml;base64,([\w+/=]+)", html)
    ]
    assert len(drawings) == 2
    assert all(len(drawing) < LARGEST for drawing in drawings)


@pytest.mark.parametrize("quarter", quarters_with_parameters())
def test_sentences_are_computed_for_the_quarter_that_is_asked_for(quarter):
    with mpl.rc_context():
        mpl.use("Agg")
        said = answers(quarter)
        plt.close("all")
    committed = {name: html for name, html in shown().items() if name.endswith("-answer")}
    own = ast.literal_eval(ast.parse(cells()[0].source).body[0].value) == quarter
    assert (said == committed) is own
    assert len(said) == 4
