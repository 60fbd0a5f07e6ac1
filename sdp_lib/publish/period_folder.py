"""A period's folder on the site: its published versions, and the newest of them.

A version is a build's pages with links added, its other files unchanged, and its evidence. The
newest pages are made from their version, so the two agree.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter

from sdp_lib.publish import contents, revisions
from sdp_lib.publish.contents import CONTENTS, contents_of
from sdp_lib.publish.edition import Edition, SiteFrame
from sdp_lib.publish.evidence import (
    EVIDENCE,
    MANIFEST,
    STATEMENT,
    evidence_files,
    is_of_version,
    manifest_of,
    published_files,
)
from sdp_lib.publish.links import REVISIONS, Neighbour, Place, with_links
from sdp_lib.publish.page_contents import PageContents, page_contents
from sdp_lib.publish.signing import SigningKey, key_id
from sdp_lib.publish.versions import Evidence
from sdp_lib.storage import put, sha256, write_bytes


class _Build(BaseModel):
    """What is relied on in a manifest about its build."""

    manifest: str
    inputs: dict[str, str] = {}
    outputs: dict[str, str] = {}
    versions: dict[str, str] = {}


class _Manifest(BaseModel):
    """What is relied on in a published manifest: somebody may have written another."""

    period: str
    build: _Build
    files: dict[str, str]


_JSON = TypeAdapter(dict[str, Any])
Stub = Callable[[str], bytes]  # makes the page shown for one that no longer exists


@dataclass(frozen=True)
class Setting:
    """The setting of a version: the site's frame, the previous period, and the key."""

    frame: SiteFrame
    before: Neighbour | None = None
    key: SigningKey | None = None


@dataclass(frozen=True)
class Numbered:
    """A build as a version: its number, its note, and the version that it follows, or 0."""

    edition: Edition
    number: int
    note: str = ""
    older: int = 0


def fill_version(folder: Path, new: Numbered, setting: Setting) -> Evidence:
    """Put a build into the folder of a version or a draft; return the digests of its evidence.

    The version that it follows is in the folder beside it.
    """
    clear(folder)
    edition, place = new.edition, new.edition.place(new.number)
    site = edition.folder / "site"
    for path in _files(site):
        name = path.relative_to(site).as_posix()
        write_bytes(folder / name, _published(path, name, place, setting))
    pages = pages_of(folder)
    write_bytes(folder / CONTENTS, contents.as_json(contents_of(pages, edition.points)))
    if new.older and not edition.is_draft:
        older = folder.parent / f"v{new.older}"
        change = revisions.revision(
            new.number, (new.older, older, pages_of(older)), (folder, pages)
        )
        write_bytes(folder / revisions.REVISION, revisions.as_json(change))
    return write_evidence(folder, manifest_of(edition, new.number, new.note), setting)


def make_newest(folder: Path, place: Place, number: int, setting: Setting, *, stub: Stub) -> None:
    """Make the pages of a period's folder, for its `place`, from one of its versions.

    A page that an earlier version had and this one lacks is replaced by a notice, so that links to
    it still work.
    """
    version = folder / f"v{number}"
    new = {path.relative_to(version).as_posix(): path for path in _files(version)}
    gone = [name for name in files_of_version(folder) if name not in new]
    for name, path in new.items():
        target = folder / name
        if name.endswith(".html"):
            write_bytes(target, _published(path, name, place, setting))
        elif name not in EVIDENCE:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)
            put(path, target)
    for name in gone:
        if not name.endswith(".html"):
            (folder / name).unlink()
        elif name != REVISIONS:
            write_bytes(folder / name, stub(name))


def write_evidence(folder: Path, about: Mapping[str, Any], setting: Setting) -> Evidence:
    """Write the evidence for a folder's present files; return its digests."""
    files = evidence_files({**about}, published_files(folder), setting.frame, setting.key)
    for name, content in files.items():
        write_bytes(folder / name, content)
    return Evidence(
        manifest=hashlib.sha256(files[MANIFEST]).hexdigest(),
        statement=hashlib.sha256(files[STATEMENT]).hexdigest(),
        key=key_id(setting.key.public) if setting.key else "",
    )


def newest_evidence(folder: Path, number: int, setting: Setting) -> Evidence:
    """Write the evidence for a period's own folder, based on that of one of its versions."""
    return write_evidence(folder, manifest_without_files(folder / f"v{number}"), setting)


def manifest_without_files(folder: Path) -> dict[str, Any]:
    """Read the manifest of a version without its files."""
    return {name: one for name, one in read_manifest(folder).items() if name != "files"}


def files_of_version(folder: Path) -> list[str]:
    """Return the paths of the files in a version's folder, or in that of a period's newest."""
    found = [path.relative_to(folder).as_posix() for path in _files(folder)]
    return [name for name in found if is_of_version(name)]


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest in a published folder; empty if there is none, or not one of ours."""
    try:
        found = _JSON.validate_json((folder / MANIFEST).read_bytes())
        _Manifest.model_validate(found)
    except (OSError, ValueError):
        return {}
    return found


def pages_of(folder: Path) -> list[PageContents]:
    """Read the text of a version's pages: reports first, in the order of their paths."""
    names = [path.relative_to(folder).as_posix() for path in _files(folder)]
    pages = [name for name in names if name.endswith(".html")]
    ordered = sorted(pages, key=lambda name: (name != "index.html", name.count("/"), name))
    return [page_contents(name, (folder / name).read_bytes()) for name in ordered]


def differences(folder: Path, manifest: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return each file of a published folder that differs from its manifest, and how."""
    known: Mapping[str, str] = manifest.get("files", {})
    there = {*files_of_version(folder)}
    wrong = [(name, "is missing") for name in known if name not in there]
    wrong += [(name, "is not in the manifest") for name in sorted(there - {*known})]
    changed = [name for name in known if name in there and sha256(folder / name) != known[name]]
    return sorted([*wrong, *((name, "differs from the manifest") for name in changed)])


def clear(folder: Path) -> None:
    """Remove a folder and its contents."""
    shutil.rmtree(folder, ignore_errors=True)


def _published(path: Path, name: str, place: Place, setting: Setting) -> bytes:
    content = path.read_bytes()
    if not name.endswith(".html"):
        return content
    return with_links(content, name, place, setting.before, base_url=setting.frame.base_url)


def _files(folder: Path) -> Sequence[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]
