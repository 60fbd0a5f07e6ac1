"""The same bytes from a cluster as from this machine, even if a worker is lost half-way."""

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil
import pytest
from support import PATIENCE, QUARTER, ROOT, fingerprint, wait_until

from sdp_lib.errors import InputError
from sdp_lib.pipeline.run import cluster

REPORTS = ["--only", "scorecard-1[0-4]", "--only", "outcome-3", "--renderer", "embedded"]
# The command kills processes, if their IDs are given, once it has saved three reports.
COMMAND = """
import os, signal, sys
from sdp_lib.pipeline import build_quarter
numbers, left, keep = sys.argv.pop(1).split(), 3, build_quarter.save_checkpoint
def keeping(*given):
    global left
    part, left = keep(*given), left - 1
    for number in numbers if not left else ():
        os.kill(int(number), signal.SIGKILL)
    return part
build_quarter.save_checkpoint = keeping
from sdp_lib.cli import main
main()
"""


def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def started(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command of Dask until the end of the block, and then end everything that it started."""
    with (folder / "log.txt").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments, "--no-dashboard", "--host", "127.0.0.1"],
            cwd=folder, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    try:
        yield process
    finally:
        process.terminate()
        process.wait(PATIENCE)


def worker(folder: Path, name: str, address: str) -> list[str]:
    place = folder / name
    return ["worker", address, "--name", name, "--nthreads", "1", "--local-directory", str(place)]


@pytest.fixture(scope="module")
def dask(tmp_path_factory) -> Iterator[tuple[str, Path]]:
    """The address of a scheduler with one worker."""
    folder = tmp_path_factory.mktemp("dask")
    number = port()
    address = f"tcp://127.0.0.1:{number}"
    with ExitStack() as stack:
        stack.enter_context(started(folder, "scheduler", "--port", str(number)))
        stack.enter_context(started(folder, *worker(folder, "first", address)))
        yield address, folder


def report(out: Path, *arguments: str, kills: Iterable[int] = ()) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", COMMAND, " ".join(map(str, kills)), "report", QUARTER,
         "--out", str(out), *REPORTS, *arguments],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def ends_well(command: subprocess.Popen[str]) -> str:
    said, errors = command.communicate(timeout=PATIENCE)
    assert command.returncode == 0, errors
    return said


@pytest.fixture(scope="module")
def here(tmp_path_factory) -> dict[str, str]:
    out = tmp_path_factory.mktemp("here")
    ends_well(report(out, "--jobs", "2"))
    return fingerprint(out)


def test_a_cluster_makes_the_same_bytes(dask, here, tmp_path):
    said = json.loads(ends_well(report(tmp_path, "--cluster", dask[0], "--json")))
    assert len(said["reports"]) == 6
    assert fingerprint(tmp_path) == here


def test_a_worker_that_is_killed_half_way_loses_no_report(dask, here, tmp_path):
    address, folder = dask
    with started(folder, *worker(folder, "second", address)) as second:
        below = psutil.Process(second.pid).children
        wait_until(below)
        lost = [second.pid, *(one.pid for one in below())]
        ends_well(report(tmp_path, "--cluster", address, kills=lost))
        assert second.wait(PATIENCE) == -signal.SIGKILL
    assert fingerprint(tmp_path) == here


def test_an_address_without_a_cluster_is_an_error_of_the_call(tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "_PATIENCE", 1)
    nobody = f"tcp://127.0.0.1:{port()}"
    with pytest.raises(InputError, match="no scheduler answers"), cluster._connected(nobody):
        pass


def test_a_worker_that_would_make_other_reports_is_refused():
    here = {"pandas": "3.0.0", "sdp_lib": "abc"}
    messages = [
        *cluster._differences("tcp://a:1", here, {"pandas": "2.9.0", "sdp_lib": "abc"}),
        *cluster._differences("tcp://b:1", here, ModuleNotFoundError("sdp_lib")),
        *cluster._differences("tcp://c:1", here, here),
    ]
    assert [(one.where, one.wrong) for one in messages] == [
        (
            "--cluster, worker tcp://a:1",
            "pandas is 2.9.0 there and 3.0.0 here, so reports could differ",
        ),
        ("--cluster, worker tcp://b:1", "it cannot use sdp_lib (ModuleNotFoundError)"),
    ]
