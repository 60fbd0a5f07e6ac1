"""Changes between two versions of a period: figures, and the places where words changed.

Words are located by page and section but never quoted: a version may exist to remove them.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from sdp_lib.publish.page_contents import PageContents

REVISION = "revision.json"
FIGURES = "data/figures.csv"
_KEY = ("report", "figure")


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class MovedFigure(_Value):
    """A figure of a report that has changed; blank if a version does not have it."""

    report: str
    figure: str
    older: str
    newer: str


class ChangedPage(_Value):
    """A page whose words or numbers changed, with the headings of the changed sections."""

    page: str
    title: str
    sections: tuple[str, ...]


class Revision(_Value):
    """The changes of a version since the one before it; `added` and `removed` are pages."""

    version: int
    of: int
    figures: tuple[MovedFigure, ...]
    pages: tuple[ChangedPage, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]


def revision(
    number: int,
    older: tuple[int, Path, Sequence[PageContents]],
    newer: tuple[Path, Sequence[PageContents]],
) -> Revision:
    """Compare the folders and pages of two versions."""
    of, before, then = older
    folder, now = newer
    were, are = {page.page: page for page in then}, {page.page: page for page in now}
    return Revision(
        version=number,
        of=of,
        figures=tuple(_moved(_figures(before), _figures(folder))),
        pages=tuple(_changed(were, are)),
        added=tuple(sorted(are.keys() - were.keys())),
        removed=tuple(sorted(were.keys() - are.keys())),
    )


def read_revision(folder: Path) -> Revision | None:
    """Read the changes of a published version; None for a first one."""
    path = folder / REVISION
    return Revision.model_validate_json(path.read_bytes()) if path.is_file() else None


def as_json(content: Revision) -> bytes:
    """Write a revision as the published file."""
    return (json.dumps(content.model_dump(), indent=1, ensure_ascii=False) + "\n").encode()


def _figures(folder: Path) -> dict[tuple[str, str], str]:
    path = folder / FIGURES
    if not path.is_file():
        return {}
    rows = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
    return {(row["report"], row["figure"]): _words(row) for row in rows}


def _words(row: Mapping[str, str]) -> str:
    """Write a figure as people read it: its count, and what it is out of."""
    return f"{row['value']} of {row['of']}" if row.get("of") else row["value"]


def _moved(
    then: Mapping[tuple[str, str], str], now: Mapping[tuple[str, str], str]
) -> Iterator[MovedFigure]:
    for key in [*now, *(key_then for key_then in then if key_then not in now)]:
        older, newer = then.get(key, ""), now.get(key, "")
        if older != newer:
            yield MovedFigure(report=key[0], figure=key[1], older=older, newer=newer)


def _changed(
    then: Mapping[str, PageContents], now: Mapping[str, PageContents]
) -> Iterator[ChangedPage]:
    for name, page in now.items():
        if name in then and (sections := tuple(_sections(then[name], page))):
            yield ChangedPage(page=name, title=page.title, sections=sections)


def _sections(then: PageContents, now: PageContents) -> Iterator[str]:
    """Yield the headings of sections that are new, gone or changed."""
    were, are = _by_heading(then), _by_heading(now)
    for heading in [*are, *(heading_then for heading_then in were if heading_then not in are)]:
        if were.get(heading) != are.get(heading):
            yield heading or "Top of the page"


def _by_heading(page: PageContents) -> dict[str, str]:
    """Return the words below each heading; sections with the same heading are joined."""
    found: dict[str, str] = {}
    for section in page.sections:
        found[section.heading] = f"{found.get(section.heading, '')} {section.words}"
    return found
