from bs4 import BeautifulSoup

from sdp_lib.measures.figure import Figure
from sdp_lib.presentation.headlines import headlines, tile


def test_a_tile_says_percentage_count_words_and_change():
    html = str(
        headlines("Group", [tile(Figure("x", 14, 17, 12, 17), "are <on>", "Quarter 1")]).html
    )
    found = BeautifulSoup(html, "html.parser").li
    assert " ".join(found.get_text(" ").split()) == "82% 14 of 17 are <on> up from 12 in Quarter 1"


def test_a_tile_of_nothing_is_a_dash_with_words_and_no_change():
    html = str(headlines("Group", [tile(Figure("x", 0, 0), "words")]).html)
    found = BeautifulSoup(html, "html.parser").li
    assert " ".join(found.get_text(" ").split()) == "– none to count words"
