"""Pages of a period that no build makes: its versions, the next period, and removed pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from sdp_lib.presentation.fragments import Fragment, Markup, bullets, paragraph
from sdp_lib.presentation.tables import Column, link, table
from sdp_lib.presentation.wording import counted
from sdp_lib.publish.contents import Contents
from sdp_lib.publish.edition import SiteFrame
from sdp_lib.publish.links import FRONT, NEXT, REVISIONS
from sdp_lib.publish.revisions import ChangedPage, MovedFigure, Revision
from sdp_lib.publish.site_page import day_of, site_page
from sdp_lib.publish.versions import Period, Version

Meaning = Callable[[str], str]  # of a figure, by its name


def revisions_page(
    frame: SiteFrame, period: Period, changes: Mapping[int, Revision], meaning: Meaning
) -> bytes:
    """Return the page that lists a period's versions and their changes, newest first."""
    sections = [
        (
            f"Version {version.version}",
            [*_version(frame, period, version, changes.get(version.version), meaning)],
        )
        for version in reversed(period.versions)
    ]
    return site_page(
        frame,
        f"{period.name}/{REVISIONS}",
        f"Versions of {period.label}",
        sections,
        subtitle=f"{period.plan_title}, {period.words}",
    )


def _version(
    frame: SiteFrame, period: Period, one: Version, change: Revision | None, meaning: Meaning
) -> Iterator[Fragment]:
    yield paragraph(f"{one.state_words or one.state}. Dated {day_of(one.dated)}.")
    if one.withdrawn:
        when = f" on {day_of(one.withdrawn.on)}" if one.withdrawn.on else ""
        yield paragraph(f"Withdrawn{when}: {one.withdrawn.note}")
    if one.note:
        yield paragraph(f"Why there is this version: {one.note}")
    yield paragraph(link(f"v{one.version}/{FRONT}", f"Version {one.version}, as it was published"))
    if source := _source(frame, one):
        yield paragraph(source)
    if change:
        yield from _change(change, meaning)
    elif not period.versions or one.version == 1:
        yield paragraph("This is the first version, so there are no changes.")


def _source(frame: SiteFrame, one: Version) -> Markup | None:
    """Link to the source at its commit, if the address of a repository is configured."""
    commit = one.commit.partition(" ")[0]
    if not frame.repository or not commit or not all(c in "0123456789abcdef" for c in commit):
        return None
    address = f"{frame.repository.rstrip('/')}/tree/{commit}"
    return Markup("Made from {}.").format(link(address, f"the source at commit {commit}"))


def _change(change: Revision, meaning: Meaning) -> Iterator[Fragment]:
    figures, pages = len(change.figures), len(change.pages)
    verbs = ("has", "have")
    yield paragraph(
        f"Since version {change.of}, {counted(figures, ('figure', 'figures'))} "
        f"{verbs[figures != 1]} moved, and the words or numbers of "
        f"{counted(pages, ('page', 'pages'))} {verbs[pages != 1]} changed."
    )
    if change.figures:
        yield _figures(change, meaning)
    if change.pages:
        yield bullets(_page(page) for page in change.pages)
    if change.added:
        yield paragraph(f"New: {', '.join(change.added)}.")
    if change.removed:
        yield paragraph(f"Removed: {', '.join(change.removed)}.")


def _figures(change: Revision, meaning: Meaning) -> Fragment:
    columns = [
        Column("Report", 2),
        Column("Figure", 5),
        Column(f"Version {change.of}", 2, "number"),
        Column(f"Version {change.version}", 2, "number"),
    ]
    return table(
        f"figures-{change.version}",
        f"Figures that moved from version {change.of} to version {change.version}",
        columns,
        [_figure(figure, meaning) for figure in change.figures],
        numbered=False,
    )


def _figure(one: MovedFigure, meaning: Meaning) -> Sequence[str]:
    absent = "not there"
    return [one.report, meaning(one.figure), one.older or absent, one.newer or absent]


def _page(one: ChangedPage) -> Markup:
    return Markup("{}: {}.").format(link(one.page, one.title), ", ".join(one.sections))


def next_page(frame: SiteFrame, period: Period, after: Period | None, pages: Contents) -> bytes:
    """Return a period's `next.html`: links to the pages of the period after, if there is one."""
    path, title = f"{period.name}/{NEXT}", f"The period after {period.label}"
    if after is None:
        shown = [paragraph("No later period has been published yet.")]
        return site_page(frame, path, title, [("", shown)])
    folder = f"../{after.place.folder}"
    shown = [
        paragraph(link(f"{folder}/{FRONT}", f"All reports of {after.label}, {after.words}")),
        bullets(link(f"{folder}/{page.page}", page.title) for page in pages.pages),
    ]
    if after.plan != period.plan:
        shown.insert(1, paragraph(f"Its reports belong to another plan: {after.plan_title}."))
    return site_page(frame, path, title, [("", shown)])


def gone_page(frame: SiteFrame, period: Period, version: int, page: str) -> bytes:
    """Return the page shown at the address of one that the newest version does not have."""
    root = "../" * page.count("/")
    shown = [
        paragraph(f"Version {version} of {period.label} does not have this page."),
        paragraph(link(f"{root}{FRONT}", f"All reports of {period.label}")),
        paragraph(link(f"{root}{REVISIONS}", "What changed, and earlier versions")),
    ]
    title = f"No longer in {period.label}: {page.removesuffix('.html')}"
    return site_page(frame, f"{period.name}/{page}", title, [("", shown)])


def withdrawn_page(
    frame: SiteFrame, period: Period, version: Version, path: str, page: str
) -> bytes:
    """Return the page that replaces one of a withdrawn version.

    `path` is its path on the site, and `page` its path in the folder of the version.
    """
    withdrawn = version.withdrawn
    when = f" on {day_of(withdrawn.on)}" if withdrawn and withdrawn.on else ""
    note = withdrawn.note if withdrawn else ""
    root = "../" * path.count("/")
    shown = [
        paragraph(f"Version {version.version} of {period.label} was withdrawn{when}."),
        paragraph(f"Why: {note}"),
        paragraph(link(f"{root}{period.name}/{REVISIONS}", f"Versions of {period.label}")),
    ]
    title = f"Withdrawn: {period.label}, version {version.version}, {page.removesuffix('.html')}"
    return site_page(frame, path, title, [("", shown)])
