"""Additions to Word documents that Pandoc does not write; `reference` has their styles."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sdp_lib.pipeline.render.page_metadata import unescaped
from sdp_lib.pipeline.render.reference import Part, zipped

_FRAME = re.compile(r"word/(header|footer)\d\.xml")
_PLACE = re.compile(r"\{([a-z-]+)\}")
_TITLE = re.compile(r"(?<=<dc:title>).*?(?=</dc:title>)")
_ROW = re.compile(r"<w:tr>(?:<w:trPr>(.*?)</w:trPr>)?")
# Marks the first column of every table as its row headers.
_LOOK = ' w:lastRow="0" w:firstColumn="{}" w:lastColumn="0" w:noHBand="0" w:noVBand="0" w:val="{}"'
_FIRST_COLUMN = (_LOOK.format(0, "0020"), _LOOK.format(1, "00A0"))
_NO_CLOCK = "1970-01-01"  # the date that Pandoc writes, since it is given no clock


def with_words_and_rows(document: bytes, metadata: Mapping[str, Any]) -> bytes:
    """Return a document whose header and footer identify it, and whose table rows do not split.

    `metadata` is that of its page. The same document gives the same bytes.
    """
    words = {key: unescaped(value) for key, value in metadata.items() if isinstance(value, str)}

    def changed(name: str, content: str) -> str:
        if _FRAME.fullmatch(name):
            return _PLACE.sub(lambda found: html.escape(words.get(found[1], "")), content)
        if name == "docProps/core.xml":
            named = html.escape(words.get("named", words.get("title", "")))
            dated = content.replace(_NO_CLOCK, words.get("issued", _NO_CLOCK))
            return _TITLE.sub(lambda _: named, dated)
        if name == "word/document.xml":
            return _ROW.sub(_whole_row, content).replace(*_FIRST_COLUMN)
        return content

    return zipped(_changed(document, changed))


def _whole_row(found: re.Match[str]) -> str:
    return f"<w:tr><w:trPr><w:cantSplit/>{found[1] or ''}</w:trPr>"


def _changed(document: bytes, change: Callable[[str, str], str]) -> Iterator[Part]:
    with zipfile.ZipFile(io.BytesIO(document)) as parts:
        for part in parts.infolist():
            content = parts.read(part)
            if part.filename.endswith(".xml"):
                content = change(part.filename, content.decode()).encode()
            yield part, content
