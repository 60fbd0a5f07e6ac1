"""Every figure has words: a sentence that reads well at any number, and a meaning."""

from __future__ import annotations

import re

import pytest
from support import ROOT, outcomes_of, quarters_with_parameters, settings

from sdp_lib.inputs.calendar_setting import CalendarSetting
from sdp_lib.inputs.council import Council
from sdp_lib.inputs.plan_as_it_was import plan_in
from sdp_lib.inputs.vocabulary import NounSetting, WordsSetting
from sdp_lib.measures.figure import Figure
from sdp_lib.measures.names import figure_names
from sdp_lib.periods import Period
from sdp_lib.presentation.figure_words import figure_sentence, meaning
from sdp_lib.report import Report

BEFORE = "Quarter 1"
OF_THE_CONTRACT = ("budget.total", "budget.on_track",
                   "objectives.3.on_track", "objectives.safe-water.on_track")  # fmt: skip
FIRST_OF_A_PLAN = "2019-20-Q1"


@pytest.fixture(scope="module")
def all_names(council) -> tuple[str, ...]:
    return (*figure_names(council), *OF_THE_CONTRACT)


def ledgers(quarter: str, monkeypatch) -> list[list[Figure]]:
    """Return the figures of the council's report, of each outcome and of a scorecard."""
    monkeypatch.chdir(ROOT)
    first = (ROOT / "data/returns" / f"{quarter}.csv").read_text(encoding="utf-8").split("\n")[1]
    reports = [
        Report.council(quarter=quarter),
        *(Report.outcome(quarter=quarter, outcome=outcome) for outcome in outcomes_of(quarter)),
        Report.activity(quarter=quarter, activity=first.partition(",")[0]),
    ]
    return [list(report._context.figures.values()) for report in reports]


@pytest.mark.reports
@pytest.mark.parametrize("quarter", quarters_with_parameters())
def test_the_names_are_those_of_every_ledger(council, quarter, monkeypatch):
    monkeypatch.chdir(ROOT)
    report = Report.council(quarter=quarter)
    names = tuple(row.figure for row in report.ledger().value().figures)
    compared, value = len(report._context.history) > 1, Period.parse(quarter)
    plan = plan_in(ROOT / "data", ROOT / "params", str(settings(quarter)["plan"]), value)
    assert names == figure_names(council, compared=compared, plan=plan)
    _, *outcomes, scorecard = ledgers(quarter, monkeypatch)
    for outcome, figures in zip(plan.plan.outcomes, outcomes, strict=True):
        own = {f"objectives.{objective.id}.on_track" for objective in outcome.objectives}
        assert [figure.name for figure in figures] == _but_for(names, own), outcome.id
    assert [one.name for one in scorecard] == _but_for(names, set())


def _but_for(names: tuple[str, ...], own: set[str]) -> list[str]:
    """Return the names without the objectives that a report does not show."""
    return [name for name in names if not name.startswith("objectives.") or name in own]


def test_both_kinds_of_quarter_are_in_the_sample(council):
    assert set(figure_names(council, compared=False)) < set(figure_names(council))


@pytest.mark.reports
@pytest.mark.parametrize("quarter", quarters_with_parameters())
def test_every_figure_of_a_ledger_has_a_sentence_and_a_meaning(council, quarter, monkeypatch):
    for figures in ledgers(quarter, monkeypatch):
        for figure in figures:
            assert re.fullmatch(r"[A-Z1-9][^\n]+\.", figure_sentence(figure, council, BEFORE))
            total = figure.name == "budget.total"  # which has no denominator
            said = r"[A-Z][^\n]+, in whole pounds" if total else r"[A-Z][^\n]+, of [^\n]+[^.]"
            assert re.fullmatch(said, meaning(figure.name, council))


def test_no_two_figures_mean_the_same(council, all_names):
    meanings = [meaning(name, council) for name in all_names]
    assert len(set(meanings)) == len(all_names)


@pytest.mark.parametrize("name", ["", "delivery", "delivery.green", "budget.green", "on_track"])
def test_a_name_that_no_figure_has_is_refused(council, name):
    with pytest.raises(KeyError):
        meaning(name, council)
    with pytest.raises(KeyError):
        figure_sentence(Figure(name, 1, 2), council, "")


def test_the_words_are_those_of_the_configuration(council):
    """Names of figures have the IDs of the configuration, and meanings its labels or words."""
    for theme in council.issues:
        assert theme.label.lower() in meaning(f"issues.{theme.id}", council).lower()
    for board in council.boards:
        assert f"the {board.label}" in meaning(f"governance.reported.{board.id}", council)
    for status in council.statuses:
        said = figure_sentence(Figure(f"delivery.{status.id}", 2, 5), council, "")
        assert said == f"2 of 5 activities that made a return {status.many}."


RETURN = "activities that made a return"
ONE_RETURN = "activity that made a return"


@pytest.mark.parametrize(
    ("name", "value", "of", "said"),
    [
        ("delivery.on_track", 0, 0, f"There are no {RETURN}, so none is on track."),
        ("delivery.on_track", 0, 1, f"No {ONE_RETURN} is on track."),
        ("delivery.on_track", 1, 1, f"The only {ONE_RETURN} is on track."),
        ("delivery.on_track", 0, 2, f"Neither {ONE_RETURN} is on track."),
        ("delivery.on_track", 1, 2, f"1 of 2 {RETURN} is on track."),
        ("delivery.on_track", 2, 2, f"Both {RETURN} are on track."),
        ("delivery.on_track", 0, 17, f"None of the 17 {RETURN} is on track."),
        ("delivery.on_track", 14, 17, f"14 of 17 {RETURN} are on track."),
        ("delivery.on_track", 17, 17, f"All 17 {RETURN} are on track."),
        ("delivery.not_on_track", 0, 17, f"None of the 17 {RETURN} is off track."),
        ("returns.received", 1, 17, "1 of 17 activities has made a return."),
        ("returns.missing", 0, 17, "All 17 activities have made a return."),
        ("returns.missing", 3, 17, "3 of 17 activities have made no return."),
        ("issues.capacity", 1, 3, "1 of 3 activities not on track names capacity as an issue."),
        ("issues.capacity", 3, 3, "All 3 activities not on track name capacity as an issue."),
        ("issues.capacity", 0, 0,
         "There are no activities not on track, so none names capacity as an issue."),
        ("milestones.go_live", 2, 4,
         "2 of 4 activities with a milestone date have given a date for “Go Live”."),
        ("governance.expected.none", 0, 17,
         f"All 17 {RETURN} expect to report to a board this year."),
        ("governance.expected.none", 0, 1,
         f"The only {ONE_RETURN} expects to report to a board this year."),
        ("governance.expected.none", 1, 17,
         f"1 of 17 {RETURN} expects to report to no board this year."),
        ("governance.expected.none", 0, 0, f"There are no {RETURN}."),
        ("milestone_dates.put_back", 1, 9, "1 of 9 milestone dates was put back before it came."),
        ("milestone_dates.put_back", 2, 9,
         "2 of 9 milestone dates were put back before they came."),
        ("milestone_dates.put_back", 0, 0,
         "There are no milestone dates, so none was put back before it came."),
        ("objectives.3.on_track", 1, 2, "1 of 2 activities serving objective 3 is on track."),
        ("budget.total", 1200, 1200, "The budget is £1,200 in all."),
        ("budget.total", 0, 0, "There is no budget to count."),
        ("budget.on_track", 900, 1200,
         "Of a budget of £1,200, £900 is for activities that are on track."),
        ("budget.on_track", 0, 1200,
         "Of a budget of £1,200, nothing is for activities that are on track."),
    ],
)  # fmt: skip
def test_a_sentence_reads_well(council, name, value, of, said):
    assert figure_sentence(Figure(name, value, of), council, "") == said


@pytest.mark.parametrize(
    ("figure", "ends"),
    [
        (Figure("delivery.on_track", 14, 17, 12, 17), "are on track, up from 12 in Quarter 1."),
        (Figure("delivery.on_track", 14, 17, 12, 16),
         "are on track, compared with 12 of 16 in Quarter 1."),
        (Figure("governance.expected.none", 0, 17, 3, 17),
         "expect to report to a board this year, up from 14 in Quarter 1."),
        (Figure("issues.any", 0, 0, 3, 4), "so none names an issue."),
        (Figure("budget.total", 2500, 2500, 1500, 1500),
         "The budget is £2,500 in all, up from £1,500 in Quarter 1."),
        (Figure("budget.unlikely", 500, 2500, 1000, 1500),
         "unlikely to be achieved, compared with £1,000 of £1,500 in Quarter 1."),
    ],
)  # fmt: skip
def test_a_sentence_says_how_the_figure_moved(council, figure, ends):
    assert figure_sentence(figure, council, BEFORE).endswith(ends)
    assert "Quarter" not in figure_sentence(figure, council, "")


def test_responses_can_simply_be_called_activities(council):
    words = ("activity", "activities")
    figure = Figure("delivery.on_track", 14, 17)
    said = figure_sentence(figure, council, "", responses=words)
    assert said == "14 of 17 activities are on track."
    other = Figure("issues.any", 2, 3)
    assert "activities not on track" in figure_sentence(other, council, "", responses=words)


@pytest.mark.parametrize(("value", "of"), [(0, 0), (0, 1), (1, 1), (0, 2), (1, 2), (2, 2), (0, 9),
                                           (1, 9), (5, 9), (9, 9)])  # fmt: skip
def test_every_sentence_agrees_with_its_number(council, all_names, value, of):
    """The sentences of all figures are not listed anywhere; their verbs, at least, are."""
    singular = of == 1 or value == 1 or value == 0
    for name in all_names:
        said = str(figure_sentence(Figure(name, value, of), council, ""))
        assert "  " not in said
        if name.startswith("budget."):
            continue
        if not of:
            assert said.startswith("There are no ")
            continue
        flipped = name in {"returns.missing", "governance.expected.none"} and value == 0
        one, many = predicate(name, council, flipped=flipped)
        assert said.endswith(f" {one if (singular and not flipped) or of == 1 else many}.")


def predicate(name: str, council, *, flipped: bool) -> tuple[str, str]:
    """Remove the words for one and for many from sentences about 1 and 5 of 9, or 8 and 9 of 9."""
    if flipped:
        noun = "a return" if name == "returns.missing" else "to a board this year"
        verbs = ("has made", "have made") if name == "returns.missing" else (
            "expects to report", "expect to report")  # fmt: skip
        return f"{verbs[0]} {noun}", f"{verbs[1]} {noun}"
    found = []
    for value in (1, 5):
        said = str(figure_sentence(Figure(name, value, 9), council, ""))
        noun = str(figure_sentence(Figure(name, 0, 0), council, ""))
        noun = noun.removeprefix("There are no ").rstrip(".").partition(", so none ")[0]
        found.append(said.removeprefix(f"{value} of 9 {noun} ").rstrip("."))
    return found[0], found[1]


def test_markup_in_a_label_is_text(council):
    theme = council.issues[0].model_copy(update={"label": "<b>Capacity</b>"})
    hostile = council.model_copy(update={"issues": (theme, *council.issues[1:])})
    said = figure_sentence(Figure(f"issues.{theme.id}", 1, 3), hostile, "")
    assert "<b>" not in said
    assert "&lt;b&gt;" in said


def test_the_reference_holds_every_figure(council):
    kept = (ROOT / "docs/figures.md").read_text(encoding="utf-8")
    for name in figure_names(council):
        assert f"| `{name}` | " in kept


def test_an_organisations_words_are_in_the_sentence_and_its_labels_stay_as_they_are_typed(council):
    board = council.boards[0].model_copy(update={"label": "Activity and Portfolio Board"})
    own = Council.model_validate(
        council.model_dump()
        | {
            "boards": (board,),
            "words": WordsSetting(activity=NounSetting(one="project", many="projects")),
            "calendar": CalendarSetting(every="month"),
        }
    )
    said = figure_sentence(Figure(f"governance.reported.{board.id}", 2, 5, 1, 5), own, "April")
    assert said == (
        "2 of 5 projects that made a return have reported to the Activity and Portfolio Board this "
        "month, up from 1 in April."
    )
