"""Fragments of a page: semantic HTML in which everything that people typed is escaped.

Everything on a page is built here from `Markup`, whose `format` and templates escape each value
that is not markup itself. Text from forms, commentary and plans has no other way in.
In a notebook a fragment brings its own style, so that it looks as it does on the page, and it is
marked as the library's own: any other output of a cell is cleaned before it reaches a page.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup as Markup
from markupsafe import escape as escape

from sdp_lib.inputs.brand.style import current_style
from sdp_lib.presentation.branded import in_css

_TEMPLATES = Environment(
    loader=PackageLoader("sdp_lib.presentation", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_STYLE = Path(__file__).parent / "theme" / "notebook.css"
MARKED = {"sdp": "fragment"}  # the metadata of an output that the library made
NOTEBOOK_ONLY = {"sdp": "notebook"}  # the metadata of an output that pages leave out
_OPENED, _CLOSED = '<div class="sdp-output">\n', "\n</div>"
_MOST_SHOWN = 40  # letters of a fragment in its repr
_FENCES = re.compile(r"`{3,}")


@dataclass(frozen=True, repr=False)
class Fragment:
    """A piece of a page, made of markup that is already safe.

    `part` names the part of the section that it belongs to.
    """

    html: Markup
    part: str = ""

    def __repr__(self) -> str:
        return f"{type(self).__name__}: {self.html[:_MOST_SHOWN]}…"

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        return in_notebook(self.html), dict(MARKED)

    def _ipython_display_(self) -> None:
        from sdp_lib.presentation.notebook_outputs import show  # late: IPython, for notebooks alone

        show(*self._repr_mimebundle_())


class Sentence(Fragment):
    """A paragraph that analysts can write into their own text.

    >>> f"{Sentence(paragraph('14 of 17 are on track.').html)} Well done."
    '14 of 17 are on track. Well done.'
    """

    def __str__(self) -> str:
        return self.html.striptags()


def in_notebook(html: str) -> dict[str, Any]:
    """Return the notebook output for a piece of a page: the piece with its style.

    There is no `text/plain`: what cannot show HTML must not fall back to a repr.
    """
    piece = without_shortcodes(html)
    style = in_css(_notebook_style(), current_style())
    return {"text/html": f"<style>{style}</style>{_OPENED}{piece}{_CLOSED}"}


def from_notebook(text: str) -> str:
    """Return the piece of a page that `in_notebook` put into a notebook.

    >>> from_notebook(in_notebook("<p>one</p>")["text/html"])
    '<p>one</p>'
    """
    return text.partition(_OPENED)[2].removesuffix(_CLOSED)


@cache
def _notebook_style() -> str:
    style = re.sub(r"/\*.*?\*/", "", _STYLE.read_text(encoding="utf-8"), flags=re.DOTALL)
    style = re.sub(r"\s*([{};,>~])\s*", r"\1", re.sub(r"\s+", " ", style))
    return style.replace(": ", ":").replace(";}", "}").strip()


def raw_block(html: str) -> str:
    r"""Wrap HTML as a raw block of Pandoc Markdown, with a fence that the content cannot close.

    >>> raw_block("<p>one</p>")
    '```{=html}\n<p>one</p>\n```\n'
    """
    longest = max((len(run) for run in _FENCES.findall(html)), default=2)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{{=html}}\n{without_shortcodes(html)}\n{fence}\n"


def without_shortcodes(html: str) -> str:
    """Escape the second of two braces before a tag, so that they do not begin a Quarto shortcode.

    Typed text is already escaped, so it contains no `<` here.

    >>> without_shortcodes("<p>{{<em>env HOME</em>}}</p>")
    '<p>{&#123;<em>env HOME</em>}}</p>'
    """
    return html.replace("{{<", "{&#123;<")


def template(name: str, **values: object) -> Markup:
    """Fill one of the templates; every value that is not `Markup` is escaped."""
    # Safe markup: the templates escape their values.
    return Markup(_TEMPLATES.get_template(name).render(**values).strip())  # noqa: S704


def join(parts: Iterable[Markup | str], by: str = " ") -> Markup:
    """Join sentences into one run of text, escaping what is not markup."""
    return escape(by).join(part for part in parts if part)


def figure_of(
    svg: bytes, *, caption: str, alt: str, size: tuple[int, int] | None = None
) -> Fragment:
    """Make a figure from a drawing (SVG), without an id: nothing links to it. `size`: pixels."""
    address = f"data:image/svg+xml;base64,{base64.b64encode(svg).decode()}"
    return Fragment(template("picture.html", address=address, alt=alt, caption=caption, size=size))


def part(name: str, *fragments: Fragment | None) -> Iterator[Fragment]:
    """Yield fragments with the name of their part, so that the part can be shown by itself."""
    for fragment in fragments:
        if fragment is not None:
            yield replace(fragment, part=name)


def paragraph(*sentences: Markup | str, kind: str = "") -> Fragment:
    """Make a paragraph of sentences; `kind` is its class."""
    start = Markup('<p class="{}">').format(kind) if kind else Markup("<p>")
    return Fragment(start + join(sentences) + Markup("</p>"))


def finding(sentence: Markup | str) -> Fragment:
    """Make the message above a chart or table."""
    return paragraph(sentence, kind="finding")


def note(*sentences: Markup | str) -> Fragment:
    """Make a small note."""
    return paragraph(*sentences, kind="note")


def said(words: str, who: str) -> Fragment:
    """Quote what a lead officer wrote, with its paragraphs."""
    paragraphs = [part.strip() for part in words.split("\n") if part.strip()]
    return Fragment(template("said.html", paragraphs=paragraphs, who=who))


def bullets(items: Iterable[Markup | str]) -> Fragment:
    """Make a list with bullets."""
    return Fragment(template("bullets.html", items=list(items)))
