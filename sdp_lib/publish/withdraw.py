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
from sdp_lib.publish.refusals import changed_versions, is_begun, personal_note
from sdp_lib.publish.shared_files import read_assets, write_shared
from sdp_lib.publish.site import fill_newest, opened_site, write_lists
from sdp_lib.publish.target import Target
from sdp_lib.publish.versions import Period, Site, Version, Withdrawn
from sdp_lib.storage import swapped_in, write_bytes


def withdraw(
    name: str,
    number: int,
    why: Withdrawn,
    target: Target,
    *,
    wait: Callable[[], None] = lambda: None,
) -> Period:
    """Withdraw a version of a period; `InputError` contains every reason against it.

    If it is the newest, the one before it is shown again; if there is none, every page of the
    period shows that it was withdrawn. A withdrawal that was interrupted is finished by the same
    call again, which changes nothing if there is nothing left to do.
    """
    if not target.folder.is_dir():
        raise InputError.of(NO_SITE, target.folder.as_posix(), "this folder does not exist")
    with opened_site(target, wait) as (site, target):
        period = _known(name, number, why, site)
        _refuse(period, number, why, target)
        assets = read_assets(target.root)
        if not period.versions[number - 1].withdrawn:
            period = _withdraw(site, period, number, why, target)
        write_shared(target.configured(site.with_period(period)), period, target, assets=assets)
    return period


def _known(name: str, number: int, why: Withdrawn, site: Site) -> Period:
    """Return the period of a version that can be withdrawn, or was for the same reason."""
    known = site.period(name)
    found = {version.version: version for version in known.versions} if known else {}
    if known is None or number not in found or found[number].withdrawn not in {None, why}:
        there = ", ".join(str(one) for one, it in found.items() if not it.withdrawn)
        raise InputError.of(
            NO_SUCH_VERSION,
            f"{name}, version {number}",
            "it was withdrawn earlier" if number in found else "it is not on the site",
            f"Choose from these versions: {there}" if there else "No version is left on the site",
        )
    return known


def _refuse(period: Period, number: int, why: Withdrawn, target: Target) -> None:
    folder = target.folder / period.name
    begun = is_begun(folder, period.versions[number - 1])
    problems = [
        *personal_note(why.note, target.council),
        *changed_versions(folder, period, besides=number if begun else 0),
    ]
    if problems:
        raise InputError(problems)


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
