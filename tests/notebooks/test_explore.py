"""The notebook of an analyst's own questions: no report, and true of any quarter."""

import ast
import base64
import re

import matplotlib as mpl
import pytest
from matplotlib import pyplot as plt
from support import ROOT, code, notebooks_of_reports, quarters_with_parameters, read_notebook

PATH = ROOT / "notebooks" / "explore.ipynb"
LARGEST = 40_000  # bytes of a chart: the notebook is committed with its outputs


def cells():
    return code(read_notebook(PATH))


def charts():
    return [
        base64.b64decode(output.data["image/png"])
        for cell in cells()
        for output in cell.outputs
        if "image/png" in output.get("data", {})
    ]


def answers(quarter: str) -> dict[str, str]:
    """Run the cells for a quarter in this process, and return each sentence that they end with."""
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
            shown = eval(compile(ast.Expression(last.value), cell["id"], "eval"), values)  # noqa: S307
            if cell["id"].endswith("-answer"):
                said[cell["id"]] = shown.data
    return said


def test_it_is_no_report():
    assert PATH not in notebooks_of_reports()
    assert not any("ledger" in cell.metadata.get("tags", []) for cell in cells())


def test_it_begins_with_parameters_and_the_report():
    parameters, report, *_ = cells()
    assert parameters.metadata["tags"] == ["parameters"]
    names = [one.targets[0].id for one in ast.parse(parameters.source).body]
    assert names == ["quarter", "data", "params"]
    assert report.source.startswith("from sdp_lib import Report\n")


def test_every_table_and_chart_has_the_words_that_a_report_needs():
    kinds = []
    for cell in cells():
        for output in cell.outputs:
            options = re.findall(r"^#\| ([a-z-]+): \S", cell.source, re.M)
            if "image/png" in output.data:
                assert options == ["fig-cap", "fig-alt"]
                kinds.append("chart")
            elif "text/html" in output.data:
                assert options == ["tbl-cap"]
                kinds.append("table")
    assert sorted(set(kinds)) == ["chart", "table"]


def test_the_committed_charts_are_small():
    assert charts()
    assert all(len(chart) < LARGEST for chart in charts())


@pytest.mark.parametrize("quarter", quarters_with_parameters())
def test_its_sentences_are_computed_for_the_quarter_that_is_asked_for(quarter):
    with mpl.rc_context():
        mpl.use("Agg")
        said = answers(quarter)
        plt.close("all")
    committed = {
        cell["id"]: cell.outputs[0].data["text/markdown"]
        for cell in cells()
        if cell["id"].endswith("-answer")
    }
    own = ast.literal_eval(ast.parse(cells()[0].source).body[0].value) == quarter
    assert (said == committed) is own
    assert len(said) == 4
