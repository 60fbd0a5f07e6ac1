"""`sdp publish`, `verify` and `withdraw` as people run them, and publishing that is killed."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
from threading import Event, Thread

import pytest
from publishing import Desk, broken_links, desk
from support import PATIENCE, QUARTER, ROOT, TRIALS, Project, fingerprint, small_project

from sdp_lib.publish.verify_site import verify_site

EARLIER = "2019-20-Q1"
NOTE = "Activity 52 had chosen the wrong status."


def report(project: Project, quarter: str) -> None:
    ended = project.sdp("report", quarter, "--renderer", "embedded", "--formats", "html")
    assert ended.returncode == 0, ended.stderr


def publish(project: Project, quarter: str, *more: str) -> subprocess.CompletedProcess[str]:
    return project.sdp("publish", quarter, "--to", "the site", *more)


@pytest.fixture(scope="module")
def council(tmp_path_factory) -> Project:
    """A small project with a site of two quarters; a return of the second is corrected since."""
    project = small_project(tmp_path_factory.mktemp("publish"))
    for quarter in (EARLIER, QUARTER):
        report(project, quarter)
        ended = publish(project, quarter, "--base-url", "https://example.org")
        assert ended.returncode == 0, ended.stderr
        assert "version 1, is published." in ended.stdout
    project.rewrite(f"data/returns/{QUARTER}.csv", corrected)
    return project


def corrected(row: dict[str, str]) -> dict[str, str]:
    return {"delivery": "remedial"} if row["activity"] == "52" else {}


def test_a_quarter_is_corrected_published_again_verified_and_withdrawn(council):
    """One test, since each step goes on from the last."""
    site = council.root / "the site"
    whole = fingerprint(site)
    ended = publish(council, QUARTER, "--note", NOTE)
    assert ended.returncode == 2, ended.stdout
    assert f"data/returns/{QUARTER}.csv changed" in ended.stderr
    report(council, QUARTER)
    ended = publish(council, QUARTER)
    assert ended.returncode == 2
    assert "add --note with the reason" in ended.stderr
    assert fingerprint(site) == whole
    ended = publish(council, QUARTER, "--note", NOTE)
    assert ended.returncode == 0, ended.stderr
    assert "version 2, is published." in ended.stdout
    assert broken_links(site)[1] == []
    listed = (site / QUARTER / "revisions.html").read_text(encoding="utf-8")
    assert NOTE in listed
    assert "Activities that are unlikely to be achieved" in listed
    assert not (site / QUARTER / "data/returns.csv").read_text("utf-8").count("larger than planned")

    _is_recorded(council)
    _is_verified(council, site)

    ended = council.sdp("withdraw", QUARTER, "--version", "2", "--note", "x", "--to", "the site")
    assert ended.returncode == 0, ended.stderr
    assert verify_site(site) == []


def _is_recorded(council: Project) -> None:
    """The plan as it was is kept, and publishing makes nothing stale."""
    kept = council.root / "data/plans/2019-20/recorded" / QUARTER
    assert {path.name for path in kept.iterdir()} == {
        "activities.csv", "assurance.csv", "council.yml", "plan.yml",
    }  # fmt: skip
    assert (kept / "plan.yml").read_bytes() == (kept.parents[1] / "plan.yml").read_bytes()
    ended = publish(council, QUARTER)
    assert "was published before, byte for byte" in ended.stdout, ended.stderr


def _is_verified(council: Project, site) -> None:
    ended = council.sdp("verify", QUARTER, "--jobs", "4", TZ="Asia/Tokyo", PYTHONHASHSEED="5")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert ended.stdout.startswith("Identical: ")
    ended = council.sdp("verify", "--site", "the site")
    assert (ended.returncode, ended.stdout.split(":")[0]) == (0, "Identical")
    page = site / QUARTER / "v1" / "index.html"
    good = page.read_bytes()
    page.write_bytes(good + b" ")
    ended = council.sdp("verify", "--site", "the site")
    assert ended.returncode == 1
    assert f"{QUARTER}/v1/index.html: differs from the manifest" in ended.stdout
    page.write_bytes(good)


def test_verify_outside_a_project_checks_a_site_and_wants_one_of_two(tmp_path):
    work = desk(tmp_path)
    work.publish(work.build(EARLIER))
    away = Project(tmp_path)
    assert away.sdp("verify", "--site", "the site").returncode == 0
    ended = away.sdp("verify")
    assert ended.returncode == 2
    assert "name a quarter, or a site with --site DIR" in ended.stderr


KILLED = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from publishing import desk
from sdp_lib.publish import site
work = desk(Path(sys.argv[2]))
edition = work.build("2019-20-Q2", {"index.html": "All.", "council.html": "Nine."}, on_track=9)
print("begins", flush=True)
work.publish(edition, note="Corrected.")
"""


@pytest.fixture(scope="module")
def two(tmp_path_factory) -> Desk:
    """A site of two quarters, and a copy of it."""
    work = desk(tmp_path_factory.mktemp("killed"))
    words = {"index.html": "All.", "council.html": "Ten."}
    for quarter in (EARLIER, QUARTER):
        work.publish(work.build(quarter, words))
    shutil.copytree(work.site, work.root / "kept")
    return work


@pytest.mark.trials
@pytest.mark.skipif(os.name != "posix", reason="only POSIX systems kill like this")
@pytest.mark.parametrize("seed", range(3 * TRIALS))
def test_whoever_reads_a_site_while_publishing_is_killed_finds_it_whole(two, seed):
    shutil.rmtree(two.site)
    shutil.copytree(two.root / "kept", two.site)
    wrong: list[str] = []
    done = Event()
    reader = Thread(target=_read, args=(two, done, wrong))
    reader.start()
    try:
        begun = _begin(two)
        moment = random.Random(seed).uniform(0, 0.3)  # noqa: S311 - the same moments every time
        try:
            begun.wait(moment)
        except subprocess.TimeoutExpired:
            begun.send_signal(signal.SIGKILL)
        assert begun.wait() in {0, -signal.SIGKILL}
        assert _begin(two).wait(PATIENCE) == 0
    finally:
        done.set()
        reader.join()
    assert wrong == []
    assert verify_site(two.site) == []
    versions = json.loads(two.text("versions.json"))["periods"][0]["versions"]
    assert [one["version"] for one in versions] == [1, 2]


def _begin(work: Desk) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(ROOT / "tests"), str(work.root)],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stdout.readline() == "begins\n"
    return process


def _read(work: Desk, done: Event, wrong: list[str]) -> None:
    """Follow every link from the home page, again and again."""
    while not done.wait(0.005):
        try:
            wrong.extend(broken_links(work.site)[1])
        except OSError as error:
            wrong.append(str(error))
