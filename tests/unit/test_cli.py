import json
import os
import subprocess
import sys

import pytest
from support import COMMAND, ROOT

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


def test_every_malformed_parameter_is_reported():
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
def test_a_wrong_call_is_reported_on_standard_error_with_status_2(monkeypatch, capsys, arguments):
    assert status(monkeypatch, *arguments) == 2
    printed = capsys.readouterr()
    assert (printed.out, bool(printed.err)) == ("", True)


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


def test_the_version_is_shown(monkeypatch, capsys):
    assert status(monkeypatch, "--version") == 0
    assert capsys.readouterr().out == f"sdp {sdp_lib.__version__}\n"


def test_help_shows_no_types_of_python(monkeypatch, capsys):
    assert status(monkeypatch, "report", "--help") == 0
    assert "list[" not in capsys.readouterr().out


def test_a_command_finds_the_project_upwards(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(ROOT / "notebooks")
    # Not a build in the checkout.
    assert status(monkeypatch, "status", "2019-20-Q2", "--out", str(tmp_path)) == 0
    assert "79 of 79 received" in capsys.readouterr().out


def test_a_path_that_is_typed_begins_where_the_command_is_called(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(ROOT / "data")
    typed = ("--data", ".", "--params", "../params", "--out", str(tmp_path))
    assert status(monkeypatch, "status", "2019-20-Q2", *typed) == 0
    assert "79 of 79 received" in capsys.readouterr().out


def test_outside_every_project_the_error_says_so(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert status(monkeypatch, "check", "2019-20-Q2") == 2
    errors = capsys.readouterr().err
    assert errors.startswith(
        f"{tmp_path.as_posix()}: neither this folder nor one above it is a project"
    )


@pytest.mark.parametrize("json_wanted", [[], ["--json"]])
def test_a_refusal_by_the_system_is_one_line_with_status_1(monkeypatch, capsys, json_wanted):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "data/returns.csv")

    monkeypatch.chdir(ROOT)
    monkeypatch.setattr("sdp_lib.inputs.submissions.read_submissions", full)
    assert status(monkeypatch, "status", "2019-20-Q2", *json_wanted) == 1
    printed = capsys.readouterr()
    assert printed.err.startswith("data/returns.csv: no space left on device. ")
    assert printed.err.count("\n") == 1
    if json_wanted:
        assert json.loads(printed.out)["problems"][0]["where"] == "data/returns.csv"


@pytest.mark.processes
@pytest.mark.skipif(os.name != "posix", reason="a shell with pipes is needed")
def test_a_closed_pipe_is_not_a_failure():
    for option, first in (("--json", "{"), ("", "note: ")):
        command = f"set -o pipefail; {COMMAND} check 2019-20-Q2 {option} | head -n 1"
        ended = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True)
        assert (ended.returncode, ended.stderr) == (0, "")
        assert ended.stdout.startswith(first)
