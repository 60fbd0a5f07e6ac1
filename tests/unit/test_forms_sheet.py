import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from sdp_lib.errors import InputError
from sdp_lib.inputs.forms import archive, sheet
from sdp_lib.inputs.forms.export import open_export
from sdp_lib.inputs.forms.findings import Findings
from sdp_lib.inputs.forms.sheet import Fault, Formula

MEMBER = "xl/worksheets/sheet1.xml"


@pytest.fixture
def workbook(tmp_path) -> Path:
    """A small workbook with a header, a gap and two rows."""
    book = openpyxl.Workbook()
    book.active.append(["Activity", "Issues"])
    book.active.append([])
    book.active.append([45, " "])
    book.active.append([None, "\u00a0\n"])
    book.active.append([46, "Capacity;"])
    path = tmp_path / "in.xlsx"
    book.save(path)
    return path


def rebuilt(path: Path, members: dict[str, bytes]) -> Path:
    """Replace or add members of a workbook."""
    with zipfile.ZipFile(path) as source:
        content = {name: source.read(name) for name in source.namelist()} | members
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in content.items():
            target.writestr(name, data)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        rows(path)
    assert caught.value.exit_status == 2
    return str(caught.value)


def rows(path: Path, findings: Findings | None = None) -> list[tuple[int, list[object]]]:
    with open_export(path, findings or Findings()) as read:
        return [(number, list(values)) for number, values in read.rows]


def test_rows_keep_their_numbers_and_blank_ones_are_skipped(workbook):
    with open_export(workbook, Findings()) as read:
        assert read.where == f"{workbook.as_posix()}, sheet 'Sheet'"
    assert rows(workbook) == [(1, ["Activity", "Issues"]), (3, [45]), (5, [46, "Capacity;"])]


def test_only_the_first_sheet_is_read(workbook):
    book = openpyxl.load_workbook(workbook)
    book.create_sheet("Other", 0).append(["first"])
    book.save(workbook)
    assert rows(workbook) == [(1, ["first"])]


def test_formulas_stay_text_and_errors_are_recognised(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["=1+1", "#REF!", ArrayFormula("C1", "=SUM(A1:B1)")])
    book.active["D1"] = "=typed"
    book.active["D1"].data_type = "s"
    book.save(tmp_path / "in.xlsx")
    ((_, values),) = rows(tmp_path / "in.xlsx")
    assert values == ["=1+1", "#REF!", "=SUM(A1:B1)", "=typed"]
    assert [type(value) for value in values] == [Formula, Fault, Formula, str]


def test_a_declared_size_is_not_believed(workbook):
    with zipfile.ZipFile(workbook) as source:
        text = source.read(MEMBER).decode()
    huge = text.replace('<dimension ref="A1:B5"', '<dimension ref="A1:XFD1048576"')
    assert huge != text
    assert len(rows(rebuilt(workbook, {MEMBER: huge.encode()}))) == 3


def with_shared_texts(workbook: Path) -> Path:
    """Move the workbook's texts into a shared table, as Excel and the form write them."""
    types = '<Override PartName="/xl/sharedStrings.xml" ContentType="{}"/></Types>'.format(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    with zipfile.ZipFile(workbook) as source:
        listed = source.read("[Content_Types].xml").decode().replace("</Types>", types)
        cells = source.read(MEMBER).decode()
    inline = '<c r="A1" t="inlineStr"><is><t>Activity</t></is></c>'
    assert inline in cells
    members = {
        "[Content_Types].xml": listed,
        MEMBER: cells.replace(inline, '<c r="A1" t="s"><v>0</v></c>'),
        "xl/sharedStrings.xml": f'<sst xmlns="{main}"><si><t>a_x000D_\nb_x0007_</t></si></sst>',
    }
    return rebuilt(workbook, {name: text.encode() for name, text in members.items()})


def test_shared_texts_are_read_with_the_carriage_returns_that_office_writes(workbook):
    assert rows(with_shared_texts(workbook))[0] == (1, ["a\r\nb\x07", "Issues"])


def test_more_shared_text_than_an_export_has_is_refused(workbook, monkeypatch):
    monkeypatch.setattr(archive, "LARGEST_TEXTS", 10)
    assert "bytes of text" in refusal(with_shared_texts(workbook))


def test_more_rows_or_columns_than_an_export_has_are_refused(workbook, monkeypatch):
    monkeypatch.setattr(sheet, "MOST_ROWS", 4)
    assert "row 5, and an export has at most 4 rows" in refusal(workbook)
    monkeypatch.setattr(sheet, "MOST_COLUMNS", 1)
    assert "column B, and an export has at most 1 columns" in refusal(workbook)


def test_a_row_number_beyond_any_sheet_is_refused(workbook, monkeypatch):
    monkeypatch.setattr("sdp_lib.inputs.forms.workbook._LAST_ROW", 4)
    assert "it cannot be read as a workbook, and may be damaged" in refusal(workbook)


def test_a_bomb_is_refused_before_it_is_unpacked(workbook, monkeypatch):
    rebuilt(workbook, {MEMBER: b"<c/>" * 5_000_000})
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("it was unpacked"))
    said = refusal(workbook)
    assert f"{MEMBER}: " in said
    assert "bytes unpack to 20,000,000, which is more than a real sheet holds" in said


def test_a_sheet_that_declares_two_gigabytes_is_refused_at_once(workbook, monkeypatch):
    declared = 2_000_000_000
    content = bytearray(workbook.read_bytes())
    entry = content.rindex(b"PK\x01\x02", 0, content.rindex(MEMBER.encode()))
    content[entry + 24 : entry + 28] = declared.to_bytes(4, "little")
    workbook.write_bytes(content)
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("it was unpacked"))
    assert "bytes when unpacked, and at most 400 MB are read" in refusal(workbook)


def test_a_real_bomb_is_refused_before_it_is_unpacked(workbook, monkeypatch):
    size = 300_000_000
    with (
        zipfile.ZipFile(workbook, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
        target.open("xl/worksheets/sheet2.xml", "w", force_zip64=True) as member,
    ):
        for _ in range(size // 10_000_000):
            member.write(b"<c/>" * 2_500_000)
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("it was unpacked"))
    said = refusal(workbook)
    assert f"unpack to {size:,}, which is more than" in said or "bytes when unpacked" in said


def test_a_member_that_holds_more_than_it_declares_is_refused(workbook):
    content = bytearray(workbook.read_bytes())
    entry = content.rindex(b"PK\x01\x02", 0, content.rindex(MEMBER.encode()))
    content[entry + 24 : entry + 28] = (100).to_bytes(4, "little")
    workbook.write_bytes(content)
    assert "it cannot be read as a workbook, and may be damaged" in refusal(workbook)


@pytest.mark.parametrize(
    ("limit", "value", "says"),
    [
        ("LARGEST_FILE", 1_000, "at most 0 MB are read"),
        ("LARGEST_ROW", 10, "a row of "),
        ("MOST_MEMBERS", 2, "parts, and a workbook has at most 2"),
    ],
)
def test_each_limit_is_reported(workbook, monkeypatch, limit, value, says):
    monkeypatch.setattr(archive, limit, value)
    assert says in refusal(workbook)


def test_entities_are_refused(workbook):
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'
    assert "it has a document type, which no workbook has" in refusal(
        rebuilt(workbook, {MEMBER: bomb})
    )


@pytest.mark.parametrize("broken", [b"<worksheet", b""])
def test_a_damaged_sheet_is_reported_as_damaged(workbook, broken):
    said = refusal(rebuilt(workbook, {MEMBER: broken}))
    assert "it cannot be read as a workbook" in said


def test_a_damaged_workbook_is_reported_as_damaged(workbook):
    rebuilt(workbook, {"xl/workbook.xml": b"<workbook"})
    assert "it cannot be read as a workbook, and may be damaged" in refusal(workbook)
    workbook.write_bytes(workbook.read_bytes()[:500])
    assert "it cannot be read as a workbook, and may be damaged" in refusal(workbook)


def test_a_workbook_without_a_sheet_of_cells_is_reported_as_damaged(workbook):
    book = openpyxl.Workbook()
    book.create_chartsheet("Chart")
    book.remove(book["Sheet"])
    book.save(workbook)
    assert "it cannot be read as a workbook" in refusal(workbook)


def test_a_member_with_a_password_is_refused(workbook):
    content = bytearray(workbook.read_bytes())
    entry = content.index(b"PK\x01\x02")
    content[entry + 8] |= 1
    workbook.write_bytes(content)
    assert "Save the workbook without a password" in refusal(workbook)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        (
            "in.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest",
            "a workbook with a password, or one in the old",
        ),
        ("in.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "save it as .xlsx without a password"),
        ("in.xlsx", b"Activity,Issues\n", "it is not an .xlsx workbook inside"),
        (
            "in.ods",
            b"PK",
            "its name ends in '.ods', and an export ends in .xlsx or .csv",
        ),
        ("in.csv", b"PK\x00\x00\x03\x00\x00\x00", "bytes that are not text"),
        ("in.csv", b"\xff\xfeA\x00\xd8", "bytes that are not text"),
        ("in.csv", b"caf\xe9 \x81", "bytes that are not text"),
    ],
)
def test_a_file_of_another_kind_is_reported_plainly(tmp_path, name, content, says):
    (tmp_path / name).write_bytes(content)
    assert says in refusal(tmp_path / name)


def test_a_missing_file_is_reported(tmp_path):
    assert "the file does not exist" in refusal(tmp_path / "in.xlsx")
    (tmp_path / "folder.csv").mkdir()
    assert "the file does not exist" in refusal(tmp_path / "folder.csv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_in_the_encoding_and_with_the_delimiter_it_was_saved_with(
    tmp_path, encoding, delimiter
):
    path = tmp_path / "in.csv"
    text = (
        f'Activity{delimiter}Café\r\n45{delimiter}"£5;\n–"\r\n\r\n{delimiter}\r\n46{delimiter}é\r\n'
    )
    path.write_bytes(text.encode(encoding))
    findings = Findings()
    assert rows(path, findings) == [
        (1, ["Activity", "Café"]),
        (2, ["45", "£5;\n–"]),
        (5, ["46", "é"]),
    ]
    notes = [str(one) for one in findings.found]
    assert all("read as Windows-1252" in note for note in notes)
    assert len(notes) == (encoding == "cp1252")


def test_a_row_of_another_length_is_a_problem(tmp_path):
    (tmp_path / "in.csv").write_text("a,b\n1,2\n1,2,3\n1\n")
    findings = Findings()
    assert len(rows(tmp_path / "in.csv", findings)) == 2
    assert [str(problem).split(", ", 1)[1] for problem in findings.errors] == [
        "row 3: it has 3 cells, and the header has 2. Check the commas and quotation marks. "
        "[SDP-206]",
        "row 4: it has 1 cell, and the header has 2. Check the commas and quotation marks. "
        "[SDP-206]",
    ]


@pytest.mark.parametrize("text", ['a,b\n1,"2\n3,4\n', 'a,b\n1,"2"3\n', "a,b\n1," + "x" * 3_100_000])
def test_quotation_marks_that_do_not_end_are_reported(tmp_path, text):
    (tmp_path / "in.csv").write_text(text)
    assert "row 2: it cannot be divided into cells" in refusal(tmp_path / "in.csv")


def test_a_csv_of_a_size_that_nobody_exports_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("sdp_lib.inputs.forms.delimited.LARGEST_FILE", 2_000_000)
    (tmp_path / "in.csv").write_text("a" * 2_000_001)
    assert "2,000,001 bytes, and at most 2 MB are read" in refusal(tmp_path / "in.csv")


def test_a_header_without_an_end_is_reported(tmp_path):
    (tmp_path / "in.csv").write_text('"' + "x" * 200_000)
    assert "row 1: it cannot be divided into cells" in refusal(tmp_path / "in.csv")


def test_readers_of_workbooks_refuse_entities_that_grow():
    assert openpyxl.DEFUSEDXML, "openpyxl uses defusedxml where it is installed"
