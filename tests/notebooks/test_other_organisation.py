"""The page `docs/organisation.md`: its commands in their order, from an empty folder to a site."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from support import ROOT, Project, fingerprint, soup, words

PAGE = (ROOT / "docs" / "organisation.md").read_text(encoding="utf-8")
SAMPLE = ROOT / "examples" / "monthly-board"
# The examples are made once as one page; every report of the sample is published.
QUICK = {"2026-27-M04": ("--only", "council"), "2026-27-M06": ()}


def fenced(language: str) -> list[str]:
    """Return the blocks of a language on the page."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.M | re.S)


def commands() -> list[list[str]]:
    """Return the commands of the page."""
    return [shlex.split(line) for block in fenced("sh") for line in block.splitlines()]


def sign_off(root: Path, period: str) -> None:
    """Follow the page up to the report that is published."""
    file = root / "params" / f"{period}.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("state: draft\n", fenced("yaml")[0]), encoding="utf-8")


@pytest.fixture(scope="module")
def walked(tmp_path_factory) -> Project:
    """The folder of the walk, after it."""
    place = Project(tmp_path_factory.mktemp("walk"))
    made = 0
    for program, *arguments in commands():
        if program == "cd":
            place = Project(place.root / arguments[0])
        elif program == "cp":
            for name in arguments[1:-1]:
                source = Path(name.replace("$SAMPLE", str(SAMPLE)))
                shutil.copytree(source, place.root / source.name, dirs_exist_ok=True)
        else:
            quick = ()
            if arguments[0] == "report":
                made += 1
                if made == 3:
                    sign_off(place.root, arguments[1])
                quick = (*QUICK[arguments[1]], "--formats", "html", "--renderer", "embedded")
            ended = place.sdp(*arguments, *quick)
            assert ended.returncode == 0, f"{arguments}: {ended.stderr}"
            if arguments[0] == "check":
                assert ended.stdout.startswith("0 errors, 0 warnings and 0 notes."), ended.stdout
    return Project(place.root.parent)


def test_the_page_goes_from_a_new_project_to_a_published_one():
    walk = [" ".join(command[:2]) for command in commands()]
    assert walk == [
        "sdp init", "cd board", "sdp check", "sdp report", "cp -R", "sdp check", "sdp report",
        "sdp report", "sdp publish", "sdp init",
    ]  # fmt: skip


def test_the_published_site_is_that_of_the_board_and_has_none_of_the_examples(walked):
    site = walked.root / "site"
    assert (site / "2026-27-M06" / "v1").is_dir()
    page = words(soup(site / "2026-27-M06" / "council.html"))
    assert "Fellmoor Water Board" in page
    assert "September 2026" in page
    for path in (site / "2026-27-M06").glob("*.html"):
        assert not re.search(r"\bexample(?!\.org)", words(soup(path)), re.IGNORECASE), path.name


def test_the_sample_is_as_it_was_and_the_project_has_no_library(walked):
    assert not list((walked.root / "board").rglob("*.py"))
    ours, theirs = fingerprint(SAMPLE), fingerprint(walked.root / "board")
    changed = {name for name in ours if theirs.get(name) != ours[name]}
    assert changed == {"README.md", "params/2026-27-M06.yml"}
