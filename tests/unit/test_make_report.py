from pathlib import Path

import pytest
from nbformat import v4
from support import frame

from sdp_lib.ledger import LEDGER_MIME, Ledger
from sdp_lib.pipeline.plan.jobs import Job
from sdp_lib.pipeline.render.report_page import Setting
from sdp_lib.pipeline.run import make_report
from sdp_lib.pipeline.run.execute import Executed
from sdp_lib.pipeline.run.make_report import Done, Task, make
from sdp_lib.presentation.fragments import MARKED

JOB = Job("scorecard-1", "scorecards/activity-1", Path("scorecard.ipynb"), {})
FILE, NOTEBOOK = "data/a.csv", "notebooks/scorecard.ipynb"


@pytest.fixture
def made(monkeypatch):
    """Make a report that was planned from the first version of a file, and has read another."""

    def made_from(digest: str) -> Done:
        monkeypatch.setattr(make_report, "execute", lambda *_: executed(digest))
        monkeypatch.setattr(make_report, "inputs_of", lambda *_: {FILE: digest, NOTEBOOK: "n"})
        task = Task(JOB, Setting(("html",), {}), {FILE: "A", NOTEBOOK: "n"}, "key of A")
        return make(task, Path(), None, None)

    return made_from


def executed(digest: str) -> Executed:
    """A notebook that has run."""
    ledger = Ledger(report=JOB.name, page=frame(), figures=[], series=[],
                    made_from={FILE: digest}, scopes=[])  # fmt: skip
    output = v4.new_output("display_data", {LEDGER_MIME: ledger.as_json()}, metadata=dict(MARKED))
    notebook = v4.new_notebook(cells=[v4.new_code_cell("", outputs=[output])])
    return Executed(JOB, notebook, "{}", None, 0.0, "n")


def test_a_report_of_the_planned_inputs_has_the_planned_key(made):
    done = made("A")
    assert (done.key, done.inputs[FILE], done.moved, done.failure) == ("key of A", "A", False, "")


def test_a_report_made_again_from_changed_inputs_does_not_have_the_key_of_the_planned(made):
    done = made("B")
    assert (done.key, done.inputs[FILE], done.moved, done.failure) == ("", "B", False, "")
