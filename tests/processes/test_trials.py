"""Builds that are stopped at random moments: readers always find the site whole."""

import os
import random
import re
import signal
import subprocess
import sys
import time
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from support import QUARTER, Project, fingerprint, read_meanwhile, seeds, small_project

ASKED = ("--only", "council", "--only", "scorecard-5*", "--formats", "html",
         "--renderer", "embedded", "--force")  # fmt: skip
# Tests in the background inherit that Ctrl-C is ignored; this command reacts to it. It
# kills itself before or after it does what is named, if anything is.
COMMAND = """
import importlib, os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
named, when = sys.argv.pop(1), sys.argv.pop(1)
if named:
    module, _, function = named.partition(":")
    place = importlib.import_module(module)
    real = getattr(place, function)
    def killing(*given, **also):
        if when == "after":
            real(*given, **also)
        os.killpg(0, signal.SIGKILL)
    setattr(place, function, killing)
from sdp_lib.cli import main
main()
"""
MOMENTS = [
    ("sdp_lib.pipeline.build_quarter:finish", "before"),  # nothing is there yet
    ("sdp_lib.pipeline.assemble.assembly:copy_assets", "before"),  # its pages are
    ("sdp_lib.storage:exchange", "before"),  # everything is
    ("sdp_lib.storage:exchange", "after"),
    ("sdp_lib.pipeline.assemble.assembly:_remove_others", "after"),
]
_LINK = re.compile(r'(?:href|src)="([^":#]+)"')

pytestmark = [
    pytest.mark.trials,
    pytest.mark.skipif(os.name != "posix", reason="only POSIX systems have process groups"),
]


def start(project: Project, named: str = "", when: str = "") -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", COMMAND, named, when, "report", QUARTER, *ASKED],
        cwd=project.root, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> tuple[Project, dict[str, str], float]:
    """A project with a whole build, its results, and how long it took."""
    project = small_project(tmp_path_factory.mktemp("trials"))
    began = time.monotonic()
    assert start(project).wait() == 0
    return project, fingerprint(project.output), time.monotonic() - began


def missing(site: Path, chance: random.Random) -> list[str]:
    """Read a page that the front page links to, and return the files that are missing."""
    index = site / "index.html"
    pages = [match for match in _LINK.findall(index.read_text()) if match.endswith(".html")]
    page = index.parent / chance.choice([*pages, "index.html"])
    links = {(page.parent / one).resolve() for one in _LINK.findall(page.read_text())}
    return [f"{page.name}: {link.name}" for link in links if not link.exists()]


def read_by_somebody(site: Path, seed: int) -> AbstractContextManager[list[str]]:
    """Read page after page during the block; yield everything that was missing at any time."""
    chance = random.Random(seed)  # noqa: S311 - the same pages every time
    return read_meanwhile(lambda: missing(site, chance))


# Each of the usual seeds has a different signal.
@pytest.mark.parametrize("seed", seeds([1, 6, 5], many=60))
def test_a_build_that_is_stopped_at_any_moment_hurts_nothing(whole, seed):
    project, good, took = whole
    chance = random.Random(seed)  # noqa: S311 - the same moments every time
    number = chance.choice([signal.SIGINT, signal.SIGTERM, signal.SIGKILL, signal.SIGKILL])
    with read_by_somebody(project.site, seed) as wrong:
        build = start(project)
        try:
            build.wait(chance.uniform(0, took))
        except subprocess.TimeoutExpired:
            if number == signal.SIGKILL:
                os.killpg(build.pid, number)
            else:
                build.send_signal(number)
        ended = build.wait()
        # A SIGINT before Python handles it, or after the work is done, ends differently.
        assert ended in {0, 130, -number}
        assert fingerprint(project.output) == good
        _is_put_right(project, good)
    assert wrong == []


@pytest.mark.parametrize("seed", seeds([0], many=10))
def test_builds_that_are_killed_one_after_another_while_they_finish_hurt_nothing(whole, seed):
    """Each starts with the remains of those before it, and the last one repairs everything."""
    project, good, _ = whole
    chance = random.Random(seed)  # noqa: S311 - the same order every time
    with read_by_somebody(project.site, seed) as wrong:
        for named, when in chance.sample(MOMENTS, len(MOMENTS)):
            assert start(project, named, when).wait() == -signal.SIGKILL
            assert fingerprint(project.output) == good, (named, when)
            assert [*project.output.parent.glob(f".{QUARTER}.*")], "it was killed in the middle"
        _is_put_right(project, good)
    assert wrong == []


def _is_put_right(project: Project, good: dict[str, str]) -> None:
    assert start(project).wait() == 0
    assert fingerprint(project.output) == good
    assert {*os.listdir(project.output.parent)} == {QUARTER}  # noqa: PTH208 - hidden ones count
