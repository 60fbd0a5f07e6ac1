"""A build that is interrupted or killed keeps finished reports, and the next one continues."""

import json
import signal
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from support import PATIENCE, QUARTER, ROOT, fingerprint, marked, wait_until

ASKED = [f"scorecard-{one}" for one in range(20, 25)]
# Tests in the background inherit that Ctrl-C is ignored; this command reacts to it. It
# sends itself a signal, if one is given, as soon as it has kept so many reports.
COMMAND = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from sdp_lib.pipeline import build_quarter
number, left, keep = int(sys.argv.pop(1)), 3, build_quarter.save_checkpoint
def keeping(*given):
    global left
    part, left = keep(*given), left - 1
    if number and not left:
        signal.raise_signal(number)
    return part
build_quarter.save_checkpoint = keeping
from sdp_lib.cli import main
main()
"""


def report(out: Path, *arguments: str, ends_by: int = 0) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", COMMAND, str(int(ends_by)), "report", QUARTER, "--out", str(out),
         "--only", "scorecard-2[0-4]", "--renderer", "embedded", *arguments],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory) -> dict[str, str]:
    out = tmp_path_factory.mktemp("undisturbed")
    building = report(out)
    _, output = building.communicate(timeout=PATIENCE)
    assert building.returncode == 0, output
    return fingerprint(out)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_the_next_build_continues_from_the_finished_reports(
    tmp_path, undisturbed, number, monkeypatch
):
    mark = uuid4().hex
    monkeypatch.setenv("SDP_TEST", mark)
    first = report(tmp_path, ends_by=number)
    _, output = first.communicate(timeout=PATIENCE)
    kept = tmp_path / f".{QUARTER}.checkpoints"
    done = len(list(kept.glob("[!.]*")))
    assert not (tmp_path / QUARTER).exists()
    assert done == 3
    if number == signal.SIGINT:
        assert first.returncode == 130
        assert f"Interrupted: {done} reports are finished. Run the same command" in output
    monkeypatch.delenv("SDP_TEST")
    wait_until(lambda: not marked(mark))

    left = next(name for name in ASKED if not (kept / name).exists())
    (kept / left).mkdir()
    (kept / left / "about.json").write_text('{"key": "of other words", "files": {}}')
    again = report(tmp_path, "--json")
    said, output = again.communicate(timeout=PATIENCE)
    assert again.returncode == 0, output
    assert json.loads(said)["taken_up"] == done, "what was kept of other words is not taken up"
    assert fingerprint(tmp_path) == undisturbed
