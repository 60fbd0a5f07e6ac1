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


def test_each_question_is_found_where_it_stands():
    header, told = read(PLAIN)
    assert header.positions == {"activity": 4, "delivery": 5, "issues": 6, "submitted": 1}
    assert (header.identity, told) == ({"name": [3], "email": [2]}, [])


def test_line_ends_non_breaking_spaces_and_case_do_not_matter():
    header, told = read(
        [
            "ID\n",
            "COMPLETION\u00a0time",
            "activity ",
            "is  the activity\non TRACK?\u00a0",
            "issues\r\n",
        ]
    )
    assert header.positions == {"activity": 2, "delivery": 3, "issues": 4, "submitted": 1}
    assert (header.identity, told) == ({"name": [], "email": []}, [])


def test_every_missing_and_unknown_question_is_told_with_the_nearest():
    _, told = read(
        ["ID", "Activity", "Is the activity on trak?", "Anything else?", "anything else?"]
    )
    mend = "give the column this heading, or correct 'form' in council.yml."
    unknown = "which is no question of council.yml"
    assert [line.split("'Sheet1', row 1", 1)[1] for line in told] == [
        ": there is no column 'Is the activity on track?', but it is needed; "
        f"column C is the nearest; {mend}",
        f": there is no column 'Issues', but it is needed; {mend}",
        f": there is no column 'Completion time', but it is needed; {mend}",
        f", column C: the heading 'Is the activity on trak?' was found, {unknown}, "
        "and 'Is the activity on track?' is the nearest; its answers are not read.",
        f", column D: the heading 'Anything else?' was found, {unknown}; its answers are not read.",
        f", column E: the heading 'anything else?' was found, {unknown}; its answers are not read.",
    ]
    assert [line.split(":")[0] for line in told] == ["error"] * 3 + ["warning"] * 3


def test_a_question_that_stands_twice_is_a_problem_and_the_form_s_own_columns_are_not():
    _, told = read([*PLAIN, "issues ", "ID", "Last modified time"])
    assert told == [
        "error: in.xlsx, sheet 'Sheet1', row 1, columns G, H: the heading 'Issues' was found "
        "2 times, but a question may stand once; rename or delete all but one."
    ]


@pytest.mark.parametrize("row", [[], [1, "jo.bloggs@example.org", "Jo Bloggs"]])
def test_a_row_that_is_no_header_is_refused_without_showing_it(row):
    with pytest.raises(InputError) as caught:
        read(row)
    assert "row 1: none of the form's questions was found" in str(caught.value)
    assert "Bloggs" not in str(caught.value)


def test_columns_without_a_heading_are_told_once_if_they_hold_something():
    header, _ = read(PLAIN)
    findings = Findings()
    for row in ([*PLAIN], [*PLAIN, None, "x"], [*PLAIN, " ", "y", ""]):
        note_unheaded(header, row)
    tell_unheaded("in.xlsx", header, findings)
    assert [str(one.problem) for one in findings.others] == [
        "in.xlsx, column I: cells without a heading were found, which belong to no question; "
        "they are not read; give the column its heading."
    ]
