"""The page on method: what every figure counts, with a worked example of each kind."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
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

Row = Mapping[str, str]
Example = tuple[str, Sequence[str]]
_COUNCIL = "council"
RULES = (
    "Figures count what lead officers answered in the period’s form. A missing return is shown as "
    "missing and never counted as zero.",
    "A percentage is a whole number, and halves are rounded up. There is none if there is "
    "nothing to divide by.",
    "The original end date of an activity never changes. A later end date is shown beside it.",
    "An activity is due this year if its original end date is in the year of the period.",
    "Every number in a sentence, a table or a chart is the figure of the same name in figures.csv.",
    "A corrected report is a new version. Earlier versions remain unchanged, and the changes are "
    "listed.",
)


def meaning(council: Council, name: str) -> str:
    """Return what a figure counts; its name, if the configuration no longer has it."""
    try:
        return meaning_now(name, council)
    except (LookupError, StopIteration):
        return name


def method_page(frame: SiteFrame, council: Council, newest: Period | None, folder: Path) -> bytes:
    """Return the page; `folder` is the site's, which has the figures of the newest period."""
    rows = _rows(folder / newest.place.folder) if newest else {}
    sections = [
        ("How figures are made", [bullets(RULES)]),
        ("Worked examples", _examples(council, newest, rows)),
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


def _examples(council: Council, newest: Period | None, rows: Mapping[str, Row]) -> list[Fragment]:
    label = newest.label if newest else ""
    worked = [*worked_examples(council, rows.values(), label)]
    if not worked:
        return [paragraph("There is no figure to show yet.")]
    return [bullets([f"{kind}. {' '.join(said)}" for kind, said in worked])]


def _rows(folder: Path) -> dict[str, Row]:
    """Return the figures of the whole plan by name."""
    path = folder / FIGURES
    if not path.is_file():
        return {}
    rows = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
    return {row["figure"]: row for row in rows if row["report"] == _COUNCIL}


def worked_examples(council: Council, figures: Iterable[Row], label: str) -> Iterator[Example]:
    """Yield the kinds of figure, each with a worked example; `label` names the period.

    Figures are rows of `figures.csv`, in its order.
    """
    counted = [row for row in figures if int(row["of"] or 0)]
    for kind, alike in groupby(counted, lambda row: row["figure"].partition(".")[0]):
        rows = list(alike)
        # A share of none or all does not show how it is counted.
        row = next((row for row in rows if row["value"] not in {"0", row["of"]}), rows[0])
        yield kind.replace("_", " ").capitalize(), _worked(council, row, label)


def _worked(council: Council, row: Row, label: str) -> list[str]:
    pounds = "£" if row["figure"].startswith("budget.") else ""
    value, of = (f"{pounds}{int(row[column]):,}" for column in ("value", "of"))
    share = int(row["value"]) / int(row["of"])
    said = [
        f"{meaning(council, row['figure'])}. In {label} this is {value} of {of}.",
        f"{value} divided by {of} is {share:.4f}, which is {row['percent']}% as a whole number.",
    ]
    if row["previous"] and row.get("compared"):
        previous = f"{pounds}{int(row['previous']):,}"
        said.append(f"In {row['compared']}, the period compared with, it was {previous}.")
    return said


def _definitions(
    council: Council, newest: Period | None, rows: Mapping[str, Row]
) -> Iterator[tuple[str, Sequence[Fragment]]]:
    example = f"In {newest.label}" if newest else "Example"
    groups = groupby(figure_names(council), lambda name: name.partition(".")[0])
    for group, names in groups:
        shown = [[name, meaning(council, name), _example(rows.get(name))] for name in names]
        columns = [Column("Name in the data", 4), Column("What it counts", 7), Column(example, 3)]
        caption = f"Figures of {group.replace('_', ' ')}"
        yield caption, [table(f"of-{group}", caption, columns, shown, numbered=False)]


def _example(row: Row | None) -> str:
    if row is None:
        return "not there"
    if not row["of"]:
        return row["value"]
    percent = f", {row['percent']}%" if row["percent"] else ""
    return f"{row['value']} of {row['of']}{percent}"
