"""The same inputs give the same bytes, in whatever folder and however often they are built."""

import pytest
from support import ONLY, Project, copy_project, fingerprint

pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def again(tmp_path_factory) -> Project:
    """The same build in a folder of another name, by a user with other settings."""
    project = copy_project(tmp_path_factory.mktemp("elsewhere") / "a folder with spaces" / "é")
    ended = project.report(*ONLY, TZ="Pacific/Auckland", LC_ALL="C", PYTHONHASHSEED="7")
    assert ended.returncode == 0, ended.stderr
    return project


@pytest.mark.parametrize(
    "path",
    ["figures.csv", "site/outcome-3.html", "site/outcome-3.pdf", "site/scorecards/activity-52.html",
     "site/scorecards/activity-52.pdf", "site/data/2019-20-Q2.xlsx", "site/index.html",
     "notebooks/outcome-3.ipynb", "manifest.json"],
)  # fmt: skip
def test_a_file_built_again_elsewhere_has_the_same_bytes(built, again, path):
    assert (again.output / path).read_bytes() == (built.output / path).read_bytes()


def test_no_file_comes_or_goes_when_built_again(built, again):
    assert fingerprint(again.output) == fingerprint(built.output)


def test_fresh_reports_are_neither_built_again_nor_touched(again):
    before = fingerprint(again.output)
    ended = again.report(*ONLY)
    assert (ended.returncode, fingerprint(again.output)) == (0, before)
    assert "Nothing to do" in ended.stdout


def test_no_file_that_is_made_holds_a_path_of_the_machine(built):
    for path in built.output.rglob("*"):
        if path.is_file():
            assert str(built.root).encode() not in path.read_bytes(), path


def test_a_build_makes_the_files_of_the_contract(built):
    made = set(fingerprint(built.output))
    assert {
        "site/index.html", "site/outcome-3.html", "site/outcome-3.pdf", "site/data/figures.csv",
        "figures.csv", "notebooks/outcome-3.ipynb", "manifest.json",
    } <= made  # fmt: skip
