import html
import json
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import frame

from sdp_lib.pipeline.render.embedded import pandoc
from sdp_lib.pipeline.render.page_metadata import escaped, page_metadata

BETWEEN = "<hr>"
PAGE = frame(**{
    "title": "Outcome {{< env HOME >}}",
    "subtitle": "s",
    "quarter": "Quarter 2 2019-20",
    "organisation": "Council",
    "plan": "Plan",
    "cutoff": "13 September 2019",
    "cutoff_date": "2019-09-13",
    "kind": "outcome",
    "state": "Draft",
    "state_words": "Draft: not yet signed off",
    "version": "1.0",
    "contact": {"name": "n", "email": "e"},
    "licence": {"name": "n", "url": "u"},
    "notices": [],
})  # fmt: skip
typed = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1)
pieces = st.sampled_from(
    [
        "{{< env HOME >}}",
        "*b*",
        "[x](y)",
        "<i>",
        "`#x`{=typst}",
        "$x$",
        "1. a",
        "- a",
        "# a",
        "\\",
        "^a^",
        "~a~",
        ":smile:",
        "@cite",
        "&amp;",
        "--",
        "...",
        "'q'",
        "true",
        "2019",
        "null",
        "http://a.b",
        "|",
    ]
)
texts = st.lists(st.lists(typed | pieces, min_size=1).map(" ".join), min_size=1, max_size=30)


def rendered(texts: list[str], folder) -> list[str]:
    """Return texts as Pandoc writes them from escaped metadata."""
    (folder / "page.json").write_text(
        json.dumps({"texts": escaped(texts)}, ensure_ascii=False), encoding="utf-8"
    )
    (folder / "page.html").write_text(f"$for(texts)$$texts${BETWEEN}$endfor$", encoding="utf-8")
    written = subprocess.run(
        [
            pandoc(),
            "--from=markdown",
            "--to=html",
            "--wrap=none",
            "--metadata-file=page.json",
            "--metadata=title:x",
            "--template=page.html",
        ],
        cwd=folder,
        input="",
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    ).stdout
    return written.removesuffix("\n").split(BETWEEN)[:-1]


@pytest.mark.processes
@settings(max_examples=15, deadline=None)
@given(texts)
def test_escaped_metadata_is_rendered_as_the_very_text_that_was_typed(tmp_path_factory, texts):
    found = rendered(texts, tmp_path_factory.mktemp("pandoc"))
    assert [html.unescape(one) for one in found] == [" ".join(text.split()) for text in texts]


@given(st.text())
def test_no_shortcode_survives_escaping(text):
    assert "{{<" not in escaped(f"{text}{{{{< env HOME >}}}}{text}")


def test_text_in_nested_metadata_is_escaped_and_other_values_are_left():
    assert escaped({"a": ["*", {"b": "_"}], "c": 1, "d": None, "e": True}) == {
        "a": ["\\*", {"b": "\\_"}],
        "c": 1,
        "d": None,
        "e": True,
    }


def metadata(stem: str = "outcome-3", **changes):
    return page_metadata(
        stem, PAGE.model_copy(update=changes), provenance={"Commit": "a*"}, downloads=[], trail=[]
    )


def test_a_draft_says_so_in_the_title_of_the_window():
    assert metadata()["pagetitle"].startswith("Draft\\: ")
    assert metadata(state="Final")["pagetitle"].startswith("Outcome ")


def test_a_page_in_a_folder_finds_its_way_up():
    assert metadata("scorecards/activity-45")["assets"].replace("\\", "") == "../assets"
    assert metadata("council")["home"].replace("\\", "") == "index.html"


def test_notices_are_shown_if_there_are_any():
    assert "illustrative" not in metadata()
    assert metadata(notices=["One.", "Two."])["illustrative"] == "One\\. Two\\."


def test_a_page_shows_the_first_sentence_of_a_notice_and_the_others_behind_it():
    made = metadata(notices=["Sample data. Not real.", "Two."])
    assert made["notice-first"] == "Sample data\\."
    assert made["notice-more"] == "Not real\\. Two\\."
    assert "notice-more" not in metadata(notices=["Only one."])


def test_title_and_provenance_are_escaped():
    assert metadata()["title"].startswith("Outcome \\{\\{\\<")
    assert metadata()["provenance"] == [{"term": "Commit", "value": "a\\*"}]
