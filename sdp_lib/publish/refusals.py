"""Reasons why a build may not be published, all reported at once before anything is changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sdp_lib.errors import Problem
from sdp_lib.inputs.council import Council
from sdp_lib.inputs.csv_file import read_rows
from sdp_lib.inputs.personal import kinds_in, masked
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
from sdp_lib.publish.evidence import MANIFEST
from sdp_lib.publish.links import has_place
from sdp_lib.publish.period_folder import differences, pages_of, read_manifest
from sdp_lib.publish.versions import Period, Version
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
    """Yield each section of a page, and each row of a download, that seems to have personal data.

    The data itself is not repeated, since messages end up in logs.
    """
    found = [
        Problem(PERSONAL_ON_PAGE, where, f"it seems to hold {kind.name}")
        for where, text in _texts(edition.folder / "site")
        for kind in kinds_in(text, council.impersonal)
    ]
    yield from dict.fromkeys(found)  # several cells of a section may hold the same kind


def personal_note(note: str, council: Council) -> Iterator[Problem]:
    """Yield a problem if a note, which the site shows for good, seems to have personal data."""
    for kind in kinds_in(note, council.impersonal):
        yield Problem(
            PERSONAL_ON_PAGE,
            "--note",
            f"it seems to hold {kind.name}",
            "Write the note without it. If it belongs to no person, list it under not_personal in "
            "council.yml",
        )


def _texts(site: Path) -> Iterator[tuple[str, str]]:
    """Yield the texts of a build with their places: sections of pages, and cells of downloads."""
    for page in pages_of(site):
        place = (site / page.page).as_posix()
        yield place, page.title
        for section in page.sections:
            heading = f", section {masked(section.heading)!r}" if section.heading else ""
            for text in (section.heading, *section.texts):
                yield f"{place}{heading}", text
    for path in sorted(site.rglob("*.csv")):
        yield from _cells(path)


def _cells(path: Path) -> Iterator[tuple[str, str]]:
    """Yield each cell of a download once, with its row as a spreadsheet numbers it."""
    seen: set[str] = set()  # most cells of a column are alike
    for number, row in enumerate(read_rows(path), 1):
        for cell in row:
            if cell not in seen:
                seen.add(cell)
                yield f"{path.as_posix()}, row {number}", cell


def is_begun(folder: Path, version: Version) -> bool:
    """Return whether the withdrawal of a version was interrupted.

    Its own files, in the period's `folder`, say that it was withdrawn before `versions.json` does.
    """
    manifest = read_manifest(folder / f"v{version.version}")
    return not version.withdrawn and bool(manifest.get("withdrawn"))


def changed_versions(folder: Path, known: Period | None, *, besides: int = 0) -> Iterator[Problem]:
    """Yield each file of a published version that has changed since, `besides` one version.

    `folder` is the period's folder on the site.
    """
    for one in known.versions if known else ():
        version = folder / f"v{one.version}"
        manifest = version / MANIFEST
        fix = ""
        if one.version == besides:
            wrong = []
        elif not manifest.is_file() or sha256(manifest) != one.manifest:
            wrong = [(MANIFEST, "differs from versions.json")]
            if is_begun(folder, one):
                fix = "Run the 'sdp withdraw' that was interrupted again"
        else:
            wrong = differences(version, read_manifest(version))
        for name, how in wrong:
            yield Problem(
                VERSION_CHANGED,
                (version / name).as_posix(),
                f"it {how}, and a published version never changes",
                fix,
            )


def no_note(edition: Edition, known: Period | None, note: str) -> Iterator[Problem]:
    """Yield a problem if a later version has no note."""
    if known and known.versions and not note and not edition.is_draft:
        yield Problem(
            NO_NOTE,
            edition.period.name,
            f"version {len(known.versions)} is published, and this build differs from it",
        )
