import subprocess

import pytest
from support import QUARTER

from sdp_lib.inputs.input_files import Sources
from sdp_lib.inputs.params import read_quarter
from sdp_lib.periods import Period
from sdp_lib.pipeline.assemble.manifest import manifest
from sdp_lib.pipeline.plan.build_plan import plan_build
from sdp_lib.pipeline.plan.fingerprints import all_files, list_jobs
from sdp_lib.pipeline.plan.provenance import commit, provenance, versions
from sdp_lib.pipeline.plan.request import Request
from sdp_lib.pipeline.plan.work import Work


@pytest.fixture
def sources(project) -> Sources:
    return Sources(project.root, *(project.root / name for name in ("data", "params", "notebooks")))


def test_the_inputs_of_a_quarter_are_its_own_and_those_before_it(sources):
    params = read_quarter(sources.params, Period.parse(QUARTER))
    found = all_files(sources, params, list_jobs(sources, params))
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


@pytest.mark.processes
def test_outside_a_repository_the_commit_is_said_to_be_not_recorded(sources):
    assert commit(sources.root, []) == "not recorded"


@pytest.mark.parametrize(
    "error", [FileNotFoundError(), subprocess.TimeoutExpired("git", 30)], ids=["no git", "slow"]
)
def test_without_git_or_with_a_slow_one_the_commit_is_said_to_be_not_recorded(
    sources, monkeypatch, error
):
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(subprocess, "run", fail)
    assert commit(sources.root, []) == "not recorded"


def test_every_page_names_renderer_and_versions_and_no_commit():
    shown = provenance("a renderer")
    assert list(shown) == ["Renderer", "Versions"]
    assert shown["Renderer"] == "a renderer"
    assert f"pandas {versions()['pandas']}" in shown["Versions"]


@pytest.mark.processes
def test_a_manifest_lists_every_output_with_its_digest_and_no_folder_of_the_machine(
    project, sources, tmp_path
):
    build = tmp_path / "build"
    (build / "site").mkdir(parents=True)
    (build / "site" / "a.html").write_text("a")
    (build / "manifest.json").write_text("{}")
    plan = plan_build(Request(Period.parse(QUARTER), sources, project.root / "outputs"))
    work = Work(plan, None, "r", None, {"data/a.csv": "1"})
    made = manifest(work, plan.every_job, build, page=None, failed={})
    assert list(made["outputs"]) == ["site/a.html"]
    assert f"params/{QUARTER}.yml" in made["inputs"]
    assert str(project.root) not in str(made)
