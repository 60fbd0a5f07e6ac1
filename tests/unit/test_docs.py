"""The menu of the documentation, the numbers in README, and what the page on security claims."""

import re
import runpy
import tomllib

import pytest
import yaml
from pages import PAGES
from support import ROOT

from sdp_lib.pipeline.render import quarto_command

SITE = runpy.run_path(str(ROOT / "docs/site.py"))
MENU = SITE["menu"]()
README = (ROOT / "README.md").read_text(encoding="utf-8")
RESULTS = (ROOT / "benchmarks/results.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_the_menu_has_every_page_of_the_documentation_once():
    listed = [entry.source for entry in MENU]
    assert len(listed) == len({*listed})
    pages = {path.relative_to(ROOT).as_posix() for path in PAGES}
    assert pages <= {*listed, SITE["INDEX"]}
    assert all((ROOT / one).is_file() for one in listed)
    assert [*dict.fromkeys(entry.group for entry in MENU)] == [
        "Start here", "How to", "Reference", "Method and trust", "The project",
    ]  # fmt: skip


def test_quarto_has_the_same_menu_and_renders_all_of_it():
    settings = yaml.safe_load((ROOT / "_quarto.yml").read_text(encoding="utf-8"))
    sections = settings["website"]["sidebar"]["contents"]
    shown = [(section["section"], page) for section in sections for page in section["contents"]]
    assert shown == [(entry.group, entry.source) for entry in MENU]
    patterns = settings["project"]["render"]
    rendered = {path for pattern in patterns for path in ROOT.glob(pattern)}
    assert {ROOT / entry.source for entry in MENU} <= rendered


def test_a_link_leads_to_the_page_of_the_site_that_its_file_becomes():
    target, place, way = SITE["_target"], SITE["_place"], SITE["_way"]
    assert target("docs/quarter.md", "../README.md#how-it-compares") == "README.md"
    assert target("README.md", "docs/decisions/") == "docs/decisions/README.md"
    assert (place("docs/quarter.md"), place("data/README.md")) == (
        "quarter.html",
        "data/README.html",
    )
    assert place("docs/images/council-pdf.png") == "images/council-pdf.png"
    assert way("docs/decisions/README.md", "docs/index.md") == "../index.html"
    assert way("docs/index.md", "data/README.md") == "data/README.html"


NUMBER = re.compile(r"(?<![\w.-])\d[\d.]*(?:-\d+)?(?:-Q\d)?(?![\w-])")
# Numbers in README that are not results of the benchmarks, and the texts they come from.
FROM = {
    "3.11": lambda: PROJECT["requires-python"],
    "2019-20-Q2": lambda: " ".join(path.stem for path in ROOT.glob("params/*.yml")),
    "2": lambda: "2" if (ROOT / "params/2019-20-Q2.yml").is_file() else "",
    "2019-20": lambda: " ".join(path.name for path in ROOT.glob("data/plans/*")),
    "65": lambda: (ROOT / "notebooks/council.ipynb").read_text(encoding="utf-8"),
    "79": lambda: (ROOT / "notebooks/council.ipynb").read_text(encoding="utf-8"),
}
# What README says of the benchmarks, as their page has it.
MEASURED = {
    "take 30.5 seconds on two cores": r"\| The whole quarter by `sdp report` \| 83 \| 30\.5 ",
    "take 19.0 times as long": r"the plain way takes, in seconds \| 19\.0 times ",
    "answers in 0.9 seconds": r"\| Again, nothing changed \| 0 \| 0\.9 ",
    "Quarto's own way\nwas not measured": r"Quarto's own way takes \| not measured",
    "83 in the sample": r"\| The whole quarter by `sdp report` \| 83 \|",
    "on two cores": r"\| Cores \| 2 \|",
    "the targets that were\nmissed": r"\| no \|",
}


def test_each_number_in_readme_is_a_result_of_the_benchmarks_or_comes_from_a_file():
    numbers = {*NUMBER.findall(re.sub(r"\]\([^)]*\)", "]", README))}
    assert {"30.5", "19.0", "83", "65", "3.11"} <= numbers
    measured = {*NUMBER.findall(" ".join(MEASURED))}
    assert numbers - {*FROM} <= measured
    for number, text in FROM.items():
        assert number in numbers, f"{number} is no longer in README"
        assert number in text(), number


@pytest.mark.parametrize(("said", "row"), MEASURED.items())
def test_measurements_in_readme_are_those_of_the_results(said, row):
    assert said in README
    assert re.search(row, RESULTS)


def test_readme_is_short_and_has_one_picture():
    assert len(README.splitlines()) <= 90
    assert README.count("![") == 1


def test_the_quarto_that_pages_ask_for_is_the_oldest_that_is_used():
    oldest = ".".join(map(str, quarto_command.OLDEST))
    for page in ("docs/how-it-works.md", "docs/one-report.md"):
        assert f"{oldest} or later" in (ROOT / page).read_text(encoding="utf-8")


# The beginning of each row of docs/security.md, and a test that proves the row.
MEASURES = {
    "Exports hold names": "unit/test_forms_ingest.py::test_names_and_addresses_stay_in_the_",
    "A name or an address in": "unit/test_forms_ingest.py::test_names_and_addresses_stay_in_the_",
    "Telephone, NHS": "unit/test_personal.py::test_personal_data_is_found_and_masked_in_its_usual_",
    "A correction that": "unit/test_correct.py::test_an_erased_answer_is_in_no_file_and_does_not_",
    "Other accounts": "unit/test_forms_ingest.py::test_originals_give_others_no_access_and_the_",
    "Names in files": "browser/test_document.py::test_the_document_has_its_title_and_no_author_",
    "Columns that": "unit/test_publish_evidence.py::test_no_free_text_and_no_post_is_",
    "Personal data in": "unit/test_publish.py::test_a_build_that_holds_personal_data_is_refused_",
    "A name that was": "unit/test_publish.py::test_a_withdrawn_version_says_so_on_every_page_",
    "HTML, scripts": "faults/test_hostile_text.py::test_there_is_no_script_no_handler_and_no_",
    "Quarto shortcodes": "faults/test_hostile_text.py::test_nothing_of_the_machine_came_in_by_a_",
    "Markdown, raw": "unit/test_markdown.py::test_hostile_markdown_makes_only_safe_elements",
    "HTML from an": "notebooks/test_cell_output.py::executed",
    "Formulas in": "unit/test_build_tables.py::test_no_text_begins_as_a_formula_and_none_is_lost",
    "Control characters": "unit/test_frames.py::test_control_characters_are_left_out_or_part_words",
    "A workbook that": "unit/test_forms_sheet.py::test_a_real_bomb_is_refused_before_it_is_",
    "XML entities": "unit/test_forms_sheet.py::test_entities_are_refused",
    "YAML that means": "faults/test_refusals.py::test_an_unknown_key_in_the_parameters_is_",
    "An answer for": "unit/test_forms_ingest.py::test_an_export_of_another_quarter_is_refused_",
    "A renderer that": "processes/test_service.py::test_a_document_reads_nothing_outside_its_",
    "A page that loads": "browser/test_pages.py::test_the_browser_complains_of_nothing_and_loads_",
    "A script in a": "browser/test_pages.py::test_no_script_can_run_but_the_front_pages_own_file",
    "A published file": "unit/test_publish_evidence.py::test_a_signed_statement_is_verified_by_",
}


def test_each_measure_of_the_page_on_security_is_held_by_a_test():
    page = (ROOT / "docs/security.md").read_text(encoding="utf-8")
    rows = [row for row in re.findall(r"^\| (.+?) \|", page, re.MULTILINE) if row != "Risk"]
    begun = [
        next((measure for measure in MEASURES if row.startswith(measure)), row) for row in rows
    ]
    assert begun == [*MEASURES]
    for test in MEASURES.values():
        file, _, function = test.partition("::")
        assert f"def {function}" in (ROOT / "tests" / file).read_text("utf-8"), test
