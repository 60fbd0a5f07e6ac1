"""The files of a site as a whole, each written after the files that it links to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from sdp_lib.pipeline.render.project import assets_of, read_project
from sdp_lib.publish import feeds, home, search_index
from sdp_lib.publish.accessibility import accessibility_page
from sdp_lib.publish.contents import Contents, read_contents
from sdp_lib.publish.evidence import MANIFEST, STATEMENT
from sdp_lib.publish.evidence_page import evidence_page
from sdp_lib.publish.links import FRONT, NEXT
from sdp_lib.publish.method import method_page
from sdp_lib.publish.period_folder import clear, pages_of
from sdp_lib.publish.period_pages import next_page
from sdp_lib.publish.signing import PUBLIC_KEY
from sdp_lib.publish.target import Target
from sdp_lib.publish.versions import VERSIONS, Period, Site, as_json
from sdp_lib.storage import sha256, write_bytes

_SCRIPT = Path(__file__).with_name("search.js")


def read_assets(root: Path) -> dict[str, bytes]:
    """Read stylesheet, fonts and scripts of a site by their paths; `InputError` if that fails.

    They are read before anything is changed, so that a mistake in `_quarto.yml` or `_brand.yml`
    stops no change halfway.
    """
    files = {f"assets/{name}": content for name, content in assets_of(read_project(root))}
    return {**files, f"assets/{_SCRIPT.name}": _SCRIPT.read_bytes()}


def write_shared(
    site: Site, changed: Period, target: Target, *, assets: Mapping[str, bytes]
) -> None:
    """Write the site's own files after one period has changed; the home page comes last."""
    folder = target.folder
    contents = {
        period.name: read_contents(folder / period.place.folder) if period.shown else Contents()
        for period in site.periods
    }
    for name, content in assets.items():
        _write(folder / name, content, _digest(content))
    files = {**_present_assets(folder), **dict(_files(site, contents, target, changed))}
    front = home.home(site, target.frame, contents)
    listed = {name: one for name, one in site.files.items() if _is_still(name, site)}
    listed |= {name: _digest(content) for name, content in files.items()}
    listed |= _newest_evidence(changed, folder)
    listed[FRONT] = _digest(front)
    site = site.model_copy(update={"files": dict(sorted(listed.items()))})
    for name, content in files.items():
        _write(folder / name, content, listed[name])
    write_bytes(folder / VERSIONS, as_json(site))
    _write(folder / FRONT, front, listed[FRONT])
    _remove_unlisted(site, folder)


def _present_assets(folder: Path) -> dict[str, bytes]:
    """Return all assets: those of an earlier look stay, since kept pages may lead to them."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted((folder / "assets").rglob("*"))
        if path.is_file()
    }


def _files(
    site: Site, contents: Mapping[str, Contents], target: Target, changed: Period
) -> Iterator[tuple[str, bytes]]:
    """Yield each file with its content, after the files that it links to."""
    frame, folder = target.frame, target.folder
    if changed.shown:
        pages = pages_of(folder / _version_folder(changed))
        yield search_index.text_file(changed), search_index.text_script(changed, pages)
    for period in (changed, site.before(changed)):
        if period and period.versions:
            after = site.after(period)
            there = contents[after.name] if after else Contents()
            yield f"{period.name}/{NEXT}", next_page(frame, period, after, there)
    yield "method.html", method_page(frame, target.council, next(site.live(), None), folder)
    yield "accessibility.html", accessibility_page(frame)
    if site.public_keys:
        yield PUBLIC_KEY, site.public_keys[-1].encode()
    yield "evidence.html", evidence_page(site, frame)
    yield "404.html", home.not_found(site, frame)
    yield search_index.INDEX, search_index.index_script(site, contents)
    yield "search.html", home.search(site, frame)
    yield "titles.html", home.titles(site, frame, contents)
    yield "feed.xml", feeds.feed(site, frame)
    yield "sitemap.xml", feeds.sitemap(site, contents)


def _version_folder(period: Period) -> str:
    """Return the folder of a period's present version, without notices for removed pages."""
    return f"{period.name}/v{period.newest.version}" if period.newest else period.place.folder


def _newest_evidence(period: Period, folder: Path) -> dict[str, str]:
    """Return the digests of the evidence in a period's own folder."""
    names = [f"{period.name}/{name}" for name in (MANIFEST, STATEMENT)] if period.versions else []
    return {name: sha256(folder / name) for name in names}


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _write(path: Path, content: bytes, digest: str) -> None:
    if not path.is_file() or sha256(path) != digest:
        write_bytes(path, content)


def _is_still(name: str, site: Site) -> bool:
    """Return whether an earlier file of the site still belongs to it."""
    texts = {search_index.text_file(period) for period in site.periods if period.shown}
    return not name.startswith("search/") or name in texts


def _remove_unlisted(site: Site, folder: Path) -> None:
    """Remove drafts and texts that nothing links to any more."""
    drafts = {period.name for period in site.periods if period.draft}
    for path in [*(folder / "drafts").glob("*")]:
        if path.is_dir() and path.name not in drafts:
            clear(path)
    if not drafts and (folder / "drafts").is_dir():
        with suppress(OSError):  # somebody's own file is in it, such as that of a file manager
            (folder / "drafts").rmdir()
    for path in (folder / "search").glob("*.js"):
        if f"search/{path.name}" not in site.files:
            path.unlink()
