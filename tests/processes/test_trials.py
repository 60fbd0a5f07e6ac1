"""Builds that are stopped at random moments: whoever reads the site finds it whole all the time."""

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest
from support import QUARTER, TRIALS, Project, fingerprint, small_project

SEEDS = range(6 * TRIALS)
ASKED = ("--only", "council", "--only", "scorecard-5*", "--formats", "html",
         "--renderer", "embedded", "--force")  # fmt: skip
# A suite that runs in the background hands down that Ctrl-C is ignored; this command minds it. It
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
    ("sdp_lib.storage:exchange", "before"),
    ("sdp_lib.storage:exchange", "after"),
    ("sdp_lib.pipeline.assemble.assembly:_remove_others", "after"),
    ("sdp_lib.pipeline.build_quarter:finish", "after"),
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
    """A project with a whole build, what it left, and how long it took."""
    project = small_project(tmp_path_factory.mktemp("trials"))
    began = time.monotonic()
    assert start(project).wait() == 0
    return project, fingerprint(project.output), time.monotonic() - began


def missing(site: Path, chance: random.Random) -> list[str]:
    """Read a page that the front page leads to, and find what is not where it is said to be."""
    index = site / "index.html"
    pages = [one for one in _LINK.findall(index.read_text()) if one.endswith(".html")]
    page = index.parent / chance.choice([*pages, "index.html"])
    links = {(page.parent / one).resolve() for one in _LINK.findall(page.read_text())}
    return [f"{page.name}: {one.name}" for one in links if not one.exists()]


@contextmanager
def read_by_somebody(site: Path, seed: int) -> Iterator[list[str]]:
    """Read the site again and again meanwhile; give what was ever found to be missing."""
    wrong: list[str] = []
    done, chance = Event(), random.Random(seed)  # noqa: S311 - the same pages every time

    def read() -> None:
        while not done.wait(0.002):
            try:
                wrong.extend(missing(site, chance))
            except OSError as error:
                wrong.append(str(error))

    reader = Thread(target=read)
    reader.start()
    try:
        yield wrong
    finally:
        done.set()
        reader.join()


@pytest.mark.parametrize("seed", SEEDS)
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
        # SIGINT before Python minds it, and one that comes when all is done, end otherwise.
        assert ended in {0, 130, -number}
        assert fingerprint(project.output) == good
        _is_put_right(project, good)
    assert wrong == []


@pytest.mark.parametrize("moment", range(len(MOMENTS) * TRIALS))
def test_a_build_that_is_killed_in_the_swap_hurts_nothing(whole, moment):
    project, good, _ = whole
    with read_by_somebody(project.site, moment) as wrong:
        assert start(project, *MOMENTS[moment % len(MOMENTS)]).wait() == -signal.SIGKILL
        assert fingerprint(project.output) == good
        _is_put_right(project, good)
    assert wrong == []


def _is_put_right(project: Project, good: dict[str, str]) -> None:
    assert start(project).wait() == 0
    assert fingerprint(project.output) == good
    assert {*os.listdir(project.output.parent)} == {QUARTER}  # noqa: PTH208 - hidden ones count
