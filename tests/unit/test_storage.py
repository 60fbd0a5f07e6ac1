import hashlib
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from sdp_lib import storage
from sdp_lib.collect.write_files import write_files
from sdp_lib.errors import BuildError
from sdp_lib.storage import (
    NotPutBackError,
    locked,
    put_right,
    sha256,
    swapped_in,
    write_text,
    write_together,
)


def contents(folder) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def target(tmp_path):
    folder = tmp_path / "outputs" / "build"
    folder.mkdir(parents=True)
    (folder / "kept").write_text("old")
    return folder


def test_a_folder_starts_as_a_copy_and_replaces_the_original_on_success(target):
    with swapped_in(target) as staged:
        assert contents(staged) == {"kept": "old"}
        (staged / "new").write_text("new")
        assert contents(target) == {"kept": "old"}
    assert contents(target) == {"kept": "old", "new": "new"}
    assert os.listdir(target.parent) == ["build"]  # noqa: PTH208 - hidden ones count


def test_a_target_that_is_not_there_yet_is_made(tmp_path):
    with swapped_in(tmp_path / "a" / "b") as staged:
        (staged / "new").write_text("new")
    assert contents(tmp_path / "a" / "b") == {"new": "new"}


def test_files_that_cannot_be_linked_are_copied(target, monkeypatch):
    def refuse(*_):
        raise OSError

    monkeypatch.setattr(os, "link", refuse)
    with swapped_in(target) as staged:
        assert contents(staged) == {"kept": "old"}
        assert not (staged / "kept").samefile(target / "kept")


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_an_exception_leaves_the_original_unchanged_and_no_stray_files(target, error):
    with pytest.raises(error), swapped_in(target) as staged:
        write_text(staged / "kept", "new")
        raise error
    assert contents(target) == {"kept": "old"}
    assert os.listdir(target.parent) == ["build"]  # noqa: PTH208 - hidden ones count


@pytest.mark.parametrize("can", [True, False], ids=["exchanged", "file by file"])
def test_a_folder_is_swapped_in_whole(target, monkeypatch, can):
    if not can:
        monkeypatch.setattr(storage, "exchange", lambda *_: False)
    (target / "gone").write_text("old")
    with swapped_in(target) as staged:
        (staged / "gone").unlink()
        write_text(staged / "sub" / "new", "new")
    assert contents(target) == {"kept": "old", "sub/new": "new"}
    assert os.listdir(target.parent) == ["build"]  # noqa: PTH208 - hidden ones count


@pytest.mark.parametrize("files", range(5))
def test_a_swap_that_was_cut_off_after_some_files_is_finished_by_the_next(
    target, monkeypatch, files
):
    monkeypatch.setattr(storage, "exchange", lambda *_: False)
    (target / "gone").write_text("old")
    left = iter(range(files))
    real = Path.replace

    def cut_off(path: Path, place: Path) -> Path:
        if ".new-" in str(path.parent) and next(left, None) is None:
            raise KeyboardInterrupt
        return real(path, place)

    monkeypatch.setattr(Path, "replace", cut_off)
    with pytest.raises(KeyboardInterrupt), swapped_in(target) as staged:
        (staged / "gone").unlink()
        for name in ("manifest.json", "site/a.html", "site/index.html", "site/data/a.csv"):
            path = staged / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("new")
    monkeypatch.undo()
    put_right(target)
    new = ("manifest.json", "site/a.html", "site/index.html", "site/data/a.csv")
    assert contents(target) == {"kept": "old", **dict.fromkeys(new, "new")}
    assert os.listdir(target.parent) == ["build"]  # noqa: PTH208 - hidden ones count


def test_pages_are_replaced_after_what_they_lead_to():
    names = ["site/index.html", "manifest.json", "site/a.html", "site/s/b.html", "site/data/c.csv"]
    assert sorted(names, key=storage._order) == [
        "site/data/c.csv", "site/s/b.html", "site/a.html", "site/index.html", "manifest.json",
    ]  # fmt: skip


def test_files_left_by_a_killed_build_are_removed(target):
    left = target.with_name(".build.new-killed")
    left.mkdir()
    (left / "rubbish").touch()
    with swapped_in(target):
        pass
    assert contents(target) == {"kept": "old"}
    assert os.listdir(target.parent) == ["build"]  # noqa: PTH208 - hidden ones count


def test_a_text_is_written_completely_with_unix_line_ends(tmp_path):
    write_text(tmp_path / "a" / "b.txt", "é\n")
    assert (tmp_path / "a" / "b.txt").read_bytes() == b"\xc3\xa9\n"
    assert os.listdir(tmp_path / "a") == ["b.txt"]  # noqa: PTH208 - hidden ones count


def failing_replace(monkeypatch, *failing: int) -> None:
    """Make some of the calls that put a file in another's place fail, counted from 0."""
    real, calls = Path.replace, iter(range(100))

    def replace(path: Path, place: Path) -> Path:
        if next(calls) in failing:
            raise PermissionError(13, "Permission denied", str(path), None, str(place))
        return real(path, place)

    monkeypatch.setattr(Path, "replace", replace)


@pytest.mark.parametrize("number", range(3))
def test_files_that_were_replaced_are_put_back_if_another_one_fails(tmp_path, monkeypatch, number):
    for name in ("a", "b"):
        (tmp_path / name).write_text("old")
        (tmp_path / name).chmod(0o640)
    failing_replace(monkeypatch, number)
    with pytest.raises(PermissionError):
        write_together({tmp_path / name: b"new" for name in ("a", "b", "c/d")})
    assert contents(tmp_path) == {"a": "old", "b": "old"}
    assert {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in "ab"} == {0o640}
    assert sorted(os.listdir(tmp_path)) == ["a", "b"]  # noqa: PTH208 - hidden ones count


def test_a_file_that_cannot_be_put_back_is_named(tmp_path, monkeypatch):
    for name in ("a", "b"):
        (tmp_path / name).write_text("old")
    failing_replace(monkeypatch, 1, 2)
    with pytest.raises(NotPutBackError) as caught:
        write_together({tmp_path / name: b"new" for name in ("a", "b")})
    assert caught.value.filename == str(tmp_path / "a")
    assert contents(tmp_path) == {"a": "new", "b": "old"}
    failing_replace(monkeypatch, 1, 2)
    (tmp_path / "a").write_text("old")
    with pytest.raises(BuildError, match=r"a: permission denied, so it could not be put back"):
        write_files({tmp_path / name: b"new" for name in ("a", "b")}, "nothing was changed")


@pytest.mark.skipif(os.name != "posix", reason="only POSIX systems have these permissions")
def test_a_file_that_is_written_can_be_read_by_the_web_server(tmp_path):
    write_text(tmp_path / "a.txt", "a")
    assert stat.S_IMODE((tmp_path / "a.txt").stat().st_mode) & 0o044 == 0o044


def test_a_digest_is_that_of_the_bytes(tmp_path):
    (tmp_path / "a").write_bytes(b"abc")
    assert sha256(tmp_path / "a") == hashlib.sha256(b"abc").hexdigest()


HOLDS = """
import sys
from pathlib import Path
from sdp_lib.storage import locked
with locked(Path(sys.argv[1]), lambda: None):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.mark.processes
@pytest.mark.parametrize("killed", [False, True])
def test_the_second_process_waits_until_the_first_ends_however_it_ends(tmp_path, killed):
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as first:
        assert first.stdout.readline() == b"held\n"
        waited = []

        def wait() -> None:
            waited.append(first.poll())
            first.kill() if killed else first.stdin.close()

        with locked(tmp_path, wait):
            assert waited == [None]


def test_a_process_alone_does_not_wait(tmp_path):
    for _ in range(2):
        with locked(tmp_path / "outputs", lambda: pytest.fail("it waited for nobody")):
            pass
    assert not (tmp_path / "outputs").exists(), "nothing came of it"


def test_a_link_to_a_folder_stays_a_link_and_what_it_leads_to_is_swapped(tmp_path, target):
    link = tmp_path / "elsewhere"
    link.symlink_to(target, target_is_directory=True)
    for text in ("one", "two"):
        with swapped_in(link) as staged:
            write_text(staged / "new", text)
        assert link.is_symlink()
        assert contents(target) == {"kept": "old", "new": text}
    assert os.listdir(target.parent) == ["build"]  # noqa: PTH208 - hidden ones count
