"""Outputs of reports in a kernel, before and after a failure, in a worker and without."""

from collections.abc import Iterator

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from support import QUARTER, ROOT

from sdp_lib.pipeline.plan.jobs import Job
from sdp_lib.pipeline.run.execute import Executed, execute
from sdp_lib.pipeline.run.worker_pool import CAN_FORK, Workers
from sdp_lib.presentation.notebook_outputs import NOT_CURRENT

MADE = f"from sdp_lib import Report\nreport = Report.outcome(quarter='{QUARTER}', outcome='3')"
WRONG = f"Report.outcome(quarter='{QUARTER}', outcome='9')"
HANDLED = f"try:\n    {WRONG}\nexcept Exception:\n    pass"
SHOWN = ["report", "report.risk()", "report.text('Our own words.')", "report.ledger()"]
EXPECTED = ["raises-exception"]  # the tag of a cell after which a notebook goes on


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(True, marks=pytest.mark.skipif(not CAN_FORK, reason="only Linux has workers")),
        False,
    ],
    ids=["worker", "kernel"],
)
def workers(request) -> Iterator[Workers | None]:
    """Workers, or None for an ordinary kernel."""
    if not request.param:
        yield None
        return
    made = Workers(ROOT)
    made.start()
    yield made
    made.close()


def ran(folder, workers: Workers | None, *sources: str) -> Executed:
    """Run cells; those that should fail are tagged so, except the last."""
    cells = [new_code_cell(one, id=f"cell-{number}") for number, one in enumerate(sources)]
    for cell in cells[:-1]:
        cell.metadata["tags"] = EXPECTED if "outcome='9'" in cell.source else []
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    path = folder / "sample.ipynb"
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
    return execute(Job("sample", "sample", path, {}), ROOT, workers)


@pytest.fixture
def in_worker(workers) -> Workers | None:
    """Workers, if there are any: the library's own behaviour is tested in one kind of kernel."""
    if workers is None and CAN_FORK:
        pytest.skip("looked at in a worker")
    return workers


def marks(executed: Executed) -> list[bool]:
    """Return for each output with HTML whether it is marked as not current."""
    return [
        NOT_CURRENT in output.data["text/html"]
        for cell in executed.content.cells
        for output in cell.get("outputs", [])
        if "text/html" in output.get("data", {})
    ]


def test_a_wrong_parameter_is_an_error_of_three_lines_and_the_failure_says_why(tmp_path, workers):
    executed = ran(tmp_path, workers, MADE, WRONG)
    errors = [
        output
        for cell in executed.content.cells
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ]
    assert [(problem.ename, problem.traceback) for problem in errors] == [
        (
            "InputError",
            [
                "parameter outcome: the plan has no outcome '9'.",
                "Choose from 1, 2, 3. [SDP-520]",
            ],
        )
    ]
    assert executed.failure.startswith("InputError: parameter outcome: the plan has no outcome '9'")


def test_output_from_before_a_failed_report_is_marked(tmp_path, in_worker):
    executed = ran(tmp_path, in_worker, MADE, *SHOWN, WRONG)
    assert marks(executed) == [True] * len(SHOWN)


def test_output_of_the_earlier_report_is_marked_until_a_new_one_is_made(tmp_path, in_worker):
    executed = ran(tmp_path, in_worker, MADE, WRONG, "report.risk()", MADE, "report.risk()")
    assert marks(executed) == [True, False]


def test_a_failure_that_its_cell_handles_marks_nothing(tmp_path, in_worker):
    assert marks(ran(tmp_path, in_worker, MADE, "report.risk()", HANDLED, "report")) == [
        False,
        False,
    ]


def test_another_error_marks_nothing(tmp_path, in_worker):
    assert marks(ran(tmp_path, in_worker, MADE, "report.risk()", "1 / 0")) == [False]


def test_no_output_id_is_kept_and_a_second_run_gives_the_same_notebook(tmp_path, workers):
    first, second = (ran(tmp_path, workers, MADE, *SHOWN).notebook for _ in range(2))
    assert first == second
    assert "display_id" not in first
    assert "transient" not in first


def test_a_wrong_parameter_name_is_reported_with_the_right_ones(tmp_path, in_worker):
    executed = ran(tmp_path, in_worker, MADE, WRONG.replace("outcome='9'", "outcom='3'"))
    assert executed.failure.startswith(
        "InputError: parameter outcom: there is no parameter of this name"
    )
    assert "outcome, directorate, portfolio" in executed.failure
