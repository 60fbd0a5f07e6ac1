"""The links of the site in a page: put between two marks when it is published, and only there.

A build's page has the two marks with nothing between them. So what was published can be turned back
into the build's bytes, which is how `sdp verify` compares the two.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from sdp_lib.presentation.fragments import template

_BEGIN, _END = b"<!-- site begins -->", b"<!-- site ends -->"
_PLACE = re.compile(re.escape(_BEGIN) + b".*?" + re.escape(_END), re.DOTALL)
FRONT = "index.html"
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
        """Return the way from a page of the folder to the site's.

        >>> Place("2019-20-Q2", 1).root("scorecards/activity-1.html")
        '../../../'
        """
        return "../" * f"{self.folder}/{page}".count("/")


@dataclass(frozen=True)
class Neighbour:
    """The period before: its name, its label, and the pages that a page can lead to.

    Of another plan only the front page is the same: its outcomes and activities are other ones.
    """

    name: str
    label: str
    pages: Collection[str] = ()
    same_plan: bool = True


def has_place(page: bytes) -> bool:
    """Tell whether a page has the place for the links, once."""
    return len(_PLACE.findall(page)) == 1


def with_links(page: bytes, name: str, place: Place, before: Neighbour | None) -> bytes:
    """Return a page, `name` below its folder, with the links of the site for its place."""
    links = template("site_links.html", **_links(name, place, before))
    return _PLACE.sub(lambda _: b"%b\n%b\n%b" % (_BEGIN, links.encode(), _END), page, count=1)


def without_links(page: bytes) -> bytes:
    """Return a published page as its build has left it."""
    return _PLACE.sub(_BEGIN + _END, page, count=1)


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
