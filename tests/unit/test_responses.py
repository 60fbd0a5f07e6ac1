"""Definitions of an answer: late, due this year, revised; and counts by group."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pandas as pd
import pytest
from support import ROOT

from sdp_lib.inputs.dataset import read_dataset
from sdp_lib.inputs.quality.check import check_quarter
from sdp_lib.inputs.submissions import read_submissions
from sdp_lib.measures.breakdowns import forward_plan, response_rates, statuses
from sdp_lib.measures.movement import NO_RETURN
from sdp_lib.measures.responses import make_answer, responses
from sdp_lib.periods import Period

QUARTER = Period.parse("2019-20-Q2")


@pytest.fixture(scope="module")
def dataset():
    return read_dataset(ROOT / "data", ROOT / "params", QUARTER)


@pytest.fixture
def seen(dataset):
    return responses(dataset.now)


@pytest.fixture
def make(dataset):
    """Return an answer of the plan's first activity with some cells changed."""
    wave = dataset.now
    plan = dataset.activities.iloc[0].to_dict()
    given = wave.returns.iloc[0].drop("activity").to_dict()
    blank = dict.fromkeys(
        [kind.column for kind in dataset.council.milestones]
        + ["start", "end", "revised_end", "forward_plan_date", "submitted"]
    )

    def answer(**cells):
        row = {**plan, **given, **blank, **cells}
        return make_answer(row, dataset.council, QUARTER, wave.params.window)

    return answer


@pytest.mark.parametrize(("days", "late"), [(-1, False), (0, False), (1, True), (30, True)])
def test_a_return_is_late_from_the_day_after_the_form_closed(dataset, make, days, late):
    day = dataset.now.params.window.closed + timedelta(days=days)
    submitted = datetime.combine(day, time(23, 59))
    assert make(submitted=submitted).late is late


def test_a_return_without_a_day_is_not_late(make):
    assert not make(submitted=None).late


@pytest.mark.parametrize(
    ("end", "due"),
    [
        (date(2019, 3, 31), False),
        (date(2019, 4, 1), True),
        (date(2020, 3, 31), True),
        (date(2020, 4, 1), False),
        (None, False),
    ],
)
def test_due_this_year_is_an_original_end_date_inside_the_financial_year(make, end, due):
    assert make(end=end, revised_end=date(2019, 12, 1)).due is due


@pytest.mark.parametrize(
    ("end", "revised_end", "revised"),
    [
        (date(2020, 1, 1), date(2020, 1, 2), True),
        (date(2020, 1, 1), date(2020, 1, 1), False),
        (date(2020, 1, 2), date(2020, 1, 1), False),
        (None, date(2020, 1, 1), True),
        (date(2020, 1, 1), None, False),
    ],
)
def test_an_end_date_is_revised_when_it_is_later_or_the_only_one(make, end, revised_end, revised):
    assert make(end=end, revised_end=revised_end).revised is revised


def test_an_issue_in_free_text_counts_as_one_more(make):
    assert make(issues=("capacity",), issue_other=" Weather ").issue_count == 2
    assert make(issues=(), issue_other="  ").issue_count == 0


def test_every_reader_of_returns_finds_the_same_ones_late(dataset, seen):
    """`sdp status` without pandas, the checks with it, and the reports."""
    checked = check_quarter(ROOT / "data", ROOT / "params", QUARTER, lambda _: None)
    submissions = read_submissions(ROOT / "data", dataset.now.params)
    found = [submission.activity for submission in submissions if submission.state == "late"]
    assert found == [answer.id for answer in seen.late]
    assert found == list(checked.turnout.late)
    assert sum(rate.late for rate in response_rates(seen)) == len(found)


def test_every_activity_has_one_status_or_none(seen):
    counted = statuses(seen)
    assert sum(counted.values()) == len(seen.activities)
    assert counted[NO_RETURN] == len(seen.missing)


def test_activities_of_the_same_day_are_in_the_order_of_the_plan(dataset, seen):
    order = [activity.id for activity in seen.activities]
    board = next(board for board in dataset.council.boards if board.forward_plan)
    day = date(2020, 1, 15)
    alike = tuple(
        replace(answer, boards_expected=(board.id,), forward_plan_date=day)
        for answer in seen.answers
    )
    (month,) = forward_plan(replace(seen, answers=alike), board)
    found = [answer.id for answer in month.answers]
    assert found == [one for one in order if one in set(found)]
    assert len(found) == len(alike)


def test_records_hold_what_the_frames_hold(dataset, seen):
    for answer in seen.answers:
        row = dataset.now.returns.loc[answer.id]
        assert answer.issues == row["issues"]
        given = row["revised_end"]
        assert answer.revised_end == (None if pd.isna(given) else given.date())


@pytest.mark.parametrize("text", ["N/A", "none", " - ", "Nil", "."])
def test_a_text_that_says_nothing_is_blank_and_is_not_counted(make, text):
    answer = make(issues=(), issue_other=text, mitigation=text, progress=text)
    assert (answer.issue_count, answer.any_mitigation) == (0, False)
    assert (answer.issue_other, answer.mitigation, answer.progress) == ("", "", "")
