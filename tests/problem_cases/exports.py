"""Cases of problems with exports and forms that `sdp ingest` reads."""

import hashlib
import zipfile
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import openpyxl
from form_cases import HEADER, answer, delimited, grid, xlsx
from forms_export import QUESTIONS
from raw_workbook import DAY, OWN, Number, Raw, sheet, styles, write_workbook
from support import QUARTER

from problem_cases.place import Case, Place, refused, sdp
from sdp_lib.inputs.forms import archive

OLD = bytes.fromhex("d0cf11e0a1b11ae1")


def ingested(name: str) -> list[str]:
    """Import a file without writing anything."""
    return sdp("ingest", name, "--quarter", QUARTER, "--dry-run")


def export(*rows: dict, **options: object) -> list[str]:
    """Import a workbook with these rows."""
    file = xlsx(*rows, **options)(Path())
    try:
        return ingested(file.as_posix())
    finally:
        file.unlink()


def csv_export(*rows: dict, **options: object) -> list[str]:
    """Import a CSV file with these rows."""
    file = delimited(*rows, **options)(Path())
    try:
        return ingested(file.as_posix())
    finally:
        file.unlink()


def written(place: Place, name: str, content: str | bytes) -> list[str]:
    """Import a file with this content."""
    place.write(name, content)
    return ingested(name)


def not_exports(place: Place) -> object:
    """Files that are not exports."""
    yield written(place, "in.pdf", b"%PDF")
    yield written(place, "in.xlsx", b"PK\x03\x04")
    yield written(place, "in.xlsx", OLD)
    yield written(place, "in.xlsx", b"Activity,Progress\n")
    yield written(place, "in.csv", b"\x00\x81\xff")
    yield written(place, "in.csv", ",".join(HEADER) + '\n"1,2\n')
    yield written(place, "in.csv", "Colour,Number\nred,1\n")
    yield written(place, "in.csv", ",".join(HEADER) + "\n")


def archives(place: Place) -> object:
    """Workbooks that could stop a computer."""
    with mock.patch.object(archive, "MOST_MEMBERS", 2):
        yield export(answer())
    yield str(archive._too_much("in.xlsx", "160,000,000 bytes", archive.LARGEST_FILE))
    locked = SimpleNamespace(flag_bits=1, file_size=0)
    yield refused(lambda: archive._check_members("in.xlsx", [locked]))
    with zipfile.ZipFile("in.xlsx", "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/worksheets/sheet1.xml", b" " * 30_000_000)
    yield ingested("in.xlsx")
    with zipfile.ZipFile("in.xlsx", "w") as file:
        file.writestr("xl/worksheets/sheet1.xml", "<!DOCTYPE a>")
    yield ingested("in.xlsx")
    place.before[Path("in.xlsx")] = None
    real = Raw('<c r="ZZ2" t="inlineStr"><is><t>x</t></is></c>')
    header, row = grid([answer()])
    write_workbook(Path("in.xlsx"), {"Sheet1": sheet([header, [*row, real]])})
    yield ingested("in.xlsx")


def headers(place: Place) -> object:
    """Headers that do not fit."""
    odd = [*HEADER[:-1], "Risk register", QUESTIONS["progress"]]
    yield csv_export(answer() | {"Completion time": "2019-09-03 10:14"}, header=odd)
    heading, row = grid([answer()])
    place.before[Path("in.xlsx")] = None
    write_workbook(Path("in.xlsx"), {"Sheet1": sheet([heading, [*row, "x"]])})
    yield ingested("in.xlsx")
    latin = answer(progress="Caf\u00e9") | {"Completion time": "2019-09-03 10:14"}
    yield csv_export(latin, encoding="cp1252")


def times(place: Place) -> object:
    """Completion times that can be read in several ways."""
    place.replace(f"params/{QUARTER}.yml", "opened: 2019-08-30, closed: 2019-09-13",
                  "opened: 2019-09-01, closed: 2019-10-31")  # fmt: skip
    yield csv_export(answer() | {"Completion time": "9/10/2019 10:14"})
    place.restore()
    dated = answer(go_live="10/11/2019") | {"Completion time": "9/3/19 10:14:23"}
    yield csv_export(dated)
    yield export(answer(), answer("46") | {"Completion time": "9/13/19 10:14:23"})


def windows(place: Place) -> object:
    """Answers from days on which the form was closed."""
    yield csv_export(answer() | {"Completion time": "2019-12-03 10:14"})
    yield csv_export(answer() | {"Completion time": "2018-12-03 10:14"})
    yield csv_export(
        answer() | {"Completion time": "2019-09-03 10:14"},
        answer() | {"Completion time": "2019-09-04 10:14"},
        answer("") | {"Completion time": "2019-09-04 10:14"},
        answer("46", delivery="") | {"Completion time": "2019-09-04 10:14"},
    )


def cells(_: Place) -> object:
    """Cells that do not answer their question."""
    rows = Path("data/plans/2019-20/activities.csv").read_text(encoding="utf-8").splitlines()
    title = next(row.split(",")[1] for row in rows if row.startswith("49,"))
    yield export(
        answer("999"), answer("45. " + "Home to Decide"), answer(f"46. {title}"),
        answer("47", delivery=Raw('<c r="PLACE" t="e"><v>#N/A</v></c>')),
        answer("48", delivery="Maybe", issues="Capacity;Capacity;"),
        answer("49", go_live="soon"), answer("50", go_live=Number(43768.5, DAY)),
        answer("51") | {"Completion time": "yesterday"}, answer("52", mitigation="N/A"),
        answer("53", progress="x" * 10_001),
        answer("54", progress=Raw('<c r="PLACE"><f>1+1</f></c>')),
        answer("55", progress=Number(43769, DAY)), answer("56", progress=Number(1.5, OWN)),
        answer("57", progress="It\u00e2\u20ac\u2122s done"), answer("58", progress="\uf0fc done"),
        answer("59", progress="Ask jo@example.org"),
        answer("60", progress="Zebedee Quillfeather leads."),
        answer("61", progress="Zebedee will report."),
        answer("62", progress="Call 01622 694000"),
        parts={"xl/styles.xml": styles("# ?/?")},
    )  # fmt: skip
    partly = {"xl/styles.xml": styles("mmm-yy")}
    yield export(answer(go_live=Number(43739, OWN)), parts=partly)


def forms(place: Place) -> object:
    """Return forms with mistakes."""
    place.before[Path("form.xlsx")] = None
    sdp("form", QUARTER, "--to", "form.xlsx")
    yield ingested("form.xlsx")
    yield sdp("ingest", "form.xlsx", "--quarter", "2019-20-Q3", "--dry-run")
    workbook = openpyxl.load_workbook("form.xlsx")
    filled = workbook.worksheets[1]
    places = {cell.value: cell.column for cell in filled[4]}
    completed, tick = places["Completed on"], places["Issues: Capacity"]
    progress = places[QUESTIONS["progress"]]
    filled.cell(5, progress).value = "No day was given."
    filled.cell(6, completed).value = datetime(2018, 9, 4)
    filled.cell(6, tick).value = "Perhaps"
    workbook.save("form.xlsx")
    yield ingested("form.xlsx")


def again(place: Place) -> object:
    """An export for a final quarter, and one with an erased answer."""
    erased = "sha256:" + hashlib.sha256(b"Changed.").hexdigest()
    place.write(
        f"data/corrections/{QUARTER}.csv",
        "activity,column,old,new,reason,by,on\n"
        f"52,progress,{erased},,As asked,Senior Analyst,2019-10-01\n",
    )
    place.rewrite(f"data/returns/{QUARTER}.csv", {"52": {"progress": ""}})
    yield csv_export(answer("52", progress="Changed.") | {"Completion time": "2019-09-03 10:14"})


CASES: tuple[Case, ...] = (
    not_exports, archives, headers, times, windows, cells, forms, again,
)  # fmt: skip
