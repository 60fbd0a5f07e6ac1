"""The parts of a workbook that hold answers; those that only decide its looks are never read.

Elements are known by their local names, so that a workbook that was saved as Strict Open XML reads
like any other.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO
from xml.etree.ElementTree import Element, ParseError
from zipfile import ZipFile

from defusedxml.ElementTree import iterparse
from openpyxl.styles.numbers import BUILTIN_FORMATS

from sdp_lib.inputs.forms.number_formats import GENERAL

# Formats of other writing systems, which openpyxl does not list.
_DATES = dict.fromkeys([*range(27, 37), *range(50, 59)], "yyyy-mm-dd")
# Formats with the currency of whoever looks, unless the workbook says which.
_LOCAL_MONEY = dict.fromkeys((5, 6, 7, 8, 42, 44))
# How Office writes a character that XML cannot hold, and an underscore that would begin one.
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TRUE = ("1", "true", "on")
_LONGEST_FORMAT = 255  # characters that Excel allows


@dataclass(frozen=True)
class Package:
    """A visible sheet of an open workbook: its name and part, and the workbook's texts and formats.

    `formats` are the codes of the number formats by style; None for what cannot be read.
    """

    archive: ZipFile
    title: str
    part: str
    texts: Sequence[str]
    formats: Sequence[str | None] | None
    from_1904: bool

    def open(self) -> IO[bytes]:
        """Open the sheet."""
        return self.archive.open(self.part)


def read_packages(archive: ZipFile) -> list[Package]:
    """Find the sheets that a person can see, and what their cells refer to.

    Raises what a parser raises over a file that is not a sound workbook.
    """
    names = {f"/{name.lstrip('/')}".lower(): name for name in archive.namelist()}
    book = next(_targets(archive, names, "", "/officeDocument"), "xl/workbook.xml")
    parts = dict(_related(archive, names, book))
    sheets, from_1904 = _visible_sheets(archive, book, parts)
    kinds = {kind.rpartition("/")[2]: part for kind, part in parts.values()}
    text = kinds.get("sharedStrings", names.get("/xl/sharedstrings.xml"))
    style = kinds.get("styles", names.get("/xl/styles.xml"))
    texts = _texts(archive, text) if text else ()
    formats = _formats(archive, style) if style else ()
    return [
        Package(archive, title, parts[identifier][1], texts, formats, from_1904)
        for title, identifier in sheets
    ]


def elements(stream: IO[bytes], *names: str) -> Iterator[tuple[str, Element]]:
    """Yield the elements of these local names when they are complete, and empty them afterwards."""
    for _, element in iterparse(stream, forbid_dtd=True):
        name = local(element.tag)
        if name in names:
            yield name, element
            element.clear()


def local(tag: str) -> str:
    """Return the local name of a tag or an attribute."""
    return tag.rpartition("}")[2]


def text_of(element: Element) -> str:
    """Return the text of a cell or of a shared text, without phonetic hints."""
    pieces = []
    for child in element:
        if local(child.tag) == "t":
            pieces.append(child.text or "")
        elif local(child.tag) == "r":
            pieces.append(text_of(child))
    return "".join(pieces)


def unescaped(text: str) -> str:
    r"""Decode once what Office has escaped.

    >>> unescaped("a_x000D_\nb"), unescaped("the code _x005F_x000D_")
    ('a\r\nb', 'the code _x000D_')
    """
    if "_x" not in text:
        return text
    plain = _ESCAPE.sub(lambda code: chr(int(code[1], 16)), text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _related(
    archive: ZipFile, names: dict[str, str], part: str
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the relations of a part that are in the archive: ID, kind, and name of the part."""
    folder, name = posixpath.split(f"/{part.lstrip('/')}")
    listed = names.get(f"{folder.rstrip('/')}/_rels/{name}.rels".lower())
    if listed is None:
        return
    with archive.open(listed) as stream:
        for _, element in elements(stream, "Relationship"):
            target = element.get("Target", "").replace("\\", "/")
            place = posixpath.normpath(posixpath.join(folder, target)).lower()
            if place in names:
                yield element.get("Id", ""), (element.get("Type", ""), names[place])


def _targets(archive: ZipFile, names: dict[str, str], part: str, kind: str) -> Iterator[str]:
    for _, (relation, target) in _related(archive, names, part):
        if relation.endswith(kind):
            yield target


def _visible_sheets(
    archive: ZipFile, book: str, parts: dict[str, tuple[str, str]]
) -> tuple[list[tuple[str, str]], bool]:
    """Return the names and relations of the visible sheets of cells, and which epoch applies."""
    sheets: list[tuple[str, str]] = []
    from_1904 = False
    with archive.open(book) as stream:
        for name, element in elements(stream, "workbookPr", "sheet"):
            if name == "workbookPr":
                from_1904 = element.get("date1904", "").lower() in _TRUE
            elif element.get("state", "visible") == "visible":
                given = {local(key): value for key, value in element.items()}
                identifier = given.get("id", "")
                if parts.get(identifier, ("",))[0].endswith("/worksheet"):
                    sheets.append((given.get("name", ""), identifier))
    if not sheets:
        raise ValueError("no sheet of cells that anybody sees")
    return sheets, from_1904


def _texts(archive: ZipFile, part: str) -> list[str]:
    with archive.open(part) as stream:
        return [unescaped(text_of(element)) for _, element in elements(stream, "si")]


def _formats(archive: ZipFile, part: str) -> list[str | None] | None:
    """Return the number format of each style of a cell; None if the styles are not XML."""
    own: dict[int, str | None] = {}
    numbers: list[int] = []
    try:
        with archive.open(part) as stream:
            for name, element in elements(stream, "numFmt", "cellXfs"):
                if name == "numFmt":
                    code = element.get("formatCode", "")
                    allowed = len(code) <= _LONGEST_FORMAT
                    own[int(element.get("numFmtId", ""))] = code if allowed else None
                else:
                    numbers = [int(style.get("numFmtId", "0")) for style in element]
    except (ParseError, ValueError):
        return None
    known: dict[int, str | None] = BUILTIN_FORMATS | _DATES | _LOCAL_MONEY | own
    return [known.get(number, GENERAL) for number in numbers]
