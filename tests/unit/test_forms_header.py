import pytest

from sdp_lib.errors import InputError
from sdp_lib.inputs.forms.findings import Findings
from sdp_lib.inputs.forms.header import Header, note_unheaded, read_header, tell_unheaded

QUESTIONS = {
    "activity": "Activity",
    "delivery": "Is the activity on track?",
    "issues": "Issues",
    "submitted": "Completion time",
}
PLAIN = [
    "ID",
    "Completion time",
    "Email",
    "Name",
    "Activity",
    "Is the activity on track?",
    "Issues",
]


def read(row: list[object]) -> tuple[Header, list[str]]:
    findings = Findings()
    header = read_header("in.xlsx, sheet 'Sheet1'", row, QUESTIONS, findings)
    return header, [str(one) for one in findings.found]


def test_each_question_is_found_in_its_column():
    header, messages = read(PLAIN)
    assert header.positions == {"activity": 4, "delivery": 5, "issues": 6, "submitted": 1}
    assert (header.identity, messages) == ({"name": [3], "email": [2]}, [])


def test_line_ends_non_breaking_spaces_and_case_do_not_matter():
    header, messages = read(
        [
            "ID\n",
            "COMPLETION\u00a0time",
            "activity ",
            "is  the activity\non TRACK?\u00a0",
            "issues\r\n",
        ]
    )
    assert header.positions == {"activity": 2, "delivery": 3, "issues": 4, "submitted": 1}
    assert (header.identity, messages) == ({"name": [], "email": []}, [])


def test_every_missing_and_unknown_question_is_reported_with_the_nearest():
    _, messages = read(
        ["ID", "Activity", "Is the activity on trak?", "Anything else?", "anything else?"]
    )
    fix = "Give the column this heading, or correct 'form' in council.yml. [SDP-451]"
    unread = "is not a question in council.yml, so its answers are not read."
    other = f"{unread} Correct the heading if its answers are needed. [SDP-453]"
    assert [line.split("'Sheet1', row 1", 1)[1] for line in messages] == [
        f": there is no column 'Is the activity on track?', and column C is the nearest. {fix}",
        f": there is no column 'Issues'. {fix}",
        f": there is no column 'Completion time'. {fix}",
        f", column C: 'Is the activity on trak?' {unread} "
        "Did you mean 'Is the activity on track?'? [SDP-453]",
        f", column D: 'Anything else?' {other}",
        f", column E: 'anything else?' {other}",
    ]
    assert [line.split(":")[0] for line in messages] == ["error"] * 3 + ["warning"] * 3


def test_a_repeated_question_is_a_problem_and_a_repeated_column_of_the_form_is_not():
    _, messages = read([*PLAIN, "issues ", "ID", "Last modified time"])
    assert messages == [
        "error: in.xlsx, sheet 'Sheet1', row 1, columns G, H: the heading 'Issues' appears "
        "2 times. Rename or delete all but one. [SDP-452]"
    ]


@pytest.mark.parametrize("row", [[], [1, "jo.bloggs@example.org", "Jo Bloggs"]])
def test_a_row_that_is_not_a_header_is_refused_without_showing_it(row):
    with pytest.raises(InputError) as caught:
        read(row)
    assert "row 1: it holds none of the form's questions" in str(caught.value)
    assert "Bloggs" not in str(caught.value)


def test_columns_without_a_heading_are_reported_once_if_they_are_not_empty():
    header, _ = read(PLAIN)
    findings = Findings()
    for row in ([*PLAIN], [*PLAIN, None, "x"], [*PLAIN, " ", "y", ""]):
        note_unheaded(header, row)
    tell_unheaded("in.xlsx", header, findings)
    assert [str(problem.problem) for problem in findings.others] == [
        "in.xlsx, column I: it has cells without a heading, which are not read. "
        "Give the column its heading if its cells are needed. [SDP-454]"
    ]


def test_a_column_among_the_others_without_a_heading_is_reported_too():
    header, _ = read([PLAIN[0], None, *PLAIN[1:]])
    findings = Findings()
    note_unheaded(header, ["7", "lost", *PLAIN[1:]])
    tell_unheaded("in.xlsx", header, findings)
    assert ["column B: it has cells" in str(finding) for finding in findings.found] == [True]
