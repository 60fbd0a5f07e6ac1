"""The data that comes with the project: true to what is published, well formed, reproducible."""

import csv
import os
import re
import subprocess
import sys
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from recount import CONTRACT_IDS, members, percent, recount

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[1] / "data"
GENERATOR = DATA / "generator"
QUARTERS = {
    "2019-20": ("2019-20-Q1", "2019-20-Q2", "2019-20-Q3", "2019-20-Q4"),
    "2020-23": ("2020-21-Q1", "2020-21-Q2", "2020-21-Q3"),
}
PLAN_OF = {quarter: plan for plan, quarters in QUARTERS.items() for quarter in quarters}
PLAN_COLUMNS = "id,title,outcome,type,directorate,lead,director,portfolio,start,end,source"
LATER_COLUMNS = (
    "joined,left,left_as,into,carried_from,depends_on,"
    "objectives,operating_plan,budget,risk,complexity,value"
)
RECORDED = {quarter: plan for plan, quarters in QUARTERS.items() for quarter in quarters[:4]}
RECORDED.pop("2020-21-Q3")  # a draft
RETURN_COLUMNS = (
    "activity,submitted,delivery,progress,approval_to_proceed,eqia_screening,consultation_start,"
    "key_decision,go_live,other_milestone,other_milestone_name,revised_end,issues,issue_other,"
    "issue_detail,mitigation,mitigation_themes,boards_reported,boards_expected,"
    "forward_plan_date,risk_registers"
)
ASSURANCE_COLUMNS = "activity,source,reference,title,due_quarter,opinion,note"
DIRECTORATES = {
    "adult_social_care_health",
    "children_young_people_education",
    "growth_environment_transport",
    "strategic_corporate_services",
}
LISTS = {
    "issues": CONTRACT_IDS.themes,
    "mitigation_themes": ("change_of_approach", "specific_action", "resources", "escalation"),
    "boards_reported": CONTRACT_IDS.boards,
    "boards_expected": CONTRACT_IDS.boards,
    "risk_registers": CONTRACT_IDS.registers,
}
DATES = (*CONTRACT_IDS.milestones.values(), "revised_end", "forward_plan_date")
SECTIONS = (
    "introduction", "submissions", "delivery", "milestones", "issues",
    "mitigations", "governance", "assurance", "risk",
)  # fmt: skip
RANK = {"on_track": 0, "remedial": 1, "unlikely": 2}

every_quarter = pytest.mark.parametrize("quarter", PLAN_OF)
every_plan = pytest.mark.parametrize("plan", QUARTERS)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def activities(plan: str) -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in read(DATA / "plans" / plan / "activities.csv")}


def returns(quarter: str) -> dict[str, dict[str, str]]:
    rows = read(DATA / "returns" / f"{quarter}.csv")
    found = {row["activity"]: row for row in rows}
    assert len(found) == len(rows), "an activity answers twice"
    return found


def windows() -> dict[str, tuple[date, date]]:
    rows = read(GENERATOR / "published/windows.csv") + read(GENERATOR / "invented/windows.csv")
    return {
        row["quarter"]: (date.fromisoformat(row["opened"]), date.fromisoformat(row["closed"]))
        for row in rows
    }


def published_figures() -> list[dict[str, str]]:
    return read(HERE / "outcome-3-2019-20-Q2-figures.csv")


@pytest.mark.parametrize(
    "figure", published_figures(), ids=lambda row: f"{row['report']}-{row['figure']}"
)
def test_a_recount_of_the_data_gives_the_published_figure(figure):
    outcome = {"outcome-3": "3", "council": None}[figure["report"]]
    counted = recount(DATA, "2019-20", "2019-20-Q2", "2019-20-Q1", outcome=outcome)
    value, of, share, previous = counted[figure["figure"]]
    published = tuple(int(figure[name]) for name in ("value", "of", "percent"))
    assert (value, of, share) == published
    # A blank there means that the value of the quarter before was not published.
    assert figure["previous"] in ("", str(previous))


def test_halves_are_rounded_up_and_nothing_of_nothing_has_no_percentage():
    assert [percent(1, 8), percent(1, 200), percent(3, 8), percent(0, 3)] == [13, 1, 38, 0]
    assert percent(0, 0) is None


def test_a_missing_return_is_counted_as_missing_and_nowhere_else():
    answers = len(returns("2019-20-Q4"))
    counted = recount(DATA, "2019-20", "2019-20-Q4", "2019-20-Q3")
    assert counted["returns.received"][:2] == (answers, 79)
    assert answers < 79
    assert {counted[name][1] for name in ("delivery.on_track", "due.this_year")} == {answers}


def test_a_figure_without_an_earlier_denominator_has_no_previous_value():
    counted = recount(DATA, "2019-20", "2019-20-Q4", "2019-20-Q3", activity="31")
    assert counted["returns.received"] == (1, 1, 100, 0)
    assert counted["delivery.on_track"][3] is None
    first = recount(DATA, "2020-23", "2020-21-Q1", None)
    assert {previous for *_, previous in first.values()} == {None}


def test_the_parts_of_the_council_add_up_to_the_whole():
    whole = recount(DATA, "2019-20", "2019-20-Q3", "2019-20-Q2")
    for split, parts in (("outcome", ("1", "2", "3")), ("directorate", sorted(DIRECTORATES))):
        counted = [
            recount(DATA, "2019-20", "2019-20-Q3", "2019-20-Q2", **{split: part}) for part in parts
        ]
        for name, (value, of, *_) in whole.items():
            assert (value, of) == tuple(sum(part[name][i] for part in counted) for i in (0, 1))


@pytest.mark.processes
@pytest.mark.parametrize("seed", ["0", "1"])
def test_generating_again_gives_the_same_bytes(tmp_path, seed):
    subprocess.run(
        [sys.executable, "-B", GENERATOR / "main.py", "--out", tmp_path / "data"],
        check=True,
        cwd=tmp_path,
        env=os.environ | {"PYTHONHASHSEED": seed},
    )
    made = {path.relative_to(tmp_path / "data") for path in tmp_path.rglob("*.*") if path.is_file()}
    assert len(made) == 2 * len(QUARTERS) + len(PLAN_OF) + 2 * len(RECORDED)
    for name in made:
        assert (tmp_path / "data" / name).read_bytes() == (DATA / name).read_bytes(), name


@every_plan
def test_every_table_has_the_columns_of_the_contract_in_their_order(plan):
    expected = PLAN_COLUMNS if plan == "2019-20" else f"{PLAN_COLUMNS},{LATER_COLUMNS}"
    tables = {path: expected for path in (DATA / "plans" / plan).rglob("activities.csv")}
    tables[DATA / "assurance" / f"{plan}.csv"] = ASSURANCE_COLUMNS
    tables |= {DATA / "returns" / f"{quarter}.csv": RETURN_COLUMNS for quarter in QUARTERS[plan]}
    for path, columns in tables.items():
        content = path.read_bytes()
        assert content.splitlines()[0].decode() == columns, path
        assert b"\r" not in content
        assert content.endswith(b"\n")
        assert all(None not in row and None not in row.values() for row in read(path)), path


@every_plan
def test_a_plan_has_the_keys_of_the_contract_and_activities_under_each_outcome(plan):
    content = yaml.safe_load((DATA / "plans" / plan / "plan.yml").read_text(encoding="utf-8"))
    assert set(content) - {"strategy"} == {"title", "years", "outcomes"}
    for outcome in content["outcomes"]:
        assert set(outcome) == {"id", "title", "short", "objectives"}
        assert isinstance(outcome["id"], str)
        assert outcome["objectives"]
    used = {row["outcome"] for row in activities(plan).values()}
    assert used == {outcome["id"] for outcome in content["outcomes"]}


@every_plan
def test_every_activity_of_a_plan_is_well_formed(plan):
    rows = activities(plan)
    assert list(rows) == [str(number) for number in range(1, len(rows) + 1)]
    assert len({row["title"] for row in rows.values()}) == len(rows)
    for row in rows.values():
        assert row["type"] in CONTRACT_IDS.types
        assert row["directorate"] in DIRECTORATES
        assert all(row[column] for column in ("title", "lead", "director", "portfolio"))
        assert date.fromisoformat(row["start"]) < date.fromisoformat(row["end"] or "9999-12-31")


def test_only_activities_45_to_61_of_the_first_plan_are_published():
    rows = activities("2019-20")
    published = {number for number, row in rows.items() if row["source"] == "published"}
    assert published == {str(number) for number in range(45, 62)}
    assert {rows[number]["outcome"] for number in published} == {"3"}
    assert {row["outcome"] for number, row in rows.items() if number not in published} == {"1", "2"}
    assert {row["source"] for row in activities("2020-23").values()} == {"illustrative"}


def test_published_dates_statuses_and_issues_are_in_the_data_as_published():
    now, before = returns("2019-20-Q2"), returns("2019-20-Q1")
    for fact in read(GENERATOR / "published" / "activities.csv"):
        row = activities("2019-20")[fact["id"]]
        assert row["title"] == fact["title"]
        assert fact["end"] in ("", row["end"])
        answer = now[fact["id"]]
        assert (answer["delivery"], answer["revised_end"], answer["issues"]) == (
            fact["q2_delivery"],
            fact["q2_revised_end"],
            fact["q2_issues"],
        )
        assert fact["q1_delivery"] in ("", before[fact["id"]]["delivery"])


@every_quarter
def test_every_return_is_well_formed(quarter):
    rows, known = returns(quarter), activities(PLAN_OF[quarter])
    assert list(rows) == sorted(rows, key=int)
    for number, row in rows.items():
        assert number in known
        assert row["delivery"] in RANK
        assert row["progress"].strip()
        assert bool(row["other_milestone"]) == bool(row["other_milestone_name"])
        for column, ids in LISTS.items():
            found = row[column].split(";") if row[column] else []
            assert len(set(found)) == len(found)
            assert set(found) <= set(ids), f"{quarter}, activity {number}: {column}"
        for column in DATES:
            assert row[column] == "" or date.fromisoformat(row[column]), column
        if row["forward_plan_date"]:
            assert "informal_governance" in row["boards_expected"]


@every_quarter
def test_returns_arrive_within_the_window_except_a_few_late_ones(quarter):
    opened, closed = windows()[quarter]
    moments = [datetime.fromisoformat(row["submitted"]) for row in returns(quarter).values()]
    assert min(moments).date() >= opened
    late = sum(moment.date() > closed for moment in moments)
    missing = len(members(DATA, PLAN_OF[quarter], quarter)) - len(moments)
    if quarter in ("2019-20-Q1", "2019-20-Q2"):
        assert (late, missing) == (0, 0)
    else:
        assert 1 <= late <= 5
        assert 1 <= missing <= 5


@pytest.mark.parametrize("pair", [pair for q in QUARTERS.values() for pair in pairwise(q)])
def test_every_quarter_has_an_activity_that_recovered_and_one_that_got_worse(pair):
    before, now = map(returns, pair)
    steps = {
        RANK[now[number]["delivery"]] - RANK[before[number]["delivery"]]
        for number in now.keys() & before.keys()
    }
    assert min(steps) < 0 < max(steps)


@pytest.mark.parametrize("quarter", ["2019-20-Q1", "2019-20-Q2"])
def test_in_the_fitted_quarters_only_what_is_off_track_has_issues_and_mitigation(quarter):
    for number in map(str, range(45, 62)):
        row = returns(quarter)[number]
        on_track = row["delivery"] == "on_track"
        assert bool(row["issues"]) != on_track
        assert not (on_track and (row["mitigation"] or row["issue_detail"]))


@every_plan
def test_assurance_is_about_activities_of_its_plan(plan):
    rows = read(DATA / "assurance" / f"{plan}.csv")
    for row in rows:
        assert row["activity"] in activities(plan)
        assert row["source"] in ("internal_audit", "risk_and_assurance")
        assert row["opinion"] in ("consistent", "inconsistent", "pending")
        assert re.fullmatch(r"20\d\d-\d\d-Q[1-4]", row["due_quarter"])
    assert {row["opinion"] for row in rows} == {"consistent", "inconsistent", "pending"}


@pytest.mark.parametrize(
    "path",
    sorted(DATA.glob("commentary/*/*.md")),
    ids=lambda path: f"{path.parent.name}-{path.stem}",
)
def test_commentary_has_known_sections_and_leaves_the_figures_to_the_report(path):
    text = path.read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.*)$", text, flags=re.MULTILINE)
    assert headings == [section for section in SECTIONS if section in headings], "order, spelling"
    assert headings
    assert text.count("\n#") == text.count("\n## ")
    named = r"\(?activit(?:y|ies) \d+\)?|20\d\d(?:-\d\d)?|\d{1,2} [A-Z][a-z]+|RB\d+"
    named += r"|(?:Quarter|Outcomes?) \d(?: and \d)?"
    assert not re.search(r"\d|%", re.sub(named, "", text)), "a figure is typed into a commentary"


def test_no_e_mail_address_is_in_what_is_published():
    for path in DATA.rglob("*"):
        # The configuration names a team to ask, which a record keeps with the rest.
        known = "received" in path.parts or path.name == "council.yml"
        if path.suffix in (".csv", ".yml", ".md") and not known:
            assert not re.search(r"\w@\w", path.read_text(encoding="utf-8")), path
