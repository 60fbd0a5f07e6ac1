"""The accessibility statement, whose claims are backed by tests of the pages and documents.

Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018.
"""

from __future__ import annotations

from sdp_lib.presentation.fragments import bullets, paragraph
from sdp_lib.presentation.tables import link
from sdp_lib.publish.edition import SiteFrame
from sdp_lib.publish.site_page import site_page

# Each claim with the test that would fail if it were untrue: file and function below `tests/`.
CLAIMS = (
    (
        "axe finds no violation of WCAG 2.2 A and AA on reports or on the pages of this site.",
        "browser/test_pages.py::test_axe_finds_no_violation_and_leaves_no_contrast_undecided",
    ),
    (
        "You can use every page, and the search, with the keyboard alone.",
        "browser/test_published_site.py::test_an_activity_is_found_by_a_word_of_its_commentary",
    ),
    (
        "Every page except the search works without JavaScript; an index lists all titles instead.",
        "browser/test_published_site.py::test_without_javascript_everything_but_search_is_there",
    ),
    (
        "Text reflows at 320 pixels, which is 400% zoom on a desktop screen. Wide tables scroll by "
        "themselves.",
        "browser/test_pages.py::test_no_page_scrolls_sideways",
    ),
    (
        "The first key press shows a link that skips to the main part of the page.",
        "browser/test_pages.py::test_the_first_tab_shows_a_link_that_skips_to_the_report",
    ),
    (
        "Headings are in order, and each page has one main heading.",
        "browser/test_pages.py::test_headings_begin_with_one_h1_and_leave_no_level_out",
    ),
    (
        "Each table has a caption, and its headings say which cells they head.",
        "browser/test_site.py::test_every_table_has_a_caption_and_scoped_headings",
    ),
    (
        "Each chart has its message in words, and an alternative text.",
        "browser/test_site.py::test_every_chart_has_a_caption_and_says_in_words_what_it_shows",
    ),
    (
        "PDF documents are tagged, and claim PDF/UA-1.",
        "browser/test_document.py::test_the_document_claims_to_be_universally_accessible",
    ),
    (
        "Tables in PDF documents have row headers, as those of the pages do.",
        "browser/test_document.py::"
        "test_the_cells_that_head_a_row_on_the_page_head_it_in_the_document",
    ),
)
_LIMITS = (
    "We test with software. We have not tested with people who use assistive technology.",
    "Wide tables scroll sideways on small screens.",
    "Versions and drafts that were published earlier are not changed.",
)


def accessibility_page(frame: SiteFrame) -> bytes:
    """Return the statement, with known limits and how to complain."""
    email = frame.contact["email"]
    service = link(
        "https://www.equalityadvisoryservice.com/", "Equality Advisory and Support Service"
    )
    sections = [
        (
            "What this covers",
            [
                paragraph(
                    f"This statement applies to the reports and pages of this site, published by "
                    f"{frame.organisation}. We want as many people as possible to be able to use "
                    "them."
                )
            ],
        ),
        (
            "How accessible this site is",
            [
                paragraph(
                    "This site is partially compliant with the Web Content Accessibility "
                    "Guidelines version 2.2 AA standard, because of the limits listed below."
                ),
                paragraph("Automatic tests check the following each time the software changes:"),
                bullets(claim for claim, _ in CLAIMS),
            ],
        ),
        ("Known limits", [bullets(_LIMITS)]),
        (
            "Reporting a problem",
            [
                paragraph(
                    f"If you cannot use a page or document, or need it in another format, write to "
                    f"{frame.contact['name']}:",
                    link(f"mailto:{email}", email),
                ),
            ],
        ),
        (
            "Enforcement procedure",
            [
                paragraph(
                    "The Equality and Human Rights Commission enforces the Public Sector Bodies "
                    "(Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018. If "
                    "you are not happy with our answer, contact the",
                    service,
                )
            ],
        ),
    ]
    return site_page(frame, "accessibility.html", "Accessibility statement", sections)
