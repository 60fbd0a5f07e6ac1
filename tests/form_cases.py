"""More exports of each kind in `cases/forms`, made by code.

A case says how its file is made, whether it is taken (`rc` 0) or refused (2), cells of the answers
by activity, text that must be in no answer, and a pattern that a finding must match.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from forms_export import QUESTIONS
from raw_workbook import (
    DAY,
    MOMENT,
    OWN,
    PERCENT,
    Cell,
    Number,
    Raw,
    shared,
    sheet,
    styles,
    write_workbook,
)

METADATA = ("ID", "Start time", "Completion time", "Email", "Name")
HEADER = (*METADATA, *QUESTIONS.values())
STATUS = "Yes, it is on track"
Row = dict[str, Cell]


@dataclass(frozen=True)
class Case:
    """An export and its correct result."""

    name: str
    make: Callable[[Path], Path]
    rc: int = 0
    rows: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    absent: Sequence[str] = ()
    says: str = ""
    council: Mapping[str, object] = field(default_factory=dict)
    window: tuple[str, str] | None = None


def answer(activity: Cell = "45", **columns: Cell) -> Row:
    """Return a row of an export by heading; `columns` are those of the returns and the form's."""
    row: Row = {
        "ID": 7,
        "Completion time": Number(43711.42638888889, MOMENT),
        "Email": "lead.officer@example.org",
        "Name": "Zebedee Quillfeather",
        QUESTIONS["activity"]: activity,
        QUESTIONS["delivery"]: STATUS,
    }
    return row | {QUESTIONS.get(name, name): value for name, value in columns.items()}


def grid(rows: Sequence[Row]) -> list[list[Cell]]:
    """Return rows below their header."""
    extra = [name for name in rows[0] if name not in HEADER]
    header = [*HEADER, *extra]
    return [list(header), *([row.get(name) for name in header] for row in rows)]


def xlsx(*rows: Row, texts: bool = False, **how: object) -> Callable[[Path], Path]:
    """Make a workbook of one sheet; with `texts`, they are in a table of their own."""

    def make(folder: Path) -> Path:
        table: list[str] | None = [] if texts else None
        made = sheet(grid(rows), table, str(how.get("after", "")))
        parts = dict(how.get("parts", {})) | (
            {"xl/sharedStrings.xml": shared(table)} if table else {}
        )
        rest = {key: value for key, value in how.items() if key not in ("after", "parts")}
        return write_workbook(folder / "in.xlsx", {"Sheet1": made}, parts=parts, **rest)

    return make


def delimited(
    *rows: Mapping[str, object],
    end: str = "\r\n",
    delimiter: str = ",",
    encoding: str = "utf-8-sig",
    header: Sequence[str] = HEADER,
) -> Callable[[Path], Path]:
    """Make a CSV file."""

    def make(folder: Path) -> Path:
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=delimiter, lineterminator=end)
        writer.writerow(header)
        writer.writerows([row.get(name) for name in header] for row in rows)
        (folder / "in.csv").write_bytes(text.getvalue().encode(encoding))
        return folder / "in.csv"

    return make


def at(time: str, activity: str = "45", **columns: Cell) -> Row:
    """Return a row of a CSV file with a completion time."""
    return answer(activity, **columns) | {"Completion time": time}


def said(text: Cell, **columns: Cell) -> Row:
    """Return a row with an answer on progress."""
    return answer(progress=text, **columns)


def progress(text: str, activity: str = "45") -> dict[str, dict[str, str]]:
    """Return the expected answers on progress."""
    return {activity: {"progress": text}}


def times() -> Iterator[Case]:
    """Times in CSV exports, in whichever order they are written."""
    for written, read in (
        ("9/3/2019 10:14:23 AM", "2019-09-03T10:14:23"),
        ("9/3/19 10:14 PM", "2019-09-03T22:14:00"),
        ("9/3/19 12:05 AM", "2019-09-03T00:05:00"),
        ("03/09/2019 10:14", "2019-09-03T10:14:00"),
        ("03/09/19 10:14:23", "2019-09-03T10:14:23"),
        ("9/13/19 9:05", "2019-09-13T09:05:00"),
        ("13/09/2019 09:05", "2019-09-13T09:05:00"),
        ("10/1/2019 10:14", "2019-10-01T10:14:00"),
        ("2019-09-03 10:14:00", "2019-09-03T10:14:00"),
    ):
        yield Case(f"time {written}", delimited(at(written)), rows={"45": {"submitted": read}})
    both = delimited(at("9/3/19 10:14:23"), at("9/13/19 10:14:23", "46"))
    yield Case("one time tells", both, rows={"45": {"submitted": "2019-09-03T10:14:23"}})
    text = xlsx(answer() | {"Completion time": "9/3/19 10:14:23"})
    yield Case("as text in a workbook", text, rows={"45": {"submitted": "2019-09-03T10:14:23"}})
    mixed = xlsx(answer(), answer("46") | {"Completion time": "9/13/19 10:14:23"})
    yield Case("half of them read", mixed, rc=2, says="may be exchanged")
    neither = delimited(at("25/9/2019 10:14"), at("9/26/2019 10:14", "46"))
    yield Case("neither order", neither, rc=2, says="not a date and time")
    yield Case("no hour", delimited(at("9/3/2019 13:14 PM")), rc=2, says="not a date and time")
    wide = ("2019-09-01", "2019-10-31")
    asked = delimited(at("9/10/2019 10:14"))
    yield Case("both fit", asked, rc=2, says="time_order", window=wide)
    for order, read in (("day_first", "2019-10-09"), ("month_first", "2019-09-10")):
        rows = {"45": {"submitted": f"{read}T10:14:00"}}
        yield Case(f"told {order}", asked, rows=rows, council={"time_order": order}, window=wide)
    dated = delimited(at("9/3/19 10:14:23", go_live="10/11/2019"))
    yield Case("a date of two meanings", dated, rc=2, says="may be 2019-11-10 or 2019-10-11")
    plain = delimited(at("9/3/19 10:14:23", go_live="2019-11-10"))
    yield Case("a date of one meaning", plain, rows={"45": {"go_live": "2019-11-10"}})


def elsewhere() -> Iterator[Case]:
    """Exports of other makers of forms, by configuration."""
    questions = {text: column for column, text in QUESTIONS.items()}
    google = {**questions, "Timestamp": "submitted", "Email address": "email"}
    header = ("Timestamp", "Email address", *QUESTIONS.values())
    row = answer() | {
        "Timestamp": "2019/09/03 10:14:23 AM GMT+1",
        "Email address": "zebedee.quillfeather@example.org",
        QUESTIONS["progress"]: "Zebedee Quillfeather leads.",
    }
    made = delimited(row, header=header)
    right = {"45": {"submitted": "2019-09-03T10:14:23", "progress": "[name removed] leads."}}
    yield Case("Google Forms", made, rows=right, council={"form": google})
    smart = {**questions, "Completed": "submitted", "First name": "name", "Last name": "name",
             "IP": "ignored"}  # fmt: skip
    header = ("Completed", "First name", "Last name", "IP", *QUESTIONS.values())
    row = answer() | {
        "Completed": "03/09/2019 10:14:23", "First name": "Zebedee", "Last name": "Quillfeather",
        "IP": "192.0.2.1", QUESTIONS["progress"]: "Ask Quillfeather, Zebedee.",
    }  # fmt: skip
    right = {"45": {"submitted": "2019-09-03T10:14:23", "progress": "Ask [name removed]."}}
    made = delimited(row, header=header)
    yield Case("SmartSurvey", made, rows=right, council={"form": smart})
    french = {**questions, "Heure de fin": "submitted", "Nom": "name"}
    header = ("Heure de fin", "Nom", *QUESTIONS.values())
    row = answer() | {"Heure de fin": "2019-09-03 10:14:23", "Nom": "Zebedee Quillfeather"}
    made = delimited(row, header=header)
    right = {"45": {"submitted": "2019-09-03T10:14:23"}}
    yield Case("another language", made, rows=right, council={"form": french})
    yield Case("not configured", made, rc=2, says="Completion time")


def names() -> Iterator[Case]:
    """Names of those who answered, in every spelling."""
    writings = (
        ("Zebedee Quillfeather", "Zebedee J. Quillfeather says so"),
        ("Zebedee Quillfeather", "Z. Quillfeather, Z Quillfeather and Mr Quillfeather"),
        ("Zebedee Quillfeather", "zebedee.quillfeather says so"),
        ("Zebedee Quillfeather", "ZebedeeQuillfeather says so"),
        ("Zebedee Quillfeather", "Zebedee\nQuillfeather says so"),
        ("Zebedee Quillfeather", "Zebedee\u2009Quillfeather, Zebedee\u200b Quillfeather"),
        ("QUILLFEATHER, Zebedee (GT)", "Zebedee Quillfeather"),
        ("Quillfeather, Zebedee, GT - GC", "Zebedee Quillfeather"),
        ("Zebedee Quillfeather | Finance", "Quillfeather Zebedee"),
        ("Zebedee Quillfeather GT TRA", "Zebedee Quillfeather"),
        ("Prof. Zebedee Quillfeather", "Professor Quillfeather"),
        ("Zebedee Quillfeather <zq@example.org>", "Zebedee Quillfeather"),
        ("Zebedee Quillfeather, Head of Planning", "Zebedee Quillfeather"),
        ("Zebedee Quillfeather-Brown", "Zebedee Quillfeather Brown, Zebedee Quillfeather–Brown"),
        ("Zebedee Quillfeather – Finance", "Zebedee Quillfeather"),
        ("Zebedee Quillfeather BSc (Hons)", "Zebedee Quillfeather, Z Quillfeather"),
        ("Zebedee Quillfeather Finance Team", "zebedee quillfeather"),
        ("Lord Mayor Zebedee Quillfeather", "Zebedee Quillfeather"),
        ("QUILLFEATHER Zebedee", "Mr Quillfeather, Z. Quillfeather"),
        ("CS - Zebedee Quillfeather", "Zebedee Quillfeather"),
        ("Guest: Quillfeather, Zebedee", "Zebedee Quillfeather"),
        ("[EXT] Zebedee Quillfeather", "Zebedee Quillfeather"),
        ("Xavier Yellowhammer & Zebedee Quillfeather", "Zebedee Quillfeather"),
        ("Zebedee Aloysius Quillfeather", "Zebedee Quillfeather, Aloysius Quillfeather"),
        ("Zebedee Quillfeather", "C:/Users/Zebedee%20Quillfeather/plan.docx"),
        ("Żebedee Quiłlfeather", "Zebedee Quillfeather"),
        ("zebedee.quillfeather@example.org", "Zebedee Quillfeather"),
        ("Zébédée Quillfeather", "Zebedee Quillfeather, ZÉBÉDÉE QUILLFEATHER"),
        ("Zebedee O’Quillfeather", "Zebedee O'Quillfeather, Zebedee O´Quillfeather"),
    )  # fmt: skip
    for display, text in writings:
        made = xlsx(said(text) | {"Name": display})
        yield Case(
            f"{display}: {text}", made, absent=("quillfeather",), says="holds the name of somebody"
        )
    other = xlsx(said("Ask Xavier Yellowhammer."), answer("46") | {"Name": "Yellowhammer, Xavier"})
    yield Case("who answered another row", other, absent=("yellowhammer",))
    address = xlsx(
        said("Zebedee Quillfeather")
        | {"Name": "anonymous", "Email": "zebedee.quillfeather@example.org"}
    )
    yield Case("known by the address", address, absent=("quillfeather",))
    text = "Adult Services and the Finance Team report."
    for display in ("Adult Services - Zebedee Quillfeather", "Zebedee Quillfeather Finance Team"):
        made = {"Name": display, "Email": "zebedee.quillfeather@example.org"}
        yield Case(f"a unit: {display}", xlsx(said(text) | made), rows=progress(text))
    for text in ("Zebedee will report.", "Ask Quillfeather."):
        yield Case(f"left: {text}", xlsx(said(text)), rows=progress(text), says="part of the name")
    field_ = xlsx(said("A field day in a field.") | {"Name": "Alan Field"})
    yield Case("a name that is a word", field_, rows=progress("A field day in a field."))
    post = xlsx(said("The lead officer will say.") | {"Name": ""})
    yield Case("an address of a post", post, rows=progress("The lead officer will say."))


def placeholders() -> Iterator[Case]:
    """Texts that say nothing."""
    for text in (
        "N/A.",
        "n.a.",
        "NA",
        "none.",
        "—",
        "...",
        "not applicable",
        "Nil return",
        "N / A",
        "None as yet",
        "Not applicable at this stage",
        "No issues to report.",
        "No mitigating actions required",
        "TBC",
        "xx",
        "?",
        "No",
    ):
        made = xlsx(answer(mitigation=text))
        rows = {"45": {"mitigation": text}}
        yield Case(f"says nothing: {text}", made, rows=rows, says="says nothing")
    for text in ("None of the sites is open.", "Start date to be confirmed", "0", "As above"):
        made = xlsx(answer(mitigation=text))
        yield Case(f"says something: {text}", made, rows={"45": {"mitigation": text}})


def activities() -> Iterator[Case]:
    """Numbers that are not activities, and numbers that are."""
    for text in (
        "4.2 Parks",
        "45.a Parks",
        "45.iv Parks",
        "45. 2b Parks",
        "45b",
        "45.(b) Parks",
        "45. b) Parks",
        "45.½ post",
        "45.² Parks",
        "45.Ⅳ Parks",
        "4-5",
        "4²",
        "４５",
        "45.5.1 Parks",
        "045",
        "45.1E+00",
        "45)",
    ):
        yield Case(
            f"no activity: {text}", xlsx(answer(text)), rc=2, says="not an activity of the plan"
        )
    for value in ("45", "45 ", "\u200b45\u00a0", 45, 45.0, "45.0", "4.5E+01"):
        cell = Raw('<c r="PLACE"><v>4.5E+01</v></c>') if value == "4.5E+01" else value
        yield Case(f"activity {value!r}", xlsx(answer(cell)), rows={"45": {"delivery": "on_track"}})


def sizes() -> Iterator[Case]:
    """Formats without anything in them, to the end of the sheet."""
    right = {"45": {"delivery": "on_track"}}
    wide = Raw('<c r="XFD1" s="2"/>')
    header, row = grid([answer()])
    blank = "".join(f'<c r="{name}2" s="1"/>' for name in ("AMK", "XFC", "XFD"))

    def made(xml: str) -> Callable[[Path], Path]:
        return lambda folder: write_workbook(folder / "in.xlsx", {"Sheet1": xml})

    yield Case("a blank at XFD", made(sheet([[*header, wide], row])), rows=right)
    yield Case("blanks", made(sheet([header, [*row, Raw(blank)]])), rows=right)
    rows = "".join(f'<row r="{n}" s="1"/>' for n in (5_000, 500_000, 1_048_576))
    far = sheet([header, row]).replace("</sheetData>", f"{rows}</sheetData>")
    yield Case("blank rows to the end", made(far), rows=right)
    spaces = Raw('<c r="ZZ2" t="inlineStr"><is><t xml:space="preserve"> \u200b </t></is></c>')
    yield Case("a blank that is a space", made(sheet([header, [*row, spaces]])), rows=right)
    real = Raw('<c r="ZZ2" t="inlineStr"><is><t>x</t></is></c>')
    refused = made(sheet([header, [*row, real]]))
    yield Case("text in column ZZ", refused, rc=2, says="at most 200 columns")
    commas = delimited(at("2019-09-03 10:14:23"), header=[*HEADER, *[""] * 900])
    yield Case("commas without end", commas, rows=right)


def dates() -> Iterator[Case]:
    """Dates with a time of day."""
    for serial, day in (
        (43768.5, "2019-10-30"),
        (43768.95833333, "2019-10-30"),
        (43769.00001, "2019-10-31"),
    ):
        made = xlsx(answer(go_live=Number(serial, DAY)))
        rows = {"45": {"go_live": day}}
        yield Case(f"date {serial}", made, rows=rows, says="time of day")
    for code in ("mmm-yy", "yyyy", "d mmm", '"day" mm/yy', "[$-809]mmmm yyyy", "h:mm"):
        made = xlsx(answer(go_live=Number(43739, OWN)), parts={"xl/styles.xml": styles(code)})
        rows = {"45": {"go_live": "2019-10-01"}}
        yield Case(f"date as {code}", made, rows=rows, says=r"column M .*without its day")
    for code in ("dd/mm/yyyy", "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "d-mmm-yy;@"):
        made = xlsx(answer(go_live=Number(43739, OWN)), parts={"xl/styles.xml": styles(code)})
        yield Case(f"date as {code}", made, rows={"45": {"go_live": "2019-10-01"}}, says="^$")
    before = xlsx(answer(go_live=Number(-1, DAY)))
    yield Case("before 1900", before, rc=2, says="column M .*error that Excel shows")
    zoned = Raw('<c r="PLACE" t="d"><v>2019-10-31T00:00:00+01:00</v></c>')
    yield Case("a date of a zone", xlsx(answer(go_live=zoned)), rc=2, says="column M .*not a date")
    zoned = xlsx(answer() | {"Completion time": zoned})
    yield Case("a time of a zone", zoned, rc=2, says="column C .*not a date and time")
    whole = xlsx(answer(go_live=Number(43769, DAY)))
    yield Case("a date without", whole, rows={"45": {"go_live": "2019-10-31"}})


def escapes() -> Iterator[Case]:
    """Excel's codes for characters, in cells and in the table of texts."""
    for written, meant in (
        ("One_x000D_\nTwo", "One\nTwo"),
        ("_x0041_bc", "Abc"),
        ("_x005F_x0041_", "_x0041_"),
        ("_x005f_x005F_", "_x005F_"),
        ("a_xb_ and _x12_", "a_xb_ and _x12_"),
        ("_xD83D__xDE42_", "🙂"),
    ):
        for texts in (False, True):
            made = xlsx(said(written), texts=texts)
            yield Case(f"{written!r}, shared {texts}", made, rows=progress(meant))


def characters() -> Iterator[Case]:
    """Characters that Word and the web leave in a text."""
    for written, meant in (
        ("One\u2028Two", "One\nTwo"), ("One\u2029Two", "One\nTwo"), ("One\u0085Two", "One\nTwo"),
        ("One\u000b\u000bTwo", "One\n\nTwo"), ("\uf0a7\tFirst\n\uf0d8 Second", "• First\n• Second"),
        ("\uf0fc done", "✓ done"), ("It\u0092s \u00965", "It’s –5"), ("\u206690%\u2069", "90%"),
        ("soft\u00adware", "software"), ("a\u200bb\ufeff", "ab"), ("\u200fab\u200e", "ab"),
        ("👩\u200d👧 می\u200cخواهم", "👩\u200d👧 می\u200cخواهم"), ("x\ufffcy", "xy"),
        ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
         "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"),
    ):  # fmt: skip
        escaped = "".join(f"_x{ord(one):04X}_" if ord(one) in (11, 12) else one for one in written)
        yield Case(f"characters {written!r}", xlsx(said(escaped)), rows=progress(meant))
    marked = xlsx(answer(issues="Capa\u00adcity\u200b;\u202aFinancial\u202c;") | {
        QUESTIONS["delivery"]: f"\u2066{STATUS}\u2069\ufe0f"})  # fmt: skip
    right = {"45": {"issues": "capacity;financial", "delivery": "on_track"}}
    yield Case("marks in choices", marked, rows=right)


def looks() -> Iterator[Case]:
    """Parts of a workbook that only decide how it looks."""
    right = {"45": {"submitted": "2019-09-03T10:14:00", "delivery": "on_track"}}
    bad = {
        "family": ("<sz ", '<family val="99"/><sz '),
        "border": ("<border/>", '<border><left style="wavy"/></border>'),
        "alignment": (
            '<xf numFmtId="14"/>',
            '<xf numFmtId="14"><alignment horizontal="middle"/></xf>',
        ),
        "colour": ("<sz ", '<color rgb="red"/><sz '),
        "no fill": ("<patternFill", "<noFill"),
    }
    for name, (old, new) in bad.items():
        parts = {"xl/styles.xml": styles().replace(old, new)}
        assert parts["xl/styles.xml"] != styles(), name
        yield Case(f"looks: {name}", xlsx(answer(), parts=parts), rows=right)
    for part in (
        "xl/theme/theme1.xml",
        "docProps/core.xml",
        "docProps/custom.xml",
        "docProps/app.xml",
    ):
        yield Case(f"looks: {part}", xlsx(answer(), parts={part: "<x><"}), rows=right)
    for name, xml in {
        "names": '<definedNames><definedName name="a b">#REF!</definedName></definedNames>',
        "calculation": '<calcPr calcMode="never"/>',
        "views": '<bookViews><workbookView foo="1"/></bookViews>',
    }.items():
        yield Case(f"looks: {name}", xlsx(answer(), in_book=xml), rows=right)
    after = (
        '<autoFilter ref="nowhere"/><dataValidations><dataValidation type="odd"/></dataValidations>'
    )
    yield Case("looks: validation", xlsx(answer(), after=after), rows=right)
    yield Case("absolute targets", xlsx(answer(), target="/xl/worksheets/Sheet{}.xml"), rows=right)
    yield Case("backslashes", xlsx(answer(), target="worksheets\\sheet{}.xml"), rows=right)
    yield Case("strict, shared", xlsx(answer(), texts=True, strict=True), rows=right)
    unread = {"xl/styles.xml": "<styleSheet><"}
    yield Case("no formats", xlsx(answer(), parts=unread), rc=2, says="not a date and time")
    text = answer(progress=Number(0.75, PERCENT)) | {"Completion time": "2019-09-03 10:14:00"}
    says = r"column H .*format that is not known"
    yield Case("a number without its format", xlsx(text, parts=unread), rc=2, says=says)


def hidden() -> Iterator[Case]:
    """Hidden sheets."""
    right = {"45": {"delivery": "on_track"}}
    form, other = sheet(grid([answer()])), sheet([["nothing"]])
    for name, sheets, states in (
        ("two before", {"A": other, "B": other, "Form1": form}, {"A": "hidden", "B": "veryHidden"}),
        ("one after", {"Form1": form, "B": other}, {"B": "hidden"}),
    ):

        def make(folder: Path, sheets: dict = sheets, states: dict = states) -> Path:
            return write_workbook(folder / "in.xlsx", sheets, states=states)

        yield Case(f"hidden: {name}", make, rows=right)
    alone = xlsx(answer(), states={"Sheet1": "hidden"})
    yield Case("hidden: all", alone, rc=2, says="cannot be read as a workbook")


def formats() -> Iterator[Case]:
    """Numbers in a text answer, as their cells show them."""
    for number, code, shown in (
        (0.755, "0.0%", "75.5%"),
        (1200, '"£"#,##0', "£1,200"),
        (2_500_000, '£0.0,,"m"', "£2.5m"),
        (-1200.5, "#,##0.00;[Red]-#,##0.00", "-1,200.50"),
        (7, "000", "007"),
        (12.5, '0.0" FTE"', "12.5 FTE"),
        (1234.5, "_-[$£-809]* #,##0.00_-;-[$£-809]* #,##0.00_-", "£1,234.50"),
    ):
        made = xlsx(said(Number(number, OWN)), parts={"xl/styles.xml": styles(code)})
        yield Case(f"format {code}", made, rows=progress(shown))
    for number, code, shown in ((1.5, "[h]:mm", "36:00:00"), (0.4375, "h:mm", "10:30:00")):
        made = xlsx(said(Number(number, OWN)), parts={"xl/styles.xml": styles(code)})
        says = r"column H .*a time that Excel made"
        yield Case(f"format {code}", made, rows=progress(shown), says=says)
    none = {"xl/styles.xml": styles("0;;")}
    hidden_ = xlsx(said(Number(-5, OWN)), parts=none)
    yield Case("a number that is not shown", hidden_, rc=2, says="column H .*format")
    local = {"xl/styles.xml": styles().replace('numFmtId="165"/>', 'numFmtId="5"/>')}
    money = xlsx(said(Number(5, OWN)), parts=local)
    yield Case("whose money it is", money, rc=2, says="column H .*format")
    for code in ("# ?/?", "0.00E+00", "[>1]0;0%"):
        made = xlsx(said(Number(0.5, OWN)), parts={"xl/styles.xml": styles(code)})
        yield Case(f"format {code}", made, rc=2, says="column H .*format that is not known")
    for value, shown in ((0.1 + 0.2, "0.3"), (1e20, "1E+20"), (45.0, "45")):
        yield Case(f"number {value}", xlsx(said(value)), rows=progress(shown))
    true = Raw('<c r="PLACE" t="b"><v>1</v></c>')
    yield Case("a truth", xlsx(said(true)), rows=progress("TRUE"))


def encodings() -> Iterator[Case]:
    """Text that was decoded twice, and text that only looks so."""
    for text in ("cafÃ©", "Â£5m", "10Â°", "â€œoursâ€\u009d", "lost \ufffd letters",
                 "It‚Äôs", "¬£5m", "caf√©", "ItÔÇÖs ┬ú5m", "ItÕs", "œ5m", "It&#39;s",
                 "Roads &amp; parks", "One_x005F_x000D_"):  # fmt: skip
        yield Case(f"twice: {text}", xlsx(said(text)), says="wrong encoding")
    for text in ("São Paulo, Ångström, Gdańsk", "£5m – it’s “ours”", "√\u00a0Done & œuvre, ├── Õ"):
        made = delimited(said(text) | {"Completion time": "2019-09-03 10:14:00"})
        yield Case(f"once: {text}", made, rows=progress(text))


def personal() -> Iterator[Case]:
    """Numbers and addresses of people; a finding names the cell and not the number."""
    for text in ("Ring 01622 694 000", "on +44 (0)1622 694000", "NHS 943 476 5919", "QQ 12 34 56 C",
                 "at 12 High Street, Maidstone ME14 1XX"):  # fmt: skip
        yield Case(
            f"personal: {text}", xlsx(said(text)), says="column H .*: the answer seems to hold an?"
        )
    made = xlsx(said("Ask jo.bloggs@example.org or jo (at) example.org"))
    yield Case("addresses", made, absent=("example.org",), says="e-mail address")


def cuts() -> Iterator[Case]:
    """CSV files with the delimiters of other programs."""
    row = said("One\rTwo\r\nThree") | {"Completion time": "2019-09-03 10:14:23"}
    for end in ("\r\n", "\n", "\r"):
        yield Case(
            f"lines end in {end!r}", delimited(row, end=end), rows=progress("One\nTwo\nThree")
        )
    for delimiter, encoding in ((";", "utf-8"), ("\t", "utf-16"), (",", "cp1252")):
        made = delimited(row, delimiter=delimiter, encoding=encoding)
        yield Case(f"{delimiter!r} in {encoding}", made, rows=progress("One\nTwo\nThree"))
    for name, change in {
        "sep=,": lambda content: b"sep=,\r\n" + content,
        "a blank of one cell at the end": lambda content: content + b" \x1a",
        "UTF-32": lambda content: content.decode().encode("utf-32"),
    }.items():
        yield Case(name, changed(row, change), rows=progress("One\nTwo\nThree"))
    blank = changed(row, lambda content: b"\r\n" + content)
    yield Case("a blank line first", blank, rc=2, says=r"^error: \S+, row 1: it holds none .*$")
    for text in ("#REF!", "#NAME?", "########"):
        made = delimited(said(text) | {"Completion time": "2019-09-03 10:14:23"})
        yield Case(f"saved as {text}", made, rc=2, says="column H .*error that Excel shows")


def changed(row: Row, change: Callable[[bytes], bytes]) -> Callable[[Path], Path]:
    """Make a CSV file, and change its bytes."""

    def make(folder: Path) -> Path:
        file = delimited(row, encoding="utf-8")(folder)
        file.write_bytes(change(file.read_bytes()))
        return file

    return make


def twice() -> Iterator[Case]:
    """Two answers for one activity at one time."""
    both = xlsx(said("First"), said("Second"))
    says = "row 3, which has the same time and is further down"
    yield Case("two at one time", both, rows=progress("Second"), says=says)


KINDS: Iterable[Callable[[], Iterator[Case]]] = (
    times, elsewhere, names, placeholders, activities, sizes, dates, escapes, characters, looks,
    hidden, formats, encodings, personal, cuts,
    twice,
)  # fmt: skip
CASES = [case for kind in KINDS for case in kind()]
