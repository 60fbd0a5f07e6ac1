"""The figures: as published, as counted a second time, and the same wherever a page shows them."""

import re
from collections.abc import Callable
from functools import cache

import pytest
from bs4 import BeautifulSoup
from facts import Facts
from findings import findings, trend_finding
from reading import blocks, stray_numbers
from recount import recount
from second_count import Figures, counted, every_report
from support import (
    ROOT,
    code,
    outcomes_of,
    quarters_with_parameters,
    read_csv,
    read_notebook,
    soup,
    words,
)

from sdp_lib import Report
from sdp_lib.inputs.council import Council, label

PUBLISHED = read_csv(ROOT / "tests" / "golden" / "outcome-3-2019-20-Q2-figures.csv")
COLUMNS = ["report", "figure", "value", "of", "percent", "previous"]


FOLDERS = {"data": str(ROOT / "data"), "params": str(ROOT / "params")}


@cache
def report_of(quarter: str, outcome: str) -> Report:
    """Return a report as a notebook makes it; an empty outcome is the whole council."""
    if outcome:
        return Report.outcome(quarter=quarter, outcome=outcome, **FOLDERS)
    return Report.council(quarter=quarter, **FOLDERS)


@pytest.mark.parametrize(("quarter", "outcome"), every_report(quarters_with_parameters()))
def test_every_figure_of_every_report_is_what_a_second_count_finds(quarter, outcome):
    ledger = report_of(quarter, outcome).ledger().content()
    found = {
        figure["figure"]: (figure["value"], figure["of"], figure["percent"], figure["previous"])
        for figure in ledger["figures"]
    }
    assert found == counted(quarter, outcome)


def test_the_file_of_figures_is_what_a_second_count_finds(built):
    rows = read_csv(built.output / "figures.csv")
    assert list(rows[0]) == [*COLUMNS, "compared"]
    found = {
        report: {
            row["figure"]: tuple(row[name] for name in COLUMNS[2:])
            for row in rows
            if row["report"] == report
        }
        for report in ("outcome-3", "scorecard-52")
    }
    assert found["outcome-3"] == as_text(counted("2019-20-Q2", "3"))
    one = recount(ROOT / "data", "2019-20", "2019-20-Q2", "2019-20-Q1", activity="52")
    assert as_text(one).items() <= found["scorecard-52"].items()
    assert len(rows) == sum(len(figures) for figures in found.values())


def as_text(figures: Figures) -> dict[str, tuple[str, ...]]:
    """Return figures as CSV holds them: blank where there is none."""
    return {
        name: tuple("" if value is None else str(value) for value in figure)
        for name, figure in figures.items()
    }


@pytest.mark.parametrize("published", PUBLISHED, ids=lambda row: f"{row['report']}-{row['figure']}")
def test_a_published_figure_comes_out_as_published(built, published):
    if published["report"] == "council":
        figures = report_of("2019-20-Q2", "").ledger().content()["figures"]
    else:
        rows = read_csv(built.output / "figures.csv")
        figures = [row for row in rows if row["report"] == published["report"]]
    found = next(figure for figure in figures if figure["figure"] == published["figure"])
    # A blank in the published column means that it was not published.
    shown = [name for name in COLUMNS[2:] if name != "previous" or published[name]]
    assert {name: str(found[name]) for name in shown} == {name: published[name] for name in shown}


@pytest.fixture(scope="module")
def page(built) -> BeautifulSoup:
    return soup(built.site / "outcome-3.html")


def place(figure: str, council: Council) -> tuple[str, str]:
    """Return where a page shows a figure: a selector, and the words beside it."""
    tiles = {
        "returns.received": "returns received",
        "end_dates.revised": "a revised end date",
    }
    overview = {
        "due.this_year": "Due to end this financial year",
        "milestones.any": "With at least one milestone date",
        "mitigations.any": "Not on track, with a mitigating action or escalation",
    }
    sentences = {
        "end_dates.revised_on_track": "reported as on track",
        "governance.scheduled.informal_governance": "date on its forward plan",
    }
    rows = {
        "delivery.not_on_track": "Not on track",
        "due.revised_end": "With a later end date",
        "due.revised_end_on_track": "On track, of those with a later end date",
        "due.off_track_or_revised": "Off track, or with a later end date",
        "issues.any": "At least one issue",
        "issues.more_than_one": "More than one issue",
        "risk.any": "At least one register",
        "governance.expected.none": "No board",
    }
    group, _, last = figure.rpartition(".")
    if figure in tiles:
        return ".tile", tiles[figure]
    if figure in sentences:
        return "p", sentences[figure]
    if figure in overview:
        return "#table-overview tr", overview[figure]
    if group == "not_on_track.type":
        return "#table-overview tr", f"Not on track: {label(council.types, last)}"
    lists = {"issues": council.issues, "risk": council.registers, "milestones": council.milestones}
    lists |= {"governance.reported": council.boards, "governance.expected": council.boards}
    table = group.removeprefix("governance.")
    return f"#table-{table} tr", rows.get(figure) or label(lists.get(group, council.statuses), last)


@pytest.fixture(scope="module")
def lines_at(page) -> Callable[[str, str], list[str]]:
    """Return the lines of the page that contain the words beside a figure."""

    def found(selector: str, beside: str) -> list[str]:
        lines = [words(element) for element in page.select(f".body {selector}")]
        if selector.endswith("tr"):
            return [line for line in lines if re.match(rf"{re.escape(beside)} \d", line)]
        return [line for line in lines if beside in line]

    return found


@pytest.mark.parametrize(
    "published",
    [row for row in PUBLISHED if row["report"] == "outcome-3"],
    ids=lambda row: row["figure"],
)
def test_a_published_figure_can_be_read_on_the_page(lines_at, council, published):
    lines = lines_at(*place(published["figure"], council))
    value, of, percent = (published[name] for name in ("value", "of", "percent"))
    quantity = re.compile(rf"\b{value} of (these )?{of}\b.*", re.DOTALL)
    assert [line for line in lines if quantity.search(line) and f"{percent}%" in line], lines


@cache
def html_of(quarter: str, outcome: str) -> BeautifulSoup:
    """Return a report's sections as its notebook shows them, without making a page of it."""
    report = report_of(quarter, outcome)
    notebook = read_notebook(ROOT / "notebooks" / f"{report.kind}.ipynb")
    names = re.findall(
        r"^report\.(\w+)\(\)$", "\n".join(cell.source for cell in code(notebook)), re.M
    )
    sections = [getattr(report, name)().html for name in names if name != "ledger"]
    return BeautifulSoup("\n".join(sections), "html.parser")


def strays(html: BeautifulSoup, quarter: str, outcome: str) -> list[str]:
    """Return every number of the generated text that no ledger holds."""
    own = counted(quarter, outcome)
    nowhere, of, *_ = own["governance.expected.none"]
    # Of the whole plan an outcome's report says only how many returns came; the council's report
    # sets its outcomes side by side. Who expects to report nowhere may be said the other way round.
    others = [
        {"returns.received": counted(quarter)["returns.received"]},
        {"governance.expected.any": (of - nowhere, of, None, None)},
        *([] if outcome else [counted(quarter, one) for one in outcomes_of(quarter)]),
    ]
    facts = Facts(quarter, outcome)
    earlier = [counted(one, outcome) for one in facts.quarters[:-1]]
    return stray_numbers(blocks(html), [own, *others], earlier, facts)


def test_every_number_on_the_page_is_in_the_ledger(page):
    assert strays(page.select_one(".body"), "2019-20-Q2", "3") == []


@pytest.mark.parametrize(
    ("quarter", "outcome"),
    [("2019-20-Q1", ""), ("2019-20-Q4", "1"), ("2020-21-Q3", "7"), ("2020-21-Q3", "")],
)
def test_every_number_of_other_reports_is_in_their_ledger(quarter, outcome):
    assert strays(html_of(quarter, outcome), quarter, outcome) == []


SHOWN = [("2019-20-Q2", "3"), ("2019-20-Q4", "1"), ("2020-21-Q3", "7"), ("2020-21-Q3", "")]


@pytest.mark.parametrize(("quarter", "outcome"), SHOWN)
def test_the_words_of_every_chart_say_what_is_found_in_the_data(quarter, outcome):
    charts = html_of(quarter, outcome).select("figure.chart")
    said = {str(chart["id"]).removeprefix("chart-"): chart.img["alt"] for chart in charts}
    found = dict(findings(quarter, outcome))
    assert said
    assert said.keys() <= found.keys()
    kind = r"(?:Stacked bar|Bar) chart of |Chart of "
    assert not [alt for alt in said.values() if not re.match(kind, alt)]
    wrong = [
        (name, alt, found[name])
        for name, alt in said.items()
        if not re.search(found[name], alt.lower() if name == "issues" else alt)
    ]
    assert not wrong


@pytest.mark.parametrize("activity", ["51", "59"])
def test_the_words_of_a_trend_say_how_many_milestones_moved_later(activity):
    report = Report.activity(quarter="2019-20-Q2", activity=activity, **FOLDERS)
    chart = BeautifulSoup(report.milestones().html, "html.parser").select_one("#chart-trend")
    assert chart.img["alt"].startswith("Line chart of ")
    assert re.search(trend_finding("2019-20-Q2", activity), chart.img["alt"])


@pytest.mark.parametrize(("quarter", "outcome"), SHOWN)
def test_every_bar_is_as_long_as_the_number_beside_it(quarter, outcome):
    page = html_of(quarter, outcome)
    assert page.select(".narrow.beside")
    for chart in page.select(".narrow.beside"):
        numbers = [int(re.search(r"\d+$", words(tag))[0]) for tag in chart.select("dd")]
        lengths = [float(one["width"]) for one in chart.select("dd rect")]
        assert lengths == pytest.approx(
            [100 * number / max(numbers) for number in numbers], abs=0.1
        )
    for chart in page.select("#chart-outcomes, #chart-quarters"):
        rows = [
            [int(words(part)[-2:]) for part in row.select(".count")] for row in chart.select("dd")
        ]
        longest = max(map(sum, rows))
        for row, numbers in zip(chart.select("dd"), rows, strict=True):
            lengths = [float(part["width"]) for part in row.select("rect")]
            assert lengths == pytest.approx([100 * one / longest for one in numbers], abs=0.1)


@pytest.mark.parametrize(
    "line",
    [
        "14 of 16 activities are on track.",
        "14 of these 16 are on track.",
        "All 16 activities are late.",
        "None of the 16 is late.",
        "83% are on track.",
        "18 activities are late.",
        "It is 158 days late.",
        "Activity 99 is late.",
    ],
)
def test_a_number_that_is_in_no_ledger_would_be_found(line):
    assert strays(BeautifulSoup(f"<p>{line}</p>", "html.parser"), "2019-20-Q2", "3")


@pytest.mark.parametrize("quarter", ["2019-20-Q1", "2020-21-Q3"])
def test_the_council_sets_side_by_side_what_each_outcome_counts(quarter):
    page = html_of(quarter, "")
    shown = [
        [words(cell) for cell in row.find_all("td")]
        for row in page.select("#table-outcomes tbody tr")
    ]
    wanted = []
    for outcome in outcomes_of(quarter):
        figures = counted(quarter, outcome)
        received, of, *_ = figures["returns.received"]
        statuses = [figures[f"delivery.{name}"][0] for name in ("on_track", "remedial", "unlikely")]
        wanted.append([of, *statuses, of - received])
    if not any(row[-1] for row in wanted):
        wanted = [row[:-1] for row in wanted]  # no column where every activity made a return
    assert shown == [[str(number) for number in row] for row in wanted]
