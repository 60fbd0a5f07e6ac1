"""Reasons why a build may not be published, all reported at once before anything is changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sdp_lib.errors import Problem
from sdp_lib.inputs.council import Council
from sdp_lib.inputs.personal import kinds_in
from sdp_lib.pipeline.plan.build_plan import BuildPlan
from sdp_lib.problems.publishing import (
    NO_BUILD,
    NO_NOTE,
    NO_PLACE_FOR_LINKS,
    NOT_A_DRAFT,
    NOT_FRESH,
    NOT_SIGNED_OFF,
    PERSONAL_ON_PAGE,
    VERSION_CHANGED,
)
from sdp_lib.publish.edition import Edition
from sdp_lib.publish.links import has_place
from sdp_lib.publish.period_folder import differences, pages_of, read_manifest
from sdp_lib.publish.versions import Period
from sdp_lib.storage import sha256


def not_ready(plan: BuildPlan) -> Iterator[Problem]:
    """Yield why a build cannot be published: not made, stale, or with failures."""
    folder, quarter = plan.request.folder, plan.request.quarter
    again = f"Run 'sdp report {quarter}' and publish again"
    if not plan.manifest:
        yield Problem(NO_BUILD, folder.as_posix(), "there is no build to publish", again)
        return
    for state in [*plan.states, plan.shared_state]:
        if state.state != "fresh":
            why = f" ({'; '.join(state.why)})" if state.why else ""
            yield Problem(
                NOT_FRESH,
                f"{folder.as_posix()}, {state.report}",
                f"it is {state.state}{why}, and only a build that is fresh as a whole is published",
                again,
            )


def wrong_state(edition: Edition, *, draft: bool) -> Iterator[Problem]:
    """Yield a problem if a draft is published as final, or the other way round."""
    where = f"params/{edition.period.name}.yml"
    if edition.is_draft and not draft:
        yield Problem(NOT_SIGNED_OFF, where, "state is draft, so it has not been signed off")
    if draft and not edition.is_draft:
        yield Problem(NOT_A_DRAFT, where, "state is final, and --draft was given")


def without_place(edition: Edition) -> Iterator[Problem]:
    """Yield a problem for each page without the marks for the links of the site."""
    site = edition.folder / "site"
    for path in sorted(site.rglob("*.html")):
        if not has_place(path.read_bytes()):
            yield Problem(
                NO_PLACE_FOR_LINKS,
                path.as_posix(),
                "it lacks the marks for the links and the address of the site",
            )


def personal_data(edition: Edition, council: Council) -> Iterator[Problem]:
    """Yield each section of a page, and each download, that seems to contain personal data.

    The data itself is not repeated, since messages end up in logs.
    """
    known = (*council.not_personal, council.contact.email)
    for where, words in _words(edition.folder / "site"):
        for kind in kinds_in(words, known):
            yield Problem(PERSONAL_ON_PAGE, where, f"it seems to hold {kind.name}")


def _words(site: Path) -> Iterator[tuple[str, str]]:
    """Yield the text of a build with its place: sections of pages, and downloads."""
    for page in pages_of(site):
        yield (site / page.page).as_posix(), page.title
        for section in page.sections:
            heading = f", section {section.heading!r}" if section.heading else ""
            yield f"{(site / page.page).as_posix()}{heading}", f"{section.heading} {section.words}"
    for path in sorted(site.rglob("*.csv")):
        yield path.as_posix(), path.read_text(encoding="utf-8-sig")


def changed_versions(folder: Path, known: Period | None) -> Iterator[Problem]:
    """Yield each file of a published version that has changed since.

    `folder` is the period's folder on the site.
    """
    for one in known.versions if known else ():
        version = folder / f"v{one.version}"
        manifest = version / "manifest.json"
        if not manifest.is_file() or sha256(manifest) != one.manifest:
            wrong = [("manifest.json", "differs from versions.json")]
        else:
            wrong = differences(version, read_manifest(version))
        for name, how in wrong:
            yield Problem(
                VERSION_CHANGED,
                (version / name).as_posix(),
                f"it {how}, and a published version never changes",
            )


def no_note(edition: Edition, known: Period | None, note: str) -> Iterator[Problem]:
    """Yield a problem if a later version has no note."""
    if known and known.versions and not note and not edition.is_draft:
        yield Problem(
            NO_NOTE,
            edition.period.name,
            f"version {len(known.versions)} is published, and this build differs from it",
        )
