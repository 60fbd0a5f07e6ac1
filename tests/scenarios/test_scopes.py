"""Parameters of reports: a directorate, a portfolio, a summary, another quarter to compare with."""

import pytest
from bs4 import BeautifulSoup
from recount import recount
from support import ROOT, read_csv, soup, words

from sdp_lib import Report
from sdp_lib.errors import InputError

SAMPLE = {"data": str(ROOT / "data"), "params": str(ROOT / "params")}
NOW, BEFORE, FIRST = "2019-20-Q3", "2019-20-Q2", "2019-20-Q1"
PLAN = read_csv(ROOT / "data" / "plans" / "2019-20" / "activities.csv")


def figures(report: Report) -> dict[str, tuple]:
    shown = ("value", "of", "percent", "previous")
    return {
        figure["figure"]: tuple(figure[name] for name in shown)
        for figure in report.ledger().content()["figures"]
    }


def listed(report: Report) -> list[str]:
    rows = BeautifulSoup(report.summary().html, "html.parser").select("tbody th")
    return [words(row).split(".")[0] for row in rows]


def test_a_directorate_is_reported_with_its_activities_and_their_figures():
    one = "adult_social_care_health"
    report = Report.outcome(quarter=NOW, directorate=one, **SAMPLE)
    assert (report.name, report.title) == (
        f"directorate-{one}",
        "Directorate: Adult Social Care and Health",
    )
    assert listed(report) == [row["id"] for row in PLAN if row["directorate"] == one]
    expected = recount(ROOT / "data", "2019-20", NOW, BEFORE, directorate=one)
    found = figures(report)
    assert {name: found[name] for name in expected} == expected


def test_a_portfolio_is_reported_with_its_activities():
    portfolio = PLAN[0]["portfolio"]
    one = "".join(letter if letter.isalnum() else "-" for letter in portfolio.lower()).replace(
        "--", "-"
    )
    report = Report.outcome(quarter=NOW, portfolio=one, **SAMPLE)
    assert portfolio in report.title
    assert listed(report) == [row["id"] for row in PLAN if row["portfolio"] == portfolio]
    assert f"the {portfolio} portfolio" in words(
        BeautifulSoup(report.introduction().html, "html.parser")
    )


def test_a_summary_counts_the_same_and_has_a_row_for_each_of_the_first_that_need_attention():
    full, summary = (
        Report.outcome(quarter=NOW, outcome="3", detail=one, **SAMPLE)
        for one in ("full", "summary")
    )
    assert figures(full) == figures(summary)
    long, short = (BeautifulSoup(one.main_points().html, "html.parser") for one in (full, summary))
    named = [words(tag) for tag in long.select(".point-list")[-1].select("li a")]
    rows = [words(one) for one in short.select("#table-attention tbody th")]
    assert rows == named[: len(rows)]
    total = len(summary.ledger().value().points.attention)
    assert f"The table shows {len(rows)} of {total} activities." in words(short)
    counts = [words(one) for one in long.select("h3")][:3]
    assert [count.rpartition(": ")[0] for count in counts if ": " in count]
    assert all(one in words(short) for one in counts if ": " in one)


def test_another_quarter_can_be_compared_with_and_the_figures_name_it():
    usual = Report.outcome(quarter=NOW, outcome="3", **SAMPLE)
    other = Report.outcome(quarter=NOW, outcome="3", compare=FIRST, **SAMPLE)
    assert {row.compared for row in usual.ledger().value().figures} == {"2019-20-Q2"}
    assert {row.compared for row in other.ledger().value().figures} == {FIRST}
    moved = [one for one in other.data.figures["figure"] if one.startswith("milestone_dates.")]
    assert len(moved) == 7
    then = recount(ROOT / "data", "2019-20", FIRST, None, outcome="3")["delivery.remedial"]
    page = BeautifulSoup(other.delivery().html, "html.parser")
    headings = [words(tag) for tag in page.select("#table-delivery thead th")]
    assert headings[-1] == "Quarter 1"
    row = next(row for row in page.select("#table-delivery tbody tr") if "remedial" in words(row))
    assert words(row.select("td")[-1]) == f"{then[0]} of {then[1]}"
    assert "in Quarter 1" in words(page.select_one(".finding"))
    assert "Counts are compared with Quarter 1 2019-20." in other.introduction().html


@pytest.mark.parametrize(
    ("parameters", "wanted"),
    [
        (
            {},
            "the report would be about nothing. Give exactly one of outcome, directorate and "
            "portfolio",
        ),
        ({"outcome": "3", "portfolio": "x"}, "about outcome '3' and portfolio 'x'"),
        (
            {"outcome": "9"},
            "parameter outcome: the plan has no outcome '9'. Choose from 1, 2, 3",
        ),
        ({"directorate": "x"}, "the plan has no directorate 'x'"),
        ({"portfolio": "x"}, "the plan has no portfolio 'x'"),
        (
            {"outcome": "3", "detail": "short"},
            "parameter detail: 'short' is not a level of detail. Choose full, activities or "
            "summary",
        ),
        (
            {"outcome": "3", "compare": NOW},
            "parameter compare: '2019-20-Q3' is not an earlier quarter",
        ),
        ({"outcome": "3", "compare": "soon"}, "'soon' is not a quarter here"),
    ],
)
def test_a_parameter_that_makes_no_sense_is_refused_with_what_would(parameters, wanted):
    with pytest.raises(InputError, match=r".") as refused:
        Report.outcome(quarter=NOW, **parameters, **SAMPLE)
    assert wanted in str(refused.value)


@pytest.mark.parametrize(
    ("page", "title", "absent"),
    [
        ("directorate-marine", "Directorate: Marine Operations", "A2"),
        ("portfolio-estates-trade", "Estates & Trade", "A1"),
    ],
)
def test_the_command_makes_a_page_for_each_directorate_and_each_portfolio(
    harbour, page, title, absent
):
    made = soup(harbour.site / f"{page}.html")
    assert title in words(made.select_one("h1"))
    listed = [words(tag).split(".")[0] for tag in made.select("#table-summary tbody th")]
    assert len(listed) in (3, 4)
    assert absent not in listed
    assert page in {row["report"] for row in read_csv(harbour.output / "figures.csv")}


def test_a_parameter_of_a_report_in_the_quarters_file_reaches_its_notebook(harbour):
    directorate, portfolio = (
        soup(harbour.site / f"{one}.html")
        for one in ("directorate-marine", "portfolio-estates-trade")
    )
    assert directorate.select_one("#table-revised-end-dates") is None, "it asks for less detail"
    assert portfolio.select_one("#table-revised-end-dates")


def test_outcomes_count_movement_since_the_quarter_that_the_table_names():
    report = Report.council(quarter="2019-20-Q4", compare=FIRST, **SAMPLE)
    table = BeautifulSoup(report.delivery.movement().html, "html.parser")
    assert "Movement since Quarter 1" in words(table.caption)
    rows = [
        [words(cell) for cell in row.find_all(["th", "td"])] for row in table.select("tbody tr")
    ]
    moves = ("newly_off_track", "worsened", "improved", "recovered")
    for place, move in enumerate(moves, start=1):
        assert sum(int(row[place]) for row in rows) == report.figure(f"movement.{move}").value, move


def test_a_directorate_has_the_objectives_that_its_own_activities_serve():
    one = {"quarter": "2020-21-Q3", "directorate": "growth_environment_transport"}
    report = Report.outcome(**one, **SAMPLE)
    plan = read_csv(ROOT / "data" / "plans" / "2020-23" / "activities.csv")
    own = [row for row in plan if row["directorate"] == one["directorate"]]
    served = {name for row in own for name in row["objectives"].split(";") if name}
    found = {name: figure for name, figure in figures(report).items() if "objectives." in name}
    assert {name.removeprefix("objectives.").removesuffix(".on_track") for name in found} <= served
    assert all(of for _, of, *_ in found.values())
    assert "No activity serves" not in words(
        BeautifulSoup(report.delivery.objectives().html, "html.parser")
    )
