"""Cases of problems with how a command was called."""

import sys
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

from support import QUARTER

import sdp_lib.cli.lab  # noqa: F401 - the module, of which the package has only the command
from problem_cases.place import Case, Place, refused, sdp
from sdp_lib.cli.options import of_system
from sdp_lib.collect import new_quarter, write_files
from sdp_lib.collect.ingest import _check_unchanged
from sdp_lib.collect.new_notebook import prepare_notebook
from sdp_lib.inputs.folders import find_folder
from sdp_lib.inputs.input_files import Sources
from sdp_lib.periods import Period
from sdp_lib.pipeline.render import _no_quarto

SOURCES = Sources(Path(), Path("data"), Path("params"), Path("notebooks"))
lab_command = sys.modules["sdp_lib.cli.lab"]
CORRECT = ("correct", QUARTER, "--activity", "52", "--column", "progress", "--new", "Objections.",
           "--reason", "As the lead officer asked", "--by", "Senior Analyst",
           "--on", "2019-10-01")  # fmt: skip


def corrected(**changes: str) -> list[str]:
    """Run `sdp correct` with some options changed."""
    words = [*CORRECT]
    for option, value in changes.items():
        words[words.index(f"--{option}") + 1] = value
    return sdp(*words)


def outside(_: Place) -> object:
    """A folder that is not a project."""
    with mock.patch.object(Path, "cwd", lambda: Path("elsewhere")), \
            mock.patch.object(Path, "is_dir", lambda _: False):  # fmt: skip
        return refused(lambda: lab_command.lab(SimpleNamespace()))


def without_jupyterlab(_: Place) -> object:
    """A Python without JupyterLab."""
    with mock.patch.object(lab_command, "find_spec", lambda _: None), \
            mock.patch.object(lab_command.sys, "executable", ".venv/bin/python"):  # fmt: skip
        return refused(lambda: lab_command.lab(SimpleNamespace()))


def calls(_: Place) -> object:
    """Malformed commands, and options that contradict each other."""
    report = ("report", QUARTER, "--isolation", "kernel", "--renderer", "embedded")
    yield sdp("report", QUARTER, "--format", "html")
    yield sdp("status", "2019-21-Q2")
    yield sdp("report", QUARTER, "--isolation", "kernel", "--json", "--watch")
    yield sdp(*report, "-p", "outcome")
    yield sdp("form", QUARTER, "--to", "form.xls")
    yield sdp("verify")
    yield sdp("withdraw", QUARTER, "--version", "1", "--note", " ", "--to", "site")
    yield sdp("withdraw", QUARTER, "--version", "1", "--note", "An error", "--to", "site", "--on",
              "11/10/2019")  # fmt: skip
    yield sdp("diff", "2019-20-Q4", QUARTER)
    yield sdp(*report, "--formats", "html,word")
    yield sdp("report", QUARTER, "--isolation", "kernel", "--renderer", "latex")
    yield refused(lambda: _raise(_no_quarto([])))
    yield sdp(*report, "--only", "outcome-9")
    yield sdp(*report, "-p", "quarter=2019-20-Q1")
    yield sdp(*report, "-p", "detial=summary")
    yield sdp(*report, "-p", "outcome=9")
    yield of_system(PermissionError(13, "Permission denied", "outputs/2019-20-Q2"))
    yield sdp("explain", "SDP-120x")
    yield refused(lambda: find_folder("date"))


def _raise(error: Exception) -> None:
    raise error


def corrections(_: Place) -> object:
    """Corrections that are refused."""
    yield corrected(activity="999")
    yield corrected(column="title")
    yield corrected(by=" ")
    yield corrected(reason="Ask jo@example.org")
    yield corrected(column="revised_end", new="2021-04-01")


def a_full_disk(_: Place) -> object:
    """A correction that cannot be written."""
    full = OSError(28, "No space left on device", "data/corrections")
    with mock.patch.object(write_files, "write_together", side_effect=full):
        return corrected()


def new_notebooks(place: Place) -> object:
    """Notebooks that cannot be made."""
    for name in ("My report", "con", "council"):
        yield refused(lambda name=name: prepare_notebook(name, "council", SOURCES))
    place.write("notebooks/themes.ipynb", "{}")
    yield sdp("new-notebook", "themes")
    lines = Path("data/plans/2020-23/activities.csv").read_text(encoding="utf-8").splitlines()
    place.write("data/plans/2020-23/activities.csv", f"{lines[0]}\n")
    yield sdp("new-notebook", "by-activity", "--each", "activity")


def no_quarter_yet(place: Place) -> object:
    """A project without a quarter."""
    for file in Path("params").glob("2*.yml"):
        place.remove(file.as_posix())
    yield sdp("new-notebook", "themes")
    yield refused(lambda: new_quarter._read_last(Period.parse("2021-22-Q1"), SOURCES))


def new_quarters(place: Place) -> object:
    """Quarters that cannot begin."""
    place.replace("data/plans/2020-23/plan.yml", '"2021-22"', '"2031-32"')
    for quarter in ("2020-21-Q4",):
        text = Path("params/2020-21-Q3.yml").read_text(encoding="utf-8")
        place.write(f"params/{quarter}.yml", text.replace("2020-21-Q3", quarter))
        returns = Path("data/returns/2020-21-Q3.csv").read_bytes()
        place.write(f"data/returns/{quarter}.csv", returns)
    yield sdp("new", "2021-22-Q1")


def ingesting(place: Place) -> object:
    """A folder without forms, and a file that changes while it is read."""
    yield sdp("ingest", "notebooks", "--quarter", QUARTER)
    file = place.write("in.csv", "changed")
    request = SimpleNamespace(file=file)
    work = SimpleNamespace(request=request, writes=(), digests={file: "another"})
    yield refused(lambda: _check_unchanged(work, {}))


def no_activities(place: Place) -> object:
    """A form about a plan without activities."""
    lines = Path("data/plans/2019-20/activities.csv").read_text(encoding="utf-8").splitlines()
    place.write("data/plans/2019-20/activities.csv", f"{lines[0]}\n")
    place.write("data/assurance/2019-20.csv",
                "activity,source,reference,title,due_quarter,opinion,note\n")  # fmt: skip
    return sdp("form", QUARTER)


def new_projects(place: Place) -> object:
    """Projects that cannot be made."""
    yield sdp("init", "params")
    yield sdp("init", "board", "--name", "Harbour\nLights")
    yield sdp("init", "board", "--year-starts", "Brumaire")


CASES: tuple[Case, ...] = (
    outside, without_jupyterlab, calls, corrections, a_full_disk, new_notebooks, no_quarter_yet,
    new_quarters, ingesting, no_activities, new_projects,
)  # fmt: skip
