"""`detail: summary` is one page of A4: the council and an outcome of each plan of the sample.

The outcomes are those with the longest title and the most that needs attention.
"""

import io
import re

import pypdf
import pytest
from nbformat import NotebookNode
from support import ROOT, fragment_output, read_notebook

from sdp_lib import Report
from sdp_lib.ledger import Ledger
from sdp_lib.pipeline.plan.jobs import Job
from sdp_lib.pipeline.render.embedded import EmbeddedRenderer
from sdp_lib.pipeline.render.project import read_project
from sdp_lib.pipeline.render.report_page import Setting, page_of

A4 = (595, 842)
SECTION = re.compile(r"^report\.(\w+)\(\)$", re.MULTILINE)
PROVENANCE = {"Renderer": "embedded (Pandoc 3.9, Typst 0.15.2)", "Versions": "Python, " * 12}


@pytest.fixture(scope="module")
def renderer() -> EmbeddedRenderer:
    return EmbeddedRenderer(read_project(ROOT))


def executed(name: str, report: Report) -> NotebookNode:
    """Return a notebook of the project with the outputs of its sections, run in this process."""
    notebook = read_notebook(ROOT / "notebooks" / f"{name}.ipynb")
    for cell in notebook.cells:
        if cell.cell_type == "code":
            called = SECTION.findall(cell.source)
            shown = [getattr(report, one)().html for one in called if one != "ledger"]
            cell.outputs = [fragment_output(html) for html in shown if html]
    return notebook


@pytest.mark.parametrize(("quarter", "outcome"), [("2019-20-Q2", "2"), ("2020-21-Q2", "2")])
@pytest.mark.parametrize("name", ["council", "outcome"])
def test_a_summary_is_one_page_with_the_main_points_and_how_it_was_made(
    renderer, name, quarter, outcome
):
    given = {"quarter": quarter, "detail": "summary"}
    if name == "outcome":
        given["outcome"] = outcome
    report = getattr(Report, name)(**given)
    ledger: Ledger = report.ledger().value()
    job = Job(report.name, report.name, ROOT / "notebooks" / f"{name}.ipynb", given)
    page = page_of(job, executed(name, report), ledger.page, Setting(("pdf",), PROVENANCE))
    (sheet,) = pypdf.PdfReader(io.BytesIO(renderer.page_files(page)["pdf"])).pages
    assert [round(float(length)) for length in sheet.mediabox[2:]] == [*A4]
    text = " ".join(sheet.extract_text().split())
    assert "".join(ledger.points.headline.split()) in "".join(text.split())
    assert "What needs attention" in text
    assert ledger.page.fingerprint in "".join(text.split())
    assert "Additional oversight" not in text, "no heading of a section that shows nothing"
