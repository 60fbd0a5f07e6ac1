import pytest
from support import read_csv

from sdp_lib.errors import InputError
from sdp_lib.inputs.params import read_quarter
from sdp_lib.inputs.submissions import read_submissions
from sdp_lib.periods import Period

LATE = "2020-21-Q3"


def test_returns_are_in_time_late_or_missing(project):
    params = read_quarter(project.root / "params", Period.parse(LATE))
    found = {
        submission.activity: submission
        for submission in read_submissions(project.root / "data", params)
    }
    assert (found["1"].state, found["2"].state, found["9"].state) == ("in_time", "late", "missing")
    assert found["2"].submitted == "2020-12-21"
    assert found["9"].lead == "Highways Commissioning Project Lead"


def test_a_return_on_the_last_day_is_in_time(project):
    params = read_quarter(project.root / "params", Period.parse(LATE))
    last_day = f"{params.window.closed}T23:59:59"
    project.rewrite(f"data/returns/{LATE}.csv", lambda row: {"submitted": last_day})
    found = {submission.state for submission in read_submissions(project.root / "data", params)}
    assert found == {"in_time", "missing"}


def test_a_correction_of_the_day_on_which_a_return_came_counts_as_it_does_in_reports(project):
    path = project.root / "data" / "corrections" / f"{LATE}.csv"
    path.parent.mkdir(exist_ok=True)
    rows = read_csv(project.root / "data" / "returns" / f"{LATE}.csv")
    was = {row["activity"]: row["submitted"] for row in rows}
    path.write_text(
        "activity,column,old,new,reason,by,on\n"
        f"2,submitted,{was['2']},2020-12-11T09:00:00,By post,Analyst,2021-01-05\n"
        "1,submitted,another moment,2021-01-01,By post,Analyst,2021-01-05\n"
        "9,submitted,,2020-12-01,Never came,Analyst,2021-01-05\n"
        "3,delivery,on_track,remedial,Asked again,Analyst,2021-01-05\n",
        encoding="utf-8",
    )
    params = read_quarter(project.root / "params", Period.parse(LATE))
    found = {
        submission.activity: submission
        for submission in read_submissions(project.root / "data", params)
    }
    assert (found["2"].state, found["2"].submitted) == ("in_time", "2020-12-11")
    assert (found["1"].state, found["9"].state) == ("in_time", "missing")


def test_before_the_first_export_every_return_is_missing(project):
    (project.root / "data" / "returns" / f"{LATE}.csv").unlink()
    params = read_quarter(project.root / "params", Period.parse(LATE))
    found = {submission.state for submission in read_submissions(project.root / "data", params)}
    assert found == {"missing"}


def test_returns_without_a_column_that_is_needed_are_refused(project):
    project.replace(f"data/returns/{LATE}.csv", "activity,submitted", "number,submitted")
    params = read_quarter(project.root / "params", Period.parse(LATE))
    with pytest.raises(InputError, match="row 1: there is no column activity"):
        read_submissions(project.root / "data", params)
