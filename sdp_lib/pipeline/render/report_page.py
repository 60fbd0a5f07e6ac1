"""From executed notebooks to pages: what is shown, and the frame around it."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from nbformat import NotebookNode

from sdp_lib.ledger import PageFrame
from sdp_lib.pipeline.plan.jobs import Job
from sdp_lib.pipeline.render.page_metadata import Page, page_metadata
from sdp_lib.pipeline.render.shown import for_rendering, links

DOCUMENTS = {"pdf": "This report as a PDF document", "docx": "This report as a Word document"}


@dataclass(frozen=True)
class Setting:
    """What a report's page shows that its notebook does not know.

    `formats` it is made in, its `provenance`, and `there`: the pages that the site will hold.
    """

    formats: tuple[str, ...]
    provenance: Mapping[str, str]
    there: frozenset[str]


def page_of(job: Job, notebook: NotebookNode, page: PageFrame, setting: Setting) -> Page:
    """Return the page of a report that ran; `page` is that part of its ledger.

    Links that lead to no page of the site are left out.
    """
    there, up = setting.there, "../" * job.page.count("/")
    shown = for_rendering(notebook, dead=lambda href: _target(job, href) not in there)
    documents = [
        {"href": f"{Path(job.page).name}.{one}", "words": DOCUMENTS[one]}
        for one in setting.formats
        if one != "html"
    ]
    figures = {"href": f"{up}data/figures.csv", "words": "Every figure of this quarter (CSV)"}
    metadata = page_metadata(
        job.page,
        page,
        provenance=setting.provenance,
        downloads=[*documents, figures],
        trail=_trail(up, page, there),
    )
    return Page(job.page, setting.formats, shown, metadata)


def links_of(job: Job, notebook: NotebookNode, page: PageFrame) -> tuple[str, ...]:
    """Return the pages of other reports that a report leads to."""
    found = {_target(job, href) for href in links(notebook)}
    return tuple(sorted(found | ({page.parent.page} if page.parent else set())))


def _target(job: Job, href: str) -> str:
    """Return the page that a link of a report's page leads to."""
    folder = PurePosixPath(job.page).parent
    return posixpath.normpath((folder / href.removesuffix(".html")).as_posix())


def _trail(up: str, page: PageFrame, there: frozenset[str]) -> list[dict[str, str]]:
    """Return the way down to a page: the quarter, and for a scorecard its outcome."""
    trail = [{"href": f"{up}index.html", "words": page.quarter}]
    if page.parent and page.parent.page in there:
        trail.append({"href": f"{up}{page.parent.page}.html", "words": page.parent.words})
    return trail
