from dataclasses import replace

import pytest

from sdp_lib.errors import BuildError, InputError, Problem, SdpError, shown
from sdp_lib.problems.kind import Kind

KIND = Kind("SDP-999", "Not an x", "An x is an x.", "Write an x")


def test_a_problem_is_one_line_that_says_where_what_is_wrong_and_what_to_do():
    message = str(Problem(KIND, "a.csv, row 2", "x is 'a\nb', which is not an x"))
    assert message == "a.csv, row 2: x is 'a b', which is not an x. Write an x. [SDP-999]"


def test_a_problem_may_replace_the_advice_of_its_kind():
    message = str(Problem(KIND, "x", "it is y", "Did you mean z?"))
    assert message == "x: it is y. Did you mean z? [SDP-999]"


def test_ten_of_each_kind_are_shown_and_the_rest_is_counted():
    many = [Problem(KIND, f"row {n}", "it is y") for n in range(11)]
    other = Problem(replace(KIND, code="SDP-998"), "row 99", "it is z")
    lines = shown([*many, other])
    assert len(lines) == 12
    assert lines[10] == "And 1 more of this kind. Write an x. [SDP-999]"
    assert lines[11] == str(other)


@pytest.mark.parametrize(("error", "status"), [(InputError, 2), (BuildError, 1)])
def test_each_kind_of_error_has_its_exit_status(error, status):
    assert error.exit_status == status
    assert issubclass(error, SdpError)


def test_a_notebook_shows_one_problem_in_two_lines_and_several_in_one_each():
    problem = Problem(KIND, "parameter detail", "'a\nb' is not an x")
    assert InputError([problem])._render_traceback_() == [
        "parameter detail: 'a b' is not an x.",
        "Write an x. [SDP-999]",
    ]
    assert InputError([problem, problem])._render_traceback_() == [str(problem)] * 2
