"""The page on method: what every figure counts, with an example from the newest period."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from sdp_lib.inputs.council import Council
from sdp_lib.measures.names import figure_names
from sdp_lib.presentation.figure_words import meaning as meaning_now
from sdp_lib.presentation.fragments import Fragment, bullets, paragraph
from sdp_lib.presentation.tables import Column, table
from sdp_lib.publish.edition import SiteFrame
from sdp_lib.publish.revisions import FIGURES
from sdp_lib.publish.site_page import site_page
from sdp_lib.publish.versions import Period

_COUNCIL = "council"
_RULES = (
    "Figures count what lead officers answered in the period’s form. A missing return is shown as "
    "missing and never counted as zero.",
    "A percentage is a whole number, and halves are rounded up. There is none where there is "
    "nothing to divide by.",
    "The original end date of an activity never changes. A later end date is shown beside it.",
    "An activity is due this year if its original end date is in the year of the period.",
    "Every number in a sentence, a table or a chart is the figure of the same name in figures.csv.",
    "A corrected report is a new version. The versions before it stay as they were, and what "
    "changed is listed.",
)


def meaning(council: Council, name: str) -> str:
    """Say what a figure counts; a name that the configuration no longer has stands for itself."""
    try:
        return meaning_now(name, council)
    except (LookupError, StopIteration):
        return name


def method_page(frame: SiteFrame, council: Council, newest: Period | None, folder: Path) -> bytes:
    """Return the page; `folder` is the site's, where the figures of the newest period are."""
    rows = _rows(folder / newest.place.folder) if newest else {}
    sections = [
        ("How figures are made", [bullets(_RULES)]),
        ("A worked example", _worked(council, newest, rows)),
        *_definitions(council, newest, rows),
        (
            "Standards",
            [
                paragraph(
                    "These reports are made by a reproducible analytical pipeline. We apply the "
                    "Code of Practice for Statistics of the Office for Statistics Regulation "
                    "voluntarily: they are not official statistics."
                )
            ],
        ),
    ]
    return site_page(frame, "method.html", "Method and definitions", sections)


def _rows(folder: Path) -> dict[str, Mapping[str, str]]:
    """Return the figures of the whole plan by their names."""
    path = folder / FIGURES
    if not path.is_file():
        return {}
    rows = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
    return {row["figure"]: row for row in rows if row["report"] == _COUNCIL}


def _worked(
    council: Council, newest: Period | None, rows: Mapping[str, Mapping[str, str]]
) -> list[Fragment]:
    counted = [row for row in rows.values() if int(row["of"] or 0)]
    row = next((one for one in counted if one["value"] not in {"0", one["of"]}), None)
    if newest is None or row is None:
        return [paragraph("There is no figure to show yet.")]
    value, of = int(row["value"]), int(row["of"])
    return [
        paragraph(f"{meaning(council, row['figure'])}: in {newest.label} that is {value} of {of}."),
        paragraph(
            f"{value} divided by {of} is {value / of:.4f}, which is {row['percent']}% as a whole "
            "number."
        ),
    ]


def _definitions(
    council: Council, newest: Period | None, rows: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[str, Sequence[Fragment]]]:
    example = f"In {newest.label}" if newest else "Example"
    groups = groupby(figure_names(council), lambda name: name.partition(".")[0])
    for group, names in groups:
        shown = [[name, meaning(council, name), _example(rows.get(name))] for name in names]
        columns = [Column("Name in the data", 4), Column("What it counts", 7), Column(example, 3)]
        caption = f"Figures of {group.replace('_', ' ')}"
        yield caption, [table(f"of-{group}", caption, columns, shown, numbered=False)]


def _example(row: Mapping[str, str] | None) -> str:
    if row is None:
        return "not there"
    if not row["of"]:
        return row["value"]
    percent = f", {row['percent']}%" if row["percent"] else ""
    return f"{row['value']} of {row['of']}{percent}"
