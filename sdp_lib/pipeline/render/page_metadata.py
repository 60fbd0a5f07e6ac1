"""The frame of a page: title, state, contact and provenance, as metadata for the templates.

Renderers read metadata as Markdown, so every text here is escaped: a title appears as it was typed,
and never becomes a shortcode, emphasis or a link.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sdp_lib.ledger import PageFrame
from sdp_lib.presentation.wording import after_first_sentence

if TYPE_CHECKING:  # a build with nothing to do has no need of it
    from nbformat import NotebookNode

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_ESCAPED = re.compile(rf"\\{_PUNCTUATION.pattern}")


@dataclass(frozen=True)
class Page:
    """A page to be rendered: `stem` below `site/` without an extension, formats and contents."""

    stem: str
    formats: Sequence[str]
    notebook: NotebookNode
    metadata: Mapping[str, Any] = field(default_factory=dict)

    @property
    def up(self) -> str:
        """The path from the page to the site's root: empty, or `../`."""
        return "../" * self.stem.count("/")


def escaped(value: Any) -> Any:
    r"""Escape every text in metadata, so that no renderer reads it as Markdown or a shortcode.

    >>> escaped({"title": "A {{< env HOME >}} *b*"})["title"]
    'A \\{\\{\\< env HOME \\>\\}\\} \\*b\\*'
    """
    if isinstance(value, str):
        return _PUNCTUATION.sub(r"\\\1", " ".join(value.split()))
    if isinstance(value, Mapping):
        return {key: escaped(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [escaped(item) for item in value]
    return value


def unescaped(text: str) -> str:
    r"""Return the original of an escaped text.

    >>> unescaped(escaped("A {{< env HOME >}} *b*"))
    'A {{< env HOME >}} *b*'
    """
    return _ESCAPED.sub(r"\1", text)


def page_metadata(
    stem: str,
    page: PageFrame,
    *,
    provenance: Mapping[str, str],
    downloads: Sequence[Mapping[str, str]],
    trail: Sequence[Mapping[str, str]],
) -> dict[str, Any]:
    """Return a page's metadata, escaped; `page` is the frame in the report's ledger."""
    up = "../" * stem.count("/")
    state = page.state
    draft = f"{state}: " if state != "Final" else ""
    named = page.title if page.quarter in page.title else f"{page.title}, {page.quarter}"
    plain: dict[str, Any] = {
        "title": page.title,
        "named": named,
        "subtitle": page.subtitle,
        "description": page.description,
        "pagetitle": f"{draft}{named} – {page.organisation}",
        "organisation": page.organisation,
        "author": page.organisation,
        "plan-title": page.plan,
        "quarter-words": page.quarter,
        "period-number": str(page.place[0]),
        "period-count": str(page.place[1]),
        "cutoff": page.cutoff,
        "issued": page.cutoff_date,
        "state": state,
        "state-words": page.state_words,
        "version": page.version,
        "contact": dict(page.contact),
        "licence": dict(page.licence),
        "provenance": [{"term": term, "value": value} for term, value in provenance.items()],
        "downloads": list(downloads),
        "trail": list(trail),
        "assets": f"{up}assets",
        "home": f"{up}index.html",
    }
    plain["cover"] = page.detail == "summary"
    plain["compact"] = plain["cover"] or page.kind == "scorecard"
    if page.notices:
        whole = plain["illustrative"] = " ".join(page.notices)
        # A screen shows the first sentence, and the others behind it.
        plain["notice-first"], more = after_first_sentence(whole)
        if more:
            plain["notice-more"] = more
    return dict(escaped(plain))
