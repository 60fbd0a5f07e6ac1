import re
from pathlib import Path

import pytest
from support import QUARTER

from sdp_lib.inputs.input_files import Sources
from sdp_lib.inputs.params import read_quarter
from sdp_lib.pipeline.assemble.manifest import manifest
from sdp_lib.pipeline.plan.fingerprints import input_files, list_jobs
from sdp_lib.pipeline.plan.jobs import Job
from sdp_lib.pipeline.plan.provenance import commit, digest_of_data, provenance, versions
from sdp_lib.quarters import Quarter
from sdp_lib.storage import digests


@pytest.fixture
def sources(project) -> Sources:
    return Sources(project.root, *(project.root / name for name in ("data", "params", "notebooks")))


def test_the_inputs_of_a_quarter_are_its_own_and_those_before_it(sources):
    params = read_quarter(sources.params, Quarter.parse(QUARTER))
    found = input_files(sources, params, list_jobs(sources, params))
    for name in (
        "data/returns/2019-20-Q1.csv",
        "data/returns/2019-20-Q2.csv",
        "params/council.yml",
        "params/2019-20-Q1.yml",
        "data/plans/2019-20/plan.yml",
        "notebooks/council.ipynb",
        "data/commentary/2019-20-Q2/outcome-3.md",
    ):
        assert name in found
    assert not any("2019-20-Q3" in name or "2020-23" in name for name in found)


def test_the_digest_of_the_data_changes_with_every_file_but_the_notebooks(tmp_path):
    files = {"data/a.csv": tmp_path / "a", "notebooks/a.ipynb": tmp_path / "b"}
    for path in files.values():
        path.write_text("x")
    before = digest_of_data(digests(files))
    (tmp_path / "b").write_text("y")
    assert digest_of_data(digests(files)) == before
    (tmp_path / "a").write_text("y")
    assert digest_of_data(digests(files)) != before
    assert re.fullmatch("[0-9a-f]{64}", before)


@pytest.mark.processes
def test_outside_a_repository_the_commit_is_said_to_be_not_recorded(sources):
    assert commit(sources, []) == "not recorded"


def test_the_provenance_names_commit_renderer_versions_and_data():
    shown = provenance("abc", "a renderer", {})
    assert list(shown) == ["Commit", "Renderer", "Versions", "SHA-256 of the data"]
    assert shown["Renderer"] == "a renderer"
    assert f"pandas {versions()['pandas']}" in shown["Versions"]


def test_a_manifest_lists_every_output_with_its_digest_and_no_folder_of_the_machine(tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "a.html").write_text("a")
    (tmp_path / "manifest.json").write_text("{}")
    job = Job("a", "a", Path("notebooks/a.ipynb"), {"quarter": "q", "data": "/home/ann/data"})
    made = manifest(
        tmp_path,
        quarter="q",
        page={},
        jobs=[job],
        inputs={},
        shown={"Commit": "c", "Renderer": "r"},
        failures={},
    )
    assert list(made["outputs"]) == ["site/a.html"]
    assert "/home" not in str(made)
