"""The end of a build, with a renderer that writes down what it is given."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from nbformat import v4
from support import QUARTER, SIX, Project, frame, read_csv, write_rows

from sdp_lib.inputs.input_files import Sources
from sdp_lib.ledger import LEDGER_MIME, FigureRow, Ledger
from sdp_lib.periods import Period
from sdp_lib.pipeline.assemble.assembly import Finished, finish
from sdp_lib.pipeline.assemble.downloads import downloads_of
from sdp_lib.pipeline.assemble.shared_files import WorkbookAhead
from sdp_lib.pipeline.plan import build_plan
from sdp_lib.pipeline.plan.build_plan import BuildPlan, plan_build
from sdp_lib.pipeline.plan.fingerprints import digests_of
from sdp_lib.pipeline.plan.request import Request
from sdp_lib.pipeline.plan.staleness import read_manifest, report_states
from sdp_lib.pipeline.plan.work import Watch, prepare
from sdp_lib.pipeline.render.page_metadata import Page
from sdp_lib.pipeline.render.report_page import Setting
from sdp_lib.pipeline.run.checkpoints import save_checkpoint
from sdp_lib.pipeline.run.make_report import Done, Task

SUMMARY = "outcome-3.detail-summary"
COMPARED = "council.compare-2019-20-q1"
TABLES = ("plans/2019-20/activities", "assurance/2019-20", "returns/2019-20-Q1",
          f"returns/{QUARTER}")  # fmt: skip
WATCH = Watch(lambda *_: None, lambda _: None)
FIGURE = FigureRow(figure="returns.received", value=0, of=0, percent=None, previous=None)
# gptables leaves the file of its theme to be closed by itself.
pytestmark = [
    pytest.mark.reports,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@dataclass
class Recorder:
    """A renderer whose pages are their own names; it keeps what it was given."""

    name: str = "r"
    pages: dict[str, Page] = field(default_factory=dict)

    def render(self, pages: Sequence[Page], site: Path, done: object) -> dict[str, str]:
        """Write the name of each page as its contents."""
        for page in pages:
            self.pages[page.stem] = page
            place = site / f"{page.stem}.html"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(page.stem)
        return {}

    def page_files(self, page: Page) -> dict[str, bytes]:
        """Not called."""
        raise AssertionError("the pages of reports are in their checkpoints")

    def get_ready(self) -> None:
        """Not called."""
        raise AssertionError("assembly starts no renderer in advance")

    @property
    def text(self) -> str:
        """What the front page shows."""
        return str(self.pages["index"].notebook)


@pytest.fixture
def build(project, monkeypatch) -> Project:
    """A project with a plan of six activities, in no repository."""
    monkeypatch.setattr(build_plan, "commit", lambda *_: "none")
    for name in TABLES:
        file = project.root / "data" / f"{name}.csv"
        write_rows(file, [row for row in read_csv(file) if next(iter(row.values())) in SIX])
    return project


def plan_of(project: Project, *only: str, **overrides: str) -> BuildPlan:
    root = project.root
    sources = Sources(root, *(root / name for name in ("data", "params", "notebooks")))
    asked = Request(Period.parse(QUARTER), sources, root / "outputs", only, overrides)
    return plan_build(replace(asked, formats=("html",)))


def notebook_of(report: str, settings: dict[str, str], state: str) -> str:
    words = {"state": state, "cutoff_date": "2019-09-13", "title": f"About {report}"}
    ledger = Ledger(report=report, page=frame(**words), figures=[FIGURE], series=[],
                    made_from=settings, scopes=[])  # fmt: skip
    output = v4.new_output("display_data", {LEDGER_MIME: ledger.as_json()})
    return v4.writes(v4.new_notebook(cells=[v4.new_code_cell("", outputs=[output])]))


def make(
    plan: BuildPlan, failing: Sequence[str] = (), state: str = "Draft"
) -> tuple[Finished, Recorder]:
    """Pretend that the notebooks of a plan have run, and complete the build."""
    work, recorder = prepare(plan, "r"), Recorder()
    settings = digests_of({n: path for n, path in plan.files.items() if n.startswith("params/")})
    tasks, found = [], {}
    for job in plan.jobs:
        inputs = plan.now.of(job)
        tasks.append(Task(job, Setting(("html",), {}), inputs, "key"))
        failure = "ZeroDivisionError" if job.name in failing else ""
        notebook = notebook_of(job.report, settings, state)
        files = {} if failure else {"html": job.name.encode()}
        done = Done(job.name, "key", notebook, inputs, failure=failure, files=files)
        found[job.name] = save_checkpoint(done, plan.request.out / "checkpoints")
    ahead = WorkbookAhead(work, [])
    finished = finish(work, tasks, found, renderer=recorder, folder=plan.request.folder,
                      watch=WATCH, ahead=ahead)  # fmt: skip
    return finished, recorder


def views(project: Project) -> set[str]:
    return {path.name for path in (project.site / "variants").glob("*")}


def notebooks(project: Project) -> set[str]:
    return {path.name for path in (project.output / "notebooks").iterdir()}


def test_a_view_leaves_the_pages_of_views_whose_names_begin_with_its_own(build):
    make(plan_of(build, "council", compare="2019-20-Q1", detail="summary"))
    make(plan_of(build, "council", compare="2019-20-Q1"))
    assert views(build) == {f"{COMPARED}.html", f"{COMPARED}.detail-summary.html"}
    again = plan_of(build, "council", compare="2019-20-Q1", detail="summary")
    assert [state.state for state in again.states] == ["fresh"]


def test_without_an_output_for_its_page_a_report_is_missing(build):
    make(plan_of(build, "outcome-3"))
    plan = plan_of(build, "outcome-3")
    assert [state.state for state in plan.states] == ["fresh"]
    manifest = read_manifest(build.output)
    del manifest["outputs"]["site/outcome-3.html"]
    inputs = {"outcome-3": plan.inputs(plan.jobs[0])}
    (state,) = report_states(plan.jobs, inputs, manifest, build.output)
    assert state.state == "missing"


def test_a_view_that_fails_keeps_its_last_good_page_and_says_why(build):
    make(plan_of(build, "outcome-3"))
    make(plan_of(build, "outcome-3", detail="summary"))
    finished, recorder = make(plan_of(build, "outcome-3", detail="summary"), [SUMMARY])
    assert finished.failures == {SUMMARY: "ZeroDivisionError"}
    assert views(build) == {f"{SUMMARY}.html"}
    assert notebooks(build) == {"outcome-3.ipynb", f"{SUMMARY}.ipynb", f"{SUMMARY}.failed.ipynb"}
    assert read_manifest(build.output)["failed"] == {SUMMARY: "ZeroDivisionError"}
    said = "About outcome-3 (another view, with detail: summary) could not be made again."
    assert said in recorder.text


def test_a_view_that_fails_at_once_keeps_its_notebook_and_has_no_page(build):
    make(plan_of(build, "outcome-3"))
    make(plan_of(build, "outcome-3", detail="summary"), [SUMMARY])
    assert views(build) == set()
    assert notebooks(build) == {"outcome-3.ipynb", f"{SUMMARY}.ipynb"}
    assert read_manifest(build.output)["failed"] == {SUMMARY: "ZeroDivisionError"}


@pytest.mark.parametrize("good", [0, 1], ids=["never made", "made before"])
def test_a_build_without_the_view_removes_all_of_one_that_failed(build, good):
    make(plan_of(build, "outcome-3"))
    for failing in [*[[]] * good, [SUMMARY]]:
        make(plan_of(build, "outcome-3", detail="summary"), failing)
    plan = plan_of(build, "outcome-3")
    assert plan.shared_state.why == (f"{SUMMARY} is another view that is not fresh",)
    make(replace(plan, jobs=[]))
    assert notebooks(build) == {"outcome-3.ipynb"}
    assert views(build) == set()
    left = read_manifest(build.output)
    assert (left["failed"], left["variants"]) == ({}, {})
    assert plan_of(build, "outcome-3").shared_state.state == "fresh"


@pytest.mark.parametrize("failing", [["outcome-1"], []], ids=["failed", "left alone"])
def test_shared_pages_say_the_state_of_a_report_of_the_present_settings(build, failing):
    make(plan_of(build, "outcome-[13]"))
    build.replace(f"params/{QUARTER}.yml", "state: final", "state: final # now")
    asked = ("outcome-[13]",) if failing else ("outcome-3",)
    _, recorder = make(plan_of(build, *asked), failing, state="Final")
    shown = {stem: recorder.pages[stem].metadata["state"] for stem in recorder.pages}
    assert {*shown.values()} == {"Final"}, shown
    assert {"index", "quality", "evidence"} <= {*shown}
    assert read_manifest(build.output)["state"] == "Final"


def test_before_the_first_activity_joins_there_are_downloads_with_a_header(build):
    plan = build.root / "data" / "plans" / "2019-20" / "activities.csv"
    for name in TABLES[1:]:
        file = build.root / "data" / f"{name}.csv"
        file.write_text(file.read_text().splitlines()[0] + "\n")
    write_rows(plan, [row | {"joined": "2019-20-Q4"} for row in read_csv(plan)])
    _check_empty(build)
    plan.write_text(plan.read_text().splitlines()[0] + "\n")
    _check_empty(build)


def _check_empty(build: Project) -> None:
    work = prepare(plan_of(build), "r")
    page = frame(cutoff_date="2019-09-13")
    ledger = Ledger(report="council", page=page, figures=[FIGURE], series=[], made_from={},
                    scopes=[])  # fmt: skip
    found = downloads_of(work, {"council": ledger}, page)
    assert found.tables["activities"].startswith("id,title,outcome,")
    assert len(found.tables["activities"].splitlines()) == 1
    assert [title for title, _ in found.sheets] == ["Figures"]
    assert found.workbook().startswith(b"PK")
