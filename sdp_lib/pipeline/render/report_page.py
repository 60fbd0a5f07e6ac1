"""Pages made from executed notebooks, with the frame around them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from sdp_lib.ledger import PageFrame
from sdp_lib.pipeline.plan.jobs import Job
from sdp_lib.pipeline.render.page_metadata import Page, page_metadata
from sdp_lib.pipeline.render.shown import for_rendering
from sdp_lib.presentation.downloads import file_name

DOCUMENTS = {"pdf": "This report as a document", "docx": "This report as a document for Word"}
MADE_FROM = "Made from (SHA-256)"


@dataclass(frozen=True)
class Setting:
    """The parts of a report's page that its notebook does not know: formats and provenance.

    `provenance`: terms and values.
    """

    formats: tuple[str, ...]
    provenance: Mapping[str, str]


def page_of(job: Job, notebook: NotebookNode, page: PageFrame, setting: Setting) -> Page:
    """Return the page of an executed report; `page` is the frame in its ledger.

    Links to reports that are still to be made are there too: a page does not depend on the order in
    which reports are made.
    """
    up = "../" * job.page.count("/")
    deeper = "../" * (job.page.count("/") - job.base_page.count("/"))
    shown = for_rendering(notebook, deeper, whole=page.detail == "full", headings=page.headings)
    documents = [
        _document(job, ending, page.state) for ending in setting.formats if ending != "html"
    ]
    # Not the file itself: its size depends on all reports, and this page must not.
    data = {"href": f"{up}index.html#data-to-download", "words": "Figures and returns as data"}
    if job.variant:
        page = page.model_copy(update={"subtitle": f"{page.subtitle}. {job.view}"})
    metadata = page_metadata(
        job.page,
        page,
        provenance={**setting.provenance, MADE_FROM: page.fingerprint},
        downloads=[*documents, data],
        trail=_trail(up, page, job),
    )
    return Page(job.page, setting.formats, shown, metadata)


def _document(job: Job, ending: str, state: str) -> dict[str, str]:
    """Return the link to a report's document; the size is filled in when both are made."""
    place = Path(job.page).name
    return {
        "href": f"{place}.{ending}",
        "words": DOCUMENTS[ending],
        "kind": ending.upper(),
        "ending": ending,
        "file": f"{file_name(job.parameters['quarter'], job.name, state)}.{ending}",
    }


def _trail(up: str, page: PageFrame, job: Job) -> list[dict[str, str]]:
    """Return the links above a page: the quarter, and for a scorecard its outcome."""
    trail = [{"href": f"{up}index.html", "words": page.quarter}]
    if page.parent:
        trail.append({"href": f"{up}{page.parent.page}.html", "words": page.parent.words})
    if job.variant:
        trail.append({"href": f"{up}{job.base_page}.html", "words": page.title})
    return trail
