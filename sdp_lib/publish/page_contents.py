"""The text of a page: its title, its sections and their words, for search, titles and revisions."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from pydantic import BaseModel, ConfigDict

_UNREAD = {"script", "style", "nav"}
_DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)  # removed first: most of a page is drawings
_VOID = {"br", "hr", "img", "input", "link", "meta", "wbr", "col", "source", "track", "area"}
_CELLS = {"td", "th", "dt", "dd"}
_CELL = "\x1f"  # between cells; folding makes a blank of it, and no text of a page holds it
_INLINE = {"a", "abbr", "b", "code", "em", "i", "span", "strong", "sub", "sup"}


class Section(BaseModel):
    """A section of a page: the id and words of its heading, both empty before the first one.

    `texts` are its words, each cell of a table by itself, since two cells never hold one number.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    heading: str
    texts: tuple[str, ...]

    @property
    def words(self) -> str:
        """All its words."""
        return " ".join(self.texts)


class PageContents(BaseModel):
    """A page of a period: its path there, its title and its sections."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    page: str
    title: str
    sections: tuple[Section, ...]


def page_contents(page: str, content: bytes) -> PageContents:
    """Read the text of a page's main part, without drawings and contents lists."""
    reader = _Reader()
    reader.feed(_DRAWING.sub(" ", content.decode()))
    reader.close()
    sections = tuple(
        Section(id=name, heading=_fold(heading), texts=_texts(words))
        for name, heading, words in reader.sections
        if _fold([*heading, *words])
    )
    return PageContents(page=page, title=_fold(reader.title), sections=sections)


def _fold(parts: list[str]) -> str:
    return " ".join("".join(parts).split())


def _texts(parts: list[str]) -> tuple[str, ...]:
    """Return the texts between the borders of cells."""
    return tuple(filter(None, (_fold([text]) for text in "".join(parts).split(_CELL))))


class _Reader(HTMLParser):
    """Collects the title, and the id, words and following text of each `h2`."""

    def __init__(self) -> None:
        super().__init__()
        self.title: list[str] = []
        self.sections: list[tuple[str, list[str], list[str]]] = [("", [], [])]
        self._main = False
        self._unread = 0
        self._heading = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNREAD:
            self._unread += 1
        elif tag == "main":
            self._main = True
        elif tag in {"h1", "h2"} and self._reads:
            self._heading = tag
            if tag == "h2":
                self.sections.append((dict(attrs).get("id") or "", [], []))
        if tag not in _INLINE and tag not in _VOID:
            self._say(_CELL if tag in _CELLS else " ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNREAD:
            self._unread = max(0, self._unread - 1)
        elif tag == "main":
            self._main = False
        elif tag == self._heading:
            self._heading = ""
        if tag not in _INLINE:
            self._say(_CELL if tag in _CELLS else " ")

    def handle_data(self, data: str) -> None:
        self._say(data)

    @property
    def _reads(self) -> bool:
        return self._main and not self._unread

    def _say(self, words: str) -> None:
        if not self._reads:
            return
        place = {"h1": self.title, "h2": self.sections[-1][1]}.get(
            self._heading, self.sections[-1][2]
        )
        place.append(words)
