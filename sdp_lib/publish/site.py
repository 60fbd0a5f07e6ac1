"""The publication of a build: the period's folder, then the pages that link to it, home page last.

A reader of the site meanwhile finds every page with everything that it links to: new files have
names that nothing links to yet, and each file that links to them is replaced by one rename.
An interrupted publication is not a version until `versions.json` names it, and the same command
resumes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sdp_lib.errors import InputError
from sdp_lib.publish.contents import read_contents
from sdp_lib.publish.edition import Edition
from sdp_lib.publish.links import NEXT, REVISIONS, Neighbour
from sdp_lib.publish.method import meaning
from sdp_lib.publish.period_folder import (
    Numbered,
    Setting,
    clear,
    fill_version,
    make_newest,
    newest_evidence,
)
from sdp_lib.publish.period_pages import gone_page, next_page, revisions_page
from sdp_lib.publish.refusals import (
    changed_versions,
    no_note,
    personal_data,
    personal_note,
    without_place,
    wrong_state,
)
from sdp_lib.publish.revisions import read_revision
from sdp_lib.publish.shared_files import read_assets, write_shared
from sdp_lib.publish.target import Target
from sdp_lib.publish.versions import VERSIONS, Period, Site, as_json, read_site
from sdp_lib.storage import locked, put_right, swapped_in, write_bytes


@dataclass(frozen=True)
class Published:
    """The result: the version, and whether it had been published before, byte for byte."""

    period: Period
    version: int
    again: bool


def publish(
    edition: Edition,
    target: Target,
    *,
    note: str = "",
    draft: bool = False,
    wait: Callable[[], None] = lambda: None,
) -> Published:
    """Put a build on a site; `InputError` contains every reason against it, before any change."""
    note = note.strip()
    with opened_site(target, wait) as (site, target):
        known = site.period(edition.period.name)
        again = _is_published(edition, known)
        _refuse(edition, target, known, note=note if not again else "-", draft=draft)
        assets = read_assets(target.root)
        if not (target.folder / VERSIONS).exists():
            write_bytes(target.folder / VERSIONS, as_json(site))
        if again and known:
            period = known
        else:
            period = _add(edition, target, site, note)
        write_shared(target.configured(site.with_period(period)), period, target, assets=assets)
    return Published(period, _number(edition, period), again)


@contextmanager
def opened_site(target: Target, wait: Callable[[], None]) -> Iterator[tuple[Site, Target]]:
    """Lock a site, finish what was interrupted, and yield what it lists, and itself as a target.

    `InputError` if the folder holds something else, in which nothing is removed.
    """
    with locked(target.folder, wait):
        site = read_site(target.folder)
        if (target.folder / VERSIONS).exists():
            _put_all_right(target.folder)
        yield site, target.on(site)


def _is_published(edition: Edition, known: Period | None) -> bool:
    there = known and (known.draft if edition.is_draft else known.newest)
    return bool(there and there.build == edition.build)


def _number(edition: Edition, period: Period) -> int:
    last = period.draft if edition.is_draft else period.newest
    return last.version if last else 0


def _refuse(
    edition: Edition, target: Target, known: Period | None, *, note: str, draft: bool
) -> None:
    problems = [
        *wrong_state(edition, draft=draft),
        *without_place(edition),
        *personal_data(edition, target.council),
        *changed_versions(target.folder / edition.period.name, known),
        *no_note(edition, known, note),
        *personal_note(note, target.council),
    ]
    if problems:
        raise InputError(problems)


def _put_all_right(folder: Path) -> None:
    """Finish or remove the remains of an interrupted publication in a site's folder."""
    for place in (folder, folder / "drafts"):
        left = [*place.glob(".*.new-*"), *place.glob(".*.swap")]
        for name in {path.name[1:].rpartition(".")[0] for path in left}:
            put_right(place / name)


def _add(edition: Edition, target: Target, site: Site, note: str) -> Period:
    """Write a version or a draft into the folder of its period; return the updated period."""
    known = site.period(edition.period.name) or edition.period
    period = edition.period.model_copy(update={"versions": known.versions, "draft": known.draft})
    setting = Setting(target.frame, neighbour(site, period, target.folder), target.key)
    newest = known.newest
    new = Numbered(edition, len(known.versions) + 1, note, newest.version if newest else 0)
    if edition.is_draft:
        with swapped_in(target.folder / "drafts" / period.name) as folder:
            evidence = fill_version(folder / "new", new, setting)
            _replace_contents(folder, folder / "new")
        return period.model_copy(update={"draft": edition.version(new.number, note, evidence)})
    with swapped_in(target.folder / period.name) as folder:
        for path in _not_listed(folder, known):
            clear(path)
        evidence = fill_version(folder / f"v{new.number}", new, setting)
        versions = (*known.versions, edition.version(new.number, note, evidence))
        period = period.model_copy(update={"versions": versions, "draft": None})
        fill_newest(folder, period, target, site)
    return period


def _not_listed(folder: Path, known: Period) -> Iterator[Path]:
    """Yield the folders of versions whose publication was interrupted before they were listed."""
    listed = {f"v{version.version}" for version in known.versions}
    return (path for path in folder.glob("v[0-9]*") if path.is_dir() and path.name not in listed)


def _replace_contents(folder: Path, new: Path) -> None:
    for path in [*folder.iterdir()]:
        if path.is_dir() and path != new:
            clear(path)
        elif path.is_file():
            path.unlink()
    for path in [*new.iterdir()]:
        path.replace(folder / path.name)
    new.rmdir()


def fill_newest(folder: Path, period: Period, target: Target, site: Site) -> None:
    """Make the pages of a period's folder from its newest version, which must exist."""
    newest, frame = period.newest, target.frame
    number = newest.version if newest else 0
    setting = Setting(frame, neighbour(site, period, target.folder), target.key)
    make_newest(
        folder,
        period.place,
        number,
        setting,
        stub=lambda page: gone_page(frame, period, number, page),
    )
    write_lists(folder, period, target, site)
    newest_evidence(folder, number, setting)


def write_lists(folder: Path, period: Period, target: Target, site: Site) -> None:
    """Write the pages of a period that list its versions and link to the next period."""
    found = {
        version.version: read_revision(folder / f"v{version.version}")
        for version in period.versions
    }
    changes = {number: change for number, change in found.items() if change}
    council = target.council
    page = revisions_page(target.frame, period, changes, lambda name: meaning(council, name))
    write_bytes(folder / REVISIONS, page)
    after = site.after(period)
    pages = read_contents(target.folder / (after or period).place.folder)
    write_bytes(folder / NEXT, next_page(target.frame, period, after, pages))


def neighbour(site: Site, period: Period, folder: Path) -> Neighbour | None:
    """Return the previous period, with its pages on the site."""
    before = site.before(period)
    if before is None:
        return None
    pages = {page.page for page in read_contents(folder / before.place.folder).pages}
    return Neighbour(before.name, before.label, pages, before.plan == period.plan)
