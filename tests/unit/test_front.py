from bs4 import BeautifulSoup

from sdp_lib.presentation.front import downloads, front_page, size

REPORT = {"stem": "outcome-3", "title": "Outcome <3>", "activities": 17,
          "statuses": {"On track": 14, "Unlikely": 3}}  # fmt: skip


def parsed(reports, formats=("html", "pdf"), failed=()):
    sections = dict(front_page(reports, formats, failed))
    html = "".join(str(one.html) for fragments in sections.values() for one in fragments)
    return [*sections], BeautifulSoup(html, "html.parser")


def test_every_report_is_listed_with_its_counts_and_documents():
    headings, found = parsed([REPORT])
    assert headings == ["Reports"]
    row = found.tbody.tr
    assert [cell.get_text() for cell in row.find_all(["th", "td"])][:4] == [
        "Outcome <3>",
        "17",
        "14",
        "3",
    ]
    assert [a["href"] for a in row.find_all("a")] == ["outcome-3.html", "outcome-3.pdf"]
    assert row.find_all("a")[1].get_text() == "PDF of Outcome <3>"


def test_without_documents_there_is_no_column_for_them():
    assert "Documents" not in parsed([REPORT], formats=["html"])[1].get_text()


def test_what_failed_stands_first_by_name():
    headings, found = parsed([], failed=["council", "outcome-1"])
    assert headings == ["Not available", "Reports"]
    assert "These reports could not be made: council and outcome-1." in found.get_text()
    assert "No report was made." in found.get_text()


def test_a_download_says_its_kind_and_size():
    found = BeautifulSoup(str(downloads([("data/a.csv", "Figures", 15_300)]).html), "html.parser")
    assert found.li.get_text() == "Figures (CSV, 15 KB)"
    assert size(0) == "1 KB"
