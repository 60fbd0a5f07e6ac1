"""The page that explains a site's evidence, and how anyone can check it."""

from __future__ import annotations

from sdp_lib.presentation.fragments import Fragment, Markup, bullets, paragraph
from sdp_lib.presentation.tables import link
from sdp_lib.publish.edition import SiteFrame
from sdp_lib.publish.signing import PUBLIC_KEY, key_id
from sdp_lib.publish.site_page import site_page
from sdp_lib.publish.versions import Site

_CHECK = """\
import hashlib, json, pathlib

folder = pathlib.Path("PERIOD")
for name, digest in json.loads((folder / "manifest.json").read_bytes())["files"].items():
    if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest:
        print(name, "differs")"""


def evidence_page(site: Site, frame: SiteFrame) -> bytes:
    """Return the page; it names the signing key if there is one."""
    sections = [
        ("Files beside the reports", [bullets(_FILES)]),
        (
            "Check that files are as published",
            [
                paragraph(
                    "Copy the site into a folder. You need only Python. Replace PERIOD by the name "
                    "of a period’s folder. The script prints each file that differs:"
                ),
                Fragment(Markup("<pre><code>{}</code></pre>").format(_CHECK)),
                paragraph(
                    "The command ‘sdp verify --site FOLDER’ checks the whole site: changed, "
                    "missing and additional files, versions and signatures."
                ),
            ],
        ),
        (
            "Make the reports again",
            [
                paragraph(
                    "The same inputs give the same reports, byte for byte. If you have the inputs "
                    "and the software, run ‘sdp verify PERIOD’, which makes everything again in "
                    "another folder and compares every byte."
                ),
                *_source(frame),
            ],
        ),
        ("Signature", _signature(site)),
    ]
    return site_page(frame, "evidence.html", "How to check this site", sections)


_FILES = (
    "manifest.json: every file of a version with its SHA-256, and the inputs, parameters and "
    "software that it was made from",
    "ro-crate-metadata.json: the same as RO-Crate 1.3, which research archives read",
    "statement.intoto.json: the same as an in-toto statement, which software supply chains use",
    "data/NAME.csv-metadata.json: what each column of a download means, as CSV on the Web",
    "versions.json: every period and version, and the digests of their manifests",
)


def _source(frame: SiteFrame) -> list[Fragment]:
    if not frame.repository:
        return []
    return [
        paragraph("The software and its documentation:", link(frame.repository, frame.repository))
    ]


def _signature(site: Site) -> list[Fragment]:
    if not site.public_keys:
        return [paragraph("The statements of this site are not signed.")]
    return [
        paragraph(
            "Statements are signed with an Ed25519 key, in an envelope of the kind DSSE. Its "
            "public half is",
            link(PUBLIC_KEY, PUBLIC_KEY),
        ),
        paragraph(
            f"SHA-256 of that file: {key_id(site.public_keys[-1])}. Compare it with a copy that "
            "you did not get from this site."
        ),
    ]
