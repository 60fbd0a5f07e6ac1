import csv

import pytest
from support import QUARTER, read_csv

from sdp_lib.errors import InputError
from sdp_lib.inputs.corrections import COLUMNS, read_corrections, same, shortened
from sdp_lib.inputs.dataset import read_dataset, read_pair
from sdp_lib.inputs.returns import columns, read_returns
from sdp_lib.measures.difference import changes
from sdp_lib.periods import Period

GOOD = {
    "activity": "52", "column": "revised_end", "old": "2021-04-01", "new": "2021-05-01",
    "reason": "The month was mistyped.", "by": "Senior Analyst", "on": "2019-09-20",
}  # fmt: skip
NOW = Period.parse(QUARTER)


@pytest.fixture
def correct(project):
    """Write corrections into a project, each valid except the given cells."""

    def write(*rows: dict[str, str], quarter: str = QUARTER):
        path = project.root / "data" / "corrections" / f"{quarter}.csv"
        path.parent.mkdir(exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(GOOD | row for row in rows)
        return project

    return write


def read(project, council):
    rows = read_csv(project.root / "data" / "returns" / f"{QUARTER}.csv")
    return read_returns(project.root / "data", NOW, council, [row["activity"] for row in rows])


def refused(project, council) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(project, council)
    return [str(problem) for problem in caught.value.problems]


def test_without_a_file_there_are_no_corrections(project, council):
    assert read_corrections(project.root / "data", NOW, columns(council)) == []


def test_an_answer_is_corrected_when_it_is_read_and_the_file_stays_as_it_was(correct, council):
    project = correct({})
    path = project.root / "data" / "returns" / f"{QUARTER}.csv"
    before = path.read_bytes()
    assert read(project, council).at["52", "revised_end"].date().isoformat() == "2021-05-01"
    assert path.read_bytes() == before


def test_corrections_of_one_answer_follow_each_other(correct, council):
    project = correct({}, {"old": "2021-05-01", "new": "2021-06-01"})
    assert read(project, council).at["52", "revised_end"].date().isoformat() == "2021-06-01"


def test_a_correction_fixes_a_cell_that_could_not_be_read(correct, council):
    project = correct({"old": "31/02/2021"})
    project.rewrite(
        f"data/returns/{QUARTER}.csv",
        lambda row: {"revised_end": "31/02/2021"} if row["activity"] == "52" else {},
    )
    assert read(project, council).at["52", "revised_end"].date().isoformat() == "2021-05-01"


def test_a_blank_answer_and_lists_can_be_corrected(correct, council):
    project = correct(
        {"column": "mitigation", "old": "", "new": "A survey."},
        {"column": "mitigation_themes", "old": "", "new": "specific_action;resources"},
    )
    row = read(project, council).loc["52"]
    assert row["mitigation"] == "A survey."
    assert row["mitigation_themes"] == ("specific_action", "resources")


def test_a_correction_is_refused_if_the_answer_has_changed_since(correct, council):
    assert refused(correct({"old": "2021-03-01"}), council) == [
        f"{correct({'old': '2021-03-01'}).root.as_posix()}/data/corrections/{QUARTER}.csv, row 2 "
        "(activity 52): old is '2021-03-01', but revised_end is '2021-04-01'. "
        "Look at the answer again, then correct the row or remove it. [SDP-412]"
    ]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"reason": " "}, "reason is ' ', which is not allowed here. Write a reason"),
        ({"by": ""}, "by is '', which is not allowed here. Write a post"),
        ({"by": "jo@example.org"}, "Write a post, such as Head of Planning"),
        ({"on": ""}, "Write the day of the correction"),
        ({"on": "20/09/2019"}, "which is not a date"),
        ({"column": "activity"}, "which is not a known column that can be corrected"),
        ({"column": "title"}, "which is not a known column that can be corrected"),
        ({"activity": "99"}, "activity 99 has no return"),
        ({"new": "2021-02-30"}, "new is '2021-02-30' for revised_end, which is not a date"),
        (
            {"column": "delivery", "old": "unlikely", "new": "green"},
            "which is not a known delivery status",
        ),
        ({"new": "2021-04-01"}, "old and new are the same"),
    ],
)
def test_a_correction_is_refused_with_its_row(correct, council, row, expected):
    problems = refused(correct({"activity": "56", "old": "2020-10-31"}, row), council)
    assert len(problems) == 1
    assert f"corrections/{QUARTER}.csv, row 3 (" in problems[0]
    assert expected in problems[0]


def test_refused_corrections_and_bad_cells_are_reported_at_once(correct, council):
    project = correct({"old": "2021-03-01"}, {"new": "2021-02-30"})
    project.replace(f"data/returns/{QUARTER}.csv", "on_track", "green")
    message = " ".join(refused(project, council))
    assert "row 2 (activity 52): old is" in message
    assert "row 3 (activity 52): new is" in message
    assert "'green', which is not a known delivery status" in message


def test_every_reader_sees_the_correction(correct):
    project = correct({"column": "delivery", "old": "unlikely", "new": "remedial"})
    folders = (project.root / "data", project.root / "params")
    assert read_dataset(*folders, NOW).now.returns.at["52", "delivery"] == "remedial"
    _, then, now = read_pair(*folders, Period.parse("2019-20-Q1"), NOW)
    moved = {
        change.column: change.newer for change in changes(then, now) if change.activity == "52"
    }
    assert moved["delivery"] == "Requires remedial action"


def test_a_later_quarter_sees_the_corrections_of_an_earlier_one(correct):
    row = {"column": "delivery", "old": "on_track", "new": "remedial"}
    project = correct(row, quarter="2019-20-Q1")
    dataset = read_dataset(project.root / "data", project.root / "params", NOW)
    assert dataset.before.returns.at["52", "delivery"] == "remedial"


def test_a_correction_says_who_when_and_why(correct, council):
    data = correct({"by": " Senior Analyst "}).root / "data"
    [one] = read_corrections(data, NOW, columns(council))
    assert (one.activity, one.by, str(one.on), one.row) == ("52", "Senior Analyst", "2019-09-20", 2)


def test_white_space_does_not_matter_and_long_answers_are_cut_in_messages():
    assert same("a\n b ", "a b")
    assert shortened("word " * 40).endswith("…'")
    assert shortened(" ") == "blank"
