"""Other calendars, other statuses, other forms: each page in the words of its organisation."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from bs4 import BeautifulSoup
from calendars import ACTIVITIES, CHARITY, EVERY_KIND, HALVES, PROGRAMME, Kind, write_kind
from shown import SECTIONS
from support import fold, read_csv, soup, words

from sdp_lib import Report
from sdp_lib.errors import InputError
from sdp_lib.report import council, main_points, opening
from sdp_lib.report.counting import make_context

# Words that a form, a calendar and an organisation without them must not show.
PERIODS = {
    "quarter": r"\bquarter",
    "month": r"\bmonth(?!s\b)(?! Activities)",  # slips and forward plans have months
    "half_year": r"\bhal(?:f|ves)\b",
}
NOT_ASKED = r"milestone|\bboards?\b|forward plan|risk register|\bregisters?\b|governance|slippage"
OTHERS = r"activit|lead officer|director|portfolio"
NOT_ON_TRACK = r"\bnot on track"


class Made:
    """The reports of an organisation, made in this process."""

    def __init__(self, kind: Kind, root):
        self.kind = kind
        self.folder = write_kind(root, kind)

    def report(self, one: str = "", period: str = ""):
        """Return the report of an activity, of an outcome, or of everything."""
        asked = {"quarter": period or self.kind.last, **self.folder.places}
        if one in ACTIVITIES:
            return Report.activity(activity=one, **asked)
        return Report.outcome(outcome=one, **asked) if one else Report.council(**asked)

    def pages(self):
        """Return the content of each report, parsed."""
        for one in ("", "1", "2", *ACTIVITIES[:2]):
            report = self.report(one)
            html = "".join(getattr(report, name)().html for name in SECTIONS[report.kind])
            yield one or "everything", BeautifulSoup(html, "html.parser"), report


def said(page) -> str:
    """Return all text of a page that reaches a reader: text, and words of charts."""
    everything = page.select("[alt], [aria-label]")
    hidden = [one.get(name) for one in everything for name in ("alt", "aria-label")]
    return fold(" ".join([page.get_text(separator=" "), *filter(None, hidden)]))


@pytest.fixture(scope="module", params=EVERY_KIND, ids=lambda kind: kind.name)
def made(request, tmp_path_factory) -> Made:
    return Made(request.param, tmp_path_factory.mktemp("kind") / "project")


def foreign(kind: Kind) -> str:
    """Return a pattern of the words that belong to other organisations."""
    found = [pattern for every, pattern in PERIODS.items() if every != kind.calendar["every"]]
    found += ["financial year"] if kind.calendar.get("year_starts") == "January" else []
    found += [NOT_ASKED, OTHERS] if kind is PROGRAMME else []
    found += [NOT_ON_TRACK] if kind is PROGRAMME else []
    found += [r"\bexample(?!\.org)", "remedial"]  # of the project that `sdp init` makes
    return "|".join(found)


def test_no_page_holds_a_word_of_another_organisation(made):
    pattern = re.compile(rf".{{0,40}}(?:{foreign(made.kind)}).{{0,20}}", re.IGNORECASE)
    for name, page, report in made.pages():
        assert pattern.findall(said(page)) == [], name
        frame = report.ledger().value().page
        assert pattern.findall(" ".join([frame.title, frame.subtitle, *frame.notices])) == [], name


COMPARED = {
    CHARITY.name: "Quarter 3 2025",
    PROGRAMME.name: "April",
    HALVES.name: "the second half of 2025-26",
}


def test_every_report_names_the_last_period_that_was_monitored(made):
    then = COMPARED[made.kind.name]
    for name, page, report in made.pages():
        text = said(page)
        if report.kind == "scorecard":
            assert then.removeprefix("the ").lower() in text.lower(), name
            continue
        assert f"Counts are compared with {then}" in text, name
        assert f"in {then}" in text, name
        heads = {words(tag) for tag in page.select("#table-delivery th, #table-overview th")}
        assert any(then.removeprefix("the ").lower() == one.lower() for one in heads), heads


def test_the_figures_name_the_period_they_are_compared_with(made):
    first, *_, last = made.kind.given
    now = {row.compared for row in made.report().ledger().value().figures}
    before = {row.compared for row in made.report(period=first).ledger().value().figures}
    assert (now, before) == ({first}, {None})
    assert last == made.kind.last


def test_every_count_is_what_a_second_count_finds(made):
    kind = made.kind
    first, last = kind.given
    for outcome in ("", "1", "2"):
        now, then = (counted(made, period, outcome) for period in (last, first))
        rows = made.report(outcome).ledger().value().figures
        found = {row.figure: (row.value, row.of) for row in rows}
        previous = {row.figure: row.previous for row in rows}
        assert {name: found[name] for name in now} == now
        movement = moved(made, outcome)
        assert {name: value for name, (value, _) in found.items() if name in movement} == movement
        for name, (value, of) in then.items():
            assert previous[name] == (value if of else None), name


def answers(made: Made, period: str, outcome: str) -> list[dict[str, str]]:
    plan = {row["id"]: row for row in read_csv(made.folder.data / "plans/renewal/activities.csv")}
    rows = read_csv(made.folder.data / "returns" / f"{period}.csv")
    return [{**plan[row["activity"]], **row} for row in rows
            if outcome in ("", plan[row["activity"]]["outcome"])]  # fmt: skip


def counted(made: Made, period: str, outcome: str) -> dict[str, tuple[int, int]]:
    """Count again, from the files alone."""
    kind, rows = made.kind, answers(made, period, outcome)
    given = Counter(row["delivery"] for row in rows)
    off = [row for row in rows if kind.statuses[row["delivery"]][0] == "off_track"]
    begin, end = year_of(kind, period)
    due = [row for row in rows if begin <= date.fromisoformat(row["end"]) <= end]
    found = {
        "returns.received": (len(rows), 3 if outcome else 6),
        "delivery.not_on_track": (len(off), len(rows)),
        "due.this_year": (len(due), len(rows)),
        "issues.money": (sum("money" in row["issues"] for row in off), len(off)),
        "mitigations.any": (sum(row["mitigation"] != "" for row in off), len(off)),
        **{f"delivery.{status}": (given[status], len(rows)) for status in kind.statuses},
    }
    if "revised_end" in kind.asked:
        late = [row for row in rows if row["revised_end"] > row["end"]]
        found["end_dates.revised"] = (len(late), len(rows))
    return found


def year_of(kind: Kind, period: str) -> tuple[date, date]:
    year = int(period[:4])
    if kind.calendar.get("year_starts") == "January":
        return date(year, 1, 1), date(year, 12, 31)
    return date(year, 4, 1), date(year + 1, 3, 31)


def moved(made: Made, outcome: str) -> dict[str, int]:
    """Count movements again; what counts as neither was not off track and does not recover."""
    kind = made.kind
    first, last = kind.given
    then = {row["id"]: row["delivery"] for row in answers(made, first, outcome)}
    order, found = list(kind.statuses), Counter()
    for row in answers(made, last, outcome):
        was, now = then.get(row["id"], ""), row["delivery"]
        before = kind.statuses[was][0] if was else ""
        after = kind.statuses[now][0]
        if before and after == "off_track" != before:
            found["newly_off_track"] += 1
        elif before == after == "off_track" and was != now:
            found["worsened" if order.index(now) > order.index(was) else "improved"] += 1
        elif (before, after) == ("off_track", "on_track"):
            found["recovered"] += 1
    names = ("newly_off_track", "worsened", "improved", "recovered")
    return {f"movement.{name}": found[name] for name in names}


def test_a_figure_about_what_the_form_does_not_ask_is_not_there(tmp_path):
    figures = Made(PROGRAMME, tmp_path).report().ledger().value().figures
    groups = {row.figure.partition(".")[0] for row in figures}
    assert groups == {"returns", "delivery", "due", "issues", "mitigations", "movement"}
    assert "due.revised_end" not in {row.figure for row in figures}


def test_frames_have_no_column_for_what_the_form_does_not_ask(tmp_path):
    columns = set(Made(PROGRAMME, tmp_path).report().data.answers)
    assert {"progress", "issues", "mitigation", "off_track"} <= columns
    assert not columns & {"revised_end", "slip_days", "any_milestone", "boards_expected", "type",
                          "directorate", "risk_registers", "other_milestone_name"}  # fmt: skip


def test_a_status_that_is_neither_is_shown_and_not_asked_for_issues(tmp_path):
    made = Made(PROGRAMME, tmp_path)
    report = made.report()
    page = BeautifulSoup(report.delivery().html + report.main_points().html, "html.parser")
    tags = {words(tag): tag["class"] for tag in page.select(".statuses .tag")}
    assert {"Rated waiting", "Rated complete"} <= tags.keys()
    assert "tag-neutral" in tags["Rated waiting"]
    assert tags["Rated complete"] != tags["Rated waiting"]
    listed = BeautifulSoup(made.report("2").delivery().html, "html.parser")
    rows = [words(one) for one in listed.select("#table-not-on-track tbody th")]
    assert rows == ["A4. Work A4"]
    checked = check(made)
    assert {one.activity for one in checked if one.rule.name.startswith("off_track_without")} <= {
        "A2", "A3", "A4"}  # fmt: skip


def check(made: Made):
    from sdp_lib.inputs.calendar_setting import parse_quarter
    from sdp_lib.inputs.params import Reports
    from sdp_lib.inputs.quality.check import check_quarter

    data, params = made.folder.data, made.folder.params
    period = parse_quarter(made.kind.last, params)
    return check_quarter(data, params, period, lambda _: Reports(("council",), ())).findings


def test_the_checks_mention_nothing_that_is_not_asked(made):
    pattern = re.compile(foreign(made.kind), re.IGNORECASE)
    findings = check(made)
    assert findings
    messages = [f"{finding.problem} {finding.rule.name}"
            for finding in findings]  # fmt: skip
    names = r"\b(?:delivery|progress|mitigation|issues)\b"
    assert [line for line in messages if pattern.search(re.sub(names, "", line))] == []
    assert {one.rule.severity for one in findings} <= {"warning", "note"}


def test_five_statuses_have_five_looks_in_every_chart_and_tag(tmp_path):
    report = Made(HALVES, tmp_path).report("1")
    page = BeautifulSoup(report.main_points().html, "html.parser")
    tags = page.select(".statuses .tag")
    looks = {(tuple(tag["class"]), tag.get("data-symbol")) for tag in tags}
    assert len(looks) == len(tags) == 5
    council = Made(HALVES, tmp_path).report()._context
    assert len(set(council.looks.values())) == 5


def test_a_change_of_the_scale_is_reported_and_movements_are_not_counted(tmp_path):
    made = Made(HALVES, tmp_path)
    data = made.report()._context.data
    before, now = data.history
    fewer = tuple(status for status in now.council.statuses if status.id != "amber_red")
    older = replace(before, council=now.council.model_copy(update={"statuses": fewer}))
    context = make_context(replace(data, history=(older, now)), "the council", {})
    shown = " ".join(str(one.html) for one in council.delivery(context) if one)
    page = BeautifulSoup(shown, "html.parser")
    told = "The statuses are not those of the second half of 2025-26, so changes since then are"
    assert f"{told} not counted." in said(page)
    assert page.select("#table-movement, #table-transitions, #chart-quarters") == []
    assert "since the second half of 2025-26" not in said(page)
    assert not [name for name in context.figures if name.startswith("movement.")]
    assert told in str([one.html for one in opening.introduction(context) if one])
    assert [one.heading for one in main_points.points_of(context).lists] == ["Rated red"]
    assert context.figure("delivery.green").previous == 2, "counts are still beside each other"


@pytest.mark.parametrize(
    ("kind", "typed", "written"),
    [
        (CHARITY, "2026-27-Q1", "2019-Q2"),
        (PROGRAMME, "2026-27-Q1", "2019-20-M02"),
        (HALVES, "2026-27-M01", "2019-20-H2"),
    ],
)
def test_a_period_of_another_calendar_is_refused_with_the_right_form(
    kind, typed, written, tmp_path
):
    made = Made(kind, tmp_path)
    with pytest.raises(InputError, match=f"'{typed}' is not.*Write it like {written}"):
        made.report(period=typed)
    year = "-" if kind is CHARITY else "/"  # a year of one number has no separator
    otherwise = kind.last.lower().replace("-", year, 1)
    title = made.report(period=otherwise).ledger().value().page.quarter
    assert title == made.report().ledger().value().page.quarter


def test_a_report_can_be_compared_with_an_earlier_period_that_has_returns(tmp_path):
    made = Made(CHARITY, tmp_path)
    with pytest.raises(InputError, match="Choose from 2025-Q3"):
        Report.council(quarter="2026-Q1", compare="2025-Q4", **made.folder.places)


def test_a_build_has_the_organisations_words_on_every_page_and_in_every_download(programme):
    pattern = re.compile(rf".{{0,40}}(?:{foreign(PROGRAMME)}).{{0,20}}", re.IGNORECASE)
    pages = sorted(programme.site.rglob("*.html"))
    assert {"index.html", "council.html", "activity-A2.html", "quality.html"} <= {
        one.name for one in pages
    }
    for page in pages:
        shown = soup(page)
        for names in shown.select("#table-files, #table-reports .digest"):
            names.extract()  # names of files
        assert pattern.findall(said(shown)) == [], page.name
    (file,) = programme.site.glob("data/*.xlsx")
    cells = [str(cell) for sheet in openpyxl.load_workbook(file)
             for row in sheet.iter_rows(values_only=True) for cell in row if cell]  # fmt: skip
    assert file.name == "2026-27-M02.xlsx"
    assert [one for one in cells if "quarter" in one.lower()] == []


def test_a_section_that_nobody_is_asked_about_has_no_heading(programme):
    page = soup(programme.site / "outcome-1.html")
    assert [re.sub(r"^[\d ]+", "", words(one)) for one in page.select(".body h2")] == [
        "Main points", "Overview", "Summary of projects", "Submissions", "Delivery", "Issues",
        "Mitigating actions or escalations", "Additional oversight and assurance",
        "Project scorecards", "About this report",
    ]  # fmt: skip
    card = [words(tag) for tag in soup(programme.site / "scorecards/activity-A2.html").select("h2")]
    assert [one for one in card if one[0].isdigit()] == [
        "1 Status", "2 Progress", "3 Issues and mitigation", "4 Assurance",
    ]  # fmt: skip
    assert "1 to 31 May 2026" in words(soup(programme.site / "index.html").select_one("main"))
    assert len(soup(programme.site / "council.html").select(".year span")) == 12


def test_the_files_of_a_build_name_its_period(programme):
    rows = read_csv(programme.output / "figures.csv")
    assert {row["compared"] for row in rows} == {"2026-27-M01"}
    assert list(rows[0])[-2:] == ["previous", "compared"]
    # Questions, except free text, which is not published as data.
    assert list(read_csv(programme.site / "data" / "returns.csv")[0]) == [
        "activity", "submitted", "delivery", "issues",
    ]  # fmt: skip
