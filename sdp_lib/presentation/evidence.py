"""The page of evidence: the files and versions that a quarter was made from, with digests."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from sdp_lib.presentation.fragments import Fragment, Markup, paragraph, template
from sdp_lib.presentation.tables import Column, link, table


def evidence_page(
    about: Mapping[str, str],
    inputs: Mapping[str, str],
    reports: Sequence[tuple[str, str, str]],
    *,
    say: Callable[[str], str] = str,
) -> Iterator[tuple[str, list[Fragment]]]:
    """Return the headings of the page with their fragments.

    `about`: terms and values; `inputs`: the digest of each file by its path in the project;
    `reports`: the page, the title and the digest of each report; `say` puts a text of the library
    into the organisation's words.
    """
    yield (
        "How the pages were made",
        [
            Fragment(template("facts.html", facts=list(about.items()))),
            paragraph(
                "The same files, commit and versions give the same pages, byte for byte. The file "
                "manifest.json beside the site holds all this for machines, with every file made."
            ),
        ],
    )
    yield (
        "What each report was made from",
        [
            paragraph(
                "One digest stands for all rows and files that a report has read. It is on the "
                "report’s page too, and changes when one of them does."
            ),
            table(
                "reports",
                "Digests of what each report was made from",
                [Column("Report", 5), Column("SHA-256", 6)],
                [(link(f"{page}.html", title), _digest(one)) for page, title, one in reports],
                numbered=False,
            ),
        ],
    )
    yield (
        "Files",
        [
            table(
                "files",
                say("Files that this quarter was made from"),
                [Column("File", 5), Column("SHA-256", 6)],
                [(name, _digest(one)) for name, one in inputs.items()],
                numbered=False,
            )
        ],
    )


def _digest(text: str) -> Markup:
    return Markup('<span class="digest">{}</span>').format(text)
