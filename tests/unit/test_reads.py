"""What the audit hook sees of an analyst's code, and what the plan of a build makes of it."""

import glob
import importlib
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from support import QUARTER, Project

from sdp_lib.inputs.input_files import Sources
from sdp_lib.periods import Period
from sdp_lib.pipeline.plan.build_plan import plan_build
from sdp_lib.pipeline.plan.fingerprints import OPENED
from sdp_lib.pipeline.plan.request import Request
from sdp_lib.pipeline.plan.staleness import differences
from sdp_lib.report import reads

Cell = Callable[[], object]


@pytest.fixture(scope="module", autouse=True)
def _hook():
    sys.addaudithook(reads._see)


@pytest.fixture
def watched(project, monkeypatch) -> Project:
    """A project whose files are watched, with nothing read so far."""
    (project.root / "data" / "extra").mkdir()
    monkeypatch.chdir(project.root)
    monkeypatch.setattr(reads, "_read", {})
    monkeypatch.setattr(reads, "_root", [f"{project.root}{os.sep}"])
    return project


def seen() -> list[str]:
    """Return the names of what was read."""
    return [name.removeprefix(OPENED) for name in reads.made_from()[0]]


def changes(project: Project) -> list[str]:
    """Say, as the plan of a build does, what of the record differs from the files of now."""
    then, _ = reads.made_from()
    sources = Sources(project.root, *(Path(name) for name in ("data", "params", "notebooks")))
    plan = plan_build(Request(Period.parse(QUARTER), sources, project.root / "outputs"))
    now = plan.now.of(plan.jobs[0], opened=[name.removeprefix(OPENED) for name in then])
    return differences(then, {name: now[name] for name in then})


def opened() -> None:
    with suppress(FileNotFoundError):
        Path("data/extra/one.csv").read_text()


LISTINGS: dict[str, Cell] = {
    "listdir": lambda: os.listdir("data/extra"),  # noqa: PTH208 - as analysts may
    "scandir": lambda: [*os.scandir(b"data/extra")],
    "walk": lambda: [*os.walk("data/extra")],
    "iterdir": lambda: [*Path("data/extra").iterdir()],
    "Path.glob": lambda: [*Path("data/extra").glob("*.csv")],
    "rglob": lambda: [*Path("data/extra").resolve().rglob("*.csv")],
    "glob": lambda: glob.glob("data/extra/*.csv"),  # noqa: PTH207 - as analysts may
}


@pytest.mark.parametrize("cell", LISTINGS.values(), ids=LISTINGS)
def test_a_file_that_is_added_to_a_folder_that_a_cell_lists_makes_its_report_stale(watched, cell):
    cell()
    assert seen() == ["data/extra/"]
    assert changes(watched) == []
    Path("data/extra/one.csv").touch()
    assert changes(watched) == ["data/extra/, which the notebook lists, changed"]


def test_a_file_that_a_cell_tries_to_open_makes_its_report_stale_when_it_is_there(watched):
    opened()
    assert seen() == ["data/extra/one.csv"]
    assert changes(watched) == []
    Path("data/extra/one.csv").touch()
    assert changes(watched) == ["data/extra/one.csv, which the notebook opens, is new"]


def test_a_file_that_a_cell_has_opened_makes_its_report_stale_when_it_is_gone(watched):
    Path("data/extra/one.csv").touch()
    opened()
    assert changes(watched) == []
    Path("data/extra/one.csv").unlink()
    assert changes(watched) == ["data/extra/one.csv, which the notebook opens, is gone"]


def test_a_folder_that_is_not_there_is_new_or_gone(watched):
    with suppress(FileNotFoundError):
        [*Path("data/other").iterdir()]
    assert changes(watched) == []
    Path("data/other").mkdir()
    assert changes(watched) == ["data/other/, which the notebook lists, is new"]


def test_hidden_files_caches_results_and_other_folders_are_not_seen(watched, tmp_path):
    [*Path().iterdir()]
    assert seen() == ["./"]
    for name in (".cache", "__pycache__", ".git"):
        (watched.root / name).mkdir()
    assert changes(watched) == []
    (watched.root / "outputs").mkdir()
    reads.forget()
    for folder in (".git", "outputs", "sdp_lib", "sdp_lib/presentation", tmp_path, "/"):
        [*Path(folder).iterdir()]
    with Path("data/extra/one.csv").open("w") as file:
        file.write("x")
    with pytest.raises(OSError, match="data"), open("data"):  # noqa: PTH123 - Python's own
        pass
    assert seen() == []


@pytest.mark.parametrize("action", ["os.listdir('data')", "open('data/none.txt')"])
def test_what_the_library_lists_or_looks_for_is_not_an_input(watched, action):
    for place, expected in ((reads.__file__, 0), ("/a/cell.py", 1)):
        library = compile(action, str(Path(place).with_name("section.py")), "exec")
        with suppress(FileNotFoundError):
            exec(library)  # noqa: S102 - code of that file
        assert len(seen()) == expected


def test_of_a_module_that_a_cell_imports_the_source_is_an_input_also_from_the_cache(
    watched, monkeypatch
):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.syspath_prepend(watched.root / "notebooks")
    (watched.root / "notebooks" / "helpers_of_a_test.py").write_text("A = 1\n")
    for _ in range(2):  # compiled, then from the cache
        reads.forget()
        importlib.invalidate_caches()
        importlib.import_module("helpers_of_a_test")
        del sys.modules["helpers_of_a_test"]
        assert seen() == ["notebooks/helpers_of_a_test.py"]
    assert changes(watched) == []
