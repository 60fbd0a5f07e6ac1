import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from support import Project, copy_project

from sdp_lib.cli.status import status
from sdp_lib.errors import InputError
from sdp_lib.inputs.input_files import Sources
from sdp_lib.inputs.params import read_quarter
from sdp_lib.periods import Period
from sdp_lib.pipeline.plan.build_plan import plan_build
from sdp_lib.pipeline.plan.fingerprints import inputs_now, key, list_jobs
from sdp_lib.pipeline.plan.jobs import Job
from sdp_lib.pipeline.plan.request import Request
from sdp_lib.pipeline.plan.staleness import (
    Made,
    ReportState,
    made_from,
    outputs_of,
    read_made,
    read_manifest,
    report_states,
)
from sdp_lib.storage import sha256

QUARTER, LATE = "2019-20-Q2", "2020-21-Q3"
NOT_BUILT = "outcome-1"
HEAVY = ("pandas", "numpy", "pandera", "papermill", "matplotlib", "seaborn", "nbformat")


def sources(project: Project) -> Sources:
    folders = (project.root / name for name in ("data", "params", "notebooks"))
    return Sources(project.root, *folders)


def jobs_of(project: Project) -> list[Job]:
    """Return the council's report and those of the outcomes."""
    params = read_quarter(project.root / "params", Period.parse(QUARTER))
    return [job for job in list_jobs(sources(project), params) if "activity" not in job.parameters]


def inputs_of(project: Project) -> dict[str, dict[str, str]]:
    params = read_quarter(project.root / "params", Period.parse(QUARTER))
    now = inputs_now(sources(project), params)
    return {job.name: now.of(job) for job in jobs_of(project)}


def pretend_to_build(project: Project, failed: str = "") -> None:
    """Write a build without its reports: an output for each, and the manifest."""
    made = {
        name: Made(inputs, "a renderer")
        for name, inputs in inputs_of(project).items()
        if name != NOT_BUILT
    }
    files = [
        f"{kind.format(name)}" for name in made for kind in ("notebooks/{}.ipynb", "site/{}.html")
    ]
    for file in files:
        (project.output / file).parent.mkdir(parents=True, exist_ok=True)
        (project.output / file).write_text(file)
    outputs = {file: sha256(project.output / file) for file in files}
    failures = {failed: "ZeroDivisionError"} if failed else {}
    content = {"outputs": outputs, "made_from": made_from(made), "failed": failures}
    (project.output / "manifest.json").write_text(json.dumps(content))


def states(project: Project) -> dict[str, ReportState]:
    manifest = read_manifest(project.output)
    found = report_states(jobs_of(project), inputs_of(project), manifest, project.output)
    return {one.report: one for one in found}


def stale(project: Project) -> dict[str, tuple[str, ...]]:
    return {name: one.why for name, one in states(project).items() if one.state == "stale"}


@pytest.fixture
def built_once(whole_project) -> Project:
    """A project whose reports are fresh, except one that was never made."""
    pretend_to_build(whole_project)
    return whole_project


@pytest.fixture(scope="module")
def shared(tmp_path_factory) -> Project:
    """The same for many tests, which undo their changes."""
    project = copy_project(tmp_path_factory.mktemp("shared"))
    pretend_to_build(project)
    return project


@contextmanager
def changed(project: Project, path: str) -> Iterator[None]:
    """Add a line to a file, or make the file, for the length of the block."""
    file = project.root / path
    before = file.read_bytes() if file.is_file() else None
    file.parent.mkdir(exist_ok=True)
    added = b"zzz\n" if path.endswith(".csv") else b"\n"  # the row of an activity of that name
    file.write_bytes((before or b"activity\n") + added)
    yield
    if before is None:
        file.unlink()
    else:
        file.write_bytes(before)


def test_built_reports_are_fresh_and_others_are_missing(built_once):
    found = {name: one.state for name, one in states(built_once).items()}
    assert found == {
        "council": "fresh",
        NOT_BUILT: "missing",
        "outcome-2": "fresh",
        "outcome-3": "fresh",
    }


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("data/plans/2019-20/plan.yml", "changed"),
        ("params/council.yml", "changed"),
        (f"params/{QUARTER}.yml", "changed"),
        ("params/2019-20-Q1.yml", "changed"),
        ("sdp_lib/measures/counts.py", "changed"),
        ("sdp_lib/presentation/theme/page.css", "changed"),
        ("_quarto.yml", "changed"),
    ],
)
def test_a_file_that_all_reports_read_makes_all_of_them_stale_and_is_named(shared, path, why):
    expected = (f"{path} {why}",)
    with changed(shared, path):
        assert stale(shared) == dict.fromkeys(("council", "outcome-2", "outcome-3"), expected)


ROWS = f"data/returns/{QUARTER}.csv"


def test_a_return_makes_stale_the_reports_that_hold_its_row(built_once):
    built_once.rewrite(ROWS, lambda row: {"progress": "More."} if row["activity"] == "52" else {})
    assert stale(built_once) == {
        "council": (f"{ROWS} changed",),
        "outcome-3": (f"{ROWS}, rows of outcome 3 changed",),
    }


def test_an_added_return_changes_what_each_report_says_of_the_whole_plan(shared):
    with changed(shared, ROWS):
        assert stale(shared) == {
            "council": (f"{ROWS} changed",),
            "outcome-2": (f"{ROWS}, which activities have a row changed",),
            "outcome-3": (f"{ROWS}, which activities have a row changed",),
        }


def test_how_a_table_is_written_makes_nothing_stale(built_once):
    path = built_once.root / ROWS
    text = path.read_bytes().replace(b"\n", b"\r\n") + b"\r\n"
    path.write_bytes(b"\xef\xbb\xbf" + text)
    assert stale(built_once) == {}


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("data/returns/2019-20-Q1.csv", ["council"]),
        ("data/assurance/2019-20.csv", ["council"]),
        (f"data/commentary/{QUARTER}/outcome-3.md", ["outcome-3"]),
        ("notebooks/outcome.ipynb", ["outcome-2", "outcome-3"]),
        ("notebooks/council.ipynb", ["council"]),
        ("notebooks/scorecard.ipynb", []),
        ("data/returns/2019-20-Q3.csv", []),
        ("data/plans/2020-23/plan.yml", []),
        (f"data/commentary/{QUARTER}/previous/council.md", []),
    ],
)
def test_a_file_makes_stale_only_the_reports_that_read_it(shared, path, names):
    with changed(shared, path):
        assert stale(shared) == dict.fromkeys(names, (f"{path} changed",))


def test_a_removed_commentary_is_named(built_once):
    (built_once.root / "data" / "commentary" / QUARTER / "council.md").unlink()
    assert stale(built_once) == {"council": (f"data/commentary/{QUARTER}/council.md is gone",)}


def test_a_changed_parameter_is_reported_with_its_values(built_once):
    path = f"params/{QUARTER}.yml"
    built_once.replace(path, "each: outcome}", "each: outcome, parameters: {detail: summary}}")
    why = ("parameter detail is now 'summary', was not given", f"{path} changed")
    assert stale(built_once)["outcome-3"] == why


def test_a_changed_version_is_reported_with_both_values(built_once, monkeypatch):
    from sdp_lib.pipeline.plan import fingerprints as freshness

    real = freshness._version
    monkeypatch.setattr(freshness, "_version", lambda one: "9.9" if one == "pandas" else real(one))
    assert stale(built_once)["council"] == (f"pandas is now 9.9, was {real('pandas')}",)


def test_many_changed_files_of_the_library_are_counted(built_once):
    changed = sorted((built_once.root / "sdp_lib" / "measures").glob("*.py"))
    for path in changed:
        path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert stale(built_once)["council"] == (f"{len(changed)} files of sdp_lib changed",)


def test_the_location_of_the_folders_does_not_matter(built_once, tmp_path):
    moved = built_once.root.rename(tmp_path / "elsewhere")
    assert stale(Project(moved)) == {}


def test_an_output_that_somebody_changed_or_removed_is_stale(built_once):
    (built_once.site / "council.html").write_text("edited")
    (built_once.site / "outcome-2.html").unlink()
    assert stale(built_once) == {
        "council": ("site/council.html was changed by hand",),
        "outcome-2": ("site/outcome-2.html is gone",),
    }


def test_a_report_that_failed_says_why(project):
    pretend_to_build(project, failed="outcome-3")
    assert states(project)["outcome-3"] == ReportState(
        "outcome-3", "failed", ("ZeroDivisionError",)
    )


@pytest.mark.parametrize("manifest", ["", "[]", "{}"])
def test_with_a_blank_manifest_reports_are_missing(built_once, manifest):
    (built_once.output / "manifest.json").write_text(manifest)
    assert {state.state for state in states(built_once).values()} == {"missing"}


@pytest.mark.parametrize(
    "broken",
    [
        {"made_from": {}}, {"made_from": []}, {"made_from": None}, {"made_from": {"reports": 3}},
        {"made_from": {"reports": {"council": {}}, "common": {}}},
        {"made_from": {"reports": {"council": {"common": [], "own": {}}}, "common": {}}},
        {"outputs": []}, {"outputs": None}, {"outputs": {"site/council.html": 3}},
    ],
)  # fmt: skip
def test_any_broken_manifest_means_that_everything_is_built_again(built_once, broken):
    path = built_once.output / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | broken))
    assert states(built_once)["council"].state in {"missing", "stale"}


def test_a_failure_of_another_shape_is_ignored(built_once):
    path = built_once.output / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"failed": ["council"]}))
    assert states(built_once)["council"].state == "fresh"


def test_inputs_that_reports_share_are_in_the_manifest_once(project):
    made = {name: Made(inputs) for name, inputs in inputs_of(project).items()}
    content = made_from(made)
    assert len(content["common"]) == 1
    assert f"params/{QUARTER}.yml" in next(iter(content["common"].values()))
    assert read_made({"made_from": json.loads(json.dumps(content))}) == made
    assert content["reports"]["council"]["key"] == key(made["council"].inputs)
    assert str(project.root) not in json.dumps(content)


def test_a_report_has_the_outputs_of_its_own_name_and_no_others():
    job = Job("scorecard-5", "scorecards/activity-5", Path("notebooks/scorecard.ipynb"), {})
    own = {"notebooks/scorecard-5.ipynb": "a", "site/scorecards/activity-5.pdf": "b"}
    others = {"notebooks/scorecard-52.ipynb": "c", "site/scorecards/activity-52.html": "d"}
    assert outputs_of([job], {"outputs": own | others}) == {job.name: own}


@pytest.mark.parametrize("quarter", [QUARTER, LATE])
def test_the_plan_holds_every_report_of_a_quarter(project, quarter):
    asked = Request(Period.parse(quarter), sources(project), project.root / "outputs")
    plan = plan_build(asked)
    assert list_jobs(sources(project), plan.params) == list(plan.every_job) == list(plan.jobs)
    assert {state.report: state.state for state in plan.states} == {
        job.name: "missing" for job in plan.every_job
    }


def test_a_plan_of_some_reports_knows_what_all_are_made_of(project):
    request = Request(
        Period.parse(QUARTER), sources(project), project.root / "outputs", only=["outcome-*"]
    )
    plan = plan_build(request)
    assert {job.name for job in plan.jobs} == {"outcome-1", "outcome-2", "outcome-3"}
    assert len(plan.every_job) == 83
    assert plan.without_fresh("a renderer").jobs == plan.jobs


def test_status_groups_returns_and_reports_of_the_same_state(built_once, monkeypatch, capsys):
    monkeypatch.chdir(built_once.root)
    with changed(built_once, "params/2019-20-Q1.yml"):
        status(QUARTER)
    printed = capsys.readouterr().out
    assert (
        "Returns of 2019-20-Q2: 79 of 79 received; the form is open from 2019-08-30 to" in printed
    )
    assert (
        "  stale (3): council, outcome-2, outcome-3\n    params/2019-20-Q1.yml changed\n" in printed
    )
    assert f"  missing (80): {NOT_BUILT}, scorecard-1, " in printed
    assert printed.rstrip().endswith("and 72 more")


def test_status_as_json_is_one_document(built_once, monkeypatch, capsys):
    monkeypatch.chdir(built_once.root)
    status(LATE, as_json=True)
    document = json.loads(capsys.readouterr().out)
    assert [missed["activity"] for missed in document["returns"]["missing"]] == ["9", "57"]
    assert (document["returns"]["expected"], document["returns"]["received"]) == (68, 66)
    assert document["reports"][0] == {"report": "council", "state": "missing", "why": []}


@pytest.mark.parametrize("quarter", ["soon", "2031-32-Q1"])
def test_status_as_json_of_an_unknown_quarter_is_one_document_too(
    project, monkeypatch, capsys, quarter
):
    monkeypatch.chdir(project.root)
    with pytest.raises(InputError) as caught:
        status(quarter, as_json=True)
    document = json.loads(capsys.readouterr().out)
    assert (document["quarter"], document["returns"], document["reports"]) == (quarter, None, [])
    assert [
        {"severity": "error", **problem.as_json} for problem in caught.value.problems
    ] == document["problems"]


@pytest.mark.processes
def test_deciding_imports_nothing_heavy(built_once):
    program = (
        "import sys\nfrom sdp_lib.cli.status import status\n"
        f"status({QUARTER!r})\nprint([one for one in {HEAVY!r} if one in sys.modules])"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=built_once.root, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.splitlines()[-1] == "[]"
