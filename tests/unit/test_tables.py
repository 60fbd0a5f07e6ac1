import pytest
from bs4 import BeautifulSoup

from sdp_lib.measures.figure import Figure
from sdp_lib.presentation.fragments import Fragment
from sdp_lib.presentation.tables import Column, figure_table, table, tag, yes_no


def parsed(fragment: Fragment):
    return BeautifulSoup(str(fragment.html), "html.parser").table


@pytest.fixture
def figures():
    return [("On <track>", Figure("a", 14, 17, 12, 17)), ("Of nothing", Figure("b", 0, 0))]


def cells(element) -> list[str]:
    return [cell.get_text(strip=True) for cell in element.find_all(["th", "td"])]


def test_a_table_has_a_caption_scoped_headings_and_one_row_heading_a_row():
    found = parsed(
        table("x", "Table 1.1: A & B", [Column("C"), Column("D", 2, "number")], [("e", 3)])
    )
    assert found["id"] == "table-x"
    assert found.caption.get_text() == "Table 1.1: A & B"
    assert [cell["scope"] for cell in found.thead.find_all("th")] == ["col", "col"]
    for row in found.tbody.find_all("tr"):
        assert [cell["scope"] for cell in row.find_all("th")] == ["row"]
        assert row.find_all()[0].name == "th"
    assert found.td["class"] == ["number"]


def test_no_cells_are_merged_and_every_row_is_full(figures):
    found = parsed(figure_table("x", "c", "h", figures, "Quarter 1"))
    assert not found.find_all(attrs={"colspan": True}) + found.find_all(attrs={"rowspan": True})
    assert {len(cells(row)) for row in found.find_all("tr")} == {4}


def test_figures_have_count_percentage_and_the_quarter_before(figures):
    rows = parsed(figure_table("x", "c", "h", figures, "Quarter 1")).find_all("tr")
    assert cells(rows[0]) == ["h", "Count", "Percentage", "Quarter 1"]
    assert cells(rows[1]) == ["On <track>", "14 of 17", "82%", "12 of 17"]
    assert cells(rows[2]) == ["Of nothing", "none to count", "not applicable", "not available"]


def test_without_a_quarter_before_there_is_no_column_for_it(figures):
    rows = parsed(figure_table("x", "c", "h", figures, "")).find_all("tr")
    assert [len(cells(row)) for row in rows] == [3, 3, 3]


def frame(*columns: Column, row: tuple[str, ...]):
    html = str(table("x", 'A "caption"', columns, [row]).html)
    return BeautifulSoup(html, "html.parser").div


def test_only_a_table_that_is_wider_than_a_phone_is_a_region_that_the_keyboard_reaches():
    names = ("Activity", "Status before", "Status now", "Emerging issues", "Mitigation")
    words = tuple("something longer" for _ in names)
    found = frame(*map(Column, names), row=words)
    assert (found["role"], found["tabindex"], found["aria-label"]) == ("region", "0", 'A "caption"')
    found = frame(*map(Column, names[:2]), row=words[:2])
    assert not {"role", "tabindex", "aria-label"} & set(found.attrs)


def test_numbers_take_the_room_of_their_letters_and_text_that_of_a_word(figures):
    counts = [Column(name, 2, "number") for name in ("Count", "Percentage", "Quarter 1")]
    row = ("A status", "14 of 17", "82%", "12 of 17")
    assert not frame(Column("Status"), *counts, row=row).get("tabindex")
    assert frame(Column("Status"), *counts, row=(row[0], "1,400 of 17,000", *row[2:]))["tabindex"]
    long = frame(Column("Status"), *counts, row=("A status with very many words " * 9, *row[1:]))
    assert not long.get("tabindex")


def test_a_yes_a_no_and_a_status_are_words_and_not_only_signs():
    assert yes_no(value=True) == "Yes"
    no = BeautifulSoup(yes_no(value=False), "html.parser").span
    assert no.select_one("[aria-hidden]").get_text() == "–"
    assert no.select_one(".visually-hidden").get_text() == "No"
    assert tag("<x>", "good") == '<span class="tag tag-good">&lt;x&gt;</span>'
