"""Cases of problems with commentary, notebooks, building, publishing and verifying."""

import base64
import io
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import nbformat
from nbformat.v4 import new_code_cell, new_notebook, new_output
from publishing import WORDS, desk
from support import QUARTER

from problem_cases.place import Case, Place, refused, sdp
from sdp_lib import Report
from sdp_lib.cli.making import _went_wrong
from sdp_lib.inputs import commentary
from sdp_lib.inputs.quotations import quotation_problems
from sdp_lib.pipeline.plan.jobs import Job
from sdp_lib.pipeline.render.own_output import cannot_be_shown, warnings_of
from sdp_lib.pipeline.render.pictures import with_pictures
from sdp_lib.pipeline.render.quarto import _not_made
from sdp_lib.pipeline.render.service import RenderError, _pipes, refusal
from sdp_lib.pipeline.run import cluster
from sdp_lib.pipeline.run.execute import _why
from sdp_lib.pipeline.run.make_report import _no_report
from sdp_lib.presentation.figure_quote import find_figure
from sdp_lib.publish import verify_build
from sdp_lib.publish.refusals import no_note, not_ready, personal_data, without_place, wrong_state
from sdp_lib.publish.signing import read_key
from sdp_lib.publish.verify_site import verify_site
from sdp_lib.publish.versions import Withdrawn, read_site
from sdp_lib.publish.withdraw import withdraw

COUNCIL = f"data/commentary/{QUARTER}/council.md"
JOB = Job("themes", "themes", Path("notebooks/themes.ipynb"), {})


def texts(place: Place) -> object:
    """Commentary that does not fit."""
    place.write(COUNCIL, "All is well.\n\n## delivering\n\n## delivery\nOne.\n## delivery\nTwo.\n")
    yield sdp("check", QUARTER)
    with mock.patch.object(commentary, "LARGEST_BYTES", 1000):
        place.write(COUNCIL, "## delivery\n" + "All is well. " * 100)
        yield sdp("check", QUARTER)
    for line in ("{{ risk.any of them", "{{ risk.anny }}"):
        yield quotation_problems(line, f"{COUNCIL}, line 2", lambda: ["risk.any"])


def notebooks(place: Place) -> object:
    """Notebooks that cannot be run."""
    asked = f"params/{QUARTER}.yml"
    place.replace(asked, "{notebook: council}", "{notebook: summary}")
    yield sdp("check", QUARTER)
    for cells in (
        None,
        [new_code_cell("outcome = 1")],
        [new_code_cell("outcome = ", metadata={"tags": ["parameters"]})],
        [new_code_cell('quarter = ""', metadata={"tags": ["parameters"]})],
    ):
        text = "{" if cells is None else nbformat.writes(new_notebook(cells=cells))
        place.write("notebooks/summary.ipynb", text)
        yield sdp("check", QUARTER)


def reports(_: Place) -> object:
    """Reports that a notebook asks for and that cannot be made."""
    for act in (
        lambda: Report.outcome(quarter=QUARTER, outcome="9"),
        lambda: Report.outcome(quarter=QUARTER, outcome="", directorate="", portfolio=""),
        lambda: Report.council(quarter=QUARTER, compare="2019-20-Q4"),
        lambda: Report.council(quarter=QUARTER, detail="short"),
        lambda: Report.council(quarter=QUARTER, name="My report"),
        lambda: Report.council(quarter=QUARTER, detial="full"),
        lambda: find_figure({"risk.any": None}, "risk.anny"),
    ):
        yield refused(act)


def outputs(_: Place) -> object:
    """Outputs of cells and results of notebooks."""
    printed = new_output("stream", name="stdout", text="17 rows\n")
    warned = new_output("stream", name="stderr", text="DtypeWarning: mixed types\n")
    notebook = new_notebook(cells=[new_code_cell("print(len(rows))", outputs=[printed, warned])])
    yield cannot_be_shown(notebook)
    yield warnings_of(notebook)
    yield _why("KeyError", "'outcome'")
    yield _no_report(JOB, None)
    yield _no_report(JOB, SimpleNamespace(report="theme"))


def rendering(place: Place) -> object:
    """Pages that cannot be made."""
    yield str(refusal("Typst", "unknown variable: chart"))
    yield _not_made(["pdf"], ["ERROR: LaTeX is not needed here"])
    drawing = base64.b64encode(b"<svg").decode()
    yield _fails(
        lambda: with_pictures(f'<img src="data:image/svg+xml;base64,{drawing}">', place.root)
    )
    yield _fails(lambda: _pipes(SimpleNamespace(stdin=None, stdout=io.StringIO())))
    yield _went_wrong(SimpleNamespace(failures={}, moved=["outcome-3"]))


def _fails(act: object) -> str:
    try:
        act()
    except RenderError as error:
        return str(error)
    raise AssertionError("nothing was refused")


def clusters(_: Place) -> object:
    """Clusters that cannot make reports."""
    address = "tcp://127.0.0.1:8786"
    with mock.patch.dict("sys.modules", {"distributed": None}):
        yield refused(lambda: cluster._connected(address).__enter__())
    gone = SimpleNamespace(Client=mock.Mock(side_effect=OSError))
    with mock.patch.dict("sys.modules", {"distributed": gone}):
        yield refused(lambda: cluster._connected(address).__enter__())
    idle = SimpleNamespace(wait_for_workers=mock.Mock(side_effect=TimeoutError))
    yield refused(lambda: cluster._check_workers(idle))
    yield cluster._differences("a:40001", {"pandas": "3.0.0"}, ImportError())
    yield cluster._differences("a:40001", {"pandas": "3.0.0"}, {"pandas": "2.9.0"})


def unready(place: Place) -> object:
    """Builds that are not ready to be published."""
    request = SimpleNamespace(folder=Path(f"outputs/{QUARTER}"), quarter=QUARTER)
    yield not_ready(SimpleNamespace(request=request, manifest={}))
    stale = SimpleNamespace(report="outcome-3", state="stale", why=("its notebook has changed",))
    plan = SimpleNamespace(request=request, manifest={"a": 1}, states=[stale], shared_state=stale)
    yield not_ready(plan)
    work = desk(Path())
    edition = work.build(QUARTER, state="Draft")
    yield wrong_state(edition, draft=False)
    yield wrong_state(work.build(QUARTER), draft=True)
    page = f"outputs/{QUARTER}/site/index.html"
    place.replace(page, "<!-- site begins -->", "")
    yield without_place(edition)
    message = work.build(QUARTER, WORDS | {"council.html": "Ring 01622 694 000."})
    yield personal_data(message, work.council)


def sites(place: Place) -> object:
    """Sites and versions that do not fit."""
    work = desk(Path())
    why = Withdrawn(note="An error.")
    yield refused(lambda: withdraw(QUARTER, 1, why, work.target()))
    work.publish(work.build(QUARTER))
    edition = work.build(QUARTER, {**WORDS, "index.html": "Corrected."})
    yield no_note(edition, read_site(work.site).period(QUARTER), "")
    yield refused(lambda: withdraw(QUARTER, 2, why, work.target()))
    place.write(f"{work.site}/{QUARTER}/v1/council.html", "changed")
    yield refused(lambda: withdraw(QUARTER, 1, why, work.target()))
    yield sdp("verify", "--site", str(work.site))
    place.write(f"{work.site}/versions.json", "{")
    yield refused(lambda: read_site(work.site))
    yield refused(lambda: read_site(Path("params")))
    yield refused(lambda: verify_site(Path("params")))
    yield refused(lambda: read_key(place.write("key.pem", "no key")))


def verifying(_: Place) -> object:
    """Builds that cannot be verified."""
    request = SimpleNamespace(folder=Path(f"outputs/{QUARTER}"))
    yield refused(lambda: verify_build._refuse(SimpleNamespace(manifest={}, request=request)))
    message = "data/returns/2019-20-Q2.csv: the file does not exist. [SDP-201]"
    ended = mock.Mock(return_value=SimpleNamespace(returncode=2, stderr=message))
    copy = SimpleNamespace(folders=(), root=Path(), environment={})
    with mock.patch.object(verify_build.subprocess, "run", ended):
        yield refused(lambda: verify_build._run(copy, ["report", QUARTER]))


CASES: tuple[Case, ...] = (
    texts, notebooks, reports, outputs, rendering, clusters, unready, sites, verifying,
)  # fmt: skip
