"""Freshness is true: a build is a function of its inputs, whatever happened before.

The trials run on a plan of six activities. Each ends with what one clean build of the same inputs
leaves, or says which report is stale.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from support import (
    COMMAND,
    QUARTER,
    SIX,
    TRIALS,
    Project,
    fingerprint,
    read_csv,
    seeds,
    small_project,
)

from sdp_lib.inputs.recorded import record_of
from sdp_lib.periods import Period
from sdp_lib.storage import write_together

FAST = ("--formats", "html", "--renderer", "embedded")
REPORTS = ("council", "outcome-1", "outcome-2", "outcome-3", *(f"scorecard-{one}" for one in SIX))
RETURNS, BEFORE = f"data/returns/{QUARTER}.csv", "data/returns/2019-20-Q1.csv"
PLAN, COMMENTARY = "data/plans/2019-20", f"data/commentary/{QUARTER}"
THEME = "sdp_lib/presentation/theme"

pytestmark = [
    pytest.mark.trials,
    pytest.mark.skipif(os.name != "posix", reason="only POSIX systems have process groups"),
]
Change = Callable[[Project], None]


def start(project: Project, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [COMMAND, "report", QUARTER, *FAST, *arguments],
        cwd=project.root, start_new_session=True, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def build(project: Project, *arguments: str, status: int = 0) -> str:
    ended = project.sdp("report", QUARTER, *FAST, *arguments)
    assert ended.returncode == status, ended.stderr
    return ended.stdout


_cleanly_built: dict[str, dict[str, str]] = {}


def inputs(project: Project) -> str:
    """Return a digest of everything that a build reads, and of the last commit."""
    files = {path: one for path, one in fingerprint(project.root).items()
             if not path.startswith((".git/", "outputs/"))}  # fmt: skip
    ended = subprocess.run(["git", "rev-parse", "HEAD"], cwd=project.root, capture_output=True)
    return repr((sorted(files.items()), ended.stdout))


def clean(project: Project, place: Path) -> dict[str, str]:
    """Return the results of one build of the same inputs in a clean copy."""
    asked = inputs(project)
    if asked not in _cleanly_built:
        _cleanly_built[asked] = _clean(project, place)
    return _cleanly_built[asked]


def _clean(project: Project, place: Path) -> dict[str, str]:
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(project.root, place, ignore=shutil.ignore_patterns("outputs"))
    built = Project(place)
    build(built, "--force")
    return fingerprint(built.output)


def states(project: Project) -> dict[str, str]:
    document = json.loads(project.sdp("status", QUARTER, "--json").stdout)
    return {report["report"]: report["state"] for report in document["reports"]}


def stale(project: Project) -> set[str]:
    return {name for name, state in states(project).items() if state != "fresh"}


def append(path: str, text: str) -> Change:
    def change(project: Project) -> None:
        file = project.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        before = file.read_text(encoding="utf-8") if file.is_file() else ""
        file.write_text(before + text, encoding="utf-8")

    return change


def cell(path: str, activity: str, **cells: str) -> Change:
    """Change cells of an activity's row."""
    return lambda project: project.rewrite(
        path, lambda row: cells if next(iter(row.values())) == activity else {}
    )


def word(path: str, old: str, new: str) -> Change:
    return lambda project: project.replace(path, old, new)


def without_row(path: str, activity: str) -> Change:
    def change(project: Project) -> None:
        file = project.root / path
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        file.write_text(
            "".join(line for line in lines if not line.startswith(f"{activity},")), encoding="utf-8"
        )

    return change


def gone(path: str) -> Change:
    return lambda project: (project.root / path).unlink()


def git(project: Project, *arguments: str) -> None:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "gc.auto=0"]
    subprocess.run(
        ["git", *identity, *arguments], cwd=project.root, check=True, capture_output=True
    )


def commit(project: Project) -> None:
    git(project, "add", "-A")
    git(project, "commit", "--allow-empty", "-qm", "a change")


CORRECTION = (
    "activity,column,old,new,reason,by,on\n"
    "52,risk_registers,{old},corporate,A slip.,Senior Analyst,2019-09-20\n"
)


def correct(project: Project) -> None:
    rows = read_csv(project.root / RETURNS)
    old = next(row["risk_registers"] for row in rows if row["activity"] == "52")
    append(f"data/corrections/{QUARTER}.csv", CORRECTION.format(old=old))(project)


def record(project: Project) -> None:
    data, params = project.root / "data", project.root / "params"
    write_together(record_of(data, params, "2019-20", Period.parse(QUARTER)))


def record_and_rename(project: Project) -> None:
    record(project)
    cell(f"{PLAN}/activities.csv", "52", title="Another title", outcome="2")(project)
    word("params/council.yml", "label: On track", "label: As planned")(project)


ALL = set(REPORTS)
WIDE = {"council", "outcome-1", "outcome-2", "outcome-3"}
ONE = {"council", "outcome-3", "scorecard-52"}
# Changes, and the reports that each makes again.
KINDS: dict[str, tuple[Change, set[str]]] = {
    "a word of a return": (cell(RETURNS, "52", progress="Other words."), ONE),
    "a status": (cell(RETURNS, "52", delivery="unlikely", issues="capacity"), ONE),
    "a date of a return": (cell(RETURNS, "30", revised_end="2021-01-31"),
                           {"council", "outcome-2", "scorecard-30"}),
    "a return that is missing": (without_row(RETURNS, "60"), WIDE | {"scorecard-60"}),
    "how a table is written": (append(RETURNS, "\n"), set()),
    "an earlier return": (cell(BEFORE, "1", progress="Then."),
                          {"council", "outcome-1", "scorecard-1"}),
    "a return that was missing then": (without_row(BEFORE, "1"),
                                       {"council", "outcome-1", "scorecard-1"}),
    "a correction": (correct, ONE),
    "a title": (cell(f"{PLAN}/activities.csv", "52", title="Another title"), ONE),
    "the lead officer": (cell(f"{PLAN}/activities.csv", "2", lead="Head of Roads"),
                         {"council", "outcome-1", "scorecard-2"}),
    "another outcome": (cell(f"{PLAN}/activities.csv", "52", outcome="2"),
                        ONE | {"outcome-2"}),
    "an end date": (cell(f"{PLAN}/activities.csv", "31", end="2020-03-01"),
                    {"council", "outcome-2", "scorecard-31"}),
    "the title of an outcome": (word(f"{PLAN}/plan.yml", "title:", "title: New "), ALL),
    "a review": (append("data/assurance/2019-20.csv",
                        "52,internal_audit,R9,A review,2019-20-Q3,pending,\n"), ONE),
    "commentary": (append(f"{COMMENTARY}/outcome-3.md", "\nMore words.\n"), {"outcome-3"}),
    "commentary that is new": (append(f"{COMMENTARY}/outcome-1.md", "\nMore.\n"), {"outcome-1"}),
    "commentary that is gone": (gone(f"{COMMENTARY}/outcome-3.md"), {"outcome-3"}),
    "commentary of no report": (append(f"{COMMENTARY}/notes.md", "## delivery\n\nx\n"), set()),
    "the configuration": (append("params/council.yml", "# changed\n"), ALL),
    "the day on which the form closed": (word(f"params/{QUARTER}.yml", "2019-09-13", "2019-09-12"),
                                         ALL),
    "an earlier quarter's window": (append("params/2019-20-Q1.yml", "# changed\n"), ALL),
    "a record of the quarter": (record, set()),
    "a plan that changes after its record": (record_and_rename, set()),
    "the style of pages": (append(f"{THEME}/page.css", "\n/* changed */\n"), ALL),
    "the template of pages": (append(f"{THEME}/page.html", "\n"), ALL),
    "the filter": (append(f"{THEME}/page.lua", "\n"), ALL),
    "the template of documents": (append(f"{THEME}/page.typ", "\n"), ALL),
    "the library": (append("sdp_lib/measures/counts.py", "\n# changed\n"), ALL),
    "the rendering project": (append("_quarto.yml", "\n# changed\n"), ALL),
    "a notebook": (word("notebooks/outcome.ipynb", "## Delivery", "## How it goes"),
                   {"outcome-1", "outcome-2", "outcome-3"}),
    "a commit": (commit, set()),
}  # fmt: skip
# In `make test` a few follow one another, none of which makes the reports of another again.
FEW = ["a commit", "a status", "commentary that is new"]
CHANGES = [FEW] if TRIALS == 1 else [[name] for name in KINDS]


@pytest.fixture(scope="module")
def base(tmp_path_factory) -> Project:
    """A whole build in a repository."""
    project = small_project(tmp_path_factory.mktemp("base") / "project")
    (project.root / ".gitignore").write_text("outputs/\n__pycache__/\n")
    git(project, "init", "-q")
    commit(project)
    build(project)
    _cleanly_built[inputs(project)] = fingerprint(project.output)  # from nothing
    return project


@pytest.fixture
def built(base, tmp_path) -> Project:
    """A copy of that which a trial may change."""
    shutil.copytree(base.root, tmp_path / "project", symlinks=True)
    return Project(tmp_path / "project")


@pytest.mark.parametrize("kinds", CHANGES, ids=", ".join)
def test_a_change_makes_only_the_reports_that_show_it_again(built, tmp_path, kinds):
    for kind in kinds:
        _is_made_again(built, *KINDS[kind])
    assert fingerprint(built.output) == clean(built, tmp_path / "clean")


def _is_made_again(built: Project, change: Change, expected: set[str]) -> None:
    before = fingerprint(built.output)
    change(built)
    assert stale(built) == expected
    document = json.loads(project_json(built))
    assert {*document["reports"]} == expected
    after = fingerprint(built.output)
    shared = {"site/index.html", "site/quality.html", "site/evidence.html", "manifest.json",
              "figures.csv"}  # fmt: skip
    for path, digest in before.items():
        name = Path(path).stem.replace("activity-", "scorecard-")
        if name not in expected and path not in shared and "/data/" not in path:
            assert after[path] == digest or "/assets/" in path, path


def project_json(project: Project) -> str:
    return build(project, "--json")


def test_another_time_zone_or_hash_seed_makes_nothing_stale(built):
    environment = {"TZ": "Pacific/Auckland", "PYTHONHASHSEED": "7"}
    ended = built.sdp("report", QUARTER, *FAST, **environment)
    assert "Nothing to do" in ended.stdout


def test_a_file_or_folder_that_only_a_cell_reads_is_an_input_of_its_report(built):
    extra = built.root / "data" / "extra.txt"
    extra.write_text("one")
    (built.root / "data" / "more").mkdir()
    reads = "open('data/extra.txt').read(), os.listdir('data/more')"
    line = f"import os\\nif outcome == '3':\\n    {reads}\\nreport.issues()"
    built.replace("notebooks/outcome.ipynb", '"report.issues()"', f'"{line}"')
    build(built)
    assert stale(built) == set()
    (built.root / "data" / "more" / "one.csv").touch()
    assert stale(built) == {"outcome-3"}
    extra.write_text("two")
    assert stale(built) == {"outcome-3"}
    output = built.sdp("status", QUARTER).stdout
    assert "data/extra.txt, which the notebook opens, changed" in output
    assert "data/more/, which the notebook lists, changed" in output
    assert json.loads(project_json(built))["reports"] == ["outcome-3"]
    assert stale(built) == set()


def test_a_parameter_touches_no_report_and_makes_a_view_that_goes_when_it_is_stale(built):
    before = fingerprint(built.output)
    wrong = built.sdp("report", QUARTER, *FAST, "--only", "outcome-1",
                      "-p", "directorate=adult_social_care_health")  # fmt: skip
    assert wrong.returncode == 2
    assert fingerprint(built.output) == before
    build(built, "--only", "outcome-1", "-p", "detail=summary")
    after = fingerprint(built.output)
    view = "site/variants/outcome-1.detail-summary.html"
    assert view in after
    pages = [path for path in before if path.startswith("site/") and "-" in Path(path).stem]
    assert {path: after[path] for path in pages} == {path: before[path] for path in pages}
    assert after["figures.csv"] == before["figures.csv"]
    assert "Nothing to do" in build(built)
    assert view in fingerprint(built.output)
    append(f"{COMMENTARY}/outcome-1.md", "\nMore.\n")(built)
    build(built)
    assert view not in fingerprint(built.output)


def test_reports_that_are_no_longer_asked_for_leave_everything(built, tmp_path):
    built.replace(f"params/{QUARTER}.yml", "each: outcome}", "each: outcome, only: ['1', '3']}")
    build(built)
    assert not list(built.output.rglob("*outcome-2*"))
    assert "outcome-2" not in (built.output / "figures.csv").read_text()
    manifest = json.loads((built.output / "manifest.json").read_text())
    assert "outcome-2" not in {*manifest["parameters"], *manifest["made_from"]["reports"]}
    assert fingerprint(built.output) == clean(built, tmp_path / "clean")


EDITS: tuple[Change, ...] = (
    cell(RETURNS, "52", progress="Words of a late return."),
    cell(RETURNS, "1", delivery="remedial", issues="financial", mitigation="More people."),
    append(f"{COMMENTARY}/outcome-3.md", "\nMore words.\n"),
    append(f"{COMMENTARY}/council.md", "\nMore words.\n"),
    cell(f"{PLAN}/activities.csv", "31", title="Another title"),
    append("params/2019-20-Q1.yml", "# changed\n"),
    word("notebooks/scorecard.ipynb", "## Status", "## Where it stands"),
    append(f"{THEME}/page.css", "\n/* changed */\n"),
    append("sdp_lib/measures/counts.py", "\n# changed\n"),
)


def edit(project: Project, chance: random.Random) -> Callable[[], None]:
    """Change an input; return a function that restores it byte for byte."""
    files = [path for name in ("data", "params", "notebooks", "sdp_lib")
             for path in (project.root / name).rglob("*")
             if path.is_file() and "__pycache__" not in path.parts]  # fmt: skip
    before = {path: path.read_bytes() for path in files}
    chance.choice(EDITS)(project)
    changed = [path for path in files if path.read_bytes() != before[path]]

    def back() -> None:
        for path in changed:
            path.write_bytes(before[path])

    return back


def kill_at_a_moment(project: Project, chance: random.Random) -> None:
    running = start(project)
    try:
        running.wait(chance.uniform(0, 7))
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
    running.communicate()


def fail_and_repair(project: Project, chance: random.Random) -> None:
    name = chance.choice(["outcome", "scorecard"])
    path = f"notebooks/{name}.ipynb"
    text = (project.root / path).read_bytes()
    project.replace(path, '"report.governance()"', '"1 / 0"')
    build(project, status=1)
    (project.root / path).write_bytes(text)


def edit_and_put_back(project: Project, chance: random.Random) -> None:
    back = edit(project, chance)
    build(project, *chance.choice([(), ("--only", "outcome-*"), ("--only", "scorecard-5*")]))
    back()


STEPS: tuple[Callable[[Project, random.Random], object], ...] = (
    lambda project, chance: build(project, "--only", chance.choice(REPORTS)),
    lambda project, chance: build(project, "--only", "scorecard-*"),
    kill_at_a_moment,
    fail_and_repair,
    edit,
    edit_and_put_back,
    lambda project, _: commit(project),
    lambda project, _: build(project, "--force", "--only", "council"),
)


# The usual seed edits, commits, builds again and is killed.
@pytest.mark.parametrize("seed", seeds([4], many=20))
def test_builds_in_any_order_of_steps_end_as_one_clean_build(base, tmp_path, seed):
    project = Project(tmp_path / "project")
    shutil.copytree(base.root, project.root, ignore=shutil.ignore_patterns("outputs"))
    chance = random.Random(seed)  # noqa: S311 - the same steps every time
    for _ in range(chance.randint(3, 6)):
        chance.choice(STEPS)(project, chance)
    build(project)
    assert stale(project) == set()
    assert fingerprint(project.output) == clean(project, tmp_path / "clean")


# Of the usual seeds, one puts its edit back during the build.
@pytest.mark.parametrize("seed", seeds([2, 4], many=50))
def test_an_edit_during_a_build_leaves_nothing_stale_that_is_called_fresh(built, tmp_path, seed):
    chance = random.Random(seed)  # noqa: S311 - the same edits every time
    running = start(built, "--force")
    time.sleep(chance.uniform(0, 6))
    back = edit(built, chance)
    if chance.random() < 0.5:
        time.sleep(chance.uniform(0, 3))
        back()
    _, output = running.communicate()
    fresh = ALL - stale(built)
    assert running.returncode in {0, 1}, output
    now = fingerprint(built.output)
    expected = clean(built, tmp_path / "clean")
    for path in expected:
        name = Path(path).stem.replace("activity-", "scorecard-")
        if name in fresh and path.endswith((".html", ".ipynb")):
            assert now.get(path) == expected[path], f"{path} is called fresh"
    build(built)
    assert fingerprint(built.output) == expected
