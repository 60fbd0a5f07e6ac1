"""Pages without a notebook: front page, quality of the data, evidence, and "not made"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from sdp_lib.inputs.scope import COLUMNS
from sdp_lib.inputs.vocabulary import DEFAULT, Vocabulary
from sdp_lib.ledger import Ledger, PageFrame
from sdp_lib.pipeline.assemble.columns import TABLES
from sdp_lib.pipeline.plan.jobs import Job
from sdp_lib.pipeline.render.page_metadata import Page, page_metadata
from sdp_lib.pipeline.render.shown import SHOWN_MIME
from sdp_lib.presentation.downloads import Download, downloads, file_name
from sdp_lib.presentation.fragments import Fragment, paragraph, raw_block
from sdp_lib.presentation.front import (
    Failed,
    View,
    front_page,
    other_views,
    plan_points,
)
from sdp_lib.presentation.front_rows import Entry
from sdp_lib.presentation.tables import link

Sections = Sequence[tuple[str, Sequence[Fragment]]]
# The page shown for a report that is not made yet, by the path from it to the front page.
NOT_MADE = {"": "not-made", "../": "scorecards/not-made"}
ANY_REPORT = "xanyreportx"  # replaced by the name of each report
FILTER = "filter.js"  # the script of the front page, in the theme
QUALITY_WORDS = "What the checks of the returns found, and what was corrected"
EVIDENCE_WORDS = "The files and versions that these pages were made from, byte for byte"
_WORKBOOK = "Figures and returns as one accessible workbook"


@dataclass(frozen=True)
class Front:
    """The inputs of the front page.

    `page`: the frame of a report, which serves these pages too; `documents`: the sizes in bytes of
    each report's documents by extension; `data`: the sizes of the files to download; `failed`: why
    a report could not be made again; `words`: the organisation's vocabulary.
    """

    quarter: str
    jobs: Sequence[Job]
    ledgers: Mapping[str, Ledger]
    page: PageFrame
    documents: Mapping[str, Mapping[str, int]]
    data: Mapping[Path, int]
    provenance: Mapping[str, str]
    failed: Mapping[str, str]
    words: Vocabulary = DEFAULT


def front_pages(front: Front, quality: Sections, evidence: Sections) -> Iterator[Page]:
    """Yield the quarter's front page, and the pages on the quality of its data and on evidence."""
    page = front.page
    about = f"{page.plan}, {page.quarter}."
    plan = _whole_plan(front)
    title = {
        "title": f"{page.plan}: {page.quarter}",
        "subtitle": page.period,
        "description": front.ledgers[plan.name].page.description if plan else about,
    }
    home = _made_page(front, "index", title, list(_home(front)))
    yield replace(home, metadata={**home.metadata, "script": FILTER, "front": True})
    title = {"title": "Quality of the data", "description": f"{QUALITY_WORDS}. {about}"}
    yield _made_page(front, "quality", title, quality)
    title = {"title": "Evidence", "description": f"{EVIDENCE_WORDS}. {about}"}
    yield _made_page(front, "evidence", title, evidence)


def not_made_pages(front: Front) -> Iterator[Page]:
    """Yield the pages shown for reports that are not made yet, one for each depth of a page."""
    for up, stem in NOT_MADE.items():
        words = paragraph(
            "There is no page of this report yet.", link(f"{up}index.html", "All reports")
        )
        kind = "Scorecard" if up else "Report"
        title = {
            "title": f"{kind} not available: {ANY_REPORT}",
            "subtitle": front.page.period,
            "description": "There is no page of this report yet.",
        }
        yield _made_page(front, stem, title, [("What is missing", [words])])


def _home(front: Front) -> Iterator[tuple[str, Sequence[Fragment]]]:
    there = [job for job in front.jobs if job.name in front.ledgers]
    reports = [_entry(front, job) for job in there if not job.variant]
    planned = [job for job in front.jobs if not job.variant]
    missing = len([job for job in planned if job.name not in {*front.ledgers, *front.failed}])
    failed = [_failed(front, job) for job in front.jobs if job.name in front.failed]
    yield from front_page(reports, failed, missing, points=_points(front), words=front.words)
    views = [
        View(
            front.ledgers[job.name].page.title,
            job.page,
            job.view,
            documents=front.documents[job.name],
            file=_kept_as(front, job.name),
        )
        for job in there
        if job.variant
    ]
    if views:
        yield "Other views", [other_views(views)]
    yield "Data to download", [downloads(_data(front))]
    yield "Quality of the data", [paragraph(link("quality.html", QUALITY_WORDS))]
    yield "Evidence", [paragraph(link("evidence.html", EVIDENCE_WORDS))]


def _entry(front: Front, job: Job) -> Entry:
    """Return a report's entry on the front page."""
    ledger = front.ledgers[job.name]
    return Entry(
        stem=job.page,
        title=ledger.page.title,
        about=next((subject for subject in COLUMNS if job.parameters.get(subject)), "council"),
        own=job.own,
        activities=ledger.page.activities,
        documents=front.documents[job.name],
        file=_kept_as(front, job.name),
        points=ledger.points,
        card=ledger.card,
    )


def _points(front: Front) -> list[Fragment]:
    """Return the main points of the whole plan, from the ledger of its report."""
    job = _whole_plan(front)
    points = front.ledgers[job.name].points if job else None
    return plan_points(points, job.page) if job and points else []


def _whole_plan(front: Front) -> Job | None:
    """Return the report of the whole plan, if there is one with main points.

    A last good page is made from other data, so the front page does not show its points.
    """
    for job in front.jobs:
        ledger = None if job.name in front.failed else front.ledgers.get(job.name)
        if ledger and ledger.points and ledger.page.kind == "council":
            if not (job.variant or job.own):
                return job
    return None


def _failed(front: Front, job: Job) -> Failed:
    """Describe a failed report or view by its last good page, if there is one."""
    ledger = front.ledgers.get(job.name)
    if ledger is None:
        return Failed(job.name)
    page = ledger.page
    view = f" ({job.view[0].lower()}{job.view[1:]})" if job.variant else ""
    return Failed(job.name, f"{page.title}{view}", page.cutoff, page.fingerprint)


def _made_page(front: Front, stem: str, words: Mapping[str, str], sections: Sections) -> Page:
    """Make a page without a notebook: its own sections in the frame of a report."""
    up = "../" * stem.count("/")
    framed = front.page.model_copy(
        update={"kind": "front", "parent": None, "detail": "full", **words}
    )
    trail = [] if stem == "index" else [{"href": f"{up}index.html", "words": front.page.quarter}]
    metadata = page_metadata(stem, framed, provenance=front.provenance, downloads=[], trail=trail)
    return Page(stem, ["html"], _notebook(sections), metadata)


def _data(front: Front) -> Iterator[Download]:
    for file, size in front.data.items():
        is_table = file.suffix == ".csv"
        name = file.stem if is_table else "workbook"
        kept_as = file_name(front.quarter, name, front.page.state) + file.suffix
        words = front.words.say(TABLES[name] if is_table else _WORKBOOK)
        yield Download(f"data/{file.name}", words, size, kept_as)


def _kept_as(front: Front, name: str) -> str:
    return file_name(front.quarter, name, front.ledgers[name].page.state)


def _notebook(sections: Sections) -> NotebookNode:
    """Make a notebook that shows fragments under headings, as if it had been executed."""
    notebook: NotebookNode = new_notebook()
    for number, (heading, fragments) in enumerate(sections):
        outputs = [
            new_output("display_data", {SHOWN_MIME: raw_block(str(fragment.html))})
            for fragment in fragments
        ]
        notebook.cells += [
            new_markdown_cell(f"## {heading}", id=f"heading-{number}"),
            new_code_cell("", id=f"section-{number}", outputs=outputs),
        ]
    return notebook
