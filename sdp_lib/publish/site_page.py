"""Pages of the site that do not belong to a period, in the look of reports.

They are made from a template without a renderer, so that publishing waits for no other program.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from sdp_lib.inputs.brand.style import current_style
from sdp_lib.presentation.branded import logo_image
from sdp_lib.presentation.fragments import Fragment, Markup, template
from sdp_lib.presentation.wording import after_first_sentence, day
from sdp_lib.publish.edition import SiteFrame
from sdp_lib.publish.links import NEXT, REVISIONS, canonical_link

Sections = Iterable[tuple[str, Sequence[Fragment]]]
# The pages about the site, to which each of its pages links.
ABOUT = (
    ("method.html", "Method and definitions"),
    ("evidence.html", "How to check this site"),
    ("accessibility.html", "Accessibility statement"),
    ("feed.xml", "Feed of new reports"),
)


def site_page(
    frame: SiteFrame,
    path: str,
    title: str,
    sections: Sections,
    *,
    subtitle: str = "",
    scripts: Sequence[str] = (),
    root: str | None = None,
) -> bytes:
    """Return a page; `path` is its path below the site's folder, and `root` the path back there."""
    up = "../" * path.count("/") if root is None else root
    style = current_style()
    page = template(
        "site_page.html",
        frame=frame,
        notice=after_first_sentence(frame.notice),
        title=title,
        subtitle=subtitle,
        sections=[(_slug(heading), heading, fragments) for heading, fragments in sections],
        scripts=scripts,
        root=up,
        links=_links(path, up),
        about=ABOUT,
        feed=path == "index.html",
        canonical=canonical_link(frame.base_url, path),
        colour=style["primary"],
        logo=logo_image(style) if path == "index.html" else "",
    )
    return f"{page}\n".encode()


def _links(path: str, root: str) -> Markup:
    links = [(f"{root}index.html", "All periods"), (f"{root}search.html", "Search")]
    links += [(f"{root}titles.html", "Index of titles")]
    period, _, page = path.partition("/")
    if page and period != "drafts":
        links.append((f"{root}{period}/{NEXT}", "Period after"))
        links.append((f"{root}{period}/{REVISIONS}", "Versions"))
    shown = [(href, words) for href, words in links if href != f"{root}{path}"]
    return template("site_links.html", links=shown, note="")


def day_of(text: str) -> str:
    """Write an ISO date in words, or "not recorded" if it is blank.

    >>> day_of("2019-10-11"), day_of("")
    ('11 October 2019', 'not recorded')
    """
    return day(date.fromisoformat(text)) if text else "not recorded"


def _slug(heading: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")
