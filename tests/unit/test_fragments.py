import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from sdp_lib.presentation.fragments import (
    MARKED,
    Fragment,
    Markup,
    bullets,
    finding,
    from_notebook,
    in_notebook,
    join,
    note,
    paragraph,
    raw_block,
    template,
)

TYPED = "<b onclick='x'>& {{< env HOME >}} ```{=html}"
SAFE = "&lt;b onclick=&#39;x&#39;&gt;&amp; {{&lt; env HOME &gt;}} ```{=html}"


@pytest.mark.parametrize(
    "fragment", [paragraph(TYPED), finding(TYPED), note(TYPED), bullets([TYPED])]
)
def test_typed_text_is_escaped_and_contains_no_shortcode(fragment):
    assert SAFE in fragment.html
    assert "<b" not in fragment.html
    assert "{{<" not in fragment.html


def test_joined_sentences_are_escaped_and_empty_ones_left_out():
    assert join(["<a>", "", Markup("<b>")]) == "&lt;a&gt; <b>"


@given(st.text(st.sampled_from("`~{=html}\n a"), max_size=40))
def test_nothing_in_a_raw_block_can_close_its_fence(html):
    first, *inside, last, end = raw_block(html).split("\n")
    fence = re.fullmatch(r"(`{3,})\{=html\}", first)[1]
    assert (last, end) == (fence, "")
    assert "\n".join(inside) == html
    assert not any(re.match(rf"\s*{fence}", line) for line in inside)


def test_a_fragment_brings_its_style_into_a_notebook_and_is_never_a_repr():
    data, metadata = Fragment(Markup("<p>a</p>"))._repr_mimebundle_()
    assert list(data) == ["text/html"]
    assert data["text/html"].startswith("<style>")
    assert from_notebook(data["text/html"]) == "<p>a</p>"
    assert metadata == MARKED


def test_a_template_without_one_of_its_values_is_an_error_and_not_a_gap():
    with pytest.raises(UndefinedError):
        template("notice.html")


def style() -> str:
    """Return the style that comes with each output."""
    return in_notebook("")["text/html"].partition("<style>")[2].partition("</style>")[0]


def test_the_style_of_a_notebook_is_short_and_for_our_own_outputs_alone():
    """It comes with each output, and is nested in one rule."""
    assert len(style().encode()) < 2320
    outside, before = style(), ""
    while outside != before:  # blocks without any are removed, from the innermost outwards
        outside, before = re.sub(r"\{[^{}]*\}", "", outside), outside
    assert outside == ".sdp-output:not(#a)"
