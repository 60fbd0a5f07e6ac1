import pytest
from support import QUARTER, Project

from sdp_lib.report import rehearsal
from sdp_lib.report.rehearsal import rehearse


@pytest.fixture
def rehearsed(project, monkeypatch):
    """Rehearse a project, and return the activities of the scorecards that were made."""
    made: list[str] = []
    monkeypatch.setattr(rehearsal, "_make", made.append)
    monkeypatch.setattr(rehearsal.Report, "activity", lambda **given: given["activity"])

    def rehearsed_activities(*emptied: str) -> list[str]:
        for name in emptied:
            _empty(project, name)
        rehearse(QUARTER, str(project.root / "data"), str(project.root / "params"))
        return made

    return rehearsed_activities


def _empty(project: Project, name: str) -> None:
    file = project.root / "data" / f"{name}.csv"
    file.write_text(file.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")


RETURNS = [f"returns/{QUARTER}", "returns/2019-20-Q1"]


def test_a_rehearsal_makes_the_scorecard_of_an_activity_even_if_none_has_answered(rehearsed):
    assert rehearsed(*RETURNS) == ["1"]


def test_a_rehearsal_of_a_plan_without_activities_makes_nothing(rehearsed):
    assert rehearsed(*RETURNS, "plans/2019-20/activities", "assurance/2019-20") == []
