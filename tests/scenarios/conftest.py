"""Fixtures: the scenarios, each written and built once, and then only read."""

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from support import LEFT_OUT, ROOT, Project

# The recount is beside the golden tests, and invented plans are here.
sys.path += [str(ROOT / "tests" / "golden"), str(Path(__file__).parent)]

import calendars as other_calendars
import edges as a_plan_of_edges
import organisation as an_organisation
from plans import Folder
from shown import Shown


@dataclass(frozen=True)
class Build:
    """A real build of a scenario."""

    folder: Folder
    quarter: str

    @property
    def output(self) -> Path:
        """What it left."""
        return self.folder.root / "outputs" / self.quarter

    @property
    def site(self) -> Path:
        """Its pages."""
        return self.output / "site"


def build(folder: Folder, quarter: str, *arguments: str) -> None:
    """Run `sdp report` in a scenario's folder, after adding what a project needs."""
    if not (folder.root / "notebooks").is_dir():
        for part in ("notebooks", "sdp_lib"):
            shutil.copytree(ROOT / part, folder.root / part, ignore=LEFT_OUT)
        shutil.copyfile(ROOT / "_quarto.yml", folder.root / "_quarto.yml")
    ended = Project(folder.root).sdp("report", quarter, "--renderer", "embedded", *arguments)
    assert ended.returncode == 0, ended.stderr


def _only(names: str) -> list[str]:
    return [word for name in names.split() for word in ("--only", name)]


@pytest.fixture(scope="session")
def edges(tmp_path_factory) -> Folder:
    """The plan in which everything rare happens, to be read in this process."""
    return a_plan_of_edges.write_edges(tmp_path_factory.mktemp("edges") / "plan")


@pytest.fixture(scope="session")
def shown(edges) -> Shown:
    """The content of that plan's reports."""
    return Shown(edges.places)


@pytest.fixture(scope="session")
def crowded(shared_folder) -> Build:
    """Page and document of the outcome with two hundred activities."""
    quarter, outcome = a_plan_of_edges.SECOND, a_plan_of_edges.CROWDED

    def fill(root: Path) -> None:
        folder = a_plan_of_edges.write_edges(root, [outcome])
        build(folder, quarter, *_only(f"outcome-{outcome}"))

    return Build(Folder(shared_folder("crowded", fill)), quarter)


@pytest.fixture(scope="session")
def harbour(shared_folder) -> Build:
    """The pages of the invented organisation, with at least one of each kind of report."""
    wanted = "council outcome-[st]* directorate-marine portfolio-e* scorecard-A1 scorecard-C5"
    quarter = an_organisation.SECOND

    def fill(root: Path) -> None:
        folder = an_organisation.write_organisation(root)
        build(folder, quarter, "--formats", "html", *_only(wanted))

    return Build(Folder(shared_folder("harbour", fill)), quarter)


@pytest.fixture(scope="session")
def programme(shared_folder) -> Build:
    """The pages of a monthly programme, whose period is typed in small letters."""
    kind = other_calendars.PROGRAMME

    def fill(root: Path) -> None:
        folder = other_calendars.write_kind(root, kind)
        wanted = _only("council outcome-1 scorecard-A2")
        build(folder, kind.last.lower(), "--formats", "html", *wanted)

    return Build(Folder(shared_folder("programme", fill)), kind.last)
