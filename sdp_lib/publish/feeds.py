"""The Atom feed of versions, and the sitemap of their newest pages."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from sdp_lib.presentation.fragments import template
from sdp_lib.publish.contents import Contents
from sdp_lib.publish.edition import SiteFrame
from sdp_lib.publish.links import FRONT
from sdp_lib.publish.versions import Period, Site, Version

_WHOLE_SITE = ("index.html", "search.html", "titles.html", "method.html", "evidence.html",
               "accessibility.html")  # fmt: skip


def feed(site: Site, frame: SiteFrame) -> bytes:
    """Return the feed: an entry for each published version, newest first.

    An entry is identified by a tag URI (RFC 4151), which remains the same if the site moves.
    """
    versions = [
        (period, version) for period in site.periods for version in reversed(period.versions)
    ]
    versions.sort(key=lambda one: one[1].dated, reverse=True)
    dates = [one.dated for _, one in versions]
    text = template(
        "feed.xml",
        id=_tag(frame, min(dates, default="2000-01-01"), "feed"),
        title=f"{frame.plan}, {frame.organisation}",
        updated=max(dates, default="2000-01-01"),
        author=frame.organisation,
        address=_address(site, "feed.xml") if site.base_url else "",
        entries=[_entry(site, frame, period, one) for period, one in versions],
    )
    return f"{text}\n".encode()


def _entry(site: Site, frame: SiteFrame, period: Period, one: Version) -> dict[str, str]:
    said = f"Withdrawn: {one.withdrawn.note}" if one.withdrawn else one.note
    return {
        "id": _tag(frame, one.dated, f"{period.name}/v{one.version}"),
        "title": f"{period.label}, version {one.version}",
        "dated": one.dated,
        "href": _address(site, f"{period.name}/v{one.version}/{FRONT}"),
        "summary": said or f"{period.plan_title}, {period.words}. {one.state_words or one.state}.",
    }


def _tag(frame: SiteFrame, dated: str, what: str) -> str:
    return f"tag:{frame.contact['email'].rpartition('@')[2]},{dated}:{what}"


def sitemap(site: Site, contents: Mapping[str, Contents]) -> bytes:
    """Return the sitemap: the pages of the site, and those of the newest versions.

    Addresses begin with `--base-url`; without one they are paths below the site's folder.
    """
    pages = [(_address(site, page), "") for page in _WHOLE_SITE]
    for period in site.live():
        dated = period.newest.dated if period.newest else ""
        pages += [
            (_address(site, f"{period.place.folder}/{page.page}"), dated)
            for page in contents[period.name].pages
        ]
    return f"{template('sitemap.xml', pages=pages)}\n".encode()


def _address(site: Site, path: str) -> str:
    return f"{site.base_url.rstrip('/')}/{quote(path)}" if site.base_url else quote(path)
