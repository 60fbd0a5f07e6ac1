import pytest
from support import QUARTER, read_csv

from sdp_lib.errors import InputError
from sdp_lib.inputs.returns import LISTS, columns, date_columns, read_returns
from sdp_lib.periods import Period

HEADER = (
    "activity,submitted,delivery,progress,approval_to_proceed,eqia_screening,consultation_start,"
    "key_decision,go_live,other_milestone,other_milestone_name,revised_end,issues,issue_other,"
    "issue_detail,mitigation,mitigation_themes,boards_reported,boards_expected,forward_plan_date,"
    "risk_registers"
)


@pytest.fixture
def read(tmp_path, council):
    def write_and_read(*rows: dict[str, str]):
        names = columns(council)
        lines = [",".join(row.get(name, "") for name in names) for row in rows]
        path = tmp_path / "returns" / f"{QUARTER}.csv"
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join([HEADER, *lines, ""]), encoding="utf-8")
        return read_returns(tmp_path, Period.parse(QUARTER), council, ["45", "46"])

    return write_and_read


def test_the_columns_are_those_of_the_contract(council):
    assert ",".join(columns(council)) == HEADER


def test_an_answer_with_only_its_activity_reads_as_not_given(read, council):
    frame = read({"activity": "46"})
    row = frame.loc["46"]
    assert frame[["submitted", *date_columns(council)]].isna().all().all()
    assert all(row[name] == () for name in LISTS)
    assert (row["delivery"], row["progress"]) == ("", "")


def test_every_kind_of_bad_cell_is_reported_at_once_with_row_and_activity(read, council):
    bad = {
        "activity": "45",
        "submitted": "yesterday",
        "delivery": "green",
        "issues": "capacity;money",
        "mitigation_themes": "hope",
        "boards_reported": "board",
        "boards_expected": "corporate_board;",
        "risk_registers": "corporate;corporate",
    } | dict.fromkeys(date_columns(council), "31/02/2020")
    with pytest.raises(InputError) as caught:
        read(bad)
    messages = [str(problem) for problem in caught.value.problems]
    assert len(messages) == len(bad) - 1
    for column in bad.keys() - {"activity"}:
        assert any(f"{QUARTER}.csv, row 2 (45): {column} is " in one for one in messages), column


def test_an_unknown_activity_and_a_second_answer_are_reported(read):
    with pytest.raises(InputError) as caught:
        read({"activity": "45"}, {"activity": "99"}, {"activity": "45"})
    message = str(caught.value)
    assert "row 3 (99): activity is '99', which is not an activity of the plan" in message
    assert "row 4 (45): activity is '45', which is also in another row" in message


def test_missing_returns_say_how_to_bring_them_in(tmp_path, council):
    with pytest.raises(InputError, match=f"sdp ingest FILE --quarter {QUARTER}"):
        read_returns(tmp_path, Period.parse(QUARTER), council, [])


def test_the_returns_of_the_project_are_read_as_they_are(project, council):
    path = project.root / "data" / "returns" / f"{QUARTER}.csv"
    rows = read_csv(path)
    frame = read_returns(
        project.root / "data", Period.parse(QUARTER), council, [row["activity"] for row in rows]
    )
    assert frame["progress"].tolist() == [row["progress"] for row in rows]
    assert [";".join(issues) for issues in frame["issues"]] == [row["issues"] for row in rows]
