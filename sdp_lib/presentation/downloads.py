"""Links to files: what a file is called where it is kept, its kind and its size."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from sdp_lib.presentation.fragments import Fragment, bullets

FINAL = "Final"


@dataclass(frozen=True)
class Download:
    """A file to download: its address, its words, its size in bytes and the name it is kept as."""

    href: str
    words: str
    size: int
    file: str


def downloads(files: Iterable[Download]) -> Fragment:
    """List files to download."""
    return bullets(
        Markup("{} ({}, {})").format(
            file_link(one.href, one.words, one.file), _kind(one.href), size(one.size)
        )
        for one in files
    )


def document_link(page: str, ending: str, number: int, *, file: str, title: str) -> Markup:
    """Link to a report's document by its kind and size; who listens hears of which report it is.

    `page` is the report's page without an ending, `file` what it is kept as, likewise.
    """
    address, kept_as = f"{page}.{ending}", f"{file}.{ending}"
    words = Markup('{}<span class="visually-hidden"> of {}</span>, {}').format(
        _kind(address), title, size(number)
    )
    return file_link(address, words, kept_as)


def file_link(href: str, words: str | Markup, file: str) -> Markup:
    """Link to a file that is kept under a name of its own."""
    return Markup('<a href="{}" download="{}">{}</a>').format(href, file, words)


def file_name(quarter: str, name: str, state: str) -> str:
    """Return what a file is kept as, without its ending: of which period it is, and a draft.

    >>> file_name("2019-20-Q2", "council", "Final"), file_name("2019-20-Q2", "figures", "Draft")
    ('sdp-2019-20-Q2-council', 'sdp-2019-20-Q2-figures-draft')
    """
    return f"sdp-{quarter}-{name}{'' if state == FINAL else f'-{state.lower()}'}"


def size(number: int) -> str:
    """Write a number of bytes as people read it.

    >>> size(980), size(15_300), size(2_400_000)
    ('1 KB', '15 KB', '2.4 MB')
    """
    if number >= 1_000_000:
        return f"{number / 1_000_000:.1f} MB"
    return f"{max(1, round(number / 1000))} KB"


def _kind(address: str) -> str:
    return address.rsplit(".", 1)[1].upper()
