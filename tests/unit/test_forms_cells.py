import re
from datetime import date, datetime, time

import pytest

from sdp_lib.inputs.forms.activities import Activities
from sdp_lib.inputs.forms.cells import Cell, read_choice, read_choices
from sdp_lib.inputs.forms.dates import parse_date, read_date, read_moment
from sdp_lib.inputs.forms.findings import Findings
from sdp_lib.inputs.forms.names import Names, names_of
from sdp_lib.inputs.forms.sheet import Fault, Formula, fold
from sdp_lib.inputs.forms.texts import LONGEST_TEXT, read_text

LABELS = ["Capacity", "Delivery environment", "Requirements and benefits"]
CHOICES = {fold(label): (fold(label).replace(" ", "_"), label) for label in LABELS}
TITLES = {"45": "Winter – “High Impact” Changes", "46": "Local Care", "A-1": "Bridges"}


def cell(value: object, question: str = "Revised end date", answerer: str = "") -> Cell:
    own = names_of(answerer)
    return Cell("in.xlsx, sheet 'Sheet1'", 14, 7, question, value, Findings(), Names(own), own)


def problems_of(one: Cell) -> list[str]:
    return [str(finding) for finding in one.findings.found]


@pytest.mark.parametrize(
    "value",
    [
        datetime(2019, 10, 31),
        date(2019, 10, 31),
        "2019-10-31",
        "31/10/2019",
        " 31\u00a0October 2019\n",
        "31 OCT 2019",
        "31/10/2019 00:00",
        "2019-10-31T00:00:00",
    ],
)
def test_a_date_is_read_from_excel_and_from_each_form_of_the_contract(value):
    one = cell(value)
    assert (read_date(one, "day_first"), problems_of(one)) == ("2019-10-31", [])


def test_slashes_are_read_as_the_configuration_says():
    assert parse_date("03/04/2020", "day_first") == date(2020, 4, 3)
    assert parse_date("03/04/2020", "month_first") == date(2020, 3, 4)
    assert parse_date("31/10/2019", "month_first") is None


@pytest.mark.parametrize(
    "value",
    ["31/02/2019", "10/19", "Q3", "TBC", "31/10/19", "31.10.2019", "October 2019", "2019-02-29",
     "31 Octember 2019", "31/10/2019 09:30", "=TODAY()", 43769, 43769.5, True, time(0, 0)],
)  # fmt: skip
def test_anything_else_is_a_problem_that_names_the_cell(value):
    one = cell(value)
    assert read_date(one, "day_first") == ""
    (line,) = problems_of(one)
    assert line.startswith(
        "error: in.xlsx, sheet 'Sheet1', row 14, column H (Revised end date): "
        f"{value!r} is not a date. Write it like"
        if isinstance(value, str)
        else "error: in.xlsx, sheet 'Sheet1', row 14, column H (Revised end date): "
    )


@pytest.mark.parametrize(
    "read",
    [
        lambda one: read_date(one, "day_first"),
        lambda one: read_moment(one, "day_first"),
        lambda one: read_choice(one, CHOICES),
        lambda one: read_choices(one, CHOICES),
        read_text,
        Activities(TITLES).read,
    ],
)
def test_an_error_that_excel_shows_is_a_problem_everywhere(read):
    one = cell(Fault("#REF!"))
    assert read(one) == ""
    assert "'#REF!' is an error that Excel shows" in problems_of(one)[0]


@pytest.mark.parametrize(
    "value",
    [
        datetime(2019, 9, 3, 14, 14, 2),
        datetime(2019, 9, 3, 14, 14, 1, 999_700),
        "2019-09-03T14:14:02",
        "2019-09-03 14:14:02.000",
        "3/9/2019 14:14:02",
        "03/09/2019 2:14:02 PM",
        "3 September 2019 14:14:02",
    ],
)
def test_a_completion_time_is_read_to_the_second(value):
    one = cell(value)
    assert (read_moment(one, "day_first"), problems_of(one)) == ("2019-09-03T14:14:02", [])


@pytest.mark.parametrize("value", ["2019-09-03", "3/9/2019 25:00", "soon", 5, "2019-13-03 10:00"])
def test_a_completion_time_of_another_form_is_a_problem(value):
    one = cell(value)
    assert read_moment(one, "day_first") == ""
    assert "is not a date and time" in problems_of(one)[0]


def test_labels_become_ids_whatever_their_case_and_spaces():
    one = cell("  delivery\u00a0 ENVIRONMENT ")
    assert (read_choice(one, CHOICES), problems_of(one)) == ("delivery_environment", [])


def test_choices_keep_the_order_of_the_answer_and_lose_the_last_semicolon():
    one = cell("Delivery environment;Capacity;")
    assert (read_choices(one, CHOICES), problems_of(one)) == ("delivery_environment;capacity", [])


def test_a_repeated_choice_counts_once_and_is_noted():
    one = cell("Capacity; capacity ;")
    assert read_choices(one, CHOICES) == "capacity"
    assert problems_of(one)[0].startswith("note: ")


def test_an_unknown_choice_is_a_problem_with_the_nearest_label():
    one = cell("Capacity;Delivry enviroment;The weather;", "Issues")
    assert read_choices(one, CHOICES) == "capacity"
    near, far = problems_of(one)
    assert "'Delivry enviroment' is not a choice of 'Issues'" in near
    assert near.endswith("Did you mean 'Delivery environment'? [SDP-471]")
    assert far.endswith(f"Choose from: {'; '.join(LABELS)}. [SDP-471]")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("  two\r\nlines\u00a0\n", "two\nlines"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("+44 (0)1622", "+44 (0)1622"),
        (45, "45"),
        (45.0, "45"),
        (4.5, "4.5"),
        ("A🙂é", "A🙂é"),
    ],
)
def test_a_text_is_trimmed_and_otherwise_as_it_was_typed(value, text):
    one = cell(value)
    assert (read_text(one), problems_of(one)) == (text, [])


@pytest.mark.parametrize(
    ("value", "text", "finding"),
    [
        (
            "a\x00b\x07c\x85",
            "abc",
            "note: .*control characters or signs that only",
        ),
        ("half \ud83d", "half", "note: .*control characters"),
        (Formula("=1+1"), "=1+1", "warning: .*is a formula, which is kept as text"),
        (datetime(2020, 5, 1), "2020-05-01", "warning: .*is a date that Excel made of a text"),
        (
            "Ask jo.bloggs@example.org.",
            "Ask [e-mail address removed].",
            "warning: .*an e-mail address",
        ),
        (
            "Jo Bloggs says so",
            "[name removed] says so",
            "warning: .*: the answer holds the name of somebody",
        ),
    ],
)
def test_changes_to_a_text_are_reported(value, text, finding):
    one = cell(value, "Progress description", "Jo Bloggs")
    assert read_text(one) == text
    (line,) = problems_of(one)
    assert re.match(finding, line)
    assert "@" not in line
    assert "Jo Bloggs" not in line


def test_a_name_of_one_word_does_not_change_a_text():
    assert read_text(cell("anonymous", answerer="anonymous")) == "anonymous"


def test_a_text_beyond_the_limit_is_a_problem():
    one = cell("x" * LONGEST_TEXT)
    assert read_text(one)
    assert problems_of(one) == []
    read_text(long := cell("x" * (LONGEST_TEXT + 1)))
    assert (
        "10,001 characters are more than the 10,000 that an answer may have" in problems_of(long)[0]
    )


@pytest.mark.parametrize(
    ("value", "activity"),
    [
        ("45. Winter – “High Impact” Changes", "45"),
        ('45 .  winter - "high impact"\u00a0changes\n', "45"),
        ("45", "45"),
        (45, "45"),
        (45.0, "45"),
        ("45.0", "45"),
        ("a-1", "A-1"),
        ("A-1. Bridges", "A-1"),
    ],
)
def test_an_activity_is_known_by_its_number_with_or_without_its_title(value, activity):
    one = cell(value, "Activity")
    assert (Activities(TITLES).read(one), problems_of(one)) == (activity, [])


def test_a_changed_title_is_a_warning_and_the_number_counts():
    one = cell("46. Supporting Local Care", "Activity")
    assert Activities(TITLES).read(one) == "46"
    assert problems_of(one)[0].startswith("warning: ")
    assert "differs from the plan, where 46 is 'Local Care'" in problems_of(one)[0]


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("46. Bridges", "has the title of activity A-1. Correct the number or the title"),
        (
            "99",
            "is not an activity of the plan. Write the number that the activity has in the plan",
        ),
        (45.5, "is not an activity of the plan"),
        ("45. 5", "is not an activity of the plan"),
        (
            "Local Car",
            "is not an activity of the plan. Did you mean '46. Local Care'?",
        ),
        ("99. Local Care", "Did you mean '46. Local Care'?"),
    ],
)
def test_an_activity_that_cannot_be_identified_is_a_problem(value, says):
    one = cell(value, "Activity")
    assert Activities(TITLES).read(one) == ""
    assert problems_of(one)[0].startswith("error: ")
    assert says in problems_of(one)[0]
