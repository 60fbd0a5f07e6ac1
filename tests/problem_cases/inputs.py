"""Cases of problems with files, settings, the plan, returns and what `sdp check` finds."""

from pathlib import Path
from unittest import mock

from support import QUARTER

from problem_cases.place import Case, Place, refused, sdp
from sdp_lib.inputs import text_file
from sdp_lib.inputs.brand.style import read_style
from sdp_lib.inputs.forms.form import read_form
from sdp_lib.inputs.forms.received import read_log
from sdp_lib.inputs.recorded import record_of
from sdp_lib.inputs.text_file import read_text
from sdp_lib.inputs.yaml_file import read_yaml
from sdp_lib.periods import Period
from sdp_lib.pipeline.render.project import read_project

RETURNS = f"data/returns/{QUARTER}.csv"
PLAN = "data/plans/2019-20/activities.csv"
NEW_PLAN = "data/plans/2020-23/activities.csv"
COUNCIL = "params/council.yml"
ASKED = f"params/{QUARTER}.yml"


def texts(place: Place) -> object:
    """Files that cannot be read as text."""
    yield refused(lambda: read_text(Path("data/commentary/2019-20-Q2/outcome-9.md")))
    yield refused(lambda: read_text(place.write("data/commentary/2019-20-Q2/a.md", b"caf\xe9")))
    with mock.patch.object(text_file, "LARGEST_BYTES", 1):
        yield refused(lambda: read_text(Path(ASKED)))
    denied = PermissionError(13, "Permission denied")
    with mock.patch.object(text_file, "_opened", side_effect=denied):
        yield refused(lambda: read_text(Path(ASKED)))


def yaml_files(place: Place) -> object:
    """Files that are not YAML, or that have refused content."""
    for text in (
        "state: final: draft\n",
        "[" * 200 + "]" * 200,
        "plan: &p 2019-20\n",
        "plan: !!str 2019-20\n",
        'plan: "2019\\u200b-20"\n',
        "plan: 2019-20\nplan: 2020-23\n",
    ):
        yield refused(lambda text=text: read_yaml(place.write(ASKED, text)))


def settings(place: Place) -> object:
    """Settings with wrong keys and values."""
    place.replace(ASKED, "state: final", "status: final")
    place.replace(ASKED, "each: activity", "each: activities")
    yield sdp("check", QUARTER)
    place.restore()
    yield sdp("check", "2019-20-Q1", "--data", "data") and sdp("check", "2021-22-Q1")
    place.replace(ASKED, f"quarter: {QUARTER}", "quarter: 2019-20-Q3")
    yield sdp("check", QUARTER)


def questions(place: Place) -> object:
    """Questions of the form that do not fit."""
    place.replace(COUNCIL, "  Activity: activity\n", "  Project: progress\n  Stage: stage\n")
    return refused(lambda: read_form(Path("data"), Path("params"), Period.parse(QUARTER)))


def another_format(place: Place) -> object:
    """A council.yml of a later version."""
    place.replace(COUNCIL, "organisation:", "format: 3\norganisation:")
    return sdp("check", QUARTER)


def pages(place: Place) -> object:
    """Settings of pages that do not fit."""
    place.write("_quarto.yml", "")
    yield refused(lambda: read_project(Path()))
    place.write("_quarto.yml", "house: site\n")
    yield refused(lambda: read_project(Path()))
    place.write("_quarto.yml", "house: {format: {html: {css: none.css}}}\n")
    project = read_project(Path())
    yield refused(lambda: project.option("format", "html", "template"))
    yield refused(lambda: project.file("format", "html", "css"))


def brands(place: Place) -> object:
    """Brands that cannot be shown."""
    fonts = "typography: {base: Own, fonts: [{family: Own, source: %s}]}\n"
    drawing = "logo: {images: {crest: {path: logo.svg, alt: Crest}}, medium: crest}\n"
    place.write("logo.svg", "<svg onload='x()'/>")
    for text in (
        "color: {palette: {quiet: greyish}}\n",
        "color: {primary: '#ffffee'}\n",
        fonts % "google",
        fonts % "file, files: [own.zip]",
        "logo: {medium: none.svg}\n",
        "logo: {medium: logo.svg}\n",
        drawing,
    ):
        place.write("_brand.yml", text)
        yield refused(lambda: read_style(Path()))


def headers(place: Place) -> object:
    """Tables whose header or rows do not fit."""
    place.replace(RETURNS, "submitted,delivery", "status,delivery")
    yield sdp("check", QUARTER)
    place.restore()
    place.replace(RETURNS, "submitted,delivery", "delivery,submitted")
    yield sdp("check", QUARTER)
    place.restore()
    place.replace(RETURNS, "\n1,", "\n1,,")
    yield sdp("check", QUARTER)
    place.restore()
    header = Path(RETURNS).read_text(encoding="utf-8").partition("\n")[0]
    place.write(RETURNS, f'{header}\n1,"{"x" * 3_100_000}\n')
    yield sdp("check", QUARTER)


def cells(place: Place) -> object:
    """Cells of returns with values that their columns do not allow."""
    place.rewrite(RETURNS, {
        "1": {"revised_end": "31/02/2020"}, "2": {"submitted": "3 September"},
        "3": {"delivery": "green"}, "4": {"issues": "capacity|skills"}, "6": {"activity": "5"},
    })  # fmt: skip
    yield sdp("check", QUARTER)


def ids(place: Place) -> object:
    """IDs of activities that cannot be names of files, and an invalid quarter."""
    place.rewrite(NEW_PLAN, {
        "1": {"id": "a1"}, "2": {"id": "A1"}, "3": {"id": "con"}, "4": {"id": "4.1"},
        "5": {"joined": "autumn"},
    })  # fmt: skip
    return sdp("check", "2020-21-Q3")


def membership(place: Place) -> object:
    """Rows of a plan that contradict each other."""
    place.rewrite(NEW_PLAN, {
        "1": {"joined": "2020-21-Q3", "left": "2020-21-Q2", "left_as": "completed"},
        "2": {"left_as": "merged"}, "3": {"depends_on": "99"}, "4": {"carried_from": "69"},
        "5": {"depends_on": "6"}, "6": {"depends_on": "5"},
    })  # fmt: skip
    yield sdp("check", "2020-21-Q3")
    place.restore()
    place.rewrite(NEW_PLAN, {"4": {"carried_from": "2019-20:999"}})
    yield sdp("check", "2020-21-Q3")
    place.restore()
    place.replace("data/plans/2019-20/plan.yml", 'id: "2"', 'id: "1"')
    yield sdp("check", QUARTER)


def reports(place: Place) -> object:
    """Requests for reports that cannot be made."""
    place.replace(ASKED, "each: outcome}", 'each: outcome, only: ["9"]}')
    place.replace(ASKED, "  - {notebook: council}\n", "  - {notebook: council}\n" * 2)
    return sdp("check", QUARTER)


def no_returns(place: Place) -> object:
    """A quarter without returns."""
    place.remove(RETURNS)
    return sdp("check", QUARTER)


def corrections(place: Place) -> object:
    """Corrections that do not fit, and a line of the log that does not fit."""
    ends = "As asked,Senior Analyst,2019-10-01"
    head = "activity,column,old,new,reason,by,on\n"
    place.write(f"data/corrections/{QUARTER}.csv", f"{head}52,revised_end,,,{ends}\n")
    yield sdp("check", QUARTER)
    place.rewrite(RETURNS, {"52": {"activity": "500"}})
    place.write(
        f"data/corrections/{QUARTER}.csv",
        f"{head}52,revised_end,,2020-01-01,{ends}\n1,delivery,on_track,unlikely,{ends}\n"
        f"2,delivery,on_track,green,{ends}\n",
    )
    yield sdp("check", QUARTER)
    place.write(
        "data/received/log.csv", "quarter,file,received,rows,sha256,note\n2019-20-Q2,a.xlsx\n"
    )
    yield refused(lambda: read_log(Path("data")))


def odd_returns(place: Place) -> object:
    """Returns with something odd in each."""
    rows = Path(RETURNS).read_text(encoding="utf-8").splitlines()
    calm = {"delivery": "on_track", "progress": "All that was planned for this quarter was done.",
            "revised_end": "", "issues": "", "issue_other": "", "issue_detail": "",
            "mitigation": "", "boards_expected": "", "forward_plan_date": "",
            "submitted": "2019-09-03T10:14:00"}  # fmt: skip
    odd = (
        {"submitted": "2019-09-20T10:00:00"}, {"submitted": "2019-08-01T10:00:00"},
        {"submitted": ""}, {"delivery": ""}, {"delivery": "unlikely"},
        {"issues": "capacity"}, {"revised_end": "2020-12-31"}, {"issue_detail": "A long delay."},
        {"issue_other": "Capacity"}, {"go_live": "1919-01-01"}, {"revised_end": "2019-06-01"},
        {"consultation_start": "2019-10-01", "key_decision": "2019-09-20"},
        {"go_live": "2025-01-01"}, {"other_milestone": "2019-10-01", "other_milestone_name": ""},
        {"other_milestone": "", "other_milestone_name": "Opening"},
        {"boards_expected": "informal_governance"}, {"forward_plan_date": "2019-10-01"},
        {"boards_expected": "informal_governance", "forward_plan_date": "2019-09-01"},
        {"progress": ""}, {"progress": "Done."}, {"mitigation": "N/A"},
        {"progress": "Ask jo@example.org about the next steps."},
        {"progress": "The name of the place is \u13a0\u13a1."},
    )  # fmt: skip
    names = [row.partition(",")[0] for row in rows[1:] if row.partition(",")[0].isdigit()]
    cells = {
        name: calm | {"progress": f"{calm['progress']} {name}"} | one
        for name, one in zip(names, odd, strict=False)
    }
    for name in names[len(odd) : len(odd) + 2]:
        cells[name] = calm
    place.rewrite(RETURNS, cells)
    place.rewrite(PLAN, {
        "40": {"start": "1919-01-01"}, "41": {"end": "2018-01-01"}, "42": {"end": ""},
        "43": {"title": "Same"}, "44": {"title": "Same"},
    })  # fmt: skip
    yield sdp("check", QUARTER)
    before = Path("data/returns/2019-20-Q1.csv").read_bytes()
    place.write(RETURNS, before)
    yield sdp("check", QUARTER)
    place.restore()
    place.rewrite(PLAN, {"45": {"end": "2020-03-31"}})
    place.rewrite(RETURNS, {"45": {"delivery": "on_track", "revised_end": "2020-03-31"}})
    yield sdp("check", QUARTER)
    yield sdp("check", "2019-20-Q3")


def odd_quarters(place: Place) -> object:
    """Commentary, parameters and assurance with something odd in each."""
    folder = f"data/commentary/{QUARTER}"
    place.write(f"{folder}/outcome-8.md", "## delivery\nAll is well.\n")
    place.write(f"{folder}/outcome-1.md", "## delivery\n\n")
    place.write(f"{folder}/outcome-2.md", "## delivery\n82% are late.\n")
    place.write(f"{folder}/outcome-3.md", "## delivery\nRing 01622 694 000.\n")
    place.replace(ASKED, "opened: 2019-08-30, closed: 2019-09-13",
                  "opened: 2018-08-30, closed: 2019-12-13")  # fmt: skip
    place.replace("data/plans/2019-20/plan.yml", '"2019-20"\noutcomes', '"2018-19"\noutcomes')
    yield sdp("check", QUARTER)
    yield sdp("check", "2020-21-Q3")
    place.rewrite(NEW_PLAN, {"25": {"left_as": ""}})
    yield sdp("check", "2020-21-Q3")


def changed_plans(place: Place) -> object:
    """A plan that has changed since it was recorded."""
    for quarter in ("2019-20-Q1", QUARTER):
        contents = record_of(Path("data"), Path("params"), "2019-20", Period.parse(quarter))
        for path, content in contents.items():
            place.write(path.as_posix(), content)
    place.rewrite(PLAN, {"49": {"title": "Winter"}, "52": {"outcome": "1"},
                         "56": {"end": "2021-03-31"}})  # fmt: skip
    place.replace(COUNCIL, "label: On track,", "label: As planned,")
    yield sdp("check", QUARTER)
    for path in Path(f"data/plans/2019-20/recorded/{QUARTER}").glob("*"):
        place.remove(path.as_posix())
    Path(f"data/plans/2019-20/recorded/{QUARTER}").rmdir()
    with Path(PLAN).open(encoding="utf-8") as file:
        kept = [line for line in file if not line.startswith("60,")]
    place.write(PLAN, "".join(kept))
    for quarter in ("2019-20-Q1", QUARTER):
        text = Path(f"data/returns/{quarter}.csv").read_text(encoding="utf-8")
        lines = [line for line in text.splitlines(keepends=True) if not line.startswith("60,")]
        place.write(f"data/returns/{quarter}.csv", "".join(lines))
    yield sdp("check", QUARTER)


CASES: tuple[Case, ...] = (
    texts, yaml_files, settings, questions, another_format, pages, brands, headers, cells, ids,
    membership, reports,
    no_returns, corrections, odd_returns, odd_quarters, changed_plans,
)  # fmt: skip
