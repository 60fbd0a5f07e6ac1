"""Invented builds, which are published without running a notebook, and a reader of sites."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from support import ROOT, fingerprint

from sdp_lib import periods
from sdp_lib.inputs.council import Council, read_council
from sdp_lib.ledger import MainPoints, PointActivity, PointList, StatusPart
from sdp_lib.publish.edition import Edition
from sdp_lib.publish.signing import SigningKey
from sdp_lib.publish.site import Published, publish
from sdp_lib.publish.target import Target
from sdp_lib.publish.versions import Period

PAGE = """<!DOCTYPE html>
<html lang="en-GB">
<head><meta charset="utf-8"><title>{title}, {quarter}</title>
<!-- address begins --><!-- address ends -->
<link rel="stylesheet" href="{up}assets/page.css"></head>
<body>
<header><a href="{up}index.html">Home</a></header>
<!-- site begins --><!-- site ends -->
<main id="main"><h1>{title}</h1>
<h2 id="words">Words</h2><p>{words}</p>
<nav>{links}</nav></main>
</body>
</html>
"""
WORDS = {
    "index.html": "All reports of the period.",
    "council.html": "Ten activities are on track.",
    "scorecards/activity-1.html": "The bridge waits for a licence.",
    "scorecards/activity-2.html": "Nothing stands in the way of the café.",
}
FIGURES = "report,figure,value,of,percent,previous\ncouncil,delivery.on_track,{},12,83,\n"
_LINK = re.compile(r'(?:href|src)="([^"]*)"')
_ID = re.compile(r'\bid="([^"]*)"')


def points() -> MainPoints:
    """The main points of a plan, with a link to a scorecard."""
    one = PointActivity(id="1", title="A bridge", page="scorecards/activity-1", why="late")
    return MainPoints(
        headline="10 of 12 activities are on track.",
        missing="",
        statuses=(StatusPart(label="On track", tone="good", value=10),),
        lists=(PointList(heading="Newly off track", figure="x", empty="None.", activities=(one,)),),
        attention=(one,),
        calm="",
        rule="By this rule.",
    )


@dataclass(frozen=True)
class Desk:
    """A place for builds and a site, for publishing in this process."""

    root: Path
    council: Council

    @property
    def site(self) -> Path:
        """The folder of the site."""
        return self.root / "the site"

    def target(self, **changes: object) -> Target:
        """The site as a target."""
        return replace(Target(self.site, ROOT, self.council), **changes)

    def build(
        self,
        quarter: str,
        words: Mapping[str, str] = WORDS,
        *,
        on_track: int = 10,
        state: str = "Final",
        plan: str = "2019-20",
        dated: str = "2019-10-11",
    ) -> Edition:
        """Make up a build."""
        folder = self.root / "outputs" / quarter
        for name, content in files_of(quarter, words, on_track).items():
            path = folder / "site" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        listed = {f"site/{name}" for name in files_of(quarter, words, on_track)}
        for path in [*(folder / "site").rglob("*")]:
            if path.is_file() and path.relative_to(folder).as_posix() not in listed:
                path.unlink()
        outputs = {name: _digest(folder / name) for name in sorted(listed)}
        manifest = {
            "quarter": quarter,
            "commit": "0123456789ab",
            "renderer": "embedded",
            "versions": {"python": "3.11"},
            "parameters": {},
            "inputs": {"data/returns.csv": "00"},
            "outputs": outputs,
            "state": state,
        }
        (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        value = periods.Period.parse(quarter)
        period = Period(
            name=quarter,
            label=value.label,
            words=value.span,
            starts=value.first_day.isoformat(),
            plan=plan,
            plan_title=f"Strategic Delivery Plan {plan}",
        )
        words_of_state = f"{state}: signed off" if state == "Final" else "Draft: not signed off"
        return Edition(
            folder, manifest, period, state, words_of_state, dated, "13 September 2019", points()
        )

    def publish(self, edition: Edition, **asked: object) -> Published:
        """Publish a build."""
        changes = {name: asked.pop(name) for name in ("base_url", "key") if name in asked}
        return publish(edition, self.target(**changes), **asked)

    def files(self) -> dict[str, str]:
        """Every file of the site with its digest."""
        return fingerprint(self.site)

    def text(self, name: str) -> str:
        """The text of a file of the site."""
        return (self.site / name).read_text(encoding="utf-8")


def desk(root: Path) -> Desk:
    """Make a place for builds and a site."""
    return Desk(root, read_council(ROOT / "params"))


def files_of(quarter: str, words: Mapping[str, str], on_track: int) -> dict[str, bytes]:
    """The files of a build's site."""
    pages = {
        name: PAGE.format(
            title=f"{name.removesuffix('.html')} of all",
            quarter=quarter,
            up="../" * name.count("/"),
            words=said,
            links="".join(
                f'<a href="{"../" * name.count("/")}{word}#words">{word}</a>' for word in words
            ),
        ).encode()
        for name, said in words.items()
    }
    return {
        **pages,
        "council.pdf": b"%PDF of " + quarter.encode(),
        "assets/page.css": b"body {}",
        "data/figures.csv": FIGURES.format(on_track).encode(),
    }


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def broken_links(site: Path, start: str = "index.html") -> tuple[set[str], list[str]]:
    """Follow every link from a page; return the pages seen, and each dead link.

    A link to another host is one that leads nowhere, but for those in the footer and of statements.
    """
    site = site.resolve()
    wrong: list[str] = []
    text = {site / start: (site / start).read_text(encoding="utf-8")}
    places: dict[Path, set[str]] = {}
    left = list(text)
    while left:
        page = left.pop()
        name = page.relative_to(site).as_posix()
        for link in _LINK.findall(text[page]):
            if link.startswith(("data:", "mailto:", "https://")):
                continue
            path, _, anchor = link.partition("#")
            target = (page.parent / path).resolve() if path else page
            if not target.is_file() or not target.is_relative_to(site):
                wrong.append(f"{name}: {link}")
            elif target.suffix == ".html":
                if target not in text:
                    text[target] = target.read_text(encoding="utf-8")
                    left.append(target)
                if target not in places:
                    places[target] = {*_ID.findall(text[target])}
                if anchor and anchor not in places[target]:
                    wrong.append(f"{name}: {link} has no such place")
    return {page.relative_to(site).as_posix() for page in text}, wrong


def loaded(site: Path) -> set[str]:
    """Return what pages load (not link to) from another host."""
    pattern = re.compile(r'(?:src|srcset)="(https?:[^"]*)"|<link[^>]*href="(https?:[^"]*)"')
    return {
        one
        for page in site.rglob("*.html")
        for found in pattern.findall(page.read_text(encoding="utf-8"))
        for one in found
        if one
    }


def signing_key() -> SigningKey:
    """A key for tests, the same each time."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    private = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    public = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return SigningKey(private, public.decode())
