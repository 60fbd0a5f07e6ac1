import doctest
import importlib
import pkgutil
import sys

import pytest
import typer

import benchmarks
from benchmarks.__main__ import choose
from benchmarks.cluster import differing, fingerprint
from benchmarks.commands import FailedError, all_at_once, run
from benchmarks.measure import Cost, Meter
from benchmarks.project import QUARTER, ROOT, Report, copied, reduce
from benchmarks.report import results
from benchmarks.sample import kinds
from benchmarks.sizes import multiply
from benchmarks.tables import read_rows, read_yaml
from benchmarks.taken import Taken

MODULES = sorted(module.name for module in pkgutil.iter_modules(benchmarks.__path__, "benchmarks."))
WHOLE = Taken({"whole": Cost(10.0, 20.0, 100.0)}, {"reports": 83})


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_the_benchmarks_are_true(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.processes
def test_a_measurement_counts_the_processes_that_it_starts(tmp_path):
    work = "print(sum(number * number for number in range(3_000_000)))"
    with Meter() as meter:
        run([sys.executable, "-c", work], folder=tmp_path, environment={})
    assert meter.cost.wall > 0
    assert meter.cost.cpu > 0


@pytest.mark.processes
def test_a_command_that_fails_says_so_with_its_last_words(tmp_path):
    with pytest.raises(FailedError, match="ended with 3: no such report"):
        run(
            [sys.executable, "-c", "import sys; print('no such report', file=sys.stderr); exit(3)"],
            folder=tmp_path,
            environment={},
        )


def test_one_failure_among_others_is_raised():
    with pytest.raises(ZeroDivisionError):
        all_at_once(lambda number: 1 // number, [1, 0, 1], hands=2)


def test_a_sample_is_filled_up_so_that_no_core_waits():
    reports = [Report("council", "council.ipynb", {})]
    reports += [Report(f"scorecard-{one}", "scorecard.ipynb", {}) for one in range(79)]
    council, scorecards = kinds(reports, scorecards=10, cores=4)
    assert [one.name for one in council.sample] == ["council"] * 4
    assert len(scorecards.sample) == 12
    assert (council.count, scorecards.count) == (1, 79)


def test_a_larger_council_has_more_outcomes_of_the_same_size():
    answered = len(read_rows(ROOT / "data" / "returns" / f"{QUARTER}.csv"))
    with copied() as project:
        multiply(project, 3)
        plan = project.root / "data" / "plans" / "2019-20"
        activities = read_rows(plan / "activities.csv")
        outcomes = [one["id"] for one in read_yaml(plan / "plan.yml")["outcomes"]]
        returns = read_rows(project.root / "data" / "returns" / f"{QUARTER}.csv")
        other_plan = read_rows(project.root / "data" / "returns" / "2020-21-Q1.csv")
        assert (project.root / "data" / "commentary" / QUARTER / "outcome-9.md").is_file()
    ids = [row["id"] for row in activities]
    assert len({*ids}) == len(ids) == 3 * 79
    assert len({row["title"] for row in activities}) == len(activities)
    sizes = [sum(row["outcome"] == outcome for row in activities) for outcome in outcomes]
    assert sizes == sizes[:3] * 3
    assert len(returns) == 3 * answered
    assert {row["activity"] for row in returns} <= {*ids}
    assert other_plan == read_rows(ROOT / "data" / "returns" / "2020-21-Q1.csv")


def test_a_trial_of_a_larger_council_asks_for_the_reports_of_each_copy():
    with copied() as project:
        reduce(project, 2)
        multiply(project, 2)
        council, outcome, scorecard = project.settings()["reports"]
    assert council == {"notebook": "council"}
    assert outcome["only"] == ["3", "6"]
    assert scorecard["only"] == ["52", "53", "131", "132"]


def test_results_say_ratios_first_and_what_was_not_measured():
    rounds = [
        WHOLE.and_also(Taken({"plain": Cost(seconds, 400.0, 50.0)}, {}, ("A note.",)))
        for seconds in (90.0, 110.0, 100.0)
    ]
    page = results(rounds, {"Cores": "2"}, scorecards=10)
    assert page.index("## Ratios") < page.index("## Measurements") < page.index("## The machine")
    assert "| 10.0 times (9.0 times to 11.0 times) | at least 10.0 times | yes |" in page
    assert "Two Dask workers against two local jobs | not measured" in page
    assert page.count("A note.") == 1
    assert "| Cores | 2 |" in page


def test_results_compare_larger_councils_report_by_report():
    larger = Taken({"3 times": Cost(32.0, 60.0, 110.0)}, {"3 times": 247})
    page = results([WHOLE.and_also(larger)], {}, scorecards=10)
    assert "| Seconds a report, 247 against 83 | 1.08 | at most 1.10 | yes |" in page
    assert "| Peak memory, 247 against 83 | 1.10 | at most 1.10 | yes |" in page


def test_bytes_are_compared_file_by_file(tmp_path):
    for name, text in (("one", "a"), ("two", "b")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "page.html").write_text(text)
    one, two = (fingerprint(tmp_path / name) for name in ("one", "two"))
    assert differing(one, one) == []
    assert differing(one, two) == ["page.html"]


def test_an_unknown_measurement_is_refused():
    with pytest.raises(typer.BadParameter, match="z was found"):
        choose("a,z")
