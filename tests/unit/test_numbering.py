"""Sections, tables and figures are numbered in the order in which a page shows them."""

from __future__ import annotations

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from support import fragment_output

from sdp_lib.pipeline.render.numbering import Numbering
from sdp_lib.pipeline.render.shown import UNNUMBERED, for_rendering, shown_markdown
from sdp_lib.presentation.fragments import Fragment, paragraph
from sdp_lib.presentation.tables import Column, table


def _cell(*fragments: Fragment):
    outputs = [fragment_output(str(fragment.html)) for fragment in fragments]
    return new_code_cell("show()", outputs=outputs)


def _table(name: str, caption: str | None = None) -> Fragment:
    """A table that a phone scrolls: its frame has the caption as its label."""
    columns = [Column(f"Heading {place}") for place in range(6)]
    return table(name, caption or f"Table of {name}", columns, [("something",) * 6])


def _page(*cells) -> str:
    return shown_markdown(for_rendering(new_notebook(cells=list(cells))))


def test_tables_are_numbered_within_their_section():
    page = _page(
        new_markdown_cell("## First"),
        _cell(_table("one"), _table("two")),
        new_markdown_cell("## Second"),
        _cell(_table("three")),
    )
    assert "## 1 First" in page
    assert "## 2 Second" in page
    for caption in ("Table 1.1: Table of one", "Table 1.2: Table of two", "Table 2.1: Table of"):
        assert f"<caption>{caption}" in page
        assert f'aria-label="{caption}' in page
    assert "data-numbered" not in page


def test_moving_a_section_moves_the_numbers_with_it():
    first = [new_markdown_cell("## First"), _cell(_table("one"))]
    second = [new_markdown_cell("## Second"), _cell(_table("two"))]
    page = _page(*second, *first)
    assert "## 1 Second" in page
    assert "Table 1.1: Table of two" in page
    assert "## 2 First" in page
    assert "Table 2.1: Table of one" in page


def test_a_section_tagged_as_unnumbered_does_not_count():
    page = _page(
        new_markdown_cell("## Introduction", metadata={"tags": [UNNUMBERED]}),
        _cell(_table("one")),
        new_markdown_cell("## First"),
        _cell(_table("two")),
    )
    assert "## Introduction" in page
    assert "<caption>Table of one" in page
    assert "## 1 First" in page
    assert "Table 1.1: Table of two" in page


def test_tables_and_figures_are_counted_apart():
    figure = '<figure id="f" class="chart" data-numbered="Figure"><figcaption>C</figcaption>'
    numbering = Numbering()
    numbering.headings("## First")
    assert "Table 1.1: Table of one" in numbering.captions(str(_table("one").html))
    assert "<figcaption>Figure 1.1: C" in numbering.captions(figure)


def test_text_that_somebody_typed_is_never_numbered():
    typed = 'data-numbered="Table"><caption> <figcaption> ## No heading'
    page = _page(new_markdown_cell("## First"), _cell(paragraph(typed), _table("one", typed)))
    assert page.count("Table 1.") == 2  # the caption and the label of its region
    assert "Table 1.1: data-numbered=&#34;Table&#34;&gt;" in page


def test_a_caption_without_a_number_stays_so():
    plain = table("x", "Caption", [Column("A")], [("b",)], numbered=False)
    assert Numbering().captions(str(plain.html)) == str(plain.html)


def test_a_hash_in_a_block_of_code_is_not_a_heading():
    cell = "```\n## not a heading\n~~~\n## nor this\n```\n## Heading"
    assert Numbering().headings(cell).endswith("## nor this\n```\n## 1 Heading")


def test_only_content_that_pages_show_is_numbered():
    warned = new_output("stream", name="stderr", text="data-numbered")
    page = _page(new_code_cell("show()", outputs=[warned, fragment_output("<p>one</p>")]))
    assert "<p>one</p>" in page
    assert "data-numbered" not in page


def test_content_that_is_shown_twice_has_two_ids():
    page = _page(_cell(_table("one")), _cell(_table("one")))
    assert page.count(' id="table-one"') == 1
    assert page.count(' id="table-one-again-2"') == 1


def _of_less(*cells) -> str:
    return shown_markdown(for_rendering(new_notebook(cells=list(cells)), whole=False))


def test_with_less_detail_headings_of_empty_sections_are_left_out_and_not_counted():
    page = _of_less(
        new_markdown_cell("## Gone"),
        new_code_cell("nothing()"),
        new_markdown_cell("## Kept"),
        new_markdown_cell("### Gone too"),
        new_markdown_cell("### Below"),
        _cell(paragraph("Shown.")),
        new_markdown_cell("## Gone at last"),
        new_markdown_cell("### With what is below it"),
    )
    headings = [line for line in page.splitlines() if line.startswith("#")]
    assert headings == ["## 1 Kept", "### Below"]
    assert "Shown." in page


def test_with_less_detail_an_analysts_words_under_a_heading_stay():
    assert "My words." in _of_less(new_markdown_cell("## Mine\n\nMy words."))
    assert "Mine" in _of_less(new_markdown_cell("## Mine"), new_markdown_cell("My words."))


def test_a_whole_report_keeps_every_heading():
    assert "## 1 Empty" in _page(new_markdown_cell("## Empty"), new_code_cell("nothing()"))
