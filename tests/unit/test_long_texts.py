"""Texts of any length: the patterns that read them take as many steps as there are characters.

A pattern that takes the square of that many would not end while anybody waits.
"""

import io
import re
from collections.abc import Callable
from zipfile import ZipFile

import pytest
from support import QUARTER

from sdp_lib.inputs import corrections
from sdp_lib.inputs.commentary import read_commentary
from sdp_lib.inputs.forms.characters import as_meant
from sdp_lib.inputs.forms.names import names_of
from sdp_lib.inputs.forms.package import _formats
from sdp_lib.inputs.quality.commentary import figure_pattern
from sdp_lib.inputs.quotations import QUOTATION
from sdp_lib.periods import Period

MANY = 300_000
READERS: dict[str, tuple[Callable[[str], object], str, object]] = {
    "a name of one word": (names_of, "x" * MANY, ()),
    "a name and half an address": (names_of, f"{'x' * MANY}@", ()),
    "lines": (lambda text: as_meant(text)[0], "\n" * MANY + "\ufeff•\tx", "\n" * MANY + "• x"),
    "a quotation of blanks": (QUOTATION.search, "{{" + " " * MANY, None),
    "a quotation that is not closed": (QUOTATION.search, "{{ a" + " a" * MANY, None),
    "a quotation with blanks behind": (QUOTATION.search, "{{ a" + " " * MANY + "}", None),
    "digits": (figure_pattern().search, "1" * MANY, None),
    "a post": (corrections._POST.fullmatch, "x" * MANY + "@", None),
}


@pytest.mark.parametrize("name", READERS)
def test_a_long_text_is_read_in_as_many_steps_as_it_has_characters(name):
    read, text, expected = READERS[name]
    assert read(text) == expected


def test_of_a_name_of_many_words_the_first_are_taken():
    (whole, _) = names_of("Zebedee " + "Quillfeather " * MANY)
    assert whole.forename == ("zebedee",)
    assert set(whole.surname) - {"quillfeather"} <= {"quillfeather"[:n] for n in range(12)}
    assert 10 < len(whole.surname) < 100


def test_a_heading_with_many_blanks_is_read(tmp_path):
    path = tmp_path / "commentary" / QUARTER / "council.md"
    path.parent.mkdir(parents=True)
    path.write_text(f"## delivery{' ' * 190_000}\nWords.\n", encoding="utf-8")
    assert read_commentary(tmp_path, Period.parse(QUARTER), "council") == {"delivery": "Words."}
    path.write_text(f"## a{' ' * 190_000}b\nWords.\n", encoding="utf-8")
    with pytest.raises(Exception, match="is not a section"):
        read_commentary(tmp_path, Period.parse(QUARTER), "council")


def test_a_number_format_longer_than_excel_allows_is_not_read():
    codes = {200: "0.0", 201: "[" * 256, 202: "[" * 255}
    own = "".join(f'<numFmt numFmtId="{one}" formatCode="{code}"/>' for one, code in codes.items())
    styles = "".join(f'<xf numFmtId="{one}"/>' for one in codes)
    with ZipFile(io.BytesIO(), "w") as archive:
        archive.writestr("s.xml", f"<styleSheet>{own}<cellXfs>{styles}</cellXfs></styleSheet>")
        assert _formats(archive, "s.xml") == ["0.0", None, "[" * 255]


@pytest.mark.parametrize(
    ("display", "expected"),
    [
        ("Zebedee Quillfeather zq@example.org", ["zebedee quillfeather"]),
        ("zq@example.org Zebedee Quillfeather", ["zebedee quillfeather"]),
        ("@@example.org Zebedee Quillfeather", ["zebedee quillfeather"]),
    ],
)
def test_an_address_beside_a_name_is_no_part_of_it(display, expected):
    found = [" ".join((*name.forename, *name.surname)) for name in names_of(display)]
    assert found == expected


def test_quotations_are_the_same_whatever_blanks_they_have():
    found = [
        match["name"] for match in QUOTATION.finditer("{{ a b }} {{}} {{ \t }} {{c}} {{ d\n}}")
    ]
    assert found == ["a b", "", "", "c"]
    assert re.fullmatch(QUOTATION.pattern, "{{a{b}}") is None
