"""Links to files, with the name under which a file is saved, its kind and its size."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from sdp_lib.presentation.fragments import Fragment, bullets

FINAL = "Final"


@dataclass(frozen=True)
class Download:
    """A file to download: its address, link text, size in bytes and the name it is saved as."""

    href: str
    words: str
    size: int
    file: str


def downloads(files: Iterable[Download]) -> Fragment:
    """List files to download."""
    return bullets(
        Markup("{} ({}, {})").format(
            file_link(file.href, file.words, file.file), _kind(file.href), size(file.size)
        )
        for file in files
    )


def document_link(page: str, ending: str, number: int, *, file: str, title: str) -> Markup:
    """Link to a report's document by its kind and size; screen readers add the report's title.

    `page` is the report's page and `file` the name it is saved as, both without an extension.
    """
    address, kept_as = f"{page}.{ending}", f"{file}.{ending}"
    words = Markup('{}<span class="visually-hidden"> of {}</span>, {}').format(
        _kind(address), title, size(number)
    )
    return file_link(address, words, kept_as)


def file_link(href: str, words: str | Markup, file: str) -> Markup:
    """Link to a file that is saved under another name."""
    return Markup('<a href="{}" download="{}">{}</a>').format(href, file, words)


def file_name(quarter: str, name: str, state: str) -> str:
    """Return the name a file is saved as, without its extension: with its period and any draft.

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
