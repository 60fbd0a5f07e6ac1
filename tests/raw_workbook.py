"""Workbooks written part by part, in ways that no library would, and the sheet of an export."""

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from openpyxl.utils import get_column_letter

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MOMENT, DAY, PERCENT, OWN = 1, 2, 3, 4  # styles of cells
STYLES = """<styleSheet xmlns="{main}"><numFmts count="2"><numFmt numFmtId="164"
formatCode="m/d/yy\\ h:mm:ss"/><numFmt numFmtId="165" formatCode={own}/></numFmts>
<fonts count="1"><font><sz val="11"/></font></fonts><fills count="1">{fill}</fills>
<borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs>
<cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/><xf numFmtId="9"/>
<xf numFmtId="165"/></cellXfs></styleSheet>"""


class Number(NamedTuple):
    """A number in a style."""

    value: float | str
    style: int


class Raw(NamedTuple):
    """A cell as XML, with PLACE where its reference goes."""

    xml: str


Cell = str | int | float | None | Number | Raw


def styles(own: str = "0.00", fill: str = '<fill><patternFill patternType="none"/></fill>') -> str:
    """Return the styles of a workbook."""
    return STYLES.format(main=MAIN, own=quoteattr(own), fill=fill)


def cell(place: str, value: Cell, texts: list[str] | None) -> str:
    """Return a cell as XML; with `texts`, its text goes there."""
    if value is None:
        return ""
    if isinstance(value, Raw):
        return value.xml.replace("PLACE", place)
    if isinstance(value, Number):
        return f'<c r="{place}" s="{value.style}"><v>{value.value}</v></c>'
    if isinstance(value, str):
        if texts is not None:
            texts.append(value)
            return f'<c r="{place}" t="s"><v>{len(texts) - 1}</v></c>'
        return (
            f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
        )
    return f'<c r="{place}"><v>{value}</v></c>'


def sheet(rows: Iterable[Sequence[Cell]], texts: list[str] | None = None, after: str = "") -> str:
    """Return a sheet as XML."""
    lines = []
    for number, row in enumerate(rows, 1):
        cells = "".join(
            cell(f"{get_column_letter(at)}{number}", value, texts)
            for at, value in enumerate(row, 1)
        )
        lines.append(f'<row r="{number}">{cells}</row>')
    data = f"<sheetData>{''.join(lines)}</sheetData>"
    return f'<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">{data}{after}</worksheet>'


def shared(texts: Sequence[str]) -> str:
    """Return the table of shared texts."""
    items = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in texts)
    return f'<sst xmlns="{MAIN}">{items}</sst>'


def write_workbook(
    path: Path,
    sheets: Mapping[str, str],
    *,
    parts: Mapping[str, str] | None = None,
    states: Mapping[str, str] | None = None,
    in_book: str = "",
    target: str = "worksheets/sheet{}.xml",
    strict: bool = False,
) -> Path:
    """Write sheets, by name, as a workbook; `parts` replace its own."""
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{at}" r:id="rId{at}"'
        f' state="{(states or {}).get(name, "visible")}"/>'
        for at, name in enumerate(sheets, 1)
    )
    related = "".join(
        f'<Relationship Id="rId{at}" Type="{OFFICE}/worksheet" Target="{target.format(at)}"/>'
        for at in range(1, len(sheets) + 1)
    )
    for name in ("styles", "sharedStrings"):
        related += f'<Relationship Id="{name}" Type="{OFFICE}/{name}" Target="{name}.xml"/>'
    content = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr/>'
        f"<sheets>{listed}</sheets>{in_book}</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{related}'
        "</Relationships>",
        "xl/styles.xml": styles(),
        **{f"xl/worksheets/sheet{at}.xml": xml for at, xml in enumerate(sheets.values(), 1)},
        **(parts or {}),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in content.items():
            if strict:
                text = text.replace(MAIN, STRICT).replace(OFFICE, STRICT_OFFICE)
            archive.writestr(name, text.encode("utf-8", "surrogatepass"))
    return path
