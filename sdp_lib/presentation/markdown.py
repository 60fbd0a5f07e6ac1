"""The analyst's commentary: Markdown, limited to what cannot do harm.

Paragraphs, lists, emphasis and links to https or mail. HTML, images, headings, tables, raw blocks
and links to anything else remain visible as typed. Quoted figures are filled in.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markupsafe import Markup

from sdp_lib.measures.figure import Figures
from sdp_lib.presentation.fragments import Fragment, template
from sdp_lib.presentation.quotation import quoting_rule

_SAFE_RULES = ("list", "emphasis", "link", "escape", "newline", "entity")
_MORE_RULES = ("heading", "table", "blockquote", "backticks", "fence", "strikethrough")
_SAFE_SCHEMES = {"https", "http", "mailto"}


def commentary(text: str, figures: Figures | None = None) -> Fragment | None:
    """Turn commentary into a fragment; None if there is none.

    Quotations of `figures` are filled in; in the address of a link they stay as they were typed.

    >>> print(commentary("All *well*. <b>").html)
    <div class="commentary">
    <p class="label">Commentary</p>
    <p>All <em>well</em>. &lt;b&gt;</p>
    </div>
    """
    if not text.strip():
        return None
    parser = _parser(*_SAFE_RULES)
    parser.inline.ruler.before("escape", "quotation", quoting_rule(figures or Figures(())))
    parser.enable("quotation")
    html = parser.render(text).strip()
    body = Markup(html)  # noqa: S704 - the parser escapes all that is none of the rules above
    return Fragment(template("commentary.html", body=body))


def to_html(text: str) -> str:
    """Turn an analyst's Markdown into HTML by the rules of commentary, with headings, tables, code.

    HTML in it is shown as text.
    """
    return str(_parser(*_SAFE_RULES, *_MORE_RULES).render(text))


def _parser(*rules: str) -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False, "linkify": False})
    parser.enable(list(rules))
    parser.validateLink = _is_safe_link  # type: ignore[method-assign]
    return parser


def _is_safe_link(url: str) -> bool:
    try:
        return urlsplit(url).scheme in _SAFE_SCHEMES
    except ValueError:
        return False
