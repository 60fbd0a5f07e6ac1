"""Exports as Microsoft Forms writes them, with the oddities of real ones, and their ingestion."""

import csv
import io
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
from openpyxl.cell import Cell
from support import LEFT_OUT, QUARTER, ROOT, read_csv

from sdp_lib.cli.ingest import ingest
from sdp_lib.inputs.council import Council, Item, read_council
from sdp_lib.inputs.returns import date_columns

Row = dict[str, object]
QUESTIONS = {column: question for question, column in read_council(ROOT / "params").form.items()}


@dataclass(frozen=True)
class Quirks:
    """Oddities of an export; by default it has none."""

    first_id: int = 7
    last_modified: bool = False
    heading: Callable[[str], str] = str
    date: Callable[[date], object] = field(
        default=lambda day: datetime(day.year, day.month, day.day)
    )
    moment: Callable[[datetime], object] = field(default=lambda moment: moment)
    activity: Callable[[str, str], object] = field(default=lambda one, title: f"{one}. {title}")
    choices: Callable[[Sequence[str]], str] = field(
        default=lambda labels: "".join(f"{label};" for label in labels)
    )
    text: Callable[[str], str] = str
    blank_rows_after: int = 0
    blank_row_between: bool = False
    second_sheet: bool = False


PLAIN = Quirks()


def rows_from_returns(
    returns: Path, activities: Path, council: Council, quirks: Quirks = PLAIN
) -> list[Row]:
    """Return the rows, by question, of the export that gives a returns file."""
    titles = {one["id"]: one["title"] for one in read_csv(activities)}
    rows = []
    for number, answer in enumerate(read_csv(returns)):
        moment = datetime.fromisoformat(answer["submitted"])
        row = _metadata(quirks.first_id + number, moment, quirks)
        for column, value in answer.items():
            if column == "activity":
                row[QUESTIONS[column]] = quirks.activity(value, titles[value])
            elif column != "submitted":
                row[QUESTIONS[column]] = _as_answered(column, value, council, quirks)
        rows.append(row)
    return rows


def _metadata(number: int, moment: datetime, quirks: Quirks) -> Row:
    row: Row = {
        "ID": number,
        "Start time": quirks.moment(moment - timedelta(minutes=11)),
        "Completion time": quirks.moment(moment),
        "Email": f"lead.officer{number}@example.org",
        "Name": f"Zebedee Quillfeather-{number}",
    }
    return row | ({"Last modified time": None} if quirks.last_modified else {})


def _as_answered(column: str, value: str, council: Council, quirks: Quirks) -> object:
    lists: dict[str, Sequence[Item]] = {
        "issues": council.issues,
        "mitigation_themes": council.mitigations,
        "boards_reported": council.boards,
        "boards_expected": council.boards,
        "risk_registers": council.registers,
    }
    if not value:
        return None
    if column in date_columns(council):
        return quirks.date(date.fromisoformat(value))
    if column == "delivery":
        return next(status.answer for status in council.statuses if status.id == value)
    if column in lists:
        labels = {item.id: item.label for item in lists[column]}
        return quirks.choices([labels[one] for one in value.split(";")])
    return quirks.text(value)


def write_xlsx(path: Path, rows: Sequence[Mapping[str, object]], quirks: Quirks = PLAIN) -> Path:
    """Write rows as a workbook, with the keys of the first row as its header."""
    path.parent.mkdir(parents=True, exist_ok=True)
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Sheet1"
    for number, values in enumerate(_grid(rows, quirks), 1):
        for position, value in enumerate(values, 1):
            if value is not None:
                _fill(sheet.cell(number, position), value)
    for number in range(quirks.blank_rows_after):
        sheet.cell(len(rows) + 3 + number, 1).value = " " if number % 2 else ""
    if quirks.second_sheet:
        workbook.create_sheet("Notes").append(["Activity", "not to be read"])
    workbook.save(path)
    return path


def _fill(cell: Cell, value: object) -> None:
    cell.value = value
    if isinstance(value, str) and value.startswith("="):
        cell.data_type = (
            "s"  # the form writes what was typed as text; openpyxl makes a formula of it
        )


def write_csv(
    path: Path,
    rows: Sequence[Mapping[str, object]],
    quirks: Quirks = PLAIN,
    *,
    encoding: str = "utf-8-sig",
    delimiter: str = ",",
) -> Path:
    """Write rows as Excel saves an export as CSV."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(_grid(rows, quirks))
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def _grid(rows: Sequence[Mapping[str, object]], quirks: Quirks) -> Iterable[list[object]]:
    keys = list(rows[0])
    yield [quirks.heading(key) for key in keys]
    for number, row in enumerate(rows):
        if quirks.blank_row_between and number == 1:
            yield [None] * len(keys)
        yield [row.get(key) for key in keys]


@dataclass(frozen=True)
class Desk:
    """A folder with the project's data, for exports of the sample quarter.

    Paths are relative, so that messages are the same everywhere: the current folder must be `root`.
    """

    root: Path

    @property
    def returns(self) -> Path:
        """The returns of the sample quarter."""
        return self.root / "data" / "returns" / f"{QUARTER}.csv"

    @property
    def log(self) -> str:
        """The log of what was received."""
        return (self.root / "data" / "received" / "log.csv").read_text(encoding="utf-8")

    @property
    def received(self) -> list[str]:
        """The names of the originals that are kept."""
        folder = self.root / "data" / "received" / QUARTER
        return sorted(path.name for path in folder.glob("*"))

    def rows(self, quirks: Quirks = PLAIN) -> list[Row]:
        """Return the rows of the export that gives the sample quarter's returns."""
        council = read_council(ROOT / "params")
        activities = ROOT / "data" / "plans" / "2019-20" / "activities.csv"
        return rows_from_returns(
            ROOT / "data" / "returns" / f"{QUARTER}.csv", activities, council, quirks
        )

    def write(self, rows: Sequence[Row], quirks: Quirks = PLAIN, name: str = "in.xlsx") -> Path:
        """Write an export, and return its path as the command gets it."""
        write_xlsx(self.root / name, rows, quirks)
        return Path(name)

    def ingest(self, file: Path, *, dry_run: bool = False, as_json: bool = False) -> None:
        """Ingest an export, as `sdp ingest` does."""
        ingest(file, QUARTER, dry_run, as_json=as_json)


def set_up_desk(root: Path, *, with_returns: bool) -> Desk:
    """Copy the data and parameters of the project, with an empty log, into a folder."""
    for part in ("data", "params"):
        shutil.copytree(ROOT / part, root / part, ignore=LEFT_OUT)
    (root / "data" / "received").mkdir()
    header = "quarter,file,received,rows,sha256,note\n"
    (root / "data" / "received" / "log.csv").write_text(header, encoding="utf-8")
    params = root / "params" / f"{QUARTER}.yml"  # answers still come in, so it is a draft
    text = params.read_text(encoding="utf-8").replace("state: final", "state: draft")
    params.write_text(text, encoding="utf-8")
    desk = Desk(root)
    if not with_returns:
        desk.returns.unlink()
    return desk


def changed_rows(desk: Desk) -> list[Row]:
    """Return the rows of an export that changes one answer."""
    rows = desk.rows()
    rows[0]["Progress description"] = "Changed since."
    return rows
