"""The identity of a report: the name and title from its notebook, and what it covers."""

import pytest
from support import ROOT, copy_project, read_csv

from sdp_lib import Report
from sdp_lib.errors import InputError

NOW = "2019-20-Q3"
SAMPLE = {"quarter": NOW, "data": str(ROOT / "data"), "params": str(ROOT / "params")}
ASCH = "adult_social_care_health"
PORTFOLIO = "adult-social-care-and-public-health"
COVERED = {
    "outcome": ("3", "Strategic Outcome 3: "),
    "directorate": (ASCH, "Directorate: Adult Social Care and Health"),
    "portfolio": (PORTFOLIO, "Portfolio: Adult Social Care and Public Health"),
    "activity": ("52", "52. "),
}
KINDS = tuple(COVERED)


def figures(report: Report) -> list[dict]:
    return report.ledger().content()["figures"]


def test_a_directorate_and_a_portfolio_have_a_call_of_their_own():
    one = Report.directorate(directorate=ASCH, **SAMPLE)
    other = Report.outcome(directorate=ASCH, **SAMPLE)
    assert (one.name, one.title) == (f"directorate-{ASCH}", COVERED["directorate"][1])
    assert (other.name, other.title) == (one.name, one.title)
    assert figures(one) == figures(other)
    one = Report.portfolio(portfolio=PORTFOLIO, compare="2019-20-Q1", **SAMPLE)
    assert one.name == f"portfolio-{PORTFOLIO}"
    usual = Report.outcome(portfolio=PORTFOLIO, compare="2019-20-Q1", **SAMPLE)
    assert figures(one) == figures(usual)


@pytest.mark.parametrize("each", ["directorate", "portfolio"])
def test_the_subject_of_a_report_is_needed(each):
    with pytest.raises(InputError, match=f"parameter {each}: the plan has no {each} ''"):
        getattr(Report, each)(**{each: ""}, **SAMPLE)


def test_a_report_of_the_whole_council_takes_its_name_and_title_as_they_are():
    report = Report.council(name="themes", title="Themes across the council", **SAMPLE)
    assert (report.name, report.title) == ("themes", "Themes across the council")
    assert report.ledger().value().report == "themes"


@pytest.mark.parametrize("each", KINDS)
def test_a_report_of_each_adds_what_it_is_about(each):
    one, covered = COVERED[each]
    report = getattr(Report, each)(**{each: one}, name="team", title="Team", **SAMPLE)
    assert report.name == f"team-{one}"
    assert report.title.startswith(f"Team – {covered}")
    untitled = getattr(Report, each)(**{each: one}, name="team", **SAMPLE)
    assert untitled.title.startswith(covered)


@pytest.mark.parametrize("each", KINDS)
def test_a_notebook_for_one_report_keeps_its_name_and_title(tmp_path, each):
    params = copy_project(tmp_path, library=False).root / "params"
    with (params / f"{NOW}.yml").open("a", encoding="utf-8") as file:
        file.write("  - {notebook: digest}\n")
    sample = SAMPLE | {"params": str(params)}
    one, _ = COVERED[each]
    report = getattr(Report, each)(**{each: one}, name="digest", title="A digest", **sample)
    assert (report.name, report.title) == ("digest", "A digest")


def test_a_title_alone_is_taken_as_it_is():
    report = Report.outcome(outcome="3", title="What became of Outcome 3", **SAMPLE)
    assert (report.name, report.title) == ("outcome-3", "What became of Outcome 3")


@pytest.mark.parametrize("name", ["../council", "My themes", "a.b"])
def test_a_name_that_no_notebook_can_have_is_refused(name):
    with pytest.raises(InputError, match="is not the name of a notebook"):
        Report.council(name=name, **SAMPLE)


def test_none_counts_as_not_given():
    assert Report.council(name=None, title=None, **SAMPLE).name == "council"


def test_the_commentary_is_that_of_its_own_name(tmp_path):
    data = copy_project(tmp_path, library=False).root / "data"
    folder = data / "commentary" / NOW
    folder.mkdir(exist_ok=True)
    for name in ("council", "themes"):
        (folder / f"{name}.md").write_text(f"## delivery\n\nWords of {name}.\n", encoding="utf-8")
    shown = str(Report.council(name="themes", **SAMPLE | {"data": str(data)}).delivery().html)
    assert "Words of themes." in shown
    assert "Words of council." not in shown


def test_the_scorecard_of_an_activity_is_above_the_folder_of_scorecards():
    shipped = str(Report.activity(activity="52", **SAMPLE).status().html)
    own = str(Report.activity(activity="52", name="brief", **SAMPLE).status().html)
    outcome = next(
        row["outcome"]
        for row in read_csv(ROOT / "data/plans/2019-20/activities.csv")
        if row["id"] == "52"
    )
    assert f'href="../outcome-{outcome}.html"' in shipped
    assert f'href="outcome-{outcome}.html"' in own
