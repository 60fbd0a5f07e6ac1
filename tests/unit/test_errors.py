import pytest

from sdp_lib.errors import BuildError, InputError, Problem, SdpError, shown


def test_a_problem_is_one_line_that_says_where_what_why_and_what_to_do():
    told = str(Problem("a.csv, row 2", "x is 'a\nb'", "which is no x", "mend it"))
    assert told == "a.csv, row 2: x is 'a b', which is no x; mend it."


def test_ten_of_each_kind_are_told_and_the_rest_is_counted():
    many = [Problem(f"row {n}", "x", "is no date", "mend it") for n in range(11)]
    other = Problem("row 99", "y", "is no word", "mend it")
    lines = shown([*many, other])
    assert len(lines) == 12
    assert lines[10].startswith("and 1 more of this kind")
    assert lines[11] == str(other)


@pytest.mark.parametrize(("error", "status"), [(InputError, 2), (BuildError, 1)])
def test_each_kind_of_error_has_its_exit_status(error, status):
    assert error.exit_status == status
    assert issubclass(error, SdpError)


def test_a_failed_build_names_every_report_with_its_reason():
    assert str(BuildError({"council": "KeyError: 'x'"})) == "council: KeyError: 'x'"


def test_a_notebook_shows_one_problem_in_three_lines_and_several_in_one_each():
    problem = Problem("parameter detail", "'a\nb' was found", "but it is full", "write it")
    assert InputError([problem])._render_traceback_() == [
        "parameter detail: 'a b' was found,",
        "but it is full.",
        "Write it.",
    ]
    assert InputError([problem, problem])._render_traceback_() == [str(problem)] * 2
