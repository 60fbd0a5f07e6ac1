"""Analysts' own content: frames, pictures, HTML and Markdown, safe and in the report's look."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from sdp_lib.presentation.cell_options import cell_options
from sdp_lib.presentation.fragments import in_notebook, raw_block
from sdp_lib.presentation.own_content import (
    CannotShowError,
    frame_table,
    own_html,
    picture,
    plain_text,
    prose,
)


def cells(frame: pd.DataFrame) -> list[list[str]]:
    soup = BeautifulSoup(str(frame_table(frame, "Caption").html), "html.parser")
    return [[tag.get_text() for tag in row.find_all(["th", "td"])] for row in soup.find_all("tr")]


def test_values_are_written_as_reports_write_them():
    frame = pd.DataFrame(
        {
            "end_date": [datetime(2019, 10, 31), pd.NaT],
            "is_late": [True, False],
            "share": [0.5, float("nan")],
            "days": pd.array([1200, None], dtype="Int64"),
            "issues": [("capacity", "financial"), ()],
        }
    )
    assert cells(frame) == [
        ["End date", "Is late", "Share", "Days", "Issues"],
        ["31 October 2019", "Yes", "0.5", "1,200", "capacity, financial"],
        ["Not given", "No", "Not given", "Not given", "Not given"],
    ]


def test_labels_of_the_index_come_first_and_plain_numbers_of_rows_do_not():
    named = pd.DataFrame({"n": [1]}, index=pd.Index(["Adults"], name="directorate"))
    assert cells(named) == [["Directorate", "N"], ["Adults", "1"]]
    assert cells(pd.DataFrame({"n": [1]})) == [["N"], ["1"]]


def test_a_table_of_one_column_has_no_row_headers():
    html = str(frame_table(pd.DataFrame({"a": ["x"]}), "Caption").html)
    assert "<td>x</td>" in html
    assert 'scope="row"' not in html


def test_numbers_are_aligned_right():
    html = str(frame_table(pd.DataFrame({"a": ["x"], "n": [1]}), "Caption").html)
    assert '<td class="number">1</td>' in html


def test_a_value_that_is_markup_elsewhere_is_text_here():
    html = str(frame_table(pd.DataFrame({"a": ["<b>x</b>"], "<i>": ["y"]}), "<u>c</u>").html)
    assert not BeautifulSoup(html, "html.parser").find_all(["b", "i", "u"])


@pytest.mark.parametrize("show", [prose, plain_text, lambda text: own_html(f"<p>{text}</p>", ())])
def test_quotation_marks_in_text_are_never_those_of_an_attribute(show):
    html = str(show('data-numbered="Table" src="data:image/svg+xml;base64,AAAA"').html)
    assert '="' not in html
    assert 'src="data:' in BeautifulSoup(html, "html.parser").get_text()


@pytest.mark.parametrize("show", [prose, plain_text, lambda text: own_html(f"<p>{text}</p>", ())])
def test_two_braces_before_a_tag_begin_no_shortcode_of_quartos(show):
    html = str(show("x {{\n\n*env HOME* }}").html)
    assert "{{" in BeautifulSoup(html, "html.parser").get_text()
    assert "{{<" not in raw_block(html)
    assert "{{<" not in in_notebook(html)["text/html"]


def test_html_keeps_running_text_and_loses_styles_classes_and_handlers():
    html = '<div class="tag" style="x" onclick="y"><p id="a">One <em>two</em></p></div>'
    assert str(own_html(html, ()).html) == "<div><p>One <em>two</em></p></div>"


@pytest.mark.parametrize("element", ["script", "iframe", "svg", "img", "form", "canvas"])
def test_html_that_would_lose_what_it_shows_is_refused(element):
    with pytest.raises(CannotShowError, match=f"HTML with <{element}>"):
        own_html(f"<p>One</p><{element}></{element}>", ())


def test_a_table_in_html_needs_a_caption_and_may_bring_it():
    rows = "<tr><th>a</th><th>b</th></tr><tr><td>c</td><td>4</td></tr>"
    with pytest.raises(CannotShowError, match="a table without a caption"):
        own_html(f"<table>{rows}</table>", ())
    brought = str(own_html(f"<table><caption>Own</caption>{rows}</table>", ()).html)
    assert "<caption>Own</caption>" in brought
    assert '<td class="number">4</td>' in brought


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<image href="https://elsewhere.example/x.png"/>',
        '<image xlink:href="/etc/passwd"/>',
        "<foreignObject><p>x</p></foreignObject>",
        '<rect onload="alert(1)"/>',
        '<rect fill="url(https://elsewhere.example)"/>',
    ],
)
def test_a_drawing_that_is_more_than_a_drawing_is_refused(inside):
    with pytest.raises(CannotShowError, match="an SVG picture with scripts"):
        picture(f"<svg>{inside}</svg>".encode(), "image/svg+xml", caption="c", alt="a")


def test_options_of_a_cell_are_those_above_its_code():
    alts = "#| fig-alt:\n#|   - First\n#|   - 'Second: more'\n"
    cell = f"#| fig-cap: [One, Two]\n{alts}plot()\n#| tbl-cap: no"
    options = cell_options(cell)
    assert options.figure(0) == ("One", "First")
    assert options.figure(1) == ("Two", "Second: more")
    assert options.figure(2) == ("", "")
    assert options.table(0) == ""


def test_options_that_are_not_yaml_are_ignored():
    assert cell_options("#| fig-cap: [One\nplot()").figure(0) == ("", "")


def test_a_cell_over_several_rows_or_columns_is_in_each_of_them():
    index = pd.MultiIndex.from_tuples([("x", 1), ("x", 2)], names=["G", "H"])
    frame = pd.DataFrame(
        [[10, 20], [30, 40]], index, pd.MultiIndex.from_product([["All"], ["A", "B"]])
    )
    soup = BeautifulSoup(str(own_html(frame.to_html(), ["Caption"]).html), "html.parser")
    rows = [[tag.get_text() for tag in row.find_all(["th", "td"])] for row in soup.find_all("tr")]
    assert rows[0][2:] == ["All A", "All B"]
    assert rows[1:] == [["x", "1", "10", "20"], ["x", "2", "30", "40"]]


def test_a_cell_over_very_many_columns_is_no_wider_than_a_browser_makes_it():
    html = '<table><tr><th colspan="99999999999">a</th></tr></table>'
    soup = BeautifulSoup(str(own_html(html, ["Caption"]).html), "html.parser")
    assert len(soup.find_all("th")) == 1000
