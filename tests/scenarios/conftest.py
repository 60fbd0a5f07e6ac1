"""The scenarios, each written and built once and then only looked at."""

import shutil
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from support import LEFT_OUT, ROOT, Project

# The recount stands with the golden tests, and what is made up stands here.
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
    output: Path

    @property
    def site(self) -> Path:
        """Its pages."""
        return self.output / "site"


def build(folder: Folder, quarter: str, *arguments: str) -> Build:
    """Run `sdp report` in a scenario's folder, to which the library and notebooks are copied."""
    for part in ("notebooks", "sdp_lib"):
        shutil.copytree(ROOT / part, folder.root / part, ignore=LEFT_OUT)
    shutil.copyfile(ROOT / "_quarto.yml", folder.root / "_quarto.yml")
    ended = Project(folder.root).sdp("report", quarter, "--renderer", "embedded", *arguments)
    assert ended.returncode == 0, ended.stderr
    return Build(folder, folder.root / "outputs" / quarter)


@pytest.fixture(scope="session")
def edges(tmp_path_factory) -> Folder:
    """The plan in which everything rare happens, to be read in this process."""
    return a_plan_of_edges.write_edges(tmp_path_factory.mktemp("edges") / "plan")


@pytest.fixture(scope="session")
def shown(edges) -> Shown:
    """What the reports of that plan show."""
    return Shown(edges.places)


@pytest.fixture(scope="session")
def crowded(tmp_path_factory) -> Build:
    """Page and document of the outcome with two hundred activities."""
    root = tmp_path_factory.mktemp("crowded") / "plan"
    folder = a_plan_of_edges.write_edges(root, [a_plan_of_edges.CROWDED])
    return build(folder, a_plan_of_edges.SECOND, "--only", f"outcome-{a_plan_of_edges.CROWDED}")


@pytest.fixture(scope="session")
def harbour(tmp_path_factory) -> Build:
    """The pages of the invented organisation: of each kind of report one at least."""
    folder = an_organisation.write_organisation(tmp_path_factory.mktemp("harbour") / "trust")
    wanted = "council outcome-[st]* directorate-marine portfolio-e* scorecard-A1 scorecard-C5"
    only = [word for name in wanted.split() for word in ("--only", name)]
    return build(folder, an_organisation.SECOND, "--formats", "html", *only)


@pytest.fixture(scope="session")
def programme(tmp_path_factory) -> Build:
    """The pages of a programme that reports each month; its period is typed in small letters."""
    kind = other_calendars.PROGRAMME
    folder = other_calendars.write_kind(tmp_path_factory.mktemp("programme") / "project", kind)
    only = ("--only", "council", "--only", "outcome-1", "--only", "scorecard-A2")
    made = build(folder, kind.last.lower(), "--formats", "html", *only)
    return replace(made, output=folder.root / "outputs" / kind.last)
