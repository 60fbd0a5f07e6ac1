"""Evidence beside published pages: a manifest, the same as RO-Crate, and an in-toto statement.

RO-Crate 1.3, https://w3id.org/ro/crate/1.3; in-toto Statement v1 with a Link v0.3 predicate. All
three are made from digests that were taken once, and contain no timestamp.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from sdp_lib.publish.edition import Edition, SiteFrame
from sdp_lib.publish.signing import SigningKey
from sdp_lib.storage import sha256

MANIFEST, CRATE, STATEMENT = "manifest.json", "ro-crate-metadata.json", "statement.intoto.json"
EVIDENCE = (MANIFEST, CRATE, STATEMENT)
_BUILD = ("commit", "renderer", "versions", "parameters", "inputs", "outputs")
# What each kind of file is, and its type: listed here, since Python's own list depends on the
# machine.
_KINDS = {
    ".html": ("Web page", "text/html"),
    ".pdf": ("Report as PDF", "application/pdf"),
    ".docx": (
        "Report for Word",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    ".xlsx": ("Workbook", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".csv": ("Table", "text/csv"),
    ".json": ("Description of a table", "application/json"),
    ".css": ("Style of web pages", "text/css"),
    ".txt": ("Licence of a typeface", "text/plain"),
    ".svg": ("Icon", "image/svg+xml"),
    ".woff2": ("Typeface of web pages", "font/woff2"),
}
_OTHER = ("File", "application/octet-stream")

Manifest = dict[str, Any]


def manifest_of(edition: Edition, number: int, note: str) -> Manifest:
    """Return the published manifest of a version, without its files."""
    build = {name: edition.manifest[name] for name in _BUILD if name in edition.manifest}
    return {
        "period": edition.period.name,
        "label": edition.period.label,
        "plan": edition.period.plan_title,
        "state": edition.state,
        "version": number,
        "dated": edition.dated,
        "cutoff": edition.cutoff,
        "note": note,
        "build": {"manifest": edition.build, **build},
    }


class PublishedFile(NamedTuple):
    """A published file: its SHA-256 and its size in bytes."""

    digest: str
    size: int


Files = Mapping[str, PublishedFile]


def published_files(folder: Path) -> dict[str, PublishedFile]:
    """Return the files of a published folder: all but the evidence and other versions."""
    files = {
        name: path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and is_of_version(name := path.relative_to(folder).as_posix())
        if name not in EVIDENCE
    }
    return {name: PublishedFile(sha256(path), path.stat().st_size) for name, path in files.items()}


def is_of_version(name: str) -> bool:
    """Return whether the manifest lists a path below a period's folder.

    >>> is_of_version("council.html"), is_of_version("v1/council.html"), is_of_version("next.html")
    (True, False, False)
    """
    first = name.partition("/")[0]
    kept = first[:1] == "v" and first[1:].isdigit() and "/" in name
    return not kept and name not in {MANIFEST, STATEMENT, "next.html"}


def evidence_files(
    about: Manifest, files: Files, frame: SiteFrame, key: SigningKey | None
) -> dict[str, bytes]:
    """Return the evidence for files with the given digests."""
    crate = _as_json(ro_crate(about, files, frame))
    listed = {name: one.digest for name, one in files.items()}
    listed[CRATE] = hashlib.sha256(crate).hexdigest()
    manifest = _as_json({**about, "files": dict(sorted(listed.items()))})
    subjects = {**listed, MANIFEST: hashlib.sha256(manifest).hexdigest()}
    statement = _as_json(in_toto_statement(about, subjects))
    signed = _as_json(key.envelope(statement)) if key else statement
    return {CRATE: crate, MANIFEST: manifest, STATEMENT: signed}


def in_toto_statement(about: Manifest, subjects: Mapping[str, str]) -> dict[str, Any]:
    """Return an in-toto statement: these files were made from these inputs, by this command."""
    build = about["build"]
    return {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [
            {"name": name, "digest": {"sha256": one}} for name, one in sorted(subjects.items())
        ],
        "predicateType": "https://in-toto.io/attestation/link/v0.3",
        "predicate": {
            "name": f"{about['period']} version {about['version']}",
            "command": ["sdp", "report", about["period"]],
            "materials": [
                {"name": name, "digest": {"sha256": one}}
                for name, one in sorted(build.get("inputs", {}).items())
            ],
            "byproducts": {"build manifest": build["manifest"]},
            "environment": {
                "commit": build.get("commit", ""),
                "renderer": build.get("renderer", ""),
                **build.get("versions", {}),
            },
        },
    }


def ro_crate(about: Manifest, files: Files, frame: SiteFrame) -> dict[str, Any]:
    """Return a version as RO-Crate metadata: its description, publisher, licence and files.

    The crate describes the folder that it is in.
    """
    crate = "https://w3id.org/ro/crate/1.3"
    return {"@context": f"{crate}/context", "@graph": [*_entities(about, files, frame, crate)]}


def _entities(
    about: Manifest, files: Files, frame: SiteFrame, crate: str
) -> Iterator[dict[str, Any]]:
    build, listed = about["build"], sorted(files)
    licence, publisher, software = frame.licence["url"], "#publisher", "#software"
    contact = f"mailto:{frame.contact['email']}"
    yield {
        "@id": CRATE,
        "@type": "CreativeWork",
        "conformsTo": {"@id": crate},
        "about": {"@id": "./"},
    }
    yield {
        "@id": "./",
        "@type": "Dataset",
        "name": f"{about['plan']}: {about['label']}",
        "description": f"Reports of {about['label']} as published: {about['state'].lower()}, "
        f"version {about['version']}, data as at {about['cutoff']}.",
        "datePublished": about["dated"],
        "version": str(about["version"]),
        "license": {"@id": licence},
        "publisher": {"@id": publisher},
        "hasPart": [{"@id": _address(name)} for name in listed],
        "mentions": {"@id": "#build"},
    }
    yield {"@id": licence, "@type": "CreativeWork", "name": frame.licence["name"],
           "description": f"The licence of these reports: {frame.licence['name']}"}  # fmt: skip
    yield {
        "@id": publisher,
        "@type": "Organization",
        "name": frame.organisation,
        "contactPoint": {"@id": contact},
    }
    yield {
        "@id": contact,
        "@type": "ContactPoint",
        "name": frame.contact["name"],
        "contactType": "customer service",
        "email": frame.contact["email"],
    }
    yield {
        "@id": software,
        "@type": "SoftwareApplication" if frame.repository else "CreativeWork",
        "name": "sdp-lib",
        "version": build.get("versions", {}).get("sdp-lib", "not recorded"),
        **({"url": frame.repository} if frame.repository else {}),
    }
    yield {
        "@id": "#build",
        "@type": "CreateAction",
        "name": f"sdp report {about['period']}",
        "instrument": {"@id": software},
        "agent": {"@id": publisher},
        "result": {"@id": "./"},
    }
    for name in listed:
        kind, encoding = _KINDS.get(Path(name).suffix, _OTHER)
        yield {
            "@id": _address(name),
            "@type": "File",
            "name": name,
            "description": f"{kind}, {about['label']}",
            "encodingFormat": encoding,
            "contentSize": str(files[name].size),
            "sha256": files[name].digest,
        }


def _address(name: str) -> str:
    return name.replace(" ", "%20")


def _as_json(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()
