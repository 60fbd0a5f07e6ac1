"""`contents.json` of a version: its pages with titles and headings, and its main points.

Lists of pages, the search and the home page are made from it, so that older periods need not be
read again.
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
    """The pages of a version, and the main points of the whole plan if a report has them."""

    pages: tuple[Listed, ...] = ()
    points: MainPoints | None = None


def contents_of(pages: Sequence[PageContents], points: MainPoints | None) -> Contents:
    """Return the contents of a version."""
    listed = tuple(
        Listed(
            page=page.page,
            title=page.title,
            headings=tuple(dict.fromkeys(part.heading for part in page.sections if part.heading)),
        )
        for page in pages
    )
    return Contents(pages=listed, points=points)


def read_contents(folder: Path) -> Contents:
    """Read the contents of a published version; empty if it has none, as a withdrawn one."""
    path = folder / CONTENTS
    return Contents.model_validate_json(path.read_bytes()) if path.is_file() else Contents()


def as_json(contents: Contents) -> bytes:
    """Write contents as the published file."""
    return (json.dumps(contents.model_dump(), indent=1, ensure_ascii=False) + "\n").encode()
