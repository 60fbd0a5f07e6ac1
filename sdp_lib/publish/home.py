"""The navigation pages of a site: home, the index of titles, search, and "not found"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from sdp_lib.ledger import MainPoints
from sdp_lib.presentation.fragments import Fragment, Markup, bullets, note, paragraph, template
from sdp_lib.presentation.front import plan_points
from sdp_lib.presentation.tables import Column, link, table
from sdp_lib.presentation.wording import listed
from sdp_lib.publish.contents import Contents
from sdp_lib.publish.edition import SiteFrame
from sdp_lib.publish.links import FRONT, REVISIONS
from sdp_lib.publish.site_page import day_of, site_page
from sdp_lib.publish.versions import Period, Site, Version

SEARCH_SCRIPTS = ("assets/search.js", "search-index.js")


def home(site: Site, frame: SiteFrame, contents: Mapping[str, Contents]) -> bytes:
    """Return the home page: the newest period's main points, and every period."""
    sections = [*_newest(site, contents), ("All periods", [_periods(site)])]
    return site_page(frame, FRONT, frame.plan, sections, subtitle="Reports of all periods")


def _newest(
    site: Site, contents: Mapping[str, Contents]
) -> Iterator[tuple[str, Sequence[Fragment]]]:
    period = next(site.live(), None)
    if period is None:
        yield "Not published yet", [paragraph("No period has been published yet.")]
        return
    front = link(f"{period.place.folder}/{FRONT}", f"All reports of {period.label}")
    points = contents[period.name].points
    page = f"{period.place.folder}/council"
    shown = plan_points(_led_to(points, period), page, drawn=True) if points else []
    yield f"{period.label}: main points" if points else period.label, [*shown, paragraph(front)]


def _led_to(points: MainPoints, period: Period) -> MainPoints:
    """Return main points with links that work from the home page."""
    folder = period.place.folder
    lists = [
        point_list.model_copy(
            update={
                "activities": tuple(
                    activity.model_copy(
                        update={"page": activity.page and f"{folder}/{activity.page}"}
                    )
                    for activity in point_list.activities
                )
            }
        )
        for point_list in points.lists
    ]
    attention = [
        concern.model_copy(update={"page": concern.page and f"{folder}/{concern.page}"})
        for concern in points.attention
    ]
    return points.model_copy(update={"lists": tuple(lists), "attention": tuple(attention)})


def _periods(site: Site) -> Fragment:
    columns = [
        Column("Period", 4),
        Column("State", 4),
        Column("Published", 2),
        Column("Versions", 4),
    ]
    return table(
        "periods",
        "Periods, newest first, with their state and versions",
        columns,
        [_row(period) for period in site.periods],
        numbered=False,
    )


def _row(period: Period) -> list[Markup | str]:
    shown, folder = period.shown, period.place.folder
    name = link(f"{folder}/{FRONT}", f"{period.label}, {period.words}")
    if shown is None:
        return [name, "Withdrawn", "Not available", _versions(period)]
    return [name, _state(shown), day_of(shown.dated), _versions(period)]


def _state(version: Version) -> str:
    return version.state_words or version.state


def _versions(period: Period) -> Markup | str:
    links: list[Markup | str] = [
        link(
            f"{period.name}/v{version.version}/{FRONT}",
            _of_period(f"Version {version.version}", period),
        )
        for version in reversed(period.versions)
    ]
    if len(links) > 1 or (links and period.versions[0].withdrawn):
        links.append(link(f"{period.name}/{REVISIONS}", _of_period("What changed", period)))
    if period.draft:
        links.append(link(f"drafts/{period.name}/{FRONT}", _of_period("Draft", period)))
    return listed(links)


def _of_period(words: str, period: Period) -> Markup:
    """Add the period for screen readers to a link in a table."""
    hidden = Markup('<span class="visually-hidden"> of {}</span>').format(period.label)
    return Markup("{}").format(words) + hidden


def titles(site: Site, frame: SiteFrame, contents: Mapping[str, Contents]) -> bytes:
    """Return the index of all titles, which replaces the search without JavaScript."""
    sections = [
        (
            _heading(period),
            [
                bullets(
                    link(f"{period.place.folder}/{page.page}", page.title)
                    for page in contents[period.name].pages
                )
            ],
        )
        for period in site.periods
        if contents[period.name].pages
    ]
    words = [("", [paragraph("Every page of the newest version of each period.")])]
    return site_page(frame, "titles.html", "Index of titles", [*words, *sections])


def _heading(period: Period) -> str:
    state = period.shown.state if period.shown else ""
    return f"{period.label} ({state.lower()})"


def search(site: Site, frame: SiteFrame) -> bytes:
    """Return the search page, with instructions for readers without JavaScript."""
    periods = [(period.name, period.label) for period in site.periods if period.shown]
    shown = Fragment(template("search.html", periods=periods))
    return site_page(frame, "search.html", "Search", [("", [shown])], scripts=SEARCH_SCRIPTS)


def not_found(site: Site, frame: SiteFrame) -> bytes:
    """Return the page that a web server shows for an unknown address.

    It is shown at any address, so its links begin at the site's root if that is known.
    """
    root = urlsplit(site.base_url).path.rstrip("/") + "/" if site.base_url else ""
    shown = [
        paragraph("There is no page at this address."),
        paragraph(
            link(f"{root}index.html", "All periods"),
            Markup("and the {} lead to every page.").format(
                link(f"{root}titles.html", "index of titles")
            ),
        ),
        note("A page that was published keeps its address, so check how the address is typed."),
    ]
    return site_page(frame, "404.html", "Page not found", [("", shown)], root=root)
