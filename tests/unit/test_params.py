import pytest
from support import QUARTER, ROOT

from sdp_lib.errors import InputError
from sdp_lib.inputs.calendar_setting import parse_quarter, read_calendar
from sdp_lib.inputs.params import earlier_quarters, known_quarters, read_quarter
from sdp_lib.periods import UK_QUARTERS, Calendar, Period

GOOD = """\
quarter: 2019-20-Q2
plan: 2019-20
window: {opened: 2019-08-30, closed: 2019-09-13}
state: draft
reports:
  - {notebook: outcome, each: outcome}
"""


@pytest.fixture
def params(tmp_path):
    def write(text: str, quarter: str = QUARTER):
        (tmp_path / f"{quarter}.yml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def refused(folder, quarter: str = QUARTER) -> str:
    with pytest.raises(InputError) as caught:
        read_quarter(folder, Period.parse(quarter))
    return str(caught.value)


def test_a_quarter_reads_into_dates_and_defaults(params):
    read = read_quarter(params(GOOD), Period.parse(QUARTER))
    assert read.window.closed.isoformat() == "2019-09-13"
    assert (read.version, read.notice, read.signed_off) == ("1.0", None, None)
    assert read.value == Period(2019, 2)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("2019-09-13", "2019-08-29", "must not be before opened"),
        ("2019-09-13", "13/09/2019", "line 3 (window.closed): '13/09/2019' cannot be used"),
        ("state: draft", "state: done", "line 4 (state): 'done' cannot be used"),
        ("state: draft", "state: final", "state: final needs signed_off"),
        ("plan: 2019-20", "plan: ../../etc", "line 2 (plan): '../../etc' cannot be used"),
        (
            "quarter: 2019-20-Q2",
            "quarter: 2019-20-Q7",
            "'2019-20-Q7' is not a quarter; write it like 2019-20-Q2",
        ),
        ("quarter: 2019-20-Q2", "quarter: 2019-20-Q1", "the file is named for 2019-20-Q2"),
        ("notebook: outcome", "notebook: ../outcome", "line 6 (reports.0.notebook)"),
        ("each: outcome", "each: planet", "line 6 (reports.0.each): 'planet' cannot be used"),
        ("each: outcome", "each: outcome, wrong: 1", "'wrong' is not a known key"),
        ("state: draft", "state: draft\nstate: draft", "line 5: the key 'state' appears again"),
        ("- {notebook: outcome, each: outcome}", "[]", "reports"),
    ],
)
def test_a_mistake_is_reported_with_its_line(params, old, new, expected):
    assert expected in refused(params(GOOD.replace(old, new)))


def test_every_mistake_is_reported_at_once(params):
    messages = refused(
        params("quarter: 2019-20-Q2\nplan: x y\nwindow: {opened: x}\nstate: y\nz: 1\n")
    )
    for part in ("(plan)", "(window.opened)", "window.closed", "(state)", "'reports'", "'z'"):
        assert part in messages


def test_an_unknown_quarter_names_the_known_ones(params):
    messages = refused(params(GOOD), "2025-26-Q1")
    assert "2025-26-Q1.yml: the file of 2025-26-Q1 does not exist" in messages
    assert "Choose from 2019-20-Q2, or add the file" in messages


def test_only_files_named_for_a_quarter_are_quarters(params):
    folder = params(GOOD)
    for name in ("council.yml", "2019-20-Q2.yml.bak", "2019-20-Q5.yml", "2019-20-Q1.yml"):
        (folder / name).touch()
    known = known_quarters(folder, UK_QUARTERS)
    assert [str(one) for one in known] == ["2019-20-Q1", "2019-20-Q2"]


def test_earlier_quarters_are_those_with_returns_back_to_another_plan(params, tmp_path):
    returns = tmp_path / "returns"
    returns.mkdir()
    quarters = ("2018-19-Q2", "2018-19-Q3", "2018-19-Q4", "2019-20-Q1", QUARTER)
    for quarter, plan in zip(quarters, ("2019-20", "2018-19", *["2019-20"] * 3), strict=True):
        text = GOOD.replace("quarter: 2019-20-Q2", f"quarter: {quarter}")
        folder = params(text.replace("plan: 2019-20", f"plan: {plan}"), quarter)
        (returns / f"{quarter}.csv").touch()
    current = read_quarter(folder, Period.parse(QUARTER))

    def earlier() -> list[str]:
        return [quarter.quarter for quarter in earlier_quarters(tmp_path, folder, current)]

    assert earlier() == ["2018-19-Q4", "2019-20-Q1"], "an earlier plan with the name is another"
    (folder / "2019-20-Q1.yml").unlink()
    assert earlier() == ["2018-19-Q4"], "a quarter that was left out is passed over"
    (returns / "2018-19-Q4.csv").unlink()
    assert earlier() == [], "a quarter without returns was not monitored"


@pytest.mark.parametrize("text", ["", "2019-20-Q5", "../2019-20-Q2", "2019-20-Q2/.."])
def test_a_typed_quarter_is_checked(text):
    with pytest.raises(InputError, match="Write it like 2019-20-Q2"):
        parse_quarter(text, ROOT / "params")


def test_a_period_is_read_in_the_organisations_calendar_and_kept_as_it_is_written(params):
    calendar = Calendar(1, "month")
    read = read_quarter(
        params(GOOD.replace("2019-20-Q2", "2019-m07"), "2019-M07"), Period(2019, 7, calendar)
    )
    assert (read.quarter, read.value) == ("2019-M07", Period(2019, 7, calendar))
    assert read.model_copy().value == read.value


def test_a_calendar_is_read_anew_when_its_file_changes(tmp_path):
    path = tmp_path / "council.yml"
    path.write_text("calendar: {every: month}\n", encoding="utf-8")
    assert read_calendar(tmp_path) == Calendar(4, "month")
    path.write_text("calendar: {every: half_year, year_starts: May}\n", encoding="utf-8")
    assert read_calendar(tmp_path) == Calendar(5, "half_year")
