import pickle
from pathlib import Path

import pytest

from sdp_lib.errors import InputError
from sdp_lib.inputs.params import QuarterParams, ReportRequest
from sdp_lib.pipeline.plan.jobs import Job, choose, plan_jobs, with_overrides

MEMBERS = {"council": ["council"], "outcome": ["1", "2", "3"], "activity": ["45", "52"]}
COMMON = {"quarter": "2019-20-Q2", "data": "data", "params": "params"}
BOOKS = Path("notebooks")
KNOWN = {
    BOOKS / "council.ipynb": list(COMMON),
    BOOKS / "outcome.ipynb": [*COMMON, "outcome", "extra"],
    BOOKS / "scorecard.ipynb": [*COMMON, "activity"],
}


def planned(*reports: ReportRequest) -> list[Job]:
    params = QuarterParams.model_validate(
        {
            "quarter": "2019-20-Q2",
            "plan": "2019-20",
            "state": "draft",
            "reports": reports,
            "window": {"opened": "2019-08-30", "closed": "2019-09-13"},
        }
    )
    return plan_jobs(params, notebooks=BOOKS, members=MEMBERS, common=COMMON)


@pytest.fixture
def jobs() -> list[Job]:
    return planned(
        ReportRequest(notebook="council"),
        ReportRequest(notebook="outcome", each="outcome"),
        ReportRequest(notebook="scorecard", each="activity"),
    )


def names(jobs) -> list[str]:
    return [job.name for job in jobs]


def refused(call) -> str:
    with pytest.raises(InputError) as caught:
        call()
    return str(caught.value)


def test_there_is_a_job_for_each_member_with_its_parameters_and_page(jobs):
    assert names(jobs) == [
        "council",
        "outcome-1",
        "outcome-2",
        "outcome-3",
        "scorecard-45",
        "scorecard-52",
    ]
    assert [job.page for job in jobs][-1] == "scorecards/activity-52"
    assert jobs[3].parameters == {**COMMON, "outcome": "3"}
    assert jobs[3].notebook == BOOKS / "outcome.ipynb"


def test_only_picks_some_by_id_and_parameters_are_added():
    (job,) = planned(
        ReportRequest(notebook="outcome", each="outcome", only=("2",), parameters={"extra": "x"})
    )
    assert (job.name, job.parameters["extra"]) == ("outcome-2", "x")


def test_an_unknown_id_and_a_report_asked_for_twice_are_reported_at_once():
    twice = ReportRequest(notebook="council")
    messages = refused(
        lambda: planned(
            twice, twice, ReportRequest(notebook="outcome", each="outcome", only=("9",))
        )
    )
    assert (
        "(reports.2): only holds '9', and the plan has no such outcome. Choose from 1, 2, 3"
        in messages
    )
    assert "'council' is asked for twice" in messages


def test_a_job_is_a_value_that_can_travel_to_another_process(jobs):
    assert pickle.loads(pickle.dumps(jobs)) == jobs  # noqa: S301 - our own bytes


@pytest.mark.parametrize(
    ("patterns", "chosen"),
    [
        ([], 6),
        (["outcome-3"], ["outcome-3"]),
        (["scorecard-*", "council"], ["council", "scorecard-45", "scorecard-52"]),
        (["outcome-[12]"], ["outcome-1", "outcome-2"]),
        (["*-3", "outcome-3"], ["outcome-3"]),
    ],
)
def test_patterns_choose_reports_in_their_order(jobs, patterns, chosen):
    found = names(choose(jobs, patterns))
    assert found == (names(jobs) if chosen == 6 else chosen)


def test_every_pattern_that_matches_nothing_is_reported(jobs):
    messages = refused(lambda: choose(jobs, ["outcome-9", "council", "Council"]))
    assert "--only: no report matches 'outcome-9'. Choose from council," in messages
    assert "no report matches 'Council'" in messages


def test_a_parameter_that_says_what_a_report_is_about_picks_it(jobs):
    assert names(with_overrides(jobs, {"outcome": "3"}, KNOWN)) == ["outcome-3"]


def test_another_parameter_makes_a_view_of_each_report_that_takes_it(jobs):
    views = with_overrides(jobs, {"extra": "A b!"}, KNOWN)
    assert names(views) == [f"{name}.extra-a-b" for name in names(jobs)[1:4]]
    assert [job.page for job in views] == [f"variants/{name}" for name in names(views)]
    assert {job.parameters["extra"] for job in views} == {"A b!"}
    assert [(job.report, job.base_page) for job in views] == [
        (name, name) for name in names(jobs)[1:4]
    ]


def test_a_parameter_without_a_value_is_not_given(jobs):
    assert with_overrides(jobs, {"outcome": "", "extra": ""}, KNOWN) == jobs


def test_overriding_changes_no_job_that_was_given(jobs):
    before = pickle.dumps(jobs)
    with_overrides(jobs, {"extra": "x", "outcome": "3"}, KNOWN)
    assert pickle.dumps(jobs) == before


@pytest.mark.parametrize(
    ("override", "expected"),
    [
        (
            {"outcom": "3"},
            "-p: these notebooks have no parameter 'outcom'. Choose from "
            "activity, data, extra, outcome, params, quarter. [SDP-118]",
        ),
        ({"outcome": "9"}, "-p outcome: no report is about '9'. Choose from 1, 2, 3"),
        (
            {"quarter": "x"},
            "the command itself sets 'quarter'. Use QUARTER instead",
        ),
        ({"data": "x"}, "Use --data instead"),
    ],
)
def test_a_wrong_parameter_is_refused(jobs, override, expected):
    assert expected in refused(lambda: with_overrides(jobs, override, KNOWN))


def test_every_wrong_parameter_is_reported_at_once(jobs):
    messages = refused(
        lambda: with_overrides(jobs, {"a": "1", "outcome": "9", "quarter": "x"}, KNOWN)
    )
    assert len(messages.splitlines()) == 3


def test_a_report_that_analysts_add_has_its_page_beside_the_others():
    jobs = planned(
        ReportRequest(notebook="themes"),
        ReportRequest(notebook="brief", each="activity"),
        ReportRequest(notebook="scorecard", each="activity", only=("45",)),
    )
    assert names(jobs) == ["themes", "brief-45", "brief-52", "scorecard-45"]
    assert [job.page for job in jobs] == [*names(jobs)[:3], "scorecards/activity-45"]
    assert [job.own for job in jobs] == [True, True, True, False]
