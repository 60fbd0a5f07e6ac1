"""A clone on Windows has the same bytes, so that the digests of files agree."""

import shutil
import subprocess
from pathlib import Path

import pytest
from support import ROOT, fingerprint

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(shutil.which("git") is None, reason="there is no git"),
]
FILES = (
    ".gitattributes",
    "README.md",
    "data/received/sample/2019-20-Q2.xlsx",
    "data/returns/2019-20-Q2.csv",
    "docs/images/council-desktop.png",
    "notebooks/scorecard.ipynb",
    "sdp_lib/presentation/theme/fonts/SourceSans3-Regular.otf",
    "sdp_lib/presentation/theme/fonts/report-sans-regular.woff2",
)
AS_ON_WINDOWS = ("-c", "core.autocrlf=true", "-c", "core.safecrlf=false")


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=A. Nalyst", "-c", "user.email=analyst@example.org")
    command = ["git", *AS_ON_WINDOWS, *who, "-c", "commit.gpgsign=false", *arguments]
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr


@pytest.fixture
def cloned(tmp_path) -> tuple[Path, Path]:
    """Files of the project and others in a repository, and a clone of it as on Windows."""
    first, second = tmp_path / "first", tmp_path / "second"
    for name in FILES:
        (first / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, first / name)
    (first / "data/received/export.csv").write_bytes(b"ID,Activity\r\n1,45\r\n")
    (first / "typed.csv").write_bytes(b"activity,status\r\n45,on_track\r\n")
    git(tmp_path, "init", "--quiet", str(first))
    git(first, "add", "--all")
    git(first, "commit", "--quiet", "--message", "as it came")
    git(tmp_path, "clone", "--quiet", str(first), str(second))
    return first, second


def test_every_file_has_the_bytes_that_it_was_committed_with(cloned):
    before, after = (fingerprint(folder) for folder in cloned)
    names = [*FILES, "data/received/export.csv"]
    assert {name: after[name] for name in names} == {name: before[name] for name in names}


def test_files_typed_on_windows_get_the_line_ends_of_every_other_file(cloned):
    assert (cloned[1] / "typed.csv").read_bytes() == b"activity,status\n45,on_track\n"
