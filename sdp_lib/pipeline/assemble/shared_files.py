"""Files that a quarter's reports share: downloads, front page, quality of the data, evidence."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from sdp_lib.errors import SdpError
from sdp_lib.inputs.digests import fingerprint
from sdp_lib.inputs.scope import scope_of
from sdp_lib.ledger import Ledger, PageFrame, read_ledger
from sdp_lib.pipeline.assemble.downloads import METADATA, downloads_of
from sdp_lib.pipeline.assemble.front_pages import (
    ANY_REPORT,
    NOT_MADE,
    Front,
    front_pages,
    not_made_pages,
)
from sdp_lib.pipeline.plan.fingerprints import is_read
from sdp_lib.pipeline.plan.jobs import Job
from sdp_lib.pipeline.plan.provenance import provenance
from sdp_lib.pipeline.plan.staleness import Made, listed_outputs
from sdp_lib.pipeline.plan.work import Work
from sdp_lib.pipeline.render import Renderer
from sdp_lib.pipeline.render.page_metadata import Page
from sdp_lib.pipeline.render.report_page import DOCUMENTS, MADE_FROM
from sdp_lib.presentation.evidence import evidence_page
from sdp_lib.presentation.fragments import Fragment
from sdp_lib.presentation.quality import quality_page
from sdp_lib.storage import sha256, temporary


@dataclass(frozen=True)
class Site:
    """A build's folder, with the reports and other views that it is to contain.

    `made`: how each good page was made; `failed`: why a report could not be made again.
    """

    folder: Path
    jobs: Sequence[Job]
    made: Mapping[str, Made]
    failed: Mapping[str, str]


@dataclass(frozen=True)
class Shared:
    """The shared files: `files` by their path in the build, and a `page` of the reports.

    `failures`: why a page could not be made; `workbook`: the key of the workbook.
    """

    files: Mapping[str, bytes] = field(repr=False)
    failures: Mapping[str, str]
    page: PageFrame | None
    workbook: str


# Ledgers by their notebooks' inode, size and modification time, for a command that builds again.
_known: dict[tuple[int, int, int], Ledger | None] = {}


def read_ledgers(site: Site) -> dict[str, Ledger]:
    """Return the ledgers of the reports that have a good page, in their order."""
    notebooks = {job.name: site.folder / "notebooks" / f"{job.name}.ipynb" for job in site.jobs}
    found = {
        name: _ledger_of(path)
        for name, path in notebooks.items()
        if name in site.made and path.is_file()
    }
    return {name: content for name, content in found.items() if content is not None}


def _ledger_of(notebook: Path) -> Ledger | None:
    found = notebook.stat()
    seen = (found.st_ino, found.st_size, found.st_mtime_ns)
    if seen not in _known:
        _known[seen] = read_ledger(json.loads(notebook.read_text(encoding="utf-8")))
    return _known[seen]


def shared_page(work: Work, ledgers: Mapping[str, Ledger]) -> PageFrame | None:
    """Return the frame of a report for the files that reports share; None if there is no report.

    A report that failed or was left alone may say what the settings were before, such as "Draft".
    """
    now = work.shared_inputs.items()
    current = (ledger for ledger in ledgers.values() if _settings(ledger).items() <= now)
    found = next(current, None) or next(iter(ledgers.values()), None)
    return found.page if found else None


def _settings(ledger: Ledger) -> dict[str, str]:
    """Return the inputs that the frame of a report is made from, with their digests."""
    return {
        name: digest
        for name, digest in ledger.made_from.items()
        if name.startswith("params/") or name.endswith("/plan.yml")
    }


def shared_files(work: Work, renderer: Renderer, site: Site, ahead: WorkbookAhead) -> Shared:
    """Make the shared files, from the ledgers of the reports that have a good page."""
    views = {job.name for job in site.jobs if job.variant}
    every_ledger = read_ledgers(site)
    ledgers = {name: one for name, one in every_ledger.items() if name not in views}
    made = downloads_of(work, ledgers, shared_page(work, ledgers))
    files = {f"site/data/{name}": content for name, content in made.files.items()}
    files["figures.csv"] = made.tables["figures"].encode()
    if made.page is None:
        return Shared(files, {}, None, "")
    place, made_of = f"site/data/{work.plan.request.quarter}.xlsx", made.workbook_key
    files[place] = (
        _same_workbook(work, site.folder, place, made_of)
        or ahead.workbook(made_of)
        or made.workbook()
    )
    pages, failures = _front(work, renderer, site, every_ledger, files, page=made.page)
    return Shared(files | pages, failures, made.page, made_of)


class WorkbookAhead:
    """The workbook, made beside the last pages as soon as every notebook has run.

    It is used only if its contents turn out to be unchanged at the end.
    """

    def __init__(self, work: Work, names: Iterable[str]):
        self._work = work
        self._left = {*names}
        self._ledgers: dict[str, Ledger] = {}
        self._lock = Lock()
        self._pool = ThreadPoolExecutor(1, "workbook")
        self._made: Future[tuple[str, bytes]] | None = None

    def ran(self, name: str, ledger: Ledger | None) -> None:
        """Take note of a notebook that has run."""
        with self._lock:
            if ledger is not None:
                self._ledgers[name] = ledger
            if name in self._left:
                self._left.discard(name)
                if not self._left:
                    self._made = self._pool.submit(self._make)

    def _make(self) -> tuple[str, bytes]:
        plan = self._work.plan
        ledgers = read_ledgers(Site(plan.request.folder, plan.every_job, plan.made, {}))
        ledgers |= self._ledgers
        ordered = {job.name: ledgers[job.name] for job in plan.every_job if job.name in ledgers}
        made = downloads_of(self._work, ordered, shared_page(self._work, ordered))
        last = plan.manifest.get("made_from")
        if isinstance(last, dict) and last.get("workbook") == made.workbook_key:
            return "", b""  # the last build's workbook can be kept
        return made.workbook_key, made.workbook()

    def workbook(self, made_of: str) -> bytes | None:
        """Return the workbook, if it was made from the same contents."""
        try:
            key, content = self._made.result() if self._made else ("", b"")
        except (SdpError, OSError, ValueError):  # the inputs changed: it is made again
            return None
        finally:
            self._pool.shutdown()
        return content if key == made_of else None


def _same_workbook(work: Work, folder: Path, place: str, made_of: str) -> bytes | None:
    """Return the previous build's workbook, if it has the same contents and is untouched."""
    manifest, path = work.plan.manifest, folder / place
    made = manifest.get("made_from")
    same = isinstance(made, dict) and made.get("workbook") == made_of
    if not same or not path.is_file() or sha256(path) != listed_outputs(manifest).get(place):
        return None
    return path.read_bytes()


def _front(
    work: Work,
    renderer: Renderer,
    site: Site,
    ledgers: Mapping[str, Ledger],
    files: Mapping[str, bytes],
    *,
    page: PageFrame,
) -> tuple[dict[str, bytes], dict[str, str]]:
    """Return the pages without a notebook, and why any of them failed."""
    read = {name: one for name, one in work.shared_inputs.items() if is_read(name)}
    made_with = provenance(work.renderer)
    about = {"Commit": work.plan.commit, **made_with, MADE_FROM: fingerprint(read)}
    reports = [(job.page, ledgers[job.name].page) for job in site.jobs if job.name in ledgers]
    front = Front(
        str(work.plan.request.quarter),
        site.jobs,
        ledgers,
        page=page,
        documents=_documents(site),
        data={
            Path(name): len(one)
            for name, one in sorted(files.items())
            if "/data/" in name and not name.endswith(METADATA)
        },
        provenance={**made_with, MADE_FROM: fingerprint(read)},
        failed=site.failed,
        words=work.dataset.council.vocabulary,
    )
    evidence = evidence_page(
        about,
        {name: digest for name, digest in sorted(read.items()) if name in work.plan.files},
        [(page, frame.title, frame.fingerprint) for page, frame in reports],
        say=work.dataset.council.say,
    )
    missing = [job for job in site.jobs if job.name not in site.made and not job.variant]
    pages = [*front_pages(front, list(_quality(work)), list(evidence))]
    pages += not_made_pages(front) if missing else []
    made, failures = _rendered(renderer, pages)
    alike = {up: made.pop(f"site/{stem}.html", b"") for up, stem in NOT_MADE.items()}
    for job in missing:
        not_made = alike["../" * job.page.count("/")]
        named = "" if job.own else scope_of(job.parameters).value
        made[f"site/{job.page}.html"] = not_made.replace(
            ANY_REPORT.encode(), (named or job.name).encode()
        )
    return made, failures


def _documents(site: Site) -> dict[str, dict[str, int]]:
    """Return the sizes of each report's documents, by their extensions."""
    places = {
        job.name: {ending: site.folder / "site" / f"{job.page}.{ending}" for ending in DOCUMENTS}
        for job in site.jobs
    }
    return {
        name: {one: place.stat().st_size for one, place in found.items() if place.is_file()}
        for name, found in places.items()
    }


def _quality(work: Work) -> Iterator[tuple[str, list[Fragment]]]:
    """Return the sections of the page on the quality of the data."""
    if work.checked.turnout is None:
        return
    listed = [str(activity) for activity in work.dataset.activities.index]
    yield from quality_page(
        work.checked.turnout,
        work.checked.findings,
        work.checked.corrections,
        council=work.dataset.council,
        titles=dict(zip(listed, work.dataset.activities["title"], strict=True)),
    )


def _rendered(renderer: Renderer, pages: Sequence[Page]) -> tuple[dict[str, bytes], dict[str, str]]:
    """Render pages in a folder of their own; return files by path in a build, and any failures."""
    with temporary() as folder:
        failures = renderer.render(pages, folder / "site", lambda _: None)
        files = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
    return files, failures
