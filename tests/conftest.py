"""Fixtures: projects that tests may change, and real builds that they may only read."""

import sdp_lib.pipeline  # noqa: F401, I001 - first: it spares nbformat a parser that takes two seconds

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from filelock import FileLock
from support import ONLY, ROOT, TRIALS, Project, copy_project

from sdp_lib.inputs.council import Council, read_council

# The same examples each time, so that a failure is due to the change and not to chance; the
# long trials take others each time. A machine may be busy, so no example has a time limit.
hypothesis.settings.register_profile("repeatable", derandomize=True, database=None, deadline=None)
hypothesis.settings.register_profile("random", deadline=None)
hypothesis.settings.load_profile("repeatable" if TRIALS == 1 else "random")

# Tests below these folders or with these fixtures start processes; others that do are
# marked. `make test-fast` leaves all of them out.
FOLDERS = {"processes", "notebooks"}
# Tests below these make whole reports in their process, and take as long as all others together.
REPORTS = {"scenarios", "golden"}
FIXTURES = {"built", "whole", "crowded", "harbour", "programme", "drawn_elsewhere"}
STARTS_A_PROCESS = {"subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.system"}
_guarded: list[str] = []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests that start processes, and run the longest files first to balance the cores.

    The browser is last: its event loop stays.
    """
    items.sort(key=_turn)
    for item in items:
        if item.path.parent.name in FOLDERS or FIXTURES & {*getattr(item, "fixturenames", ())}:
            item.add_marker("processes")
        elif item.path.relative_to(ROOT / "tests").parts[0] in REPORTS:
            item.add_marker("reports")


def _turn(item: pytest.Item) -> int:
    """Return the key that orders the tests."""
    if item.get_closest_marker("browser"):
        return 3
    return {"processes": 0, "notebooks": 1}.get(item.path.parent.name, 2)


def _refuse_processes(event: str, _: object) -> None:
    if _guarded and event in STARTS_A_PROCESS:
        raise RuntimeError(f"{_guarded[-1]} starts a process and is not marked so")


sys.addaudithook(_refuse_processes)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Stop fast tests and their fixtures from starting a process."""
    if not {"processes", "browser"} & {mark.name for mark in item.iter_markers()}:
        _guarded.append(item.nodeid)
    try:
        return (yield)
    finally:
        _guarded.clear()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many trials of each kind there were."""
    counted: dict[str, list[int]] = {}
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            if report.when == "call" and "trials" in report.keywords:
                counts = counted.setdefault(report.nodeid.partition("[")[0], [0, 0])
                counts[outcome == "failed"] += 1
    for name, (passed, failed) in sorted(counted.items()):
        terminalreporter.write_line(f"trials: {passed} passed, {failed} failed: {name}")


@pytest.fixture
def project(tmp_path) -> Project:
    """A copy of the project's inputs that a test may change; notebooks cannot run in it."""
    return copy_project(tmp_path / "project", library=False)


@pytest.fixture
def whole_project(tmp_path) -> Project:
    """A copy of the project in which notebooks can run, and which a test may change."""
    return copy_project(tmp_path / "project")


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory) -> Callable[[str, Callable[[Path], object]], Path]:
    """Fill a folder once, even if several processes run tests; it may only be read."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def filled(name: str, fill: Callable[[Path], object]) -> Path:
        folder, done = base / "shared" / name, base / "shared" / f"{name}.done"
        done.parent.mkdir(exist_ok=True)
        with FileLock(f"{done}.lock"):
            if not done.exists():
                fill(folder)
                done.touch()
        return folder

    return filled


def _build_two_reports(folder: Path) -> None:
    ended = copy_project(folder).report(*ONLY)
    assert ended.returncode == 0, ended.stderr


@pytest.fixture(scope="session")
def built(shared_folder) -> Project:
    """A project with a real build of two reports."""
    return Project(shared_folder("built", _build_two_reports))


@pytest.fixture(scope="session")
def council() -> Council:
    """The standing configuration of the project."""
    return read_council(ROOT / "params")
