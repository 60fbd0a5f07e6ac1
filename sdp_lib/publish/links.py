"""Additions of the site to a page: links, and the address in its head, each between two marks.

A build's page has the marks with nothing between them. A published page can therefore be turned
back into the build's bytes, and `sdp verify` compares the two.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import quote

from sdp_lib.presentation.fragments import Markup, template

_BEGIN, _END = b"<!-- site begins -->", b"<!-- site ends -->"
_HEAD_BEGIN, _HEAD_END = b"<!-- address begins -->", b"<!-- address ends -->"
_PLACE = re.compile(re.escape(_BEGIN) + b".*?" + re.escape(_END), re.DOTALL)
_HEAD = re.compile(re.escape(_HEAD_BEGIN) + b".*?" + re.escape(_HEAD_END), re.DOTALL)
_KEPT = re.compile(r"^([^/]+)/v\d+/")
FRONT, NOT_FOUND = "index.html", "404.html"
REVISIONS, NEXT = "revisions.html", "next.html"


@dataclass(frozen=True)
class Place:
    """A folder of pages on the site: a period's newest version, a kept one, or its draft."""

    period: str
    version: int = 0
    draft: bool = False

    @property
    def folder(self) -> str:
        """The folder, as a path below the site's."""
        kept = f"/v{self.version}" if self.version else ""
        return f"drafts/{self.period}" if self.draft else f"{self.period}{kept}"

    def root(self, page: str) -> str:
        """Return the path from a page of the folder to the site's root.

        >>> Place("2019-20-Q2", 1).root("scorecards/activity-1.html")
        '../../../'
        """
        return "../" * f"{self.folder}/{page}".count("/")


@dataclass(frozen=True)
class Neighbour:
    """The previous period: its name, its label, and the pages that a page can link to.

    If it belongs to another plan, only its front page corresponds: outcomes and activities differ.
    """

    name: str
    label: str
    pages: Collection[str] = ()
    same_plan: bool = True


def has_place(page: bytes) -> bool:
    """Return whether a page has the marks for the links and for its address, once each."""
    return all(len(place.findall(page)) == 1 for place in (_PLACE, _HEAD))


def with_links(
    page: bytes, name: str, place: Place, before: Neighbour | None, *, base_url: str = ""
) -> bytes:
    """Return a page, `name` below its folder, with the links of the site for its place.

    If the address of the site is known, the page's head names the newest page of its kind.
    """
    links = template("site_links.html", **_links(name, place, before))
    page = _PLACE.sub(lambda _: b"%b\n%b\n%b" % (_BEGIN, links.encode(), _END), page, count=1)
    address = canonical_link(base_url, f"{place.folder}/{name}")
    return _HEAD.sub(lambda _: _HEAD_BEGIN + address.encode() + _HEAD_END, page, count=1)


def without_links(page: bytes) -> bytes:
    """Return a published page as its build made it."""
    page = _PLACE.sub(_BEGIN + _END, page, count=1)
    return _HEAD.sub(_HEAD_BEGIN + _HEAD_END, page, count=1)


def canonical_link(base_url: str, path: str) -> Markup:
    """Return the canonical link of a page for search engines; `path` is its path on the site.

    A kept version names the newest one. A draft has no such link, since it must not be found, and
    neither has the "not found" page.

    >>> canonical_link("https://example.org/plan/", "2019-20-Q2/v1/council.html")
    Markup('<link rel="canonical" href="https://example.org/plan/2019-20-Q2/council.html">')
    """
    if not base_url or path == NOT_FOUND or path.startswith("drafts/"):
        return Markup("")
    newest = quote(_KEPT.sub(r"\1/", path))
    return Markup('<link rel="canonical" href="{}">').format(f"{base_url.rstrip('/')}/{newest}")


def _links(name: str, place: Place, before: Neighbour | None) -> dict[str, object]:
    root = place.root(name)
    links = [(f"{root}{FRONT}", "All periods"), (f"{root}search.html", "Search")]
    if before:
        same = before.same_plan and name in before.pages
        words = "This page in" if same and name != FRONT else "Period before:"
        links.append((f"{root}{before.name}/{name if same else FRONT}", f"{words} {before.label}"))
    if not place.draft:
        links.append((f"{root}{place.period}/{NEXT}", "Period after"))
        links.append((f"{root}{place.period}/{REVISIONS}", "Versions"))
    newest = (f"{root}{place.period}/{name}", "Newest version of this page")
    return {"links": [*links, newest] if place.version else links, "note": _note(place)}


def _note(place: Place) -> str:
    if place.draft:
        return "Draft: not signed off, and may change."
    return f"Version {place.version}, kept as it was published." if place.version else ""
