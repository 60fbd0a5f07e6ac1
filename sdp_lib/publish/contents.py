"""`contents.json` of a version: the pages it has, with titles, headings and its main points.

It is what lists of pages, the search and the home page are made from later, so that nothing of an
older period has to be read again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from sdp_lib.ledger import MainPoints
from sdp_lib.publish.page_contents import PageContents

CONTENTS = "contents.json"


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Listed(_Value):
    """A page: its path in the version's folder, its title, and the headings on it."""

    page: str
    title: str
    headings: tuple[str, ...]


class Contents(_Value):
    """The pages of a version, and the main points of the whole plan where a report has them."""

    pages: tuple[Listed, ...] = ()
    points: MainPoints | None = None


def contents_of(pages: Sequence[PageContents], points: MainPoints | None) -> Contents:
    """Return the contents of a version."""
    listed = tuple(
        Listed(
            page=one.page,
            title=one.title,
            headings=tuple(dict.fromkeys(part.heading for part in one.sections if part.heading)),
        )
        for one in pages
    )
    return Contents(pages=listed, points=points)


def read_contents(folder: Path) -> Contents:
    """Read the contents of a version that is published; empty where it has none, as withdrawn."""
    path = folder / CONTENTS
    return Contents.model_validate_json(path.read_bytes()) if path.is_file() else Contents()


def as_json(contents: Contents) -> bytes:
    """Write them as the file that is published."""
    return (json.dumps(contents.model_dump(), indent=1, ensure_ascii=False) + "\n").encode()
