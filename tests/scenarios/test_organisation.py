"""Another organisation's plan, by configuration alone: its own words everywhere, and no others."""

import re
import shutil
from functools import cache

import openpyxl
import pytest
import yaml
from organisation import (
    BOARDS,
    FIRST,
    FORWARD_PLANS,
    GOALS,
    LABELS,
    MILESTONES,
    ON_TRACK,
    PLAN,
    REGISTERS,
    SECOND,
    STATUSES,
    THEMES,
    TYPES,
)
from recount import IdLists, recount
from support import ROOT, code, fold, read_csv, read_notebook, soup, words

LISTS = "statuses milestones issues mitigations boards registers types directorates".split()
# Words of the first organisation; words that any plan may use are not among them.
NAMES = r"\bKent\b|\bKCC\b|Strategic Delivery|Strategic Outcome|\bCabinet\b|\bcabinet\b|\bSDP\b"
ANYBODYS = {"On track", "on_track"}
IDS = IdLists(
    tuple(TYPES),
    {one: column for one, (_, column) in MILESTONES.items()},
    tuple(THEMES),
    tuple(BOARDS),
    tuple(REGISTERS),
)


def words_of_the_sample() -> list[str]:
    """Return the IDs and labels of the sample that no other organisation shares."""
    council = yaml.safe_load((ROOT / "params" / "council.yml").read_text(encoding="utf-8"))
    found = {
        item[key]
        for name in LISTS
        for item in council[name]
        for key in ("id", "label", "short")
        if key in item
    }
    telling = {one for one in found if " " in one or "_" in one} | {
        "remedial",
        "unlikely",
        "stakeholders",
    }
    return sorted(telling - ANYBODYS - set(LABELS))


FOREIGN = re.compile("|".join([NAMES, *map(re.escape, words_of_the_sample())]))


def pages(harbour):
    return sorted(harbour.site.rglob("*.html"))


@pytest.fixture(scope="module")
def text(harbour) -> str:
    """All text of all pages."""
    return " ".join(words(soup(page)) for page in pages(harbour)).lower()


def test_no_page_holds_a_word_of_the_first_organisation(harbour):
    assert {"index.html", "council.html", "activity-A1.html"} <= {
        one.name for one in pages(harbour)
    }
    found = {
        page.name: FOREIGN.findall(page.read_text(encoding="utf-8")) for page in pages(harbour)
    }
    assert {name: found for name, found in found.items() if found} == {}


def test_no_notebook_and_no_download_holds_a_word_of_the_first_organisation(harbour):
    files = [
        *harbour.output.glob("notebooks/*.ipynb"),
        *harbour.site.glob("data/*.csv"),
        harbour.output / "figures.csv",
    ]
    assert len(files) > 8
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert FOREIGN.findall(re.sub(r"base64,[\w+/=]+", "", text)) == [], file.name


def test_no_workbook_holds_a_word_of_the_first_organisation(harbour):
    (file,) = harbour.site.glob("data/*.xlsx")
    book = openpyxl.load_workbook(file)
    cells = [
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    ]
    assert FOREIGN.findall("\n".join([*cells, *book.sheetnames])) == []
    assert "Northmere Harbour Trust" in " ".join(cells)


@pytest.mark.parametrize(
    "label",
    [*LABELS, "Harbour Plan", "Harbour office", "Estuary licence", "Berthing Superintendent"],
)
def test_the_organisations_own_words_are_on_its_pages(text, label):
    assert label.lower() in text


def test_pages_use_the_plans_word_for_an_outcome(harbour):
    for page in pages(harbour):
        shown = soup(page).select_one("main")
        if page.name == "evidence.html":  # which has the names of files
            shown.select_one("#table-files").extract()
        text = words(shown)
        assert not re.search(r"\b[Oo]utcomes?\b", text), (
            f"{page.name}: {re.findall(r'.{30}utcome.{20}', text)[:3]}"
        )


def test_a_goal_whose_id_is_a_word_is_called_by_its_title(harbour):
    for goal, title in list(GOALS.items())[:2]:
        page = soup(harbour.site / f"outcome-{goal}.html")
        assert title in words(page.select_one("h1"))
        prose = " ".join(words(tag) for tag in page.select("h1, p, caption, figcaption"))
        assert f"Goal {goal}" not in prose
        assert f"{goal}. " not in prose


def test_the_front_page_shows_the_statuses_in_their_order_and_activities_without_a_return(harbour):
    council = soup(harbour.site / "index.html").select_one(".report-rows > li")
    labels = [label for label, *_ in STATUSES.values()]
    shown = [words(tag) for tag in council.select(".tag")]
    assert [one for one in shown if one in labels] == labels
    assert words(council).split("7 activities")[0].strip() == words(council.a)
    numbers = [int(words(one)) for one in council.select(".status-count")]
    assert sum(numbers) == 7, f"every activity is in a part of the bar: {words(council)}"


def rows_by_report(harbour) -> dict[str, dict[str, tuple[str, ...]]]:
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in read_csv(harbour.output / "figures.csv"):
        figure = (row["value"], row["of"], row["percent"], row["previous"])
        found.setdefault(row["report"], {})[row["figure"]] = figure
    return found


@pytest.fixture(scope="module")
def counted_again(harbour, tmp_path_factory):
    """Return a second count of a translated copy, since it knows only three statuses.

    The four statuses are counted as those three, and each board with a forward plan in its turn as
    the one.
    """
    copies = {}
    for board in FORWARD_PLANS:
        data = tmp_path_factory.mktemp(board) / "data"
        shutil.copytree(harbour.folder.data, data)
        shutil.copytree(harbour.folder.params, data.with_name("params"))
        for path in (data / "returns").glob("*.csv"):
            text = path.read_text(encoding="utf-8").replace(board, "informal_governance")
            for status, known in zip(
                STATUSES, ("on_track", "on_track", "remedial", "unlikely"), strict=True
            ):
                text = text.replace(f",{status},", f",{known},")
            path.write_text(text, encoding="utf-8")
        boards = tuple("informal_governance" if one == board else one for one in BOARDS)
        copies[board] = (data, IDS._replace(boards=boards))

    def count(**scope: str) -> dict[str, tuple[str, ...]]:
        found = {}
        for board, (data, ids) in copies.items():
            for name, figure in recount(data, PLAN, SECOND, FIRST, ids=ids, **scope).items():
                shown = tuple("" if one is None else str(one) for one in figure)
                found[name.replace("informal_governance", board)] = shown
        return found

    return count


@pytest.mark.parametrize(
    ("report", "scope"),
    [
        ("council", {}),
        ("directorate-marine", {"directorate": "marine"}),
        ("scorecard-A1", {"activity": "A1"}),
        ("scorecard-C5", {"activity": "C5"}),
        ("outcome-safe-water", {"outcome": "safe-water"}),
        ("outcome-trade", {"outcome": "trade"}),
    ],
)
def test_every_figure_is_what_a_second_count_finds(harbour, counted_again, report, scope):
    found = rows_by_report(harbour)[report]
    expected = counted_again(**scope)
    statuses = {f"{group}.{status}" for group in ("delivery", "due") for status in STATUSES}
    translated = {
        f"{group}.{one}"
        for group in ("delivery", "due")
        for one in ("on_track", "remedial", "unlikely")
    }
    ours = {
        name: figure
        for name, figure in found.items()
        if not name.startswith(("movement.", "milestone_dates."))
    }
    assert set(ours) - statuses == set(expected) - translated
    assert {name: ours[name] for name in set(ours) - statuses} == {
        name: expected[name] for name in set(ours) - statuses
    }
    for group in ("delivery", "due"):
        good = sum(int(found[f"{group}.{status}"][0]) for status in ON_TRACK)
        assert good == int(expected[f"{group}.on_track"][0])
        assert found[f"{group}.drifting"] == expected[f"{group}.remedial"]
        assert found[f"{group}.stuck"] == expected[f"{group}.unlikely"]


def test_the_statuses_are_counted_one_by_one(harbour):
    council = rows_by_report(harbour)["council"]
    assert {status: council[f"delivery.{status}"] for status in STATUSES} == {
        "ahead": ("1", "6", "17", "1"),
        "steady": ("1", "6", "17", "3"),
        "drifting": ("2", "6", "33", "2"),
        "stuck": ("1", "6", "17", "1"),
    }


def test_no_notebook_was_executed_with_a_warning(harbour):
    for path in harbour.output.glob("notebooks/*.ipynb"):
        outputs = [output for cell in code(read_notebook(path)) for output in cell.outputs]
        assert [one.text for one in outputs if one.output_type == "stream"] == [], path.name


SHOWN = [
    path
    for path in (ROOT / "sdp_lib").rglob("*")
    if path.suffix in (".py", ".html", ".css", ".lua", ".typ")
]


@cache
def names_of_the_sample() -> re.Pattern[str]:
    """Return words that the code must not have: the sample's boards, statuses and outcomes."""
    council = yaml.safe_load((ROOT / "params" / "council.yml").read_text(encoding="utf-8"))
    boards = [board[key] for board in council["boards"] for key in ("id", "label")]
    plans = [
        yaml.safe_load(path.read_text(encoding="utf-8"))
        for path in (ROOT / "data").glob("plans/*/plan.yml")
    ]
    outcomes = [
        outcome[key] for plan in plans for outcome in plan["outcomes"] for key in ("title", "short")
    ]
    names = [*boards, *outcomes, "Strategic Outcome", "Requires remedial action", "eqia", "EqIA"]
    return re.compile("|".join([r"\bKent\b|\bKCC\b|\b[Cc]abinet\b", *map(re.escape, names)]))


@pytest.mark.parametrize("path", SHOWN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_code_names_no_organisation_no_board_and_no_outcome(path):
    assert names_of_the_sample().findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem
)
def test_no_notebook_is_written_for_one_organisation(path):
    notebook = read_notebook(path)
    written = fold(" ".join(cell.source for cell in notebook.cells))
    assert len(list(code(notebook))) > 3
    assert not re.search(r"\bKent\b|\bKCC\b|\b[Cc]abinet\b|Strategic Outcome", written)
