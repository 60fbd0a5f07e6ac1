import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from sdp_lib.presentation.fragments import in_notebook, raw_block
from sdp_lib.presentation.markdown import commentary

SAFE = {"div": {"class"}, "p": {"class"}, "ul": set(), "ol": {"start"}, "li": set(), "em": set(),
        "strong": set(), "br": set(), "a": {"href", "title"}}  # fmt: skip
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html,<script>)",
    "[x](vbscript:x)",
    "[x](//elsewhere.example)",
    "[x](../../secret)",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "![x](https://elsewhere.example/x.png)",
    "<https://elsewhere.example>",
    "```{=html}\n<script>alert(1)</script>\n```",
    "`#eval(\"1\")`{=typst}",
    "    <script>alert(1)</script>",
    "# A heading",
    "A heading\n=========",
    "::: {.notice}\nx\n:::",
    "{{< env HOME >}}",
    "{{< include ../x >}}",
    "{{*env HOME*}}",
    "x {{\n\n}} y",
    "| a | b |\n|---|---|\n| c | d |",
    "***\n---\n___",
    "$x$ \\(x\\) $$x$$",
    "^[a note] [^1]\n\n[^1]: note",
    "@fig-1 [@cite]",
    "> quoted",
]  # fmt: skip


def elements(html: str):
    return BeautifulSoup(html, "html.parser").find_all()


def assert_safe(html: str) -> None:
    for element in elements(html):
        assert element.name in SAFE, element
        assert set(element.attrs) <= SAFE[element.name], element
        assert element.get("href", "https:").split(":")[0] in ("http", "https", "mailto")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_markdown_makes_only_safe_elements(text):
    html = str(commentary(text).html)
    assert_safe(html)
    assert "{{<" not in raw_block(html)
    assert "{{<" not in in_notebook(html)["text/html"]


@pytest.mark.parametrize("text", [*HOSTILE[:8], *HOSTILE[11:13], *HOSTILE[16:19]])
def test_disallowed_markdown_stays_readable_as_it_was_typed(text):
    said = BeautifulSoup(str(commentary(text).html), "html.parser").get_text()
    for word in text.replace("\n", " ").split():
        assert word in said


@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(HOSTILE))
def test_no_text_makes_an_unsafe_element(text, hostile):
    html = commentary(f"x{text}{hostile}").html
    assert_safe(str(html))


def test_paragraphs_lists_emphasis_and_links_are_allowed():
    text = "One *a* **b** [c](https://kent.gov.uk).\n\n- d\n- e\n\n1. f\n\n[g](mailto:a@b.uk)"
    found = [element.name for element in elements(str(commentary(text).html))]
    for name in ("p", "em", "strong", "a", "ul", "ol", "li"):
        assert name in found


@pytest.mark.parametrize("text", ["", "  \n\t"])
def test_empty_text_makes_no_fragment(text):
    assert commentary(text) is None
