"""The pages that no notebook shows: the quarter's front page, and the quality of its data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from sdp_lib.ledger import Ledger, PageFrame
from sdp_lib.pipeline.plan.jobs import Job
from sdp_lib.pipeline.render.page_metadata import Page, page_metadata
from sdp_lib.presentation.fragments import Fragment, paragraph
from sdp_lib.presentation.front import downloads, front_page
from sdp_lib.presentation.tables import link

QUALITY_WORDS = "What the checks of the returns found, and what was corrected"
_ENTRY_KEYS = ("title", "kind", "activities", "received", "statuses")
_DATA_WORDS = {
    "figures": "Every figure of every report",
    "returns": "The returns that the reports are made from",
    "series": "Every figure over all quarters of the plan so far",
    "workbook": "Figures and returns as one accessible workbook",
}


def front_pages_of(
    jobs: Sequence[Job],
    ledgers: Mapping[str, Ledger],
    *,
    documents: Mapping[str, Sequence[str]],
    data: Mapping[Path, int],
    provenance: Mapping[str, str],
    failed: Iterable[str],
    quality: Sequence[tuple[str, Sequence[Fragment]]],
) -> list[Page]:
    """Return the quarter's front page, and the page on the quality of its data.

    `documents` are the endings of each report's documents, `data` the files to download with their
    sizes in bytes. None where no report of the quarter ran.
    """
    first = next(iter(ledgers.values()), None)
    if first is None:
        return []
    page = first.page
    reports = [
        {
            "stem": job.page,
            "documents": documents[job.name],
            **{key: getattr(ledgers[job.name].page, key) for key in _ENTRY_KEYS},
        }
        for job in jobs
        if job.name in ledgers
    ]
    sections = [*front_page(reports, sorted(failed))]
    listed = [(f"data/{one.name}", _data_words(one), size) for one, size in data.items()]
    sections.append(("Data to download", [downloads(listed)]))
    sections.append(("Quality of the data", [paragraph(link("quality.html", QUALITY_WORDS))]))
    title = {"title": f"{page.plan}: {page.quarter}", "subtitle": page.period}
    home = {"href": "index.html", "words": page.quarter}
    return [
        _made_page("index", page.model_copy(update=title), provenance, sections, []),
        _made_page(
            "quality",
            page.model_copy(update={"title": "Quality of the data"}),
            provenance,
            quality,
            [home],
        ),
    ]


def _made_page(
    stem: str,
    page: PageFrame,
    provenance: Mapping[str, str],
    sections: Sequence[tuple[str, Sequence[Fragment]]],
    trail: Sequence[Mapping[str, str]],
) -> Page:
    """Make a page that no notebook shows: the frame of a report around sections of its own."""
    framed = page.model_copy(update={"kind": "front"})
    metadata = page_metadata(stem, framed, provenance=provenance, downloads=[], trail=trail)
    return Page(stem, ["html"], _notebook(sections), metadata)


def _data_words(file: Path) -> str:
    return _DATA_WORDS[file.stem if file.suffix == ".csv" else "workbook"]


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
