"""Builds that are interrupted or killed at random moments: the last good site is never hurt."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest
from support import QUARTER, Project, copy_project, fingerprint

TIMES = int(os.environ.get("SDP_TRIALS", "1"))
SEEDS = range(4 * TIMES)
ASKED = ("--only", "scorecard-5[0-4]", "--formats", "html", "--renderer", "embedded", "--force")
# A suite that runs in the background hands down that Ctrl-C is ignored; this command minds it.
MINDS_CTRL_C = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from sdp_lib.cli import main
main()
"""

pytestmark = [
    pytest.mark.trials,
    pytest.mark.skipif(os.name != "posix", reason="only POSIX systems have process groups"),
]


def start(project: Project) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", MINDS_CTRL_C, "report", QUARTER, *ASKED],
        cwd=project.root, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> tuple[Project, dict[str, str], float]:
    """A project with a whole build, what it left, and how long it took."""
    project = copy_project(tmp_path_factory.mktemp("trials"))
    began = time.monotonic()
    assert start(project).wait() == 0
    return project, fingerprint(project.output), time.monotonic() - began


@pytest.mark.parametrize("seed", SEEDS)
def test_a_build_that_is_stopped_at_any_moment_hurts_nothing(whole, seed):
    project, good, took = whole
    chance = random.Random(seed)  # noqa: S311 - the same moments every time
    number = chance.choice([signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
    build = start(project)
    try:
        build.wait(chance.uniform(0, took))
    except subprocess.TimeoutExpired:
        if number == signal.SIGKILL:
            os.killpg(build.pid, number)
        else:
            build.send_signal(number)
    ended = build.wait()
    # SIGINT before Python minds it, and one that comes when all is done, end otherwise.
    assert ended in {0, 130, -number}
    assert fingerprint(project.output) == good
    assert start(project).wait() == 0
    assert fingerprint(project.output) == good
    assert {*os.listdir(project.output.parent)} == {QUARTER}  # noqa: PTH208 - hidden ones count
