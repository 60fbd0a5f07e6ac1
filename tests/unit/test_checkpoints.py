from pathlib import Path

import pytest

from sdp_lib.pipeline.assemble.assembly import _put_report
from sdp_lib.pipeline.plan.jobs import Job
from sdp_lib.pipeline.run.checkpoints import (
    checkpoints_folder,
    count_checkpoints,
    load_checkpoint,
    save_checkpoint,
)
from sdp_lib.pipeline.run.make_report import Done

JOB = Job("scorecard-1", "scorecards/activity-1", Path("scorecard.ipynb"), {})
INPUTS = {"data/a.csv": "1"}
DONE = Done("scorecard-1", "key", "{}\n", INPUTS, files={"html": b"<p>", "pdf": b"%PDF"})


@pytest.fixture
def checkpoints(tmp_path) -> Path:
    return checkpoints_folder(tmp_path / "2019-20-Q2")


def test_a_checkpoint_is_found_by_its_key(checkpoints, tmp_path):
    save_checkpoint(DONE, checkpoints)
    found = load_checkpoint("scorecard-1", "key", checkpoints)
    assert found is not None
    assert (found.report, found.failure, found.inputs) == ("scorecard-1", "", INPUTS)
    assert load_checkpoint("scorecard-1", "another", checkpoints) is None
    assert load_checkpoint("scorecard-2", "key", checkpoints) is None
    assert count_checkpoints(tmp_path / "2019-20-Q2") == 1


def test_a_later_checkpoint_replaces_an_earlier_one(checkpoints):
    save_checkpoint(DONE, checkpoints)
    save_checkpoint(Done("scorecard-1", "later", "{}\n", INPUTS), checkpoints)
    assert load_checkpoint("scorecard-1", "key", checkpoints) is None
    assert load_checkpoint("scorecard-1", "later", checkpoints) is not None


def test_a_report_that_failed_is_made_again(checkpoints):
    checkpoint = save_checkpoint(
        Done("scorecard-1", "key", "{}\n", INPUTS, failure="it broke"), checkpoints
    )
    assert checkpoint.failure == "it broke"
    assert load_checkpoint("scorecard-1", "key", checkpoints) is None


@pytest.mark.parametrize(
    ("name", "content"),
    [("page.html", b"<p>touched"), ("about.json", b"{"), ("about.json", b"[]"), ("page.pdf", None)],
)
def test_a_damaged_checkpoint_is_made_again(checkpoints, name, content):
    file = save_checkpoint(DONE, checkpoints).folder / name
    if content is None:
        file.unlink()
    else:
        file.write_bytes(content)
    assert load_checkpoint("scorecard-1", "key", checkpoints) is None


def test_a_checkpoint_whose_inputs_changed_is_made_again(checkpoints):
    save_checkpoint(Done("scorecard-1", "key", "{}\n", INPUTS, moved=True), checkpoints)
    assert load_checkpoint("scorecard-1", "key", checkpoints) is None


def _restore(checkpoints: Path, build: Path) -> None:
    checkpoint = save_checkpoint(DONE, checkpoints)
    _put_report(JOB, checkpoint, checkpoint.pages, build)


def test_files_of_a_checkpoint_go_where_they_belong_and_stay_whole(checkpoints, tmp_path):
    build = tmp_path / "build"
    stale = build / "site" / "scorecards" / "activity-1.docx"
    other = build / "site" / "scorecards" / "activity-12.pdf"
    stale.parent.mkdir(parents=True)
    for file in (stale, other):
        file.write_bytes(b"old")
    _restore(checkpoints, build)
    left = {path.relative_to(build).as_posix() for path in build.rglob("*.*")}
    assert left == {
        "notebooks/scorecard-1.ipynb",
        "site/scorecards/activity-1.html",
        "site/scorecards/activity-1.pdf",
        "site/scorecards/activity-12.pdf",
    }
    assert load_checkpoint("scorecard-1", "key", checkpoints) is not None


def test_without_links_in_the_file_system_they_are_copied(checkpoints, tmp_path, monkeypatch):
    def refuse(*_: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    _restore(checkpoints, tmp_path / "build")
    assert (tmp_path / "build/site/scorecards/activity-1.pdf").read_bytes() == b"%PDF"
