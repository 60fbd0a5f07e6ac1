"""A build that is interrupted or killed: what is done is kept, and the next goes on from there."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).parents[2]
PATIENCE = 120
# A suite that runs in the background hands down that Ctrl-C is ignored; this command minds it.
COMMAND = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from sdp_lib.cli import script
script()
"""


def report(out: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", COMMAND, "report", "2019-20-Q2", "--out", str(out),
         "--only", "scorecard-2?", "--renderer", "embedded", *arguments],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def contents(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("undisturbed")
    building = report(out)
    _, told = building.communicate(timeout=PATIENCE)
    assert building.returncode == 0, told
    return contents(out)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_the_next_build_goes_on_from_what_was_done(tmp_path, undisturbed, number):
    first = report(tmp_path)
    parts = tmp_path / ".2019-20-Q2.parts"
    deadline = time.monotonic() + PATIENCE
    while len(list(parts.glob("[!.]*"))) < 3 and time.monotonic() < deadline:
        time.sleep(0.02)
    children = psutil.Process(first.pid).children(recursive=True)
    first.send_signal(number)
    _, told = first.communicate(timeout=PATIENCE)
    done = len(list(parts.glob("[!.]*")))
    assert not (tmp_path / "2019-20-Q2").exists()
    assert 3 <= done < 10
    if number == signal.SIGINT:
        assert first.returncode == 130
        assert f"Interrupted: {done} reports are done and kept; the same command goes on" in told
    psutil.wait_procs(children, timeout=PATIENCE)
    assert not [one for one in children if one.is_running()]

    again = report(tmp_path, "--json")
    said, told = again.communicate(timeout=PATIENCE)
    assert again.returncode == 0, told
    assert json.loads(said)["taken_up"] == done
    assert contents(tmp_path) == undisturbed


def test_what_was_done_of_other_words_is_not_taken_up(tmp_path, undisturbed):
    parts = tmp_path / ".2019-20-Q2.parts" / "scorecard-20"
    parts.mkdir(parents=True)
    (parts / "about.json").write_text('{"key": "of another time", "files": {}}')
    again = report(tmp_path, "--json")
    said, _ = again.communicate(timeout=PATIENCE)
    assert json.loads(said)["taken_up"] == 0
    assert contents(tmp_path) == undisturbed
