import sys

import pytest

import sdp_lib
from sdp_lib import cli
from sdp_lib.cli import main
from sdp_lib.cli.report import parse_parameters
from sdp_lib.errors import InputError


def status(monkeypatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["sdp", *arguments])
    try:
        main()
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def test_parameters_are_read_with_everything_after_the_first_equals_sign():
    assert parse_parameters(["a=1", "b=x=y", "c="]) == {"a": "1", "b": "x=y", "c": ""}


def test_every_parameter_of_another_form_is_told():
    with pytest.raises(InputError) as caught:
        parse_parameters(["a", "=1", "a-b=2", "a=1"])
    assert len(caught.value.problems) == 3


@pytest.mark.parametrize("arguments", [["--help"], ["report", "-h"]])
def test_help_is_given_on_standard_output(monkeypatch, capsys, arguments):
    assert status(monkeypatch, *arguments) == 0
    assert "QUARTER" in capsys.readouterr().out.upper()


@pytest.mark.parametrize(
    "arguments",
    [
        ["report"],
        ["reprot"],
        ["report", "2019-20-Q2", "--wrong"],
        ["report", "2019-20-Q2", "--jobs", "0"],
    ],
)
def test_a_wrong_call_is_told_on_standard_error_with_status_2(monkeypatch, capsys, arguments):
    assert status(monkeypatch, *arguments) == 2
    told = capsys.readouterr()
    assert (told.out, bool(told.err)) == ("", True)


def test_an_interrupt_ends_with_status_130(monkeypatch, capsys):
    def interrupted(**_: object):
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "app", interrupted)
    assert status(monkeypatch, "report", "2019-20-Q2") == 130
    assert capsys.readouterr().err == "Interrupted.\n"


def test_a_mistake_of_the_library_itself_is_not_hidden(monkeypatch):
    def broken(**_: object):
        raise ZeroDivisionError

    monkeypatch.setattr(cli, "app", broken)
    monkeypatch.setattr(sys, "argv", ["sdp"])
    with pytest.raises(ZeroDivisionError):
        main()


def test_the_library_offers_one_name():
    assert sdp_lib.__all__ == ["Report", "__version__"]
    with pytest.raises(AttributeError):
        _ = sdp_lib.Reports
