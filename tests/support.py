"""Helpers of several tests: a project to change, the real command, and pages as read."""

import csv
import hashlib
import io
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

import nbformat
import yaml
from bs4 import BeautifulSoup, Tag
from nbformat import NotebookNode
from nbformat.v4 import new_output

from sdp_lib.ledger import PageFrame
from sdp_lib.periods import Period
from sdp_lib.presentation.fragments import MARKED, in_notebook

ROOT = Path(__file__).resolve().parents[1]
QUARTER = "2019-20-Q2"
# How many times as many random trials as usual.
TRIALS = int(os.environ.get("SDP_TRIALS", "1"))
# The reports of the build that tests share: a page at the root, and one in a folder.
ONLY = ("--only", "outcome-3", "--only", "scorecard-52")
READ = ("data", "params", "notebooks", "_quarto.yml", "_brand.yml")
THEME = "sdp_lib/presentation/theme"
LIBRARY = "sdp_lib"
# Without records, so that a change of the plan has an effect. The library comes with Python's
# caches, so that no copy is compiled, but without those that another process is just writing.
LEFT_OUT = shutil.ignore_patterns("generator", "received", "recorded", ".*", "*.pyc.*")
COMMAND = shutil.which("sdp", path=str(Path(sys.executable).parent)) or "sdp"


@dataclass(frozen=True)
class Project:
    """A copy of the project in a folder of its own."""

    root: Path

    @property
    def output(self) -> Path:
        """The folder of a build of the sample quarter."""
        return self.root / "outputs" / QUARTER

    @property
    def site(self) -> Path:
        """The pages of the sample quarter."""
        return self.output / "site"

    def sdp(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run the installed command in the project's folder."""
        return subprocess.run(
            [COMMAND, *arguments],
            cwd=self.root,
            env=os.environ | environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    def report(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Build the sample quarter with the embedded renderer."""
        return self.sdp("report", QUARTER, "--renderer", "embedded", *arguments, **environment)

    def replace(self, path: str, old: str, new: str) -> None:
        """Replace a text in a file, which must contain it."""
        file = self.root / path
        text = file.read_text(encoding="utf-8")
        assert old in text, f"{path} does not hold {old!r}"
        write_at_once(file, text.replace(old, new))

    def rewrite(self, path: str, change: Callable[[dict[str, str]], dict[str, str]]) -> None:
        """Give each row of a CSV file the cells that `change` returns for it."""
        file = self.root / path
        write_rows(file, [row | change(row) for row in read_csv(file)])


def write_at_once(file: Path, text: str) -> None:
    """Write a file so that a reader sees either the old text or the new one."""
    written = file.with_name(f".{file.name}")
    written.write_text(text, encoding="utf-8", newline="")
    written.replace(file)


def write_rows(file: Path, rows: Sequence[dict[str, str]]) -> None:
    """Write rows as a CSV file."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    write_at_once(file, text.getvalue())


def copy_project(root: Path, *, library: bool = True) -> Project:
    """Copy the inputs of a build into a folder.

    A notebook imports the library from the folder that it runs in, so the library comes along.
    `library=False` leaves all but the theme behind, where no notebook is run.
    """
    for part in (*READ, LIBRARY if library else THEME):
        target = root / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, target, ignore=LEFT_OUT)
        else:
            shutil.copyfile(ROOT / part, target)
    return Project(root)


SIX = ("1", "2", "30", "31", "52", "60")  # two activities of each outcome


def small_project(root: Path) -> Project:
    """Copy the project with a plan of six activities, for trials that build it again and again."""
    project = copy_project(root)
    tables = ("plans/2019-20/activities", "returns/2019-20-Q1", f"returns/{QUARTER}",
              "assurance/2019-20")  # fmt: skip
    for name in tables:
        file = root / "data" / f"{name}.csv"
        write_rows(file, [row for row in read_csv(file) if next(iter(row.values())) in SIX])
    return project


PATIENCE = 600  # seconds after which a test gives up: only a failure takes so long


def wait_until(reached: Callable[[], object]) -> None:
    """Wait until a condition holds, however busy the machine is."""
    end = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)


@contextmanager
def read_meanwhile(look: Callable[[], Iterable[str]]) -> Iterator[list[str]]:
    """Read a site repeatedly during the block; yield everything that was missing at any time."""
    wrong: list[str] = []
    done = Event()

    def read() -> None:
        while not done.wait(0.05):
            try:
                wrong.extend(look())
            except OSError as error:
                wrong.append(str(error))

    reader = Thread(target=read)
    reader.start()
    try:
        yield wrong
    finally:
        done.set()
        reader.join()


def seeds(few: Sequence[int], *, many: int) -> Sequence[int]:
    """Return the seeds of trials: a few that try different things, or all of the long trials."""
    return few if TRIALS == 1 else range(many * TRIALS // 10)


def marked(mark: str) -> list[str]:
    """Return the processes that were started with a mark in their environment."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it ended meanwhile, or is somebody else's
            if mark.encode() in (process / "environ").read_bytes():
                found.append(process.name)
    return found


def fingerprint(folder: Path) -> dict[str, str]:
    """Return each file below a folder with the digest of its bytes, except Python's caches."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def read_csv(path: Path) -> list[dict[str, str]]:
    """Read a CSV file as a list of rows."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def soup(path: Path) -> BeautifulSoup:
    """Parse a page."""
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def words(element: Tag | BeautifulSoup) -> str:
    """Return the text of an element with its white space folded."""
    return fold(element.get_text(" "))


def frame(**changes) -> PageFrame:
    """The text around a page."""
    words = dict.fromkeys(PageFrame.model_fields, "x")
    numbers = {"activities": 0, "received": 0, "statuses": (), "notices": (), "parent": None}
    numbers |= {"place": (2, 4), "headings": {}}
    people = {"contact": {"name": "n", "email": "e"}, "licence": {"name": "n", "url": "u"}}
    return PageFrame(**words | numbers | people | changes)


def fold(text: str) -> str:
    """Fold white space."""
    return " ".join(text.split())


def code(notebook: NotebookNode) -> Iterable[NotebookNode]:
    """Return a notebook's code cells."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def read_notebook(path: Path) -> NotebookNode:
    """Read a notebook."""
    return nbformat.read(path, as_version=4)


def notebooks_of_reports() -> list[Path]:
    """Return the notebooks that the parameters of some quarter name as reports."""
    asked = [report["notebook"] for name in quarters_with_parameters()
             for report in settings(name)["reports"]]  # fmt: skip
    return [ROOT / "notebooks" / f"{name}.ipynb" for name in sorted(set(asked))]


def quarters_with_parameters() -> list[str]:
    """Return every quarter that reports can be made for."""
    return sorted(path.stem for path in (ROOT / "params").glob("20*.yml"))


def settings(quarter: str) -> dict[str, object]:
    """Return a quarter's parameters, read without the library."""
    return yaml.safe_load((ROOT / "params" / f"{quarter}.yml").read_text(encoding="utf-8"))


def quarter_before(quarter: str) -> str | None:
    """Return the quarter before, if it has the same plan."""
    before = str(Period.parse(quarter).previous())
    known = before in quarters_with_parameters()
    return before if known and settings(before)["plan"] == settings(quarter)["plan"] else None


def outcomes_of(quarter: str) -> list[str]:
    """Return the outcomes of a quarter's plan."""
    path = ROOT / "data" / "plans" / str(settings(quarter)["plan"]) / "plan.yml"
    return [
        outcome["id"] for outcome in yaml.safe_load(path.read_text(encoding="utf-8"))["outcomes"]
    ]


def fragment_output(html: str) -> NotebookNode:
    """Make the output that a fragment of the library leaves in a notebook."""
    return new_output("display_data", in_notebook(html), metadata=dict(MARKED))
