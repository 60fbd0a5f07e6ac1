"""Text that a correction removes is in no file of a build, however the file is packed."""

import io
import zipfile
from pathlib import Path

import pikepdf
import pypdf
import pytest
from support import QUARTER, Project, small_project

pytestmark = pytest.mark.processes

NAMING = "Zebedee Quillfeather of 12 Larkrise Lane, ME14 1XX, ring 01622 694 000."
REMOVED = ("zebedee", "quillfeather", "larkrise", "me14 1xx", "694 000", "694000")
INSTEAD = "Objections were heard and answered."
TEXTS = ("progress", "issue_other", "issue_detail", "mitigation")


@pytest.fixture(scope="module")
def corrected(tmp_path_factory) -> Project:
    """Build the reports of an activity whose return names somebody in each text."""
    project = small_project(tmp_path_factory.mktemp("removed"))
    project.rewrite(
        f"data/returns/{QUARTER}.csv",
        lambda row: dict.fromkeys(TEXTS, NAMING) if row["activity"] == "52" else {},
    )
    with (project.root / "params" / "council.yml").open("a", encoding="utf-8") as council:
        council.write("\npublish: {" + ", ".join(f"{name}: yes" for name in TEXTS) + "}\n")
    why = ("--reason", "It named somebody.", "--by", "Senior Analyst", "--on", "2019-09-20")
    for column in TEXTS:
        done = project.sdp(
            "correct", QUARTER, "--activity", "52", "--column", column, "--new", INSTEAD, *why
        )
        assert done.returncode == 0, done.stderr
    reports = ("--only", "council", "--only", "outcome-3", "--only", "scorecard-52")
    done = project.report(*reports, "--formats", "html,pdf,docx")
    assert done.returncode == 0, done.stderr
    return project


def unpacked(path: Path) -> str:
    """The whole content of a file, in small letters: members, streams and the text of pages."""
    content = path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as package:
            content = b"\n".join(package.read(name) for name in package.namelist())
    elif path.suffix == ".pdf":
        pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
        with pikepdf.open(path) as document:
            parts = [
                thing.read_bytes() if isinstance(thing, pikepdf.Stream) else repr(thing).encode()
                for thing in document.objects
            ]
        content = b"\n".join([*parts, " ".join(pages).encode()])
    return " ".join(content.decode("utf-8", "replace").lower().split())


def test_removed_words_are_in_no_file_of_a_build(corrected):
    files = [path for path in (corrected.root / "outputs").rglob("*") if path.is_file()]
    contents = {path.relative_to(corrected.output).as_posix(): unpacked(path) for path in files}
    held = {name: word for name, text in contents.items() for word in REMOVED if word in text}
    assert held == {}
    # The same search finds the replacement, so it would have found the original.
    found = {Path(name).suffix for name, text in contents.items() if INSTEAD.lower() in text}
    assert found == {".html", ".pdf", ".docx", ".ipynb", ".csv", ".xlsx"}
