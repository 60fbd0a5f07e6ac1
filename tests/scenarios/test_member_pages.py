"""Members that join and leave, their objectives and dependencies, as pages show them."""

import re

import pytest
from bs4 import BeautifulSoup
from organisation import BOARDS, FIRST, MILESTONES, SECOND, WINDOWS, configuration
from plans import Folder, Row
from support import fold, read_csv, write_rows

from sdp_lib.inputs.recorded import record_of
from sdp_lib.periods import Period
from sdp_lib.presentation.fragments import Fragment
from sdp_lib.report import Report
from sdp_lib.report.kinds import CouncilReport, OutcomeReport, Scorecard
from sdp_lib.report.section import Section
from sdp_lib.storage import write_together

PLAN, EARLIER = "2022-23", "2018-22"
USUAL = {
    "outcome": "trade",
    "type": "berthing",
    "directorate": "marine",
    "lead": "Berthing Superintendent",
    "director": "Harbour Master",
    "portfolio": "Navigation",
    "start": "2022-04-01",
    "end": "2023-03-20",
    "source": "published",
}
END = "Its end date is 20 March 2023"
OUTCOMES = [
    {"id": "trade", "title": "Trade grows", "short": "Trade",
     "objectives": ["More ships", {"id": "T-2", "title": "Fewer delays"}]},
    {"id": "people", "title": "People learn", "short": "People", "objectives": ["More pilots"]},
]  # fmt: skip


def write(folder: Folder, quarter: str, rows: list[Row], **statuses: str) -> None:
    """Write the plan with these activities, and a quarter that all of `statuses` answer."""
    folder.write_yaml("params/council.yml", configuration())
    plan = {"title": "Harbour Plan", "years": [PLAN], "outcomes": OUTCOMES,
            "strategy": {"title": "the Estuary Strategy", "years": "2020-25"}}  # fmt: skip
    listed = [{**USUAL, "title": f"Pontoon {row['id']}", **row} for row in rows]
    folder.write_plan(PLAN, plan, listed)
    opened, closed = WINDOWS[quarter]
    folder.write_quarter(quarter, plan=PLAN, window={"opened": opened, "closed": closed})
    columns = [column for _, column in MILESTONES.values()]
    answers = [
        {"activity": one, "submitted": f"{closed}T09:00:00", "delivery": status}
        for one, status in statuses.items()
    ]
    folder.write_returns(quarter, columns, answers)


def plain(one: Section | Fragment) -> str:
    text = fold(BeautifulSoup(str(one.html), "html.parser").get_text(" "))
    return re.sub(r" ([.):;])", r"\1", text)


def council(folder: Folder) -> CouncilReport:
    return Report.council(quarter=SECOND, **folder.places)


def outcome(folder: Folder, one: str) -> OutcomeReport:
    return Report.outcome(quarter=SECOND, outcome=one, **folder.places)


def scorecard(folder: Folder, one: str) -> Scorecard:
    return Report.activity(quarter=SECOND, activity=one, **folder.places)


@pytest.fixture
def folder(tmp_path) -> Folder:
    """Three activities that all answered in the first quarter."""
    folder = Folder(tmp_path)
    steady = dict.fromkeys(("A", "B", "C"), "steady")
    write(folder, FIRST, [{"id": activity} for activity in steady], **steady)
    return folder


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{"id": "A"}, {"id": "B"}, {"id": "C"}], ""),
        (
            [{"id": "A"}, {"id": "B"}, {"id": "C"}, {"id": "D", "joined": "2023-24-Q1"}],
            "No activity has joined or left the plan since Quarter 3.",
        ),
        (
            [{"id": "A"}, {"id": "B"}, {"id": "C"}, {"id": "D", "joined": SECOND}],
            "1 activity joined the plan since Quarter 3: D. Pontoon D.",
        ),
        (
            [{"id": "A"}, {"id": "B"}, {"id": "C", "left": FIRST, "left_as": "completed"}],
            "1 activity left the plan since Quarter 3: C. Pontoon C (completed).",
        ),
        (
            [{"id": "A"}, {"id": "B", "left": FIRST, "left_as": "merged", "into": "A"},
             {"id": "C", "left": FIRST}, {"id": "D", "joined": SECOND},
             {"id": "E", "joined": SECOND}],
            "2 activities joined the plan since Quarter 3: D. Pontoon D; and E. Pontoon E. "
            "2 activities left the plan since Quarter 3: 1 merged into A and "
            "1 left without a reason given. Merged into A: B. Pontoon B. "
            "Left without a reason given: C. Pontoon C.",
        ),
    ],
)  # fmt: skip
def test_sentences_on_joining_and_leaving_agree_with_none_one_and_many(folder, rows, said):
    write(folder, SECOND, rows, A="steady")
    assert plain(council(folder).submissions.members()) == said


def test_only_members_of_the_plan_are_expected(folder):
    rows = [{"id": "A"}, {"id": "B", "left": FIRST}, {"id": "C"}, {"id": "D", "joined": SECOND}]
    write(folder, SECOND, rows, A="steady", D="stuck")
    report = council(folder)
    assert report.figure("returns.received").words == "2 of 3"
    assert report.figure("returns.received").previous == 3
    assert report.figure("movement.newly_off_track").of == 1, "A alone answered in both"
    said = plain(report.submissions.missing())
    assert "C. Pontoon C" in said
    assert "B. Pontoon B" not in said
    rows = BeautifulSoup(report.delivery.transitions().html, "html.parser").select("tbody tr")
    cells = [[fold(cell.get_text()) for cell in row.select("th, td")] for row in rows]
    assert cells[-1] == ["Not in the plan", "0", "0", "0", "1", "0", "0"]
    assert sum(int(one) for row in cells for one in row[1:]) == 4, "of both quarters, each once"


def test_a_return_of_an_activity_that_has_left_is_refused(folder):
    write(folder, SECOND, [{"id": "A"}, {"id": "B", "left": FIRST}, {"id": "C"}], B="steady")
    with pytest.raises(Exception, match="activity is 'B', which is not an activity of the plan"):
        council(folder)


def test_an_activity_that_moves_to_another_outcome_is_counted_where_it_was(folder):
    write_together(record_of(folder.data, folder.params, PLAN, Period.parse(FIRST)))
    rows = [{"id": "A"}, {"id": "B"}, {"id": "C", "outcome": "people"}]
    write(folder, SECOND, rows, A="steady", B="steady", C="stuck")
    trade, people = outcome(folder, "trade"), outcome(folder, "people")
    assert trade.figure("returns.received").words == "2 of 2"
    assert trade.figure("returns.received").previous == 3
    assert plain(trade.submissions.members()) == (
        "1 activity counted here in Quarter 3 belongs to another part of the plan now: "
        "C. Pontoon C."
    )
    assert plain(people.submissions.members()) == (
        "1 activity belonged elsewhere in the plan in Quarter 3 and is counted here now: "
        "C. Pontoon C."
    )
    assert people.figure("movement.newly_off_track").words == "1 of 1", "its own status moved"


def test_a_scorecard_shows_what_it_came_from_also_in_an_earlier_plan(folder):
    folder.write_plan(
        EARLIER,
        {"title": "Old Harbour Plan", "years": ["2018-19"], "outcomes": OUTCOMES},
        [{**USUAL, "id": "41", "title": "Timber piers"}],
    )
    rows = [
        {"id": "A", "carried_from": f"{EARLIER}:41"},
        {"id": "B", "left": FIRST, "left_as": "merged", "into": "A"},
        {"id": "C", "left": FIRST, "left_as": "closed", "into": "D;E"},
        {"id": "D", "joined": SECOND},
        {"id": "E", "joined": SECOND},
    ]
    write(folder, SECOND, rows, A="steady", D="ahead")
    said = plain(scorecard(folder, "A").status())
    assert "Goes on from 41. Timber piers (Old Harbour Plan)" in said
    assert "Took over B. Pontoon B (in the plan up to Quarter 3 2022-23)" in said
    assert "Taken over: B Holding steady Not in the plan" in said
    for part in ("D", "E"):
        said = plain(scorecard(folder, part).status())
        assert "Took over C. Pontoon C" in said
        assert "Joined the plan Quarter 4 2022-23" in said
    assert "1 closed into D and E" in plain(council(folder).submissions.members())
    figures = scorecard(folder, "A").ledger().value().figures
    assert {figure.previous for figure in figures if figure.figure == "returns.received"} == {1}, (
        "its own"
    )


def test_dependencies_are_on_scorecards_and_in_the_council_report(folder):
    rows = [
        {"id": "A", "depends_on": "B;C"},
        {"id": "B", "end": "2024-06-30"},
        {"id": "C", "left": FIRST, "left_as": "completed"},
    ]
    write(folder, SECOND, rows, A="steady", B="stuck")
    said = plain(scorecard(folder, "A").status())
    assert "Waits for B. Pontoon B Stuck fast; and C. Pontoon C Not in the plan" in said
    assert "Waited for by A. Pontoon A Holding steady" in plain(scorecard(folder, "B").status())
    waiting = plain(council(folder).delivery.waiting())
    assert waiting.startswith("1 activity on track waits for another that is not on track.")
    assert "A. Pontoon A 20 March 2023 B. Pontoon B 30 June 2024" in waiting
    assert "Pontoon C" not in waiting, "what is completed holds nobody up"
    write(folder, SECOND, [rows[0], {"id": "B"}, rows[2]], A="steady", B="ahead")
    waiting = plain(council(folder).delivery.waiting())
    assert waiting == "No activity on track waits for one that is not on track."


def test_objectives_are_shown_with_those_that_serve_them_and_those_that_none_serves(folder):
    rows = [
        {"id": "A", "objectives": "trade.1"},
        {"id": "B", "objectives": "trade.1;people.1"},
        {"id": "C", "outcome": "people", "objectives": "trade.1"},
    ]
    write(folder, SECOND, rows, A="steady", B="stuck", C="ahead")
    report = outcome(folder, "trade")
    assert report.figure("objectives.trade.1.on_track").words == "2 of 3", "one of another outcome"
    said = plain(report.delivery.objectives())
    assert "1 of 2 objectives has an activity that serves it." in said
    assert "No activity serves “Fewer delays”." in said
    assert "C. Pontoon C Ahead of plan" in said
    whole = council(folder)
    assert whole.figure("objectives.T-2.on_track").words == "none to count"
    assert "Trade 2 1 3 2 People 1 0 1 0" in plain(whole.delivery.objectives())
    assert "The plan serves the Estuary Strategy 2020-25." in plain(whole.introduction.about())
    assert "Objectives that it serves More ships; and More pilots" in plain(
        scorecard(folder, "B").status()
    )


def test_the_money_behind_each_status_adds_up(folder):
    rows = [{"id": "A", "budget": "1000"}, {"id": "B", "budget": "3000"}, {"id": "C"}]
    write(folder, SECOND, rows, A="steady", B="stuck")
    report = council(folder)
    assert (report.figure("budget.total").value, report.figure("budget.stuck").of) == (4000, 4000)
    said = plain(report.delivery.budget())
    assert said.startswith("Of a budget of £4,000, £3,000 (75%) is for activities that are not on")
    assert said.endswith(
        "All £4,000 £0 £1,000 £0 £3,000 £0 75% 1 activity has no budget in the plan."
    )
    write(folder, SECOND, [{"id": "A", "budget": "1000"}, {"id": "B"}, {"id": "C"}], B="steady")
    assert "None of the budget of £1,000 is for activities not on track." in plain(
        council(folder).delivery.budget()
    )
    assert "£0 £0 £0 £0 £1,000" in plain(council(folder).delivery.budget()), "no return: not known"


def test_high_rated_activities_that_slip_are_listed_for_the_senior_board(folder):
    rows = [{"id": "A", "risk": "high"}, {"id": "B", "risk": "low"}, {"id": "C", "risk": "high"}]
    write(folder, SECOND, rows, A="stuck", B="stuck", C="steady")
    said = plain(council(folder).attention.weight())
    assert "Activities of high risk that are off track" in said
    assert "A. Pontoon A Stuck fast High" in said
    assert "Pontoon B" not in said
    assert "Pontoon C" not in said
    write(folder, SECOND, rows, A="steady")
    assert plain(council(folder).attention.weight()) == (
        "No activity of high risk is off track or has a later end date."
    )


def test_a_section_without_data_in_the_plan_is_on_no_page(folder):
    write(folder, SECOND, [{"id": "A"}, {"id": "B"}, {"id": "C"}], A="stuck", B="steady")
    whole, one = council(folder), scorecard(folder, "A")
    for part in (whole.delivery.waiting(), whole.delivery.objectives(), whole.delivery.budget(),
                 whole.attention.weight(), whole.submissions.members()):  # fmt: skip
        assert plain(part) == ""
    said = plain(one.status())
    for words in ("Objective", "Operating plan", "Budget", "Risk", "Waits for", "Goes on from"):
        assert words not in said
    assert not [name for name in whole.data.figures["figure"] if name.startswith(("bud", "obj"))]
    assert BOARDS, "the organisation is the other one"


def test_an_earlier_status_keeps_the_words_of_its_time(folder):
    write_together(record_of(folder.data, folder.params, PLAN, Period.parse(FIRST)))
    write(folder, SECOND, [{"id": "A"}, {"id": "B"}, {"id": "C"}], A="good")
    scale = configuration()
    scale["statuses"] = [
        {"id": "good", "label": "Fine", "answer": "It is fine", "one": "is fine",
         "many": "are fine", "tone": "good", "on_track": "true"},
        {"id": "bad", "label": "Not fine", "answer": "It is not fine", "one": "is not fine",
         "many": "are not fine", "tone": "poor"},
    ]  # fmt: skip
    folder.write_yaml("params/council.yml", scale)
    assert "Delivery status Holding steady Fine" in plain(scorecard(folder, "A").status())
    whole = council(folder)
    figures = whole.data.figures["figure"]
    assert not [figure for figure in figures if figure.startswith("movement.")], (
        "between two scales"
    )
    assert [seen.label for seen in whole._context.history[0].council.statuses][1] == (
        "Holding steady"
    )
    assert "Holding steady" not in plain(whole.delivery.outcomes()), (
        "it is no status of this quarter"
    )
    assert whole.data.history["delivery"].tolist()[:1] == ["steady"]


@pytest.mark.parametrize(
    ("activity", "said"),
    [
        ("A", "This activity is holding steady, as in Quarter 3. {}, as planned."),
        ("B", "This activity made no return this quarter; in Quarter 3 its status was “Holding "
              "steady”. {}."),
        ("C", "This activity is stuck fast; in Quarter 3 its status was “Holding steady”. {}, as "
              "planned."),
        ("D", "This activity is ahead of plan and was not in the plan in Quarter 3. {}, as "
              "planned."),
        ("E", "This activity made a return without a status and was not in the plan in Quarter 3. "
              "{}, as planned."),
    ],
)  # fmt: skip
def test_a_scorecard_opens_with_the_status_and_what_it_was_before(folder, activity, said):
    joined = [{"id": one, "joined": SECOND} for one in "DE"]
    rows = [{"id": "A"}, {"id": "B"}, {"id": "C"}, *joined]
    write(folder, SECOND, rows, A="steady", C="stuck", D="ahead", E="")
    assert plain(scorecard(folder, activity).status.sentence()) == said.format(END)


@pytest.mark.parametrize(
    ("revised", "said"),
    [
        ("2023-06-30", "Its end date is now 30 June 2023, 3 months later than planned."),
        ("2022-12-31", "Its end date is now 31 December 2022, earlier than planned."),
    ],
)
def test_a_scorecard_opens_with_an_end_date_that_moved(folder, revised, said):
    write(folder, SECOND, [{"id": one} for one in "ABC"], A="steady")
    returns = folder.data / "returns" / f"{SECOND}.csv"
    rows = [row | {"revised_end": revised} for row in read_csv(returns)]
    write_rows(returns, rows)
    assert plain(scorecard(folder, "A").status.sentence()).endswith(said)
