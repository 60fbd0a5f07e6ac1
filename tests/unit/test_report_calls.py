"""Parameters are checked by the rules of the notebook's own call, before anything runs."""

from __future__ import annotations

import os

import pytest
from support import QUARTER, Project

from sdp_lib.errors import InputError
from sdp_lib.pipeline.plan.jobs import Job, variant
from sdp_lib.pipeline.plan.report_calls import check_calls


@pytest.fixture
def job(project: Project, monkeypatch) -> Job:
    monkeypatch.chdir(project.root)
    common = {"quarter": QUARTER, "data": "data", "params": "params", "outcome": "1"}
    return Job("outcome-1", "outcome-1", project.root / "notebooks/outcome.ipynb", common)


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"directorate": "adult_social_care_health"}, "exactly one of outcome, directorate and"),
        ({"detail": "sumary"}, "'sumary' is not a level of detail"),
        (
            {"compare": "2018-19-Q1"},
            "is not an earlier quarter of this plan. Choose from 2019-20-Q1",
        ),
    ],
)
def test_a_wrong_value_or_combination_is_reported(job, parameters, expected):
    with pytest.raises(InputError, match=expected):
        check_calls([variant(job, parameters)])


@pytest.mark.parametrize("parameters", [{"detail": "summary"}, {"compare": "2019-20-Q1"}])
def test_a_right_value_is_not_reported(job, parameters):
    check_calls([variant(job, parameters)])


def test_every_problem_is_reported_once(job):
    wrong = [variant(job, {"detail": "a"}), variant(job, {"detail": "a"}),
             variant(job, {"detail": "b"})]  # fmt: skip
    with pytest.raises(InputError) as found:
        check_calls(wrong)
    assert len(found.value.problems) == 2


def test_a_call_that_cannot_be_read_is_left_to_the_notebook(job, project):
    project.replace("notebooks/outcome.ipynb", "detail=detail", "detail=detail.strip()")
    check_calls([variant(job, {"detail": "sumary"})])


def test_a_notebook_is_checked_only_if_it_gets_parameters_of_its_own(job):
    os.remove(job.notebook)  # noqa: PTH107 - it is not even read
    check_calls([job])
