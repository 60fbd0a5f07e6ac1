"""Withdrawal of a version: its pages are replaced by a notice, and its other files removed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sdp_lib.errors import InputError
from sdp_lib.problems.publishing import NO_SITE, NO_SUCH_VERSION
from sdp_lib.publish.edition import SiteFrame
from sdp_lib.publish.period_folder import (
    Setting,
    files_of_version,
    manifest_without_files,
    write_evidence,
)
from sdp_lib.publish.period_pages import withdrawn_page
from sdp_lib.publish.refusals import changed_versions
from sdp_lib.publish.shared_files import write_shared
from sdp_lib.publish.site import fill_newest, put_all_right, write_lists
from sdp_lib.publish.target import Target
from sdp_lib.publish.versions import Period, Site, Version, Withdrawn, read_site
from sdp_lib.storage import locked, swapped_in, write_bytes


def withdraw(
    name: str,
    number: int,
    why: Withdrawn,
    target: Target,
    *,
    wait: Callable[[], None] = lambda: None,
) -> Period:
    """Withdraw a version of a period; `InputError` if there is no such version, before any change.

    If it is the newest, the one before it is shown again; if there is none, every page of the
    period shows that it was withdrawn.
    """
    if not target.folder.is_dir():
        raise InputError.of(NO_SITE, target.folder.as_posix(), "this folder does not exist")
    with locked(target.folder, wait):
        put_all_right(target.folder)
        site = read_site(target.folder)
        target = target.on(site)
        known = _checked(name, number, site, target.folder)
        period = _withdraw(site, known, number, why, target)
        write_shared(target.configured(site.with_period(period)), period, target)
    return period


def _checked(name: str, number: int, site: Site, folder: Path) -> Period:
    """Return the period, if its version can be withdrawn; else raise `InputError`."""
    known = site.period(name)
    found = {version.version: version for version in known.versions} if known else {}
    if known is None or number not in found or found[number].withdrawn:
        there = ", ".join(str(one) for one, it in found.items() if not it.withdrawn)
        raise InputError.of(
            NO_SUCH_VERSION,
            f"{name}, version {number}",
            "it was withdrawn earlier" if number in found else "it is not on the site",
            f"Choose from these versions: {there}" if there else "No version is left on the site",
        )
    if problems := [*changed_versions(folder / name, known)]:
        raise InputError(problems)
    return known


def _withdraw(site: Site, known: Period, number: int, why: Withdrawn, target: Target) -> Period:
    setting = Setting(target.frame, key=target.key)
    gone = known.versions[number - 1].model_copy(update={"withdrawn": why})
    with swapped_in(target.folder / known.name) as folder:
        version = folder / f"v{number}"
        about = {**manifest_without_files(version), "withdrawn": why.model_dump()}
        _say_so(version, f"{known.name}/v{number}", known, gone, target.frame)
        evidence = write_evidence(version, about, setting)
        gone = gone.model_copy(update=evidence.model_dump())
        versions = tuple(gone if one.version == number else one for one in known.versions)
        period = known.model_copy(update={"versions": versions})
        if period.newest:
            fill_newest(folder, period, target, site)
        else:
            _say_so(folder, known.name, known, gone, target.frame)
            write_lists(folder, period, target, site)
            write_evidence(folder, about, setting)
    return period


def _say_so(folder: Path, path: str, period: Period, gone: Version, frame: SiteFrame) -> None:
    """Replace each page by a notice of the withdrawal, and remove all other files."""
    for name in files_of_version(folder):
        if name.endswith(".html"):
            page = withdrawn_page(frame, period, gone, f"{path}/{name}", name)
            write_bytes(folder / name, page)
        else:
            (folder / name).unlink()
