"""From executed notebooks to pages: what is shown, and the frame around it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from sdp_lib.build.frame import Page, page_metadata
from sdp_lib.build.jobs import Job
from sdp_lib.build.notebooks import for_rendering, links
from sdp_lib.presentation.fragments import Fragment, paragraph
from sdp_lib.presentation.front import downloads, front_page
from sdp_lib.presentation.tables import link

DOCUMENTS = {"pdf": "This report as a PDF document", "docx": "This report as a Word document"}


@dataclass(frozen=True)
class Setting:
    """What a report's page shows that its notebook does not know.

    `formats` it is made in, its `provenance`, and `there`: the pages that the site will hold.
    """

    formats: tuple[str, ...]
    provenance: Mapping[str, str]
    there: frozenset[str]


def page_of(job: Job, notebook: NotebookNode, page: Mapping[str, Any], setting: Setting) -> Page:
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


def links_of(job: Job, notebook: NotebookNode, page: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the pages of other reports that a report leads to."""
    found = {_target(job, href) for href in links(notebook)}
    return tuple(sorted(found | ({page["parent"]["page"]} if page["parent"] else set())))


def _target(job: Job, href: str) -> str:
    """Return the page that a link of a report's page leads to."""
    folder = PurePosixPath(job.page).parent
    return posixpath.normpath((folder / href.removesuffix(".html")).as_posix())


def _trail(up: str, page: Mapping[str, Any], there: frozenset[str]) -> list[dict[str, str]]:
    """Return the way down to a page: the quarter, and for a scorecard its outcome."""
    trail = [{"href": f"{up}index.html", "words": page["quarter"]}]
    if page["parent"] and page["parent"]["page"] in there:
        trail.append(
            {"href": f"{up}{page['parent']['page']}.html", "words": page["parent"]["words"]}
        )
    return trail


def front_pages_of(
    jobs: Sequence[Job],
    ledgers: Mapping[str, Mapping[str, Any]],
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
    page = first["page"]
    reports = [
        {
            "stem": job.page,
            "documents": documents[job.name],
            **{key: ledgers[job.name]["page"][key] for key in _ENTRY_KEYS},
        }
        for job in jobs
        if job.name in ledgers
    ]
    sections = [*front_page(reports, sorted(failed))]
    listed = [(f"data/{one.name}", _data_words(one), size) for one, size in data.items()]
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
