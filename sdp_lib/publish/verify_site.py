"""Verification of a published site against its evidence: changed, missing and additional files.

`versions.json` has the digests of the manifests and of the site's own files, and each manifest has
those of the files beside it. So every file is checked, and unpublished files are found.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sdp_lib.errors import InputError
from sdp_lib.problems.publishing import NOT_PUBLISHED
from sdp_lib.publish.evidence import MANIFEST, STATEMENT
from sdp_lib.publish.links import Place, without_links
from sdp_lib.publish.period_folder import differences, files_of_version, read_manifest
from sdp_lib.publish.signing import is_signed_by, key_id, opened
from sdp_lib.publish.versions import VERSIONS, Evidence, Period, Site, read_site
from sdp_lib.storage import LOCK, sha256

Wrong = tuple[str, str]  # a file by its path on the site, and what is wrong with it
_BESIDE = {VERSIONS, LOCK}


def verify_site(folder: Path, public_key: str = "") -> list[Wrong]:
    """Return each file that differs from what was published, and what is wrong with it.

    With a `public_key`, every statement has to be signed with it. `InputError` if the folder is not
    a site.
    """
    if not (folder / VERSIONS).is_file():
        raise InputError.of(
            NOT_PUBLISHED,
            (folder / VERSIONS).as_posix(),
            "the file does not exist, so this is not a site that 'sdp publish' made",
        )
    site = read_site(folder)
    known = {VERSIONS, *site.files}
    wrong = [*_listed(folder, site.files)]
    for period in site.periods:
        for place, evidence in _places(period):
            wrong += _folder(folder, place, evidence, site, public_key)
            files = read_manifest(folder / place.folder).get("files", {})
            known |= {f"{place.folder}/{name}" for name in [*files, MANIFEST, STATEMENT]}
    wrong += [(name, "is not part of the site") for name in _all_files(folder) if name not in known]
    return sorted(set(wrong))


def _listed(folder: Path, files: Mapping[str, str]) -> Iterator[Wrong]:
    for name, digest in files.items():
        if not (folder / name).is_file():
            yield name, "is missing"
        elif sha256(folder / name) != digest:
            yield name, f"differs from {VERSIONS}"


def _places(period: Period) -> Iterator[tuple[Place, Evidence | None]]:
    """Yield the folders of a period; the evidence of its newest is among the site's own files."""
    for version in period.versions:
        yield Place(period.name, version.version), version
    if period.versions:
        yield Place(period.name), None
    if period.draft:
        yield Place(period.name, draft=True), period.draft


def _folder(
    folder: Path, place: Place, evidence: Evidence | None, site: Site, public_key: str
) -> Iterator[Wrong]:
    files = folder / place.folder
    if evidence:
        listed = {MANIFEST: evidence.manifest, STATEMENT: evidence.statement}
        yield from _in(place, _listed(files, listed))
    manifest = read_manifest(files)
    if (files / MANIFEST).is_file() and not manifest:
        yield from _in(place, [(MANIFEST, "is not a manifest of a published version")])
    found = list(differences(files, manifest))
    yield from _in(place, found)
    touched = {name for name, _ in found}
    yield from _in(place, _not_of_build(files, manifest, touched))
    if evidence and (files / STATEMENT).is_file():
        why = _statement(files, evidence, site, public_key)
        yield from _in(place, [(STATEMENT, why)] if why else [])


def _in(place: Place, wrong: Iterator[Wrong] | list[Wrong]) -> Iterator[Wrong]:
    return ((f"{place.folder}/{name}", how) for name, how in wrong)


def _not_of_build(folder: Path, manifest: Mapping[str, Any], touched: set[str]) -> Iterator[Wrong]:
    """Yield pages that differ from their build, the links of the site apart."""
    outputs = manifest.get("build", {}).get("outputs", {})
    if manifest.get("withdrawn"):
        return
    for name in files_of_version(folder):
        built = outputs.get(f"site/{name}") if name.endswith(".html") else None
        if built and name not in touched:
            page = without_links((folder / name).read_bytes())
            if hashlib.sha256(page).hexdigest() != built:
                yield name, "is not the page that its build made"


def _statement(folder: Path, evidence: Evidence, site: Site, public_key: str) -> str:
    """Return what is wrong with a statement; empty if nothing is."""
    content = (folder / STATEMENT).read_bytes()
    try:
        statement, _ = opened(content)
        subjects = {file["name"]: file["digest"]["sha256"] for file in statement["subject"]}
    except (ValueError, LookupError, TypeError, RecursionError):
        return "is not an in-toto statement"
    files = {**read_manifest(folder).get("files", {}), MANIFEST: evidence.manifest}
    if subjects != files:
        return "does not state the files of the manifest"
    keys = {key_id(key): key for key in site.public_keys}
    wanted = public_key or keys.get(evidence.key, "")
    if (wanted or evidence.key) and not (wanted and is_signed_by(content, wanted)):
        return "has no valid signature"
    return ""


def _all_files(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not name.startswith(".git/") and name not in _BESIDE:
            yield name
