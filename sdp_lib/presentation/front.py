"""The front page of a quarter: every report, how its activities stand, and the downloads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sdp_lib.presentation.fragments import Fragment, Markup, bullets, paragraph
from sdp_lib.presentation.tables import Column, link, table
from sdp_lib.presentation.wording import are, listed

Entry = Mapping[str, Any]


def front_page(
    reports: Sequence[Entry], failed: Sequence[str]
) -> Iterator[tuple[str, list[Fragment]]]:
    """Return the headings of the front page with their fragments.

    `reports`: for each its `stem`, `title`, `kind`, `activities`, `received`, `statuses`
    (pairs of label and count) and `documents` (endings), in their order; `failed`: the names of those that could not be made.
    """
    if failed:
        names = listed(failed)
        these = "This report" if len(failed) == 1 else "These reports"
        yield "Not available", [paragraph(f"{these} could not be made:", names + Markup("."))]
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
