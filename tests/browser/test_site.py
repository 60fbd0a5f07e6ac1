"""The site as files: links, titles, tables and charts, read without a browser."""

from collections import Counter
from urllib.parse import urlsplit

import pytest
from publishing import broken_links
from support import soup, words


@pytest.fixture(scope="module")
def pages(built):
    return {path: soup(path) for path in built.site.rglob("*.html")}


def links(pages):
    """Every link, as the page and the address."""
    return [
        (path, element[name])
        for path, page in pages.items()
        for name in ("href", "src")
        for element in page.find_all(attrs={name: True})
    ]


def test_every_link_leads_to_a_page_a_place_or_a_file_that_is_there(pages, built):
    names = [path.relative_to(built.site).as_posix() for path in pages]
    assert [link for name in names for link in broken_links(built.site, name)[1]] == []


def test_links_elsewhere_are_secure_or_mail(pages):
    schemes = {urlsplit(address).scheme for _, address in links(pages)}
    assert schemes <= {"", "https", "mailto", "data"}


def test_no_two_pages_have_the_same_title(pages):
    titles = [words(page.title) for page in pages.values()]
    assert len(set(titles)) == len(titles) == len(pages)


def test_every_page_says_in_a_sentence_of_its_own_what_is_on_it(pages, built):
    said = {
        path: page.select_one("meta[name=description]")["content"] for path, page in pages.items()
    }
    made = [one for one in said.values() if one != "There is no page of this report yet."]
    assert len({*made}) == len(made) >= 5
    report = built.site / "outcome-3.html"
    assert said[report].startswith(words(pages[report].select_one("p.lead")))
    assert pages[report].select_one("meta[property='og:description']")["content"] == said[report]


def test_no_id_appears_twice_on_a_page(pages):
    for path, page in pages.items():
        ids = [element["id"] for element in page.find_all(id=True)]
        assert len(set(ids)) == len(ids), path.name


def test_every_table_has_a_caption_and_scoped_headings(pages):
    tables = [table for page in pages.values() for table in page.find_all("table")]
    assert tables
    for table in tables:
        assert words(table.caption)
        assert all(heading.get("scope") in ("col", "row") for heading in table.find_all("th"))
        assert not table.find_all(attrs={"colspan": True}) + table.find_all(attrs={"rowspan": True})


def test_every_chart_has_a_caption_and_says_in_words_what_it_shows(pages):
    charts = [chart for page in pages.values() for chart in page.find_all("figure")]
    assert charts
    for chart in charts:
        assert words(chart.figcaption).startswith("Figure ")
        assert len(chart.img["alt"]) > 40
        assert "chart" in chart.img["alt"].lower()


def test_tables_and_figures_are_numbered_by_their_section_and_in_order(pages):
    for page in pages.values():
        section, counts = "0", Counter()
        for element in page.select(".body :is(h2, caption, figcaption):not(.data caption)"):
            text = words(element)
            if element.name == "h2":
                section = text.split()[0] if text[0].isdigit() else "0"
            elif section == "0":
                assert not text.startswith(("Table ", "Figure ")), "no section has a number yet"
            else:
                kind, number = text.split(":")[0].split()
                counts[kind, section] += 1
                assert number == f"{section}.{counts[kind, section]}", text


def test_a_page_says_how_it_was_made_and_where_to_ask(pages, built):
    for page in pages.values():
        text = words(page.select_one("footer.colophon"))
        for word in ("Contact", "Licence", "Renderer", "Made from (SHA-256)", "Python 3"):
            assert word in text
        assert "Commit" not in text
        assert "Data as at 13 September 2019" in words(page)
        assert "Final" in words(page)


def test_every_page_is_a_file_that_others_can_read(built):
    for path in built.output.rglob("*"):
        assert path.stat().st_mode & 0o004, path
