import pytest
from support import QUARTER

from sdp_lib.errors import InputError
from sdp_lib.inputs.params import earlier_quarters, known_quarters, parse_quarter, read_quarter
from sdp_lib.periods import Period

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
    ("old", "new", "told"),
    [
        ("2019-09-13", "2019-08-29", "must not be before opened"),
        ("2019-09-13", "13/09/2019", "line 3 (window.closed): found '13/09/2019'"),
        ("state: draft", "state: done", "line 4 (state): found 'done'"),
        ("state: draft", "state: final", "state: final needs signed_off"),
        ("plan: 2019-20", "plan: ../../etc", "line 2 (plan): found '../../etc'"),
        ("quarter: 2019-20-Q2", "quarter: 2019-20-Q7", "'2019-20-Q7' is no quarter"),
        ("quarter: 2019-20-Q2", "quarter: 2019-20-Q1", "the file is named for 2019-20-Q2"),
        ("notebook: outcome", "notebook: ../outcome", "line 6 (reports.0.notebook)"),
        ("each: outcome", "each: planet", "line 6 (reports.0.each): found 'planet'"),
        ("each: outcome", "each: outcome, wrong: 1", "'wrong' was found, which is not a known key"),
        ("state: draft", "state: draft\nstate: draft", "line 5: 'state' was found again"),
        ("- {notebook: outcome, each: outcome}", "[]", "reports"),
    ],
)
def test_a_mistake_is_told_with_its_line(params, old, new, told):
    assert told in refused(params(GOOD.replace(old, new)))


def test_every_mistake_is_told_at_once(params):
    told = refused(params("quarter: 2019-20-Q2\nplan: x\nwindow: {opened: x}\nstate: y\nz: 1\n"))
    for part in ("(plan)", "(window.opened)", "window.closed", "(state)", "'reports'", "'z'"):
        assert part in told


def test_an_unknown_quarter_names_the_known_ones(params):
    told = refused(params(GOOD), "2025-26-Q1")
    assert "2025-26-Q1.yml: there is no file for 2025-26-Q1" in told
    assert "these quarters are known: 2019-20-Q2" in told


def test_only_files_named_for_a_quarter_are_quarters(params):
    folder = params(GOOD)
    for name in ("council.yml", "2019-20-Q2.yml.bak", "2019-20-Q5.yml", "2019-20-Q1.yml"):
        (folder / name).touch()
    assert known_quarters(folder) == ["2019-20-Q1", "2019-20-Q2"]


def test_earlier_quarters_end_at_a_gap_and_at_another_plan(params):
    for quarter, plan in (
        ("2018-19-Q4", "2018-19"),
        ("2019-20-Q1", "2019-20"),
        (QUARTER, "2019-20"),
    ):
        text = GOOD.replace("quarter: 2019-20-Q2", f"quarter: {quarter}")
        folder = params(text.replace("plan: 2019-20", f"plan: {plan}"), quarter)
    current = read_quarter(folder, Period.parse(QUARTER))
    assert [one.quarter for one in earlier_quarters(folder, current)] == ["2019-20-Q1"]
    (folder / "2019-20-Q1.yml").unlink()
    assert earlier_quarters(folder, current) == []


@pytest.mark.parametrize("text", ["", "2019-20-Q5", "../2019-20-Q2", "2019-20-Q2/.."])
def test_what_somebody_typed_as_a_quarter_is_checked(text):
    with pytest.raises(InputError, match="write it like 2019-20-Q2"):
        parse_quarter(text)
