"""From executed notebooks to pages: what is shown, and the frame around it."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from sdp_lib.build.frame import Page, page_metadata
from sdp_lib.build.jobs import Job
from sdp_lib.build.notebooks import for_rendering
from sdp_lib.presentation.fragments import Fragment, paragraph
from sdp_lib.presentation.front import downloads, front_page
from sdp_lib.presentation.tables import link

_DOCUMENT_WORDS = {"pdf": "This report as a PDF document", "docx": "This report as a Word document"}


def pages_of(
    jobs: Sequence[Job],
    every_job: Sequence[Job],
    folder: Path,
    ledgers: Mapping[str, Mapping[str, Any]],
    formats: Sequence[str],
    provenance: Mapping[str, Mapping[str, str]],
) -> list[Page]:
    """Return the pages of the reports that ran; one that failed has no ledger and so no page."""
    pages = []
    there = _pages_there(every_job, jobs, folder / "site", ledgers)
    for job in jobs:
        if job.name not in ledgers:
            continue
        path = folder / "notebooks" / f"{job.name}.ipynb"
        shown = for_rendering(nbformat.read(path, as_version=4), _dead_from(job, there))
        up = "../" * job.page.count("/")
        metadata = page_metadata(
            job.page,
            ledgers[job.name]["page"],
            provenance=provenance[job.name],
            downloads=[
                {"href": f"{Path(job.page).name}.{one}", "words": _DOCUMENT_WORDS[one]}
                for one in formats
                if one != "html"
            ]
            + [{"href": f"{up}data/figures.csv", "words": "Every figure of this quarter (CSV)"}],
            trail=_trail(up, ledgers[job.name]["page"], there),
        )
        pages.append(Page(job.page, formats, shown, metadata))
    return pages


def _pages_there(
    every_job: Sequence[Job], jobs: Sequence[Job], site: Path, ledgers: Mapping[str, Any]
) -> set[str]:
    """Return the pages that the site will hold: made now, or left by an earlier build."""
    made_now = {job.page for job in jobs if job.name in ledgers}
    left = {job.page for job in every_job if (site / f"{job.page}.html").is_file()}
    return {"index", *made_now, *left}


def _dead_from(job: Job, there: set[str]) -> Callable[[str], bool]:
    """Return a test for links of a page that lead to no page of the site."""
    folder = PurePosixPath(job.page).parent

    def dead(href: str) -> bool:
        page = posixpath.normpath((folder / href.removesuffix(".html")).as_posix())
        return page not in there

    return dead


def _trail(up: str, page: Mapping[str, Any], there: set[str]) -> list[dict[str, str]]:
    """Return the way down to a page: the quarter, and for a scorecard its outcome."""
    trail = [{"href": f"{up}index.html", "words": page["quarter"]}]
    if page["parent"] and page["parent"]["page"] in there:
        trail.append(
            {"href": f"{up}{page['parent']['page']}.html", "words": page["parent"]["words"]}
        )
    return trail


def front_pages_of(
    jobs: Sequence[Job],
    folder: Path,
    ledgers: Mapping[str, Mapping[str, Any]],
    formats: Sequence[str],
    provenance: Mapping[str, str],
    failed: Mapping[str, str],
    quality: Sequence[tuple[str, Sequence[Fragment]]],
) -> list[Page]:
    """Return the quarter's front page, and the page on the quality of its data.

    None where no report of the quarter ran.
    """
    first = next(iter(ledgers.values()), None)
    if first is None:
        return []
    page = first["page"]
    reports = [
        {
            "stem": job.page,
            "documents": _documents(folder / "site", job, formats),
            **{key: ledgers[job.name]["page"][key] for key in _ENTRY_KEYS},
        }
        for job in jobs
        if job.name in ledgers
    ]
    sections = [*front_page(reports, sorted(failed))]
    files = sorted((folder / "site" / "data").iterdir())
    listed = [(f"data/{one.name}", _data_words(one), one.stat().st_size) for one in files]
    sections.append(("Data to download", [downloads(listed)]))
    sections.append(("Quality of the data", [paragraph(link("quality.html", QUALITY_WORDS))]))
    title = {"title": f"{page['plan']}: {page['quarter']}", "subtitle": page["period"]}
    home = {"href": "index.html", "words": page["quarter"]}
    return [
        _made_page("index", {**page, **title}, provenance, sections, []),
        _made_page(
            "quality", {**page, "title": "Quality of the data"}, provenance, quality, [home]
        ),
    ]


def _made_page(
    stem: str,
    page: Mapping[str, Any],
    provenance: Mapping[str, str],
    sections: Sequence[tuple[str, Sequence[Fragment]]],
    trail: Sequence[Mapping[str, str]],
) -> Page:
    """Make a page that no notebook shows: the frame of a report around sections of its own."""
    framed = {**page, "kind": "front"}
    metadata = page_metadata(stem, framed, provenance=provenance, downloads=[], trail=trail)
    return Page(stem, ["html"], _notebook(sections), metadata)


def _documents(site: Path, job: Job, formats: Sequence[str]) -> list[str]:
    """Return the formats of a report: those that this build makes, and those that are there."""
    return [
        one for one in _DOCUMENT_WORDS if one in formats or (site / f"{job.page}.{one}").is_file()
    ]


def _data_words(file: Path) -> str:
    return _DATA_WORDS[file.stem if file.suffix == ".csv" else "workbook"]


QUALITY_WORDS = "What the checks of the returns found, and what was corrected"
_ENTRY_KEYS = ("title", "kind", "activities", "received", "statuses")
_DATA_WORDS = {
    "figures": "Every figure of every report",
    "returns": "The returns that the reports are made from",
    "series": "Every figure over all quarters of the plan so far",
    "workbook": "Figures and returns as one accessible workbook",
}


def _notebook(sections: Sequence[tuple[str, Sequence[Fragment]]]) -> NotebookNode:
    """Make a notebook that shows fragments under headings, as if it had been executed."""
    notebook: NotebookNode = new_notebook()
    for number, (heading, fragments) in enumerate(sections):
        outputs = [
            new_output("display_data", fragment._repr_mimebundle_()) for fragment in fragments
        ]
        notebook.cells += [
            new_markdown_cell(f"## {heading}", id=f"heading-{number}"),
            new_code_cell("", id=f"section-{number}", outputs=outputs),
        ]
    return notebook
