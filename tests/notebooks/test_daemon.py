"""`sdp report --daemon`: what a build leaves warm runs the next one, as a new process would."""

import json
import os
import pty
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from select import select
from tempfile import TemporaryDirectory
from typing import Any

import psutil
import pytest
from support import COMMAND, QUARTER, ROOT, Project, copy_project, fingerprint, soup, words

from sdp_lib.build.forks import CAN_FORK

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="this system cannot fork processes")

PATIENCE = 120
ASKED = ("--only", "outcome-3", "--formats", "html")
COMMENTARY = f"data/commentary/{QUARTER}/outcome-3.md"
NOTEBOOK = "notebooks/outcome.ipynb"
# A suite that runs in the background hands down that Ctrl-C is ignored; this command minds it.
MINDS_CTRL_C = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from sdp_lib.cli import script
script()
"""


class Warm:
    """A project whose commands import its own library, and leave a daemon for a minute."""

    def __init__(self, project: Project, runtime: str):
        self.project, self.runtime = project, Path(runtime)
        self.environment = {
            "PYTHONPATH": str(project.root),
            "XDG_RUNTIME_DIR": str(runtime),
            "PYTEST_CURRENT_TEST": "",  # which is another before and in a test
            "PYTHONUNBUFFERED": "",
        }

    def report(
        self, *options: str, daemon: int = 60, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Build, and wait until what is left is ready."""
        stays = ("--daemon", str(daemon), *options)
        ended = self.project.report(*stays, **(self.environment | environment))
        if daemon:
            assert comes_true(lambda: not self.numbers() or any(self.sockets()))
        return ended

    def start(self, *options: str, **given: Any) -> subprocess.Popen[str]:
        """Begin a command that minds Ctrl-C."""
        return subprocess.Popen(
            [sys.executable, "-c", MINDS_CTRL_C, "report", QUARTER, "--daemon", "60", *options],
            cwd=self.project.root, env=os.environ | self.environment,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", **given,
        )  # fmt: skip

    def sockets(self) -> list[Path]:
        """The addresses at which a daemon listens, and not where it is about to."""
        return [one for one in self.runtime.rglob("*") if one.is_socket() and not one.suffix]

    def processes(self) -> list[psutil.Process]:
        """The daemons of the project, without what they have forked: each has its own session."""
        found = []
        for process in psutil.process_iter():
            try:
                here = Path(process.cwd()) == self.project.root.resolve()
                if here and os.getsid(process.pid) == process.pid:
                    found.append(process)
            except (psutil.Error, ProcessLookupError):
                continue
        return [one for one in found if one.parent() not in found]

    def end(self) -> None:
        """Kill them, and forget where they were."""
        for process in self.processes():
            process.kill()
        for address in self.sockets():
            address.unlink()

    def numbers(self) -> list[int]:
        """The numbers of their processes."""
        return [one.pid for one in self.processes()]


def comes_true(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


@contextmanager
def in_project(project: Project) -> Iterator[Warm]:
    """A project in which no daemon is, and none is left."""
    with TemporaryDirectory(prefix="sdp-") as runtime:  # an address may not be long
        cold = Warm(project, runtime)
        yield cold
        cold.end()


@pytest.fixture
def cold(whole_project) -> Iterator[Warm]:
    """A project in which no daemon is, and which a test may break."""
    with in_project(whole_project) as cold:
        yield cold


@pytest.fixture(scope="module")
def shared(tmp_path_factory) -> Iterator[Warm]:
    """A project for tests that leave its library as it is."""
    with in_project(copy_project(tmp_path_factory.mktemp("shared"))) as cold:
        yield cold


@pytest.fixture
def warm(shared) -> Warm:
    """A project in which a report was built, and a daemon stays: the last test's, or another."""
    for path in (COMMENTARY, NOTEBOOK):
        (shared.project.root / path).write_bytes((ROOT / path).read_bytes())
    shutil.rmtree(shared.project.root / "outputs", ignore_errors=True)
    if len(shared.numbers()) != 1 or len(shared.sockets()) != 1:
        shared.end()
    first = shared.report(*ASKED)
    assert "1 of 1 reports made" in first.stdout, first.stderr
    return shared


def test_the_next_command_is_run_by_the_daemon_and_makes_what_a_new_one_makes(warm):
    project, (daemon,) = warm.project, warm.numbers()
    project.replace(COMMENTARY, "## delivery", "## delivery\n\nThe *autumn* was dry.")
    ended = warm.report(*ASKED)
    assert "1 of 1 reports made" in ended.stdout
    assert ended.stderr.startswith("Making reports: 1 to do\n")  # as elsewhere than on a terminal
    assert "The autumn was dry." in words(soup(project.site / "outcome-3.html"))
    assert warm.numbers() == [daemon]
    made = fingerprint(project.output)
    assert project.report(*ASKED, "--force").returncode == 0
    assert fingerprint(project.output) == made


def test_it_knows_what_is_fresh_and_says_it_as_one_document(warm):
    (daemon,) = warm.numbers()
    said = json.loads(warm.report(*ASKED, "--json").stdout)
    assert said == {"folder": f"outputs/{QUARTER}", "reports": [], "fresh": 1, "failed": {}}
    assert warm.numbers() == [daemon]


def test_it_passes_on_what_is_wrong_with_its_exit_status(warm):
    (daemon,) = warm.numbers()
    warm.project.replace(COMMENTARY, "## delivery", "## deliverance")
    wrong = warm.report(*ASKED)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "deliverance" in wrong.stderr
    assert "Traceback" not in wrong.stderr
    warm.project.replace(COMMENTARY, "## deliverance", "## delivery")
    warm.project.replace(NOTEBOOK, "report.issues()", "1 / 0")
    failed = warm.report(*ASKED)
    assert failed.returncode == 1
    assert "ZeroDivisionError" in failed.stderr
    assert warm.report("--only", "none-such").returncode == 2
    assert warm.numbers() == [daemon]


def test_ctrl_c_ends_the_command_and_not_the_daemon(warm):
    (daemon,) = warm.processes()
    parts = warm.project.root / "outputs" / f".{QUARTER}.parts"
    command = warm.start("--only", "scorecard-2?")
    assert comes_true(lambda: len(list(parts.glob("[!.]*"))) > 2)
    command.send_signal(signal.SIGINT)
    _, told = command.communicate(timeout=PATIENCE)
    assert command.returncode == 130
    done = len(list(parts.glob("[!.]*")))
    assert f"Interrupted: {done} reports are done and kept; the same command goes on" in told
    assert comes_true(lambda: not daemon.children())
    again = warm.report("--only", "scorecard-2?", "--json")
    assert json.loads(again.stdout)["taken_up"] == done
    assert warm.processes() == [daemon]


def test_a_command_whose_caller_is_killed_ends(warm):
    (daemon,) = warm.processes()
    parts = warm.project.root / "outputs" / f".{QUARTER}.parts"
    command = warm.start("--only", "scorecard-*")
    assert comes_true(lambda: len(list(parts.glob("[!.]*"))) > 2)
    below = daemon.children(recursive=True)
    assert below
    command.kill()
    command.communicate()
    _, alive = psutil.wait_procs(below, timeout=PATIENCE)
    assert not alive
    assert warm.processes() == [daemon]


@pytest.mark.parametrize("path", ["_quarto.yml", "sdp_lib/new.py"])
def test_a_change_of_the_library_ends_the_daemon_and_a_new_process_serves(cold, path):
    warm = cold
    assert warm.report(*ASKED).returncode == 0
    (daemon,) = warm.numbers()
    with (warm.project.root / path).open("a", encoding="utf-8") as file:
        file.write("\n# changed\n")
    assert "1 of 1 reports made" in warm.report(*ASKED).stdout
    assert comes_true(lambda: daemon not in warm.numbers())
    (other,) = warm.numbers()
    assert other != daemon


def test_another_environment_has_another_daemon(warm):
    (daemon,) = warm.numbers()
    warm.project.replace(COMMENTARY, "## delivery", "## delivery\n\nAnother.")
    assert "1 of 1 reports made" in warm.report(*ASKED, TZ="Asia/Tokyo").stdout
    assert len(warm.numbers()) == 2
    assert daemon in warm.numbers()


def test_it_ends_when_it_is_told_to_and_when_nobody_comes(warm):
    (daemon,) = warm.processes()
    warm.project.replace(COMMENTARY, "## delivery", "## delivery\n\nOnce more.")
    assert "1 of 1 reports made" in warm.report(*ASKED, daemon=0).stdout
    assert daemon.wait(PATIENCE) in (0, None)
    assert warm.numbers() == []
    assert warm.sockets() == []
    assert warm.project.report(*ASKED, "--force", "--daemon", "1", **warm.environment).stdout
    assert comes_true(lambda: warm.numbers() == [])
    assert warm.sockets() == []


def test_one_that_was_killed_is_not_missed(warm):
    (daemon,) = warm.processes()
    daemon.kill()
    assert comes_true(lambda: not warm.numbers())
    warm.project.replace(COMMENTARY, "## delivery", "## delivery\n\nAll the same.")
    assert "1 of 1 reports made" in warm.report(*ASKED).stdout
    assert len(warm.numbers()) == 1


def test_nobody_else_is_trusted_with_its_address(warm):
    """A folder that others can write to could hold another's socket."""
    (daemon,) = warm.numbers()
    (folder,) = warm.runtime.iterdir()
    folder.chmod(0o777)
    warm.project.replace(COMMENTARY, "## delivery", "## delivery\n\nUnseen.")
    assert "1 of 1 reports made" in warm.report(*ASKED).stdout
    assert warm.numbers() == [daemon]
    folder.chmod(0o700)


def test_one_stays_for_people_at_a_terminal_alone(cold):
    warm = cold
    assert warm.project.report(*ASKED, **warm.environment).returncode == 0
    assert warm.numbers() == []
    ours, theirs = pty.openpty()
    command = [COMMAND, "report", QUARTER, *ASKED, "--force"]
    subprocess.run(
        command, cwd=warm.project.root, env=os.environ | warm.environment, check=True,
        stdout=theirs, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert len(warm.numbers()) == 1
    os.close(theirs)
    os.close(ours)


def test_it_keeps_nothing_open_that_its_first_command_was_given(warm):
    warm.end()
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as pipe:
        with warm.start(*ASKED, "--force", pass_fds=[writing]) as first:
            os.close(writing)
            first.communicate(timeout=PATIENCE)
        assert comes_true(lambda: any(warm.sockets()))
        assert select([pipe], [], [], 0)[0]
        assert pipe.read() == b""  # everybody who could write has gone


def test_ctrl_c_at_any_moment_interrupts(warm):
    (daemon,) = warm.processes()
    for number in range(12):
        command = warm.start(*ASKED, "--force")
        time.sleep(0.1 + 0.02 * number)
        command.send_signal(signal.SIGINT)
        said, told = command.communicate(timeout=PATIENCE)
        assert command.returncode in (130, -signal.SIGINT), told  # the latter before Python is up
        assert "made with" not in said
    assert comes_true(lambda: not daemon.children())
    assert "1 of 1 reports made" in warm.report(*ASKED, "--force").stdout
    assert warm.processes() == [daemon]


def test_ctrl_z_stops_the_command_until_it_is_continued(warm):
    (daemon,) = warm.processes()
    command = warm.start("--only", "scorecard-2?")
    assert comes_true(lambda: bool(daemon.children()))
    (child, *_) = daemon.children()
    command.send_signal(signal.SIGTSTP)
    assert comes_true(lambda: child.status() == psutil.STATUS_STOPPED)
    assert comes_true(lambda: psutil.Process(command.pid).status() == psutil.STATUS_STOPPED)
    command.send_signal(signal.SIGCONT)
    said, told = command.communicate(timeout=PATIENCE)
    assert "10 of 10 reports made" in said, told


def test_a_daemon_that_is_killed_takes_its_command_along_which_says_so(warm):
    (daemon,) = warm.processes()
    command = warm.start("--only", "scorecard-*")
    assert comes_true(lambda: len(daemon.children(recursive=True)) > 4)
    below = daemon.children(recursive=True)
    daemon.kill()
    _, told = command.communicate(timeout=PATIENCE)
    assert command.returncode == 1
    assert "what ran this command was killed; run it again" in told
    _, alive = psutil.wait_procs(below, timeout=PATIENCE)
    assert not alive
    assert not (warm.project.root / "outputs" / QUARTER / "site" / "scorecards").exists()


def test_output_that_cannot_be_written_is_no_success(warm):
    (daemon,) = warm.numbers()
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [COMMAND, "report", QUARTER, *ASKED, "--json", "--daemon", "60"],
            cwd=warm.project.root, env=os.environ | warm.environment, check=False,
            stdout=full, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
    assert ended.returncode == 120
    assert "No space left on device" in ended.stderr
    assert warm.numbers() == [daemon]


@pytest.mark.parametrize("closed", ["<&-", ">&-"])
def test_a_closed_standard_stream_needs_no_daemon(warm, closed):
    asked = " ".join([COMMAND, "report", QUARTER, *ASKED, "--force", "--daemon", "60"])
    ended = subprocess.run(
        ["/bin/sh", "-c", f"{asked} {closed}"], cwd=warm.project.root, capture_output=True,
        env=os.environ | warm.environment, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert "Traceback" not in ended.stderr


def test_who_comes_and_says_nothing_or_nonsense_is_sent_away(warm):
    (daemon,) = warm.numbers()
    (place,) = warm.sockets()
    for said in (b"", b"x", b"c", b"c[1]\n"):
        with socket.socket(socket.AF_UNIX) as caller:
            caller.connect(str(place))
            caller.sendall(said)
    assert "1 report is fresh" in warm.report(*ASKED).stdout
    assert warm.numbers() == [daemon]


def test_one_that_is_told_to_end_waits_for_its_command(warm):
    (daemon,) = warm.processes()
    (place,) = warm.sockets()
    command = warm.start("--only", "scorecard-2?")
    assert comes_true(lambda: bool(daemon.children()))
    with socket.socket(socket.AF_UNIX) as caller:
        caller.connect(str(place))
        caller.sendall(b"e")
        assert caller.recv(1) == b""
    said, told = command.communicate(timeout=PATIENCE)
    assert command.returncode == 0, told
    assert "10 of 10 reports made" in said
    assert comes_true(lambda: not warm.numbers())


def test_how_long_it_stays_is_what_the_last_command_said(warm):
    assert "1 report is fresh" in warm.report(*ASKED, daemon=1).stdout
    assert comes_true(lambda: warm.numbers() == [])


def test_a_command_of_another_priority_has_another_daemon(warm):
    (daemon,) = warm.numbers()
    command = ["nice", "-n", "3", COMMAND, "report", QUARTER, *ASKED, "--force", "--daemon", "60"]
    subprocess.run(
        command, cwd=warm.project.root, env=os.environ | warm.environment, check=True,
        capture_output=True,
    )  # fmt: skip
    assert comes_true(lambda: len(warm.sockets()) == 2)
    assert daemon in warm.numbers()


@pytest.mark.parametrize("other", [("--watch",), ("--cluster", "tcp://127.0.0.1:1")])
def test_it_is_refused_where_it_could_not_stay(project, other):
    ended = project.report("--daemon", "60", *other)
    assert ended.returncode == 2
    assert f"--daemon: it was found beside {other[0]}" in ended.stderr
