"""`sdp publish`, `verify` and `withdraw` as people run them, and a publication that is killed."""

import json
import os
import random
import select
import shlex
import shutil
import signal
import subprocess
import time
import warnings
from dataclasses import dataclass
from pathlib import Path

import csvw
import pytest
from pages import commands
from publishing import WORDS, Desk, broken_links, desk
from support import (
    QUARTER,
    Project,
    fingerprint,
    read_csv,
    read_meanwhile,
    seeds,
    small_project,
    write_rows,
)

from sdp_lib.publish.edition import Edition
from sdp_lib.publish.verify_site import verify_site
from sdp_lib.publish.versions import Withdrawn
from sdp_lib.publish.withdraw import withdraw

EARLIER = "2019-20-Q1"
LATER = "2020-21-Q1"
CARRIED = ("22", "24", "41", "50", "51", "70")  # go on from activities of the small project
NOTE = "Activity 52 had chosen the wrong status."
SITE, KEY = "the site", "signing-key.pem"
# The lines of both pages. That for a draft names a quarter that is not built here.
PUBLISH = [line for line in commands("docs/publish.md") if "--draft" not in line]
VERIFY = commands("docs/check-published.md")
QUICK = {"report": ("--renderer", "embedded", "--formats", "html"), "verify": ("--jobs", "4")}


def report(project: Project, quarter: str) -> None:
    ended = project.sdp("report", quarter, *QUICK["report"])
    assert ended.returncode == 0, ended.stderr


def publish(project: Project, quarter: str, *more: str) -> subprocess.CompletedProcess[str]:
    return project.sdp("publish", quarter, "--to", SITE, *more)


def typed(project: Project, line: str, **environment: str) -> str:
    """Run a line of a page for the site with a space in its name, and return its output."""
    program, *words = shlex.split(line)
    assert program == "sdp"
    places = {"site": SITE, "FOLDER": SITE, KEY: f"{SITE}/{KEY}"}
    words = [places.get(word, word) for word in words]
    quick = () if "--site" in words else QUICK.get(words[0], ())
    ended = project.sdp(*words, *quick, **environment)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


@pytest.fixture(scope="module")
def council(tmp_path_factory) -> Project:
    """A small project with a site of two quarters; a return of the second was corrected since.

    All is signed, and the second quarter is published by the lines of the page.
    """
    project = small_project(tmp_path_factory.mktemp("publish"))
    make_key, sign = PUBLISH[5:]
    if shutil.which("openssl") is None:
        pytest.skip("openssl was not found: it makes the key that publications are signed with")
    subprocess.run(shlex.split(make_key), cwd=project.root, check=True)
    key = sign.split()[sign.split().index("--key") + 1]
    report(project, EARLIER)
    ended = publish(project, EARLIER, "--base-url", "https://example.org", "--key", key)
    assert ended.returncode == 0, ended.stderr
    typed(project, PUBLISH[0])
    assert "version 1, is published." in typed(project, PUBLISH[1], SDP_SIGNING_KEY=key)
    assert "byte for byte" in typed(project, sign)
    project.rewrite(f"data/returns/{QUARTER}.csv", corrected)
    return project


def corrected(row: dict[str, str]) -> dict[str, str]:
    return {"delivery": "remedial"} if row["activity"] == "52" else {}


def test_a_quarter_is_corrected_published_again_verified_and_withdrawn(council):
    """One test, since each step continues the last."""
    site = council.root / SITE
    whole = fingerprint(site)
    ended = publish(council, QUARTER, "--note", NOTE)
    assert ended.returncode == 2, ended.stdout
    assert f"data/returns/{QUARTER}.csv changed" in ended.stderr
    typed(council, PUBLISH[2])
    ended = publish(council, QUARTER)
    assert ended.returncode == 2
    assert "Add --note with the reason" in ended.stderr
    assert fingerprint(site) == whole
    assert NOTE in PUBLISH[3]
    key = next(path.name for path in council.root.glob("*.pem"))
    assert "version 2, is published." in typed(council, PUBLISH[3], SDP_SIGNING_KEY=key)
    assert broken_links(site)[1] == []
    listed = (site / QUARTER / "revisions.html").read_text(encoding="utf-8")
    assert NOTE in listed
    assert "Activities that are unlikely to be achieved" in listed
    _is_data_for_the_public(site / QUARTER / "data")

    _is_recorded(council)
    _is_verified(council, site)

    assert "is withdrawn" in typed(council, PUBLISH[4])
    assert verify_site(site) == []


def test_a_quarter_of_the_plan_that_follows_joins_the_same_site(council):
    """After the other quarters: the site holds two plans, and each page still leads somewhere."""
    for name in ("plans/2020-23/activities", f"returns/{LATER}", "assurance/2020-23"):
        file = council.root / "data" / f"{name}.csv"
        rows = [row for row in read_csv(file) if next(iter(row.values())) in CARRIED]
        write_rows(file, rows)
    chosen = f"{{notebook: scorecard, each: activity, only: [{', '.join(CARRIED)}]}}"
    council.replace(f"params/{LATER}.yml", "{notebook: scorecard, each: activity}", chosen)
    council.replace(f"params/{LATER}.yml", "  - {notebook: outcome, each: outcome}\n", "")
    report(council, LATER)
    ended = publish(council, LATER)
    assert ended.returncode == 0, ended.stderr
    site = council.root / SITE
    seen, wrong = broken_links(site)
    assert wrong == []
    assert {f"{LATER}/index.html", f"{QUARTER}/v1/index.html", f"{EARLIER}/next.html"} <= seen
    assert f"../{LATER}/" in (site / QUARTER / "next.html").read_text(encoding="utf-8")
    plans = {
        period["plan"] for period in json.loads((site / "versions.json").read_bytes())["periods"]
    }
    assert plans == {"2019-20", "2020-23"}
    assert verify_site(site) == []


def _is_data_for_the_public(data: Path) -> None:
    """Every table agrees with its metadata, and has no free text and no posts."""
    found = sorted(data.glob("*.csv-metadata.json"))
    assert len(found) == len([*data.glob("*.csv")]) == 5
    for path in found:
        assert csvw.CSVW(str(path), validate=True).is_valid, path.name
    assert "larger than planned" not in (data / "returns.csv").read_text(encoding="utf-8")
    assert not {"lead", "director"} & {*read_csv(data / "activities.csv")[0]}


def _is_recorded(council: Project) -> None:
    """The plan as it was is kept, and publishing makes nothing stale."""
    kept = council.root / "data/plans/2019-20/recorded" / QUARTER
    assert {path.name for path in kept.iterdir()} == {
        "activities.csv", "assurance.csv", "council.yml", "plan.yml",
    }  # fmt: skip
    assert (kept / "plan.yml").read_bytes() == (kept.parents[1] / "plan.yml").read_bytes()
    ended = publish(council, QUARTER)
    assert "had been published before, byte for byte" in ended.stdout, ended.stderr


def _is_verified(council: Project, site) -> None:
    for line in VERIFY:
        said = typed(council, line, TZ="Asia/Tokyo", PYTHONHASHSEED="5")
        assert said.startswith("Identical: ")
    page = site / QUARTER / "v1" / "index.html"
    good = page.read_bytes()
    page.write_bytes(good + b" ")
    ended = council.sdp("verify", "--site", SITE)
    assert ended.returncode == 1
    assert f"{QUARTER}/v1/index.html: differs from the manifest" in ended.stdout
    page.write_bytes(good)


def test_verify_outside_a_project_checks_a_site_and_needs_a_quarter_or_a_site(tmp_path):
    work = desk(tmp_path)
    work.publish(work.build(EARLIER))
    away = Project(tmp_path)
    assert away.sdp("verify", "--site", "the site").returncode == 0
    ended = away.sdp("verify")
    assert ended.returncode == 2
    assert "Name a quarter, or a site with --site DIR" in ended.stderr


@dataclass(frozen=True)
class Trial:
    """A site of two quarters, a copy of it, a corrected build, and how long each change takes."""

    work: Desk
    edition: Edition
    took: dict[str, float]

    def act(self, change: str) -> None:
        """Publish the corrected build, or withdraw the version before it."""
        if change == "publish":
            self.work.publish(self.edition, note=NOTE)
        else:
            withdraw(QUARTER, 1, Withdrawn(note=NOTE), self.work.target())

    def put_back(self) -> None:
        """Restore the site."""
        shutil.rmtree(self.work.site)
        shutil.copytree(self.work.root / "kept", self.work.site)


@pytest.fixture(scope="module")
def trial(tmp_path_factory) -> Trial:
    work = desk(tmp_path_factory.mktemp("killed"))
    for quarter in (EARLIER, QUARTER):
        work.publish(work.build(quarter))
    shutil.copytree(work.site, work.root / "kept")
    edition = work.build(QUARTER, WORDS | {"council.html": "Nine."}, on_track=9)
    trial = Trial(work, edition, {})
    for change in ("publish", "withdraw"):
        trial.put_back()
        began = time.monotonic()
        trial.act(change)
        trial.took[change] = time.monotonic() - began
    return trial


@pytest.mark.trials
@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="only Linux waits like this")
@pytest.mark.parametrize("seed", seeds(range(3), many=30))
def test_a_site_is_whole_for_readers_while_publishing_is_killed(trial, seed):
    trial.put_back()
    with read_meanwhile(lambda: broken_links(trial.work.site)[1]) as wrong:
        _kill(trial, "publish", seed)
        trial.act("publish")
    assert wrong == []
    assert _versions(trial) == [(1, False), (2, False)]


@pytest.mark.trials
@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="only Linux waits like this")
@pytest.mark.parametrize("seed", seeds(range(3), many=30))
def test_a_withdrawal_that_is_killed_leaves_a_whole_site_and_is_finished_by_the_same_call(
    trial, seed
):
    """Nobody reads meanwhile: a page opened before it was withdrawn leads to what is gone."""
    trial.put_back()
    _kill(trial, "withdraw", seed)
    trial.act("withdraw")
    assert _versions(trial) == [(1, True)]


def _kill(trial: Trial, change: str, seed: int) -> None:
    """Kill a change at some moment, and check that every page still leads somewhere."""
    moment = random.Random(seed).uniform(0, trial.took[change])  # noqa: S311 - the same every time
    process = _begin(trial, change)
    if not _ended(process, moment):
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
    assert broken_links(trial.work.site)[1] == []


def _versions(trial: Trial) -> list[tuple[int, bool]]:
    """Verify the site; return the versions of its newest period, and which were withdrawn."""
    assert verify_site(trial.work.site) == []
    versions = json.loads(trial.work.text("versions.json"))["periods"][0]["versions"]
    return [(version["version"], bool(version["withdrawn"])) for version in versions]


def _begin(trial: Trial, change: str) -> int:
    """Change the site in a forked process, so that nothing has to be imported again."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads, which do nothing now
        process = os.fork()
    if process == 0:
        try:
            trial.act(change)
        finally:
            os._exit(0)
    return process


def _ended(process: int, seconds: float) -> bool:
    """Return whether a process ends by itself within so many seconds."""
    ended = os.pidfd_open(process)
    try:
        if not select.select([ended], [], [], seconds)[0]:
            return False
    finally:
        os.close(ended)
    os.waitpid(process, 0)
    return True
