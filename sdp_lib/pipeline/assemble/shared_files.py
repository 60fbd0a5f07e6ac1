"""What the reports of a quarter share: the downloads, the front page and that on data quality."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sdp_lib.inputs.returns import read_as_text
from sdp_lib.ledger import Ledger, read_ledger
from sdp_lib.pipeline.assemble.csv_files import as_csv, figures_csv, series_csv
from sdp_lib.pipeline.assemble.front_pages import front_pages_of
from sdp_lib.pipeline.assemble.workbook import workbook
from sdp_lib.pipeline.plan.fingerprints import environment, key
from sdp_lib.pipeline.plan.jobs import Job
from sdp_lib.pipeline.plan.staleness import read_manifest
from sdp_lib.pipeline.plan.work import Work
from sdp_lib.pipeline.render import Renderer
from sdp_lib.pipeline.render.page_metadata import Page
from sdp_lib.pipeline.render.report_page import DOCUMENTS
from sdp_lib.presentation.fragments import Fragment
from sdp_lib.presentation.quality import quality_page
from sdp_lib.storage import sha256, temporary


@dataclass(frozen=True)
class Shared:
    """What reports share: `files` by their path in the build, and the `ledgers` they are made from.

    `failures` says why a page could not be made, `workbook` is the key of the workbook.
    """

    ledgers: Mapping[str, Ledger] = field(repr=False)
    files: Mapping[str, bytes] = field(repr=False)
    failures: Mapping[str, str]
    workbook: str


# Ledgers by inode, size and time of change of their notebooks, for a command that builds again.
_known: dict[tuple[int, int, int], Ledger | None] = {}


def read_ledgers(jobs: Sequence[Job], folder: Path) -> dict[str, Ledger]:
    """Return the ledgers of the reports that ran, from a build's notebooks, in the jobs' order."""
    notebooks = {job.name: folder / "notebooks" / f"{job.name}.ipynb" for job in jobs}
    found = {name: _ledger_of(path) for name, path in notebooks.items() if path.is_file()}
    return {name: content for name, content in found.items() if content is not None}


def _ledger_of(notebook: Path) -> Ledger | None:
    found = notebook.stat()
    seen = (found.st_ino, found.st_size, found.st_mtime_ns)
    if seen not in _known:
        _known[seen] = read_ledger(json.loads(notebook.read_text(encoding="utf-8")))
    return _known[seen]


def share(
    work: Work,
    renderer: Renderer,
    ledgers: Mapping[str, Ledger],
    failed: Mapping[str, str],
    *,
    before: Path,
) -> Shared:
    """Make what reports share from the ledgers of those that ran, in the order of the jobs.

    `failed` are those that cannot be shown. `before` is the folder of the build before, which may
    hold reports that are left alone, and a workbook that would be the same.
    """
    tables = _tables(work, ledgers)
    sheets = [("Figures", tables["figures"]), ("Returns", tables["returns"])]
    files = {f"site/data/{name}.csv": text.encode() for name, text in tables.items()}
    files["figures.csv"] = tables["figures"].encode()
    made_of = ""
    if ledgers:
        place = f"site/data/{work.plan.request.quarter}.xlsx"
        page = next(iter(ledgers.values())).page
        made_of = key(
            {"page": json.dumps(page.model_dump(), sort_keys=True), **dict(sheets), **environment()}
        )
        files[place] = _same_workbook(before, place, made_of) or workbook(page, sheets)
    pages, failures = _front(work, renderer, ledgers, files, failed, before=before)
    return Shared(ledgers, files | pages, failures, made_of)


def _tables(work: Work, ledgers: Mapping[str, Ledger]) -> dict[str, str]:
    """Return the figures, their series and the returns as CSV."""
    listed = list(work.dataset.activities.index)
    returns = read_as_text(
        work.plan.request.sources.data, work.plan.request.quarter, work.dataset.council, listed
    )
    return {
        "figures": figures_csv(ledgers.values()),
        "series": series_csv(ledgers.values()),
        "returns": as_csv(list(returns.columns), returns.itertuples(index=False)),
    }


def _same_workbook(before: Path, place: str, made_of: str) -> bytes | None:
    """Return the workbook of the build before, if it is made of the same and nobody touched it."""
    manifest, path = read_manifest(before), before / place
    same = manifest.get("made_from", {}).get("workbook") == made_of
    if not same or not path.is_file() or sha256(path) != manifest.get("outputs", {}).get(place):
        return None
    return path.read_bytes()


def _front(
    work: Work,
    renderer: Renderer,
    ledgers: Mapping[str, Ledger],
    files: Mapping[str, bytes],
    failed: Mapping[str, str],
    *,
    before: Path,
) -> tuple[dict[str, bytes], dict[str, str]]:
    """Return the front page and the page on the quality of the data, and why one failed."""
    everything = {name: value for one in work.plan.inputs.values() for name, value in one.items()}
    pages = front_pages_of(
        work.plan.every_job,
        ledgers,
        documents=_documents(work, before / "site"),
        data={Path(name): len(one) for name, one in sorted(files.items()) if "/data/" in name},
        provenance=work.shown(everything),
        failed=failed,
        quality=_quality(work),
    )
    return _rendered(renderer, pages)


def _documents(work: Work, site: Path) -> dict[str, list[str]]:
    """Return the documents of each report: those that this build makes, else those that it has."""
    made = {job.name for job in work.plan.jobs}
    return {
        job.name: [
            one
            for one in DOCUMENTS
            if (
                one in work.plan.request.formats
                if job.name in made
                else (site / f"{job.page}.{one}").is_file()
            )
        ]
        for job in work.plan.every_job
    }


def _quality(work: Work) -> list[tuple[str, list[Fragment]]]:
    """Return the sections of the page on the quality of the data."""
    if work.checked.turnout is None:
        return []
    listed = [str(one) for one in work.dataset.activities.index]
    return list(
        quality_page(
            work.checked.turnout,
            work.checked.findings,
            work.checked.corrections,
            council=work.dataset.council,
            titles=dict(zip(listed, work.dataset.activities["title"], strict=True)),
        )
    )


def _rendered(renderer: Renderer, pages: Sequence[Page]) -> tuple[dict[str, bytes], dict[str, str]]:
    """Render pages apart; return their files by their path in a build, and why each one failed."""
    with temporary() as folder:
        failures = renderer.render(pages, folder / "site", lambda _: None)
        files = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
    return files, failures
