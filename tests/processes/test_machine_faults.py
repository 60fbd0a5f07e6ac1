"""Faults of the machine, not of a report: the last good site stays, and one line says why."""

import os
import resource
import shutil
import signal
import subprocess
from functools import partial

import pytest
from support import COMMAND, QUARTER, Project, fingerprint, small_project

ASKED = ("report", QUARTER, "--only", "council", "--only", "scorecard-52", "--formats", "html",
         "--renderer", "embedded", "--force")  # fmt: skip

pytestmark = pytest.mark.skipif(os.name != "posix", reason="limits are those of POSIX systems")


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Project:
    """A project with a whole build, which no fault may damage."""
    project = small_project(tmp_path_factory.mktemp("machine"))
    ended = project.sdp(*ASKED)
    assert ended.returncode == 0, ended.stderr
    return project


def limited(project: Project, kind: int, limit: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, *ASKED], cwd=project.root, capture_output=True, text=True, check=False,
        preexec_fn=partial(resource.setrlimit, kind, (limit, limit)),
    )  # fmt: skip


def errors_of(ended: subprocess.CompletedProcess[str]) -> list[str]:
    """Return the lines on standard error, except progress."""
    return [line for line in ended.stderr.splitlines() if line and "reports:" not in line]


@pytest.mark.parametrize("limit", [24, 48])
def test_too_few_descriptors_stop_a_build_with_one_line(project, limit):
    before = fingerprint(project.output)
    ended = limited(project, resource.RLIMIT_NOFILE, limit)
    if ended.returncode:  # so few may be enough
        assert ended.returncode == 1
        assert "too many open files" in errors_of(ended)[-1].lower()
        assert len(errors_of(ended)) == 1
    assert fingerprint(project.output) == before


def test_a_full_disk_stops_a_build_with_one_line(project):
    """A file may not grow beyond a page, which fails as a full disk does."""
    before = fingerprint(project.output)
    ended = limited(project, resource.RLIMIT_FSIZE, 20_000)
    assert ended.returncode == 1
    assert len(errors_of(ended)) == 1, ended.stderr
    assert "file too large" in errors_of(ended)[0].lower()
    assert fingerprint(project.output) == before


@pytest.mark.parametrize("name", ["TMPDIR", "HOME"])
def test_a_missing_temporary_or_home_folder_does_no_harm(project, name):
    before = fingerprint(project.output)
    ended = project.sdp(*ASKED, **{name: "/nowhere/at/all"})
    assert ended.returncode in {0, 1}, ended.stderr
    assert len(errors_of(ended)) <= 1, ended.stderr
    assert fingerprint(project.output) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is only to be read for this user")
def test_a_read_only_folder_of_results_stops_a_build_with_one_line(project, tmp_path):
    out = tmp_path / "outputs"
    shutil.copytree(project.root / "outputs", out)
    out.chmod(0o555)
    before = fingerprint(out)
    ended = project.sdp(*ASKED, "--out", str(out))
    assert ended.returncode == 1
    assert "permission denied" in errors_of(ended)[0].lower()
    assert fingerprint(out) == before


def test_a_folder_of_results_that_cannot_be_made_stops_a_build_with_one_line(project):
    ended = project.sdp(*ASKED, "--out", "/proc/self/results")
    assert ended.returncode == 1
    assert len(errors_of(ended)) == 1, ended.stderr


def test_kernels_that_are_killed_fail_their_reports_with_one_line(project):
    before = fingerprint(project.output)
    line = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    texts = {}
    for name in ("council", "outcome", "scorecard"):
        path = project.root / f"notebooks/{name}.ipynb"
        texts[path] = path.read_bytes()
        project.replace(f"notebooks/{name}.ipynb", '"report.governance()"', f'"{line}"')
    ended = project.sdp(*ASKED)
    for path, text in texts.items():
        path.write_bytes(text)
    assert ended.returncode == 1
    assert len(errors_of(ended)) == 1, ended.stderr
    assert errors_of(ended)[0] == "council, scorecard-52: DeadKernelError: Kernel died [SDP-530]"
    after = fingerprint(project.output)
    pages = ["site/council.html", "site/scorecards/activity-52.html"]
    assert {path: after[path] for path in pages} == {path: before[path] for path in pages}
    assert after["figures.csv"] == before["figures.csv"]
    again = project.sdp(*ASKED)
    assert again.returncode == 0, again.stderr
    assert fingerprint(project.output) == before


def test_a_pandoc_that_is_killed_fails_its_reports_with_one_line(project, tmp_path):
    before = fingerprint(project.output)
    pandoc = tmp_path / "pandoc"
    real = "pypandoc.get_pandoc_path()"
    found = subprocess.run(
        [COMMAND.replace("/sdp", "/python"), "-c", f"import pypandoc; print({real})"],
        capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip
    pandoc.write_text(
        f'#!/bin/sh\n[ "$1" = --version ] && exec {found} --version\nkill -{signal.SIGKILL} $$\n'
    )
    pandoc.chmod(0o755)
    ended = project.sdp(*ASKED, PYPANDOC_PANDOC=str(pandoc))
    assert ended.returncode == 1
    assert len(errors_of(ended)) == 1, ended.stderr
    assert "Pandoc: it ended with -9" in errors_of(ended)[0]
    after = fingerprint(project.output)
    pages = ["site/council.html", "site/scorecards/activity-52.html"]
    assert {path: after[path] for path in pages} == {path: before[path] for path in pages}
