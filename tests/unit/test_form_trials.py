"""Exports and data files, changed at random: read as they are or refused, never silently wrong.

An oracle of its own, which shares no code with the library, reads what was put in and compares it
with what came out.
"""

import csv
import io
import random
import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from form_cases import HEADER, at, grid
from openpyxl.utils import column_index_from_string
from raw_workbook import sheet, write_workbook
from support import QUARTER, ROOT, TRIALS, read_csv

from sdp_lib.errors import InputError
from sdp_lib.inputs.corrections import COLUMNS as CORRECTED
from sdp_lib.inputs.corrections import read_corrections
from sdp_lib.inputs.csv_file import read_rows
from sdp_lib.inputs.forms.export import read_export
from sdp_lib.inputs.forms.findings import Findings
from sdp_lib.inputs.forms.form import Form, read_form
from sdp_lib.inputs.forms.received import read_log
from sdp_lib.inputs.returns import columns, read_as_text
from sdp_lib.inputs.yaml_file import read_yaml
from sdp_lib.periods import Period

NOW = Period.parse(QUARTER)
AT_ONCE = 50  # of each kind, ten times in `make test` and a hundred times in `make test-long`
SEEDS = range(10 * TRIALS)
PIECES = [
    '"',
    ",",
    ";",
    "\r",
    "\n",
    "\r\n",
    "\t",
    "\0",
    "\x0b",
    "\x07",
    "\ufeff",
    "\u2028",
    "\u202e",
    "\u200b",
    "\u00a0",
    "\uf0b7",
    "\ufffd",
    "=",
    "'",
    "-",
    "/",
    ".",
    "0",
    "5",
    "45",
    "é",
    "e\u0301",
    "🙂",
    "<",
    "&",
    "_x000D_",
    "N/A",
    "@",
    " ",
    "#REF!",
    "Â£",
    ":",
]
TEXTS = (
    "Progress description",
    "Other issue",
    "Issue detail",
    "Mitigating actions or escalations",
    "Other milestone name",
)
DATES = ("Go Live date", "Revised end date")
MORE = ("%m/%d/%Y", "%d/%m/%y", "%m/%d/%y", "%Y/%m/%d")  # of times alone
STATUSES = {"yes, it is on track": "on_track", "it requires remedial action": "remedial"}
ISSUES = {
    "capacity": "capacity",
    "financial": "financial",
    "delivery environment": "delivery_environment",
}
ROWS = [
    at("2019-09-03 10:14:23", "45", progress="Met the board, and moved on.", go_live="2019-10-31"),
    at(
        "2019-09-04 11:00:00",
        "46. Local Care",
        progress="Two\nlines; £5m",
        issues="Capacity;Financial;",
    ),
    at("2019-09-05 09:30:10", "52", mitigation="A second survey.", revised_end="31/10/2020"),
    at(
        "2019-09-13 17:59:59",
        "60",
        issue_detail="It’s late",
        issue_other="Weather",
        issues="Capacity;",
    ),
]


def changed(text: str, chance: random.Random) -> str:
    """Return a text with one to three changes: something inserted, removed, doubled or moved."""
    for _ in range(chance.randint(1, 3)):
        first = chance.randrange(len(text) + 1)
        last = min(len(text), first + chance.randint(0, 12))
        part = text[first:last]
        put = chance.choice(
            [chance.choice(PIECES), chance.choice(PIECES) * 2, "", part * 2, part[::-1]]
        )
        text = text[:first] + put + text[last if chance.random() < 0.5 else first :]
    return text


def seen(text: str) -> str:
    """Return a text as a reader sees it: no invisible characters, uniform line ends."""
    text = re.sub("\r\n|[\r\x0b\x0c\x85\u2028\u2029]", "\n", text)
    text = text.replace("\uf0b7\t", "• ").replace("\uf0b7", "•")
    kept = (one for one in text if one in "\n\t" or unicodedata.category(one)[0] != "C")
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", seen(text)).replace("’", "'").casefold().split())


def is_kept(question: str, put_in: str, came_out: str) -> bool:
    """Return whether an answer was read as it was written."""
    if question in TEXTS:
        return seen(put_in) == seen(came_out)
    if not folded(put_in):
        return came_out == ""
    if question == "Completion time":
        return same_moment(folded(put_in), came_out)
    if question in DATES:
        return same_date(folded(put_in).removesuffix(" 00:00:00"), came_out)
    if question == "Is the activity on track?":
        return STATUSES.get(folded(put_in)) == came_out
    if question == "Issues":
        chosen = [one for each in put_in.split(";") if (one := folded(each))]
        return ";".join(ISSUES.get(one, "?") for one in chosen) == came_out
    return True


def same_moment(put_in: str, came_out: str) -> bool:
    match = re.fullmatch(r"(\S+)[ t](\d+:\d\d(?::\d\d(?:\.\d+)?)?)( ?[ap]m)?", put_in)
    return bool(match) and same_date(match[1], came_out[:10], short=True)


def same_date(put_in: str, came_out: str, *, short: bool = False) -> bool:
    for form in (
        "%Y-%m-%d",
        "%d/%m/%Y",
        "%d %B %Y",
        "%d %b %Y",
        *(["%m/%d/%Y", "%d/%m/%y", "%m/%d/%y", "%Y/%m/%d"] if short else []),
    ):
        try:
            if datetime.strptime(put_in, form).date() == date.fromisoformat(came_out):
                return True
        except ValueError:
            continue
    return False


def compared(table: list[list[str]], path: Path, form: Form) -> bool:
    """Read an export, compare the result with its content, and return whether it was accepted."""
    findings = Findings()
    try:
        export = read_export(path, form, findings)
    except InputError as error:
        assert error.problems
        return False
    if findings.errors:
        return False
    reported = {
        (int(match[1]), match[2])
        for one in findings.found
        if (match := re.search(r"row (\d+), column [A-Z]+ \((.*?)\)", one.problem.where))
    }
    header = [folded(one) for one in table[0]]
    by_row = {answer.row: answer for answer in export.answers.values()}
    for number, row in enumerate(table[1:], 2):
        cells = dict(zip(header, row, strict=False))
        if not any(folded(one) for one in row):
            continue
        one = by_row.get(number)
        assert one or (number, "Activity") in reported, f"row {number} is gone"
        if one is None:
            continue
        assert re.match(rf"{re.escape(one.activity)}(\.|$)", seen(cells["activity"])), cells[
            "activity"
        ]
        for question in (*TEXTS, *DATES, "Completion time", "Is the activity on track?", "Issues"):
            column = next(name for name, text in form.questions.items() if text == question)
            came_out = one.values[form.columns.index(column)]
            put_in = cells.get(folded(question), "")
            assert (number, question) in reported or is_kept(question, put_in, came_out), (
                question,
                put_in,
                came_out,
            )
    return True


@pytest.fixture(scope="module")
def form() -> Form:
    return read_form(ROOT / "data", ROOT / "params", NOW)


def exported(folder: Path, chance: random.Random) -> tuple[list[list[str]], Path]:
    """Write an export that was changed as text, and return it as the csv module reads it."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(
        [row.get(name) for name in HEADER]
        for row in [dict(zip(HEADER, HEADER, strict=True)), *ROWS]
    )
    start = chance.choice([0, text.getvalue().index("\r\n")])
    whole = text.getvalue()
    path = folder / "in.csv"
    path.write_bytes((whole[:start] + changed(whole[start:], chance)).encode("utf-8", "replace"))
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file)), path


def as_sheet(folder: Path, chance: random.Random) -> tuple[list[list[str]], Path]:
    """Write a workbook whose cells were changed, and return their values."""
    rows = grid(ROWS)
    for _ in range(chance.randint(1, 4)):
        row = chance.choice(rows[1:])
        place = chance.randrange(2, len(row))
        text = row[place] if isinstance(row[place], str) else ""
        row[place] = changed(text, chance)
    plain = [["" if one is None else str(one) for one in row] for row in rows]
    made = sheet([[as_office(one) if isinstance(one, str) else one for one in row] for row in rows])
    return plain, write_workbook(folder / "in.xlsx", {"Sheet1": made})


def as_office(text: str) -> str:
    """Escape characters that XML cannot contain, and text that looks escaped, as Office does."""
    text = text.replace("_x", "_x005F_x")
    return re.sub("[\x00-\x08\x0b-\x1f\ufffe\uffff]", lambda one: f"_x{ord(one[0]):04X}_", text)


def cells_of(tree: ElementTree.Element) -> dict[int, dict[int, str]]:
    """Return the texts of a sheet by row and position."""
    table: dict[int, dict[int, str]] = {}
    number = 0
    for row in tree.iterfind(".//{*}row"):
        number, place = int(row.get("r", number + 1)), 0
        for element in row.iterfind("{*}c"):
            letters = re.match("[A-Za-z]+", element.get("r", ""))
            place = column_index_from_string(letters[0]) if letters else place + 1
            texts = [*element.iterfind("{*}v")][-1:]
            if element.get("t") == "inlineStr":
                texts = [*element.iterfind("{*}is/{*}t"), *element.iterfind("{*}is/{*}r/{*}t")]
            table.setdefault(number, {})[place - 1] = "".join(text.text or "" for text in texts)
    return table


def as_xml(folder: Path, chance: random.Random) -> tuple[list[list[str]], Path]:
    """Write a workbook whose sheet was changed as XML, and return it as another parser reads it."""
    made = changed(sheet(grid(ROWS)), chance)
    path = write_workbook(folder / "in.xlsx", {"Sheet1": made})
    whole, end, _ = made.partition("</sheetData>")  # what follows only says how the sheet looks
    try:
        text = f"{whole}{end}</worksheet>" if end else made
        table = cells_of(ElementTree.fromstring(text.encode("utf-8", "surrogatepass")))  # noqa: S314 - our own
    except (ElementTree.ParseError, ValueError):
        return [], path
    width = max((max(row, default=0) for row in table.values()), default=0) + 1
    last = max(table, default=0)
    cells = [[table.get(n, {}).get(at, "") for at in range(width)] for n in range(1, last + 1)]
    return cells, path


@pytest.mark.trials
@pytest.mark.parametrize("seed", SEEDS)
def test_fifty_changed_exports_are_read_as_they_are_or_refused(seed, form, tmp_path):
    chance = random.Random(f"exports {seed}")  # noqa: S311 - the same each time
    taken = 0
    for _ in range(AT_ONCE):
        table, path = chance.choice([exported, exported, as_sheet, as_sheet, as_xml])(
            tmp_path, chance
        )
        was_taken = compared(table, path, form) if table else not refused(path, form)
        taken += was_taken
    assert 0 < taken < AT_ONCE, "some are taken and some are not, or nothing was tried"


def refused(path: Path, form: Form) -> bool:
    with pytest.raises(InputError):
        read_export(path, form, Findings())
    return True


LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
NULLS = (None, "~", "null", "Null", "NULL")
Reader = Callable[[Path], object]


def data_files(root: Path, council, listed: list[str]) -> Iterator[tuple[str, str, Reader, Reader]]:
    """Yield files: their path, their text, their reader, and the oracle's reader."""
    returns = io.StringIO(newline="")
    writer = csv.DictWriter(returns, columns(council), lineterminator="\n")
    writer.writeheader()
    writer.writerows(read_csv(ROOT / "data" / "returns" / f"{QUARTER}.csv")[:4])
    yield (
        f"returns/{QUARTER}.csv",
        returns.getvalue(),
        lambda _: read_as_text(root, NOW, council, listed).to_numpy().tolist(),
        rows_below,
    )
    correction = "52,progress,a,b,It was wrong.,Senior Analyst,2019-09-20"
    another = "46,issue_detail,,c,It was blank.,Analyst,2019-09-21"
    text = f"{','.join(CORRECTED)}\n{correction}\n{another}\n"
    yield (
        f"corrections/{QUARTER}.csv",
        text,
        lambda _: [
            [str(getattr(one, name)) for name in CORRECTED]
            for one in read_corrections(root, NOW, columns(council)[1:])
        ],
        rows_below,
    )
    log = "quarter,file,received,rows,sha256,note\n2019-20-Q2,in.xlsx,2019-09-16,79,0f3a,\n"
    yield (
        "received/log.csv",
        log,
        lambda _: [list(vars(entry).values()) for entry in read_log(root)],
        rows_below,
    )
    yield (
        "any.csv",
        'a,b\n1,"x, y"\n2,z\n',
        lambda path: [row for row in read_rows(path) if any(row)][1:],
        rows_below,
    )
    for name in (f"{QUARTER}.yml", "council.yml"):
        text = (ROOT / "params" / name).read_text(encoding="utf-8")[-1500:]
        text = text[text.index("\n") + 1 :]
        yield name, text, lambda path: read_yaml(path).content, as_yaml


def filled(path: Path) -> list[list[str]]:
    return [row for row in read_rows(path) if any(row)][1:]


def text_of(path: Path) -> str:
    """Return a file's text as an editor shows it, without control characters."""
    text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    text = re.sub("[\x0b\x0c\x85]", " ", text)
    return re.sub("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]", "", text)


def rows_below(path: Path) -> list[list[str]]:
    text = io.StringIO(text_of(path).replace("\r", "\n"), newline="")
    return [row for row in csv.reader(text) if any(row)][1:]


def as_yaml(path: Path) -> object:
    """Load texts only; like the library, use PyYAML if libyaml fails."""
    try:
        return yaml.load(text_of(path), LOADER)  # noqa: S506 - texts alone
    except yaml.YAMLError:
        return yaml.load(text_of(path), yaml.BaseLoader)  # noqa: S506 - texts alone


def plain(value: object) -> object:
    """Return a value, and the values in it, as a reader sees them; a null is blank."""
    if isinstance(value, dict):
        return {plain(key): plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return (
        ""
        if value in (None, "~", "null", "Null", "NULL")
        else re.sub(r"\s+", " ", seen(str(value)))
    )


@pytest.mark.trials
@pytest.mark.parametrize("seed", SEEDS)
def test_fifty_changed_data_files_are_read_as_they_are_or_refused(seed, tmp_path, council):
    chance = random.Random(f"data {seed}")  # noqa: S311 - the same each time
    listed = [row["id"] for row in read_csv(ROOT / "data" / "plans" / "2019-20" / "activities.csv")]
    files = list(data_files(tmp_path, council, listed))
    taken = 0
    for _ in range(AT_ONCE):
        place, text, read, oracle = chance.choice(files)
        path = tmp_path / place
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(changed(text, chance).encode("utf-8", "replace"))
        try:
            came_out = read(path)
        except InputError as error:
            assert error.problems
        else:
            assert plain(came_out) == plain(oracle(path)), place
            taken += 1
        path.unlink()
    assert 0 < taken < AT_ONCE
