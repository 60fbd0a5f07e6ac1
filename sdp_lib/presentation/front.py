"""The front page of a quarter: every report, how its activities stand, and the downloads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sdp_lib.presentation.fragments import Fragment, Markup, bullets, paragraph
from sdp_lib.presentation.tables import Column, link, table
from sdp_lib.presentation.wording import listed


def front_page(
    reports: Sequence[Mapping[str, Any]], formats: Sequence[str], failed: Sequence[str]
) -> Iterable[tuple[str, list[Fragment]]]:
    """Return the headings of the front page with their fragments.

    `reports`: for each its `stem`, `title` and `statuses` (label → count), in their order.
    """
    if failed:
        names = listed(failed)
        yield (
            "Not available",
            [paragraph(Markup("These reports could not be made: {}.").format(names))],
        )
    yield "Reports", [_reports(reports, formats)] if reports else [paragraph("No report was made.")]


def _reports(reports: Sequence[Mapping[str, Any]], formats: Sequence[str]) -> Fragment:
    others = [one for one in formats if one != "html"]
    columns = [Column("Report", 8), Column("Activities", 2, "number")]
    columns += [Column(label, 2, "number") for label in reports[0]["statuses"]]
    columns += [Column("Documents", 3)] if others else []
    rows = []
    for report in reports:
        row: list[Any] = [
            link(f"{report['stem']}.html", report["title"]),
            report["activities"],
            *report["statuses"].values(),
        ]
        documents = [_document(report, one) for one in others]
        rows.append([*row, listed(documents)] if others else row)
    return table(
        "reports", "The reports of this quarter, and how their activities stand", columns, rows
    )


def _document(report: Mapping[str, Any], ending: str) -> Markup:
    hidden = Markup('<span class="visually-hidden"> of {}</span>').format(report["title"])
    return link(f"{report['stem']}.{ending}", Markup(ending.upper()) + hidden)


def downloads(files: Sequence[tuple[str, str, int]]) -> Fragment:
    """List files to download: their address, their words and their size in bytes."""
    return bullets(
        Markup("{} ({}, {})").format(
            link(href, words), href.rsplit(".", 1)[1].upper(), size(number)
        )
        for href, words, number in files
    )


def size(number: int) -> str:
    """Write a number of bytes as people read it.

    >>> size(980), size(15_300), size(2_400_000)
    ('1 KB', '15 KB', '2.4 MB')
    """
    if number >= 1_000_000:
        return f"{number / 1_000_000:.1f} MB"
    return f"{max(1, round(number / 1000))} KB"
