"""Parts of a workbook that its writer cannot set: language, "Heading 1", and a fixed date."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from datetime import date

_PROPERTIES, _STYLES = "docProps/core.xml", "xl/styles.xml"
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_CLOCK = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
_LANGUAGE = "<dc:language>en-GB</dc:language>"
_SHEET = re.compile(r"xl/worksheets/sheet\d+\.xml")
_FIRST_CELL = re.compile(r'<c r="A1" s="(\d+)"')
_FORMAT = re.compile(r"<xf [^>]*/>|<xf [^>]*[^/]>.*?</xf>")
_HEADING = '<cellStyle name="Heading 1" xfId="{}" builtinId="16"/>'


def finished(content: bytes, day: date) -> bytes:
    """Return a workbook whose sheets begin with a heading, dated by a given day."""
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        sheets = [old.read(name).decode() for name in old.namelist() if _SHEET.fullmatch(name)]
    titles = {int(found[1]) for sheet in sheets if (found := _FIRST_CELL.search(sheet))}
    changes = {_PROPERTIES: _with_language, _STYLES: lambda styles: _with_heading(styles, titles)}
    return _rewritten(content, day, changes)


def without_clock(content: bytes, day: date) -> bytes:
    """Replace the time at which a workbook was written by a day."""
    return _rewritten(content, day, {})


def _rewritten(content: bytes, day: date, changes: Mapping[str, Callable[[str], str]]) -> bytes:
    changed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            part = old.read(entry)
            if entry.filename == _PROPERTIES:
                part = _CLOCK.sub(f"{day.isoformat()}T00:00:00Z", part.decode()).encode()
            if entry.filename in changes:
                part = changes[entry.filename](part.decode()).encode()
            entry.date_time = _NO_TIME
            new.writestr(entry, part)
    return changed.getvalue()


def _with_language(properties: str) -> str:
    return properties.replace("</cp:coreProperties>", f"{_LANGUAGE}</cp:coreProperties>")


def _with_heading(styles: str, titles: Iterable[int]) -> str:
    """Give the formats of the sheets' titles, by their number, the style "Heading 1"."""
    before, opened, rest = re.split(r"(<cellXfs[^>]*>)", styles, maxsplit=1)
    listed, after = rest.split("</cellXfs>", 1)
    formats, number = _FORMAT.findall(listed), before.partition("<cellStyleXfs")[2].count("<xf ")
    look = ""
    for title in sorted(titles):
        look = formats[title]
        formats[title] = look.replace('xfId="0"', f'xfId="{number}"')
    if not look:
        return styles
    look = look.replace(' xfId="0"', "")
    before = _counted(before, "cellStyleXfs", number + 1).replace(
        "</cellStyleXfs>", f"{look}</cellStyleXfs>"
    )
    names = after.partition("<cellStyles")[2].count("<cellStyle ") + 1
    after = _counted(after, "cellStyles", names).replace(
        "</cellStyles>", f"{_HEADING.format(number)}</cellStyles>"
    )
    return f"{before}{opened}{''.join(formats)}</cellXfs>{after}"


def _counted(text: str, element: str, number: int) -> str:
    return re.sub(rf'<{element} count="\d+"', f'<{element} count="{number}"', text)
