"""Plans that change over eight quarters: every quarter is counted correctly, and stays so."""

import re
from itertools import pairwise

import pytest
from living_plan import OUTCOMES, PLAN, QUARTERS, LivingPlan, living_plan, recount
from support import TRIALS

from sdp_lib.inputs.recorded import record_of
from sdp_lib.periods import Period
from sdp_lib.report import Report, reads
from sdp_lib.storage import write_together

THIRD = QUARTERS[2]


def reports(plan: LivingPlan, quarter: str) -> dict[str, str]:
    """Make the reports of the council and of each outcome; return each text with its ledger."""
    found = {}
    for outcome in ("", *OUTCOMES):
        reads.forget()
        places = plan.folder.places
        report = (
            Report.outcome(quarter=quarter, outcome=outcome, **places)
            if outcome
            else Report.council(quarter=quarter, **places)
        )
        ledger = report.ledger().value()
        figures = {row.figure: (row.value, row.of) for row in ledger.figures}
        expected = recount(plan, quarter, outcome)
        assert {name: figures.get(name) for name in expected} == expected, (quarter, outcome)
        others = {n for n in figures if n.startswith(("objectives.", "budget."))} - {*expected}
        assert not others, (quarter, outcome)
        shown = report.main_points().html + report.submissions().html + report.scorecards().html
        found[outcome] = f"{ledger.page.fingerprint}\n{ledger.as_json()}\n{shown}"
    return found


def record(plan: LivingPlan, quarter: str) -> None:
    folder = plan.folder
    write_together(record_of(folder.data, folder.params, PLAN, Period.parse(quarter)))


@pytest.mark.trials
@pytest.mark.parametrize("seed", range(2 * TRIALS))
def test_every_quarter_of_a_living_plan_is_counted_as_it_was_and_stays_so(tmp_path, seed):
    plan = living_plan(tmp_path, seed)
    made = {}
    for quarter in QUARTERS:
        plan.live(quarter)
        made[quarter] = reports(plan, quarter)
        record(plan, quarter)
    for quarter in QUARTERS if TRIALS > 1 else (QUARTERS[0], THIRD):
        assert reports(plan, quarter) == made[quarter], "recorded, and the plan has moved on"


def test_without_a_record_a_change_of_the_plan_changes_an_earlier_quarter(tmp_path):
    """A check that the test above can fail."""
    plan = living_plan(tmp_path, 1)
    for quarter in QUARTERS[:3]:
        plan.live(quarter)
    before = Report.council(quarter=THIRD, **plan.folder.places).ledger().value()
    for row in plan.rows:
        row["budget"] = "5"
    plan._write("later")
    after = Report.council(quarter=THIRD, **plan.folder.places).ledger().value()
    assert before.page.fingerprint != after.page.fingerprint
    assert before.figures != after.figures


def test_the_numbers_of_activities_that_joined_and_left_add_up(tmp_path):
    plan = living_plan(tmp_path, 3)
    moves = 0
    for quarter in QUARTERS:
        plan.live(quarter)
        record(plan, quarter)
    for before, quarter in pairwise(QUARTERS):
        then, now = (set(plan.history[one].members) for one in (before, quarter))
        said = Report.council(quarter=quarter, **plan.folder.places).submissions.members().html
        joined = re.findall(r"(\d+) activit(?:y|ies) joined", said)
        left = re.findall(r"(\d+) activit(?:y|ies) left", said)
        assert [int(activity) for activity in joined] == [len(now - then)] * bool(now - then)
        assert [int(one) for one in left] == [len(then - now)] * bool(then - now)
        moves += bool(joined) + bool(left)
    assert moves > 3
