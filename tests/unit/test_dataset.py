import pytest
from support import QUARTER

from sdp_lib.errors import InputError
from sdp_lib.inputs.dataset import check_commentary, read_dataset
from sdp_lib.inputs.folders import find_folder
from sdp_lib.periods import Period


def read(project, quarter: str = QUARTER):
    return read_dataset(project.root / "data", project.root / "params", Period.parse(quarter))


def test_the_waves_of_a_plan_are_read_oldest_first(project):
    dataset = read(project)
    assert [str(wave.quarter) for wave in dataset.waves] == ["2019-20-Q1", "2019-20-Q2"]
    assert str(dataset.quarter) == QUARTER
    assert str(dataset.before.quarter) == "2019-20-Q1"


def test_the_first_quarter_of_a_plan_has_none_before_it(project):
    assert read(project, "2020-21-Q1").before is None


def test_problems_of_several_files_are_reported_at_once(project):
    project.replace("data/returns/2019-20-Q1.csv", "on_track", "green")
    project.replace("data/returns/2019-20-Q2.csv", "on_track", "blue")
    project.replace("data/assurance/2019-20.csv", "pending", "maybe")
    with pytest.raises(InputError) as caught:
        read(project)
    message = " ".join(problem.where for problem in caught.value.problems)
    for path in ("returns/2019-20-Q1.csv", "returns/2019-20-Q2.csv", "assurance/2019-20.csv"):
        assert path in message


def test_problems_of_the_configuration_and_of_the_quarter_are_reported_at_once(project):
    project.replace("params/council.yml", "tone: good", "tone: pink")
    project.replace(f"params/{QUARTER}.yml", "state: final", "state: done")
    with pytest.raises(InputError) as caught:
        read(project)
    assert "council.yml" in str(caught.value)
    assert f"{QUARTER}.yml" in str(caught.value)


def test_problems_of_every_commentary_are_reported_at_once(project):
    folder = project.root / "data" / "commentary" / QUARTER
    for name in ("council", "outcome-3"):
        (folder / f"{name}.md").write_text("## wrong\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        check_commentary(project.root / "data", Period.parse(QUARTER), ["council", "outcome-3"])
    assert len(caught.value.problems) == 2


def test_a_folder_is_found_from_the_notebooks_and_from_the_root(project, monkeypatch):
    monkeypatch.chdir(project.root)
    assert find_folder("data").as_posix() == "data"
    monkeypatch.chdir(project.root / "notebooks")
    assert find_folder("data").as_posix() == "../data"
    assert find_folder(project.root / "data") == project.root / "data"
    with pytest.raises(InputError, match="this folder does not exist"):
        find_folder("dta")
