from pathlib import Path

import pytest

from sdp_lib.build.jobs import Job
from sdp_lib.build.make import Done
from sdp_lib.build.parts import count_parts, keep, kept, parts_folder

JOB = Job("scorecard-1", "scorecards/activity-1", Path("scorecard.ipynb"), {})
DONE = Done(
    "scorecard-1", "key", "{}\n", files={"html": b"<p>", "pdf": b"%PDF"}, links=("outcome-1",)
)


@pytest.fixture
def parts(tmp_path) -> Path:
    return parts_folder(tmp_path / "2019-20-Q2")


def test_what_is_kept_is_found_by_its_key(parts, tmp_path):
    keep(DONE, parts)
    found = kept("scorecard-1", "key", parts)
    assert found is not None
    assert (found.report, found.failure, found.links) == ("scorecard-1", "", ("outcome-1",))
    assert kept("scorecard-1", "another", parts) is None
    assert kept("scorecard-2", "key", parts) is None
    assert count_parts(tmp_path / "2019-20-Q2") == 1


def test_a_later_one_takes_the_place_of_an_earlier_one(parts):
    keep(DONE, parts)
    keep(Done("scorecard-1", "later", "{}\n"), parts)
    assert kept("scorecard-1", "key", parts) is None
    assert kept("scorecard-1", "later", parts) is not None


def test_a_report_that_failed_is_made_again(parts):
    part = keep(Done("scorecard-1", "key", "{}\n", failure="it broke"), parts)
    assert part.failure == "it broke"
    assert kept("scorecard-1", "key", parts) is None


@pytest.mark.parametrize(
    ("name", "content"),
    [("page.html", b"<p>touched"), ("about.json", b"{"), ("about.json", b"[]"), ("page.pdf", None)],
)
def test_one_that_is_not_what_was_written_is_made_again(parts, name, content):
    file = keep(DONE, parts).folder / name
    if content is None:
        file.unlink()
    else:
        file.write_bytes(content)
    assert kept("scorecard-1", "key", parts) is None


def test_its_files_go_where_they_belong_and_stay_whole(parts, tmp_path):
    build = tmp_path / "build"
    stale = build / "site" / "scorecards" / "activity-1.docx"
    other = build / "site" / "scorecards" / "activity-12.pdf"
    stale.parent.mkdir(parents=True)
    for file in (stale, other):
        file.write_bytes(b"old")
    keep(DONE, parts).take_up(JOB, build)
    left = {path.relative_to(build).as_posix() for path in build.rglob("*.*")}
    assert left == {
        "notebooks/scorecard-1.ipynb",
        "site/scorecards/activity-1.html",
        "site/scorecards/activity-1.pdf",
        "site/scorecards/activity-12.pdf",
    }
    assert kept("scorecard-1", "key", parts) is not None


def test_without_links_in_the_file_system_they_are_copied(parts, tmp_path, monkeypatch):
    def refuse(*_: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    keep(DONE, parts).take_up(JOB, tmp_path / "build")
    assert (tmp_path / "build/site/scorecards/activity-1.pdf").read_bytes() == b"%PDF"
