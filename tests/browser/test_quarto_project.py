"""The project used by Quarto itself: `quarto render`, `-P` and `inspect` at the top level."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from support import ROOT, copy_project, soup, words

pytestmark = [pytest.mark.quarto, pytest.mark.processes]
PAGES = {
    "council": "Strategic Delivery Plan monitoring report",
    "outcome": "Strategic Outcome 3: Older and vulnerable residents",
    "scorecard": "52. Review of Voluntary and Community Sector Grants",
}
NAMED = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "data/README.md",
         "data/received/README.md", "outputs/README.md", "benchmarks/results.md")  # fmt: skip
BESIDE = ("docs", "examples", "LICENSE", ".gitignore", *NAMED)


def run(root: Path, *command: str) -> str:
    ended = subprocess.run(
        command,
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    assert ended.returncode == 0, ended.stderr[-4000:]
    return ended.stdout


def changed(root: Path) -> str:
    return run(root, "git", "status", "--porcelain", "--untracked-files=all")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory) -> Path:
    """A copy of the project under version control, without files that git ignores."""
    if shutil.which("quarto") is None or shutil.which("git") is None:
        pytest.skip("no quarto or no git was found on the PATH: the project is not rendered by it")
    root = copy_project(tmp_path_factory.mktemp("checkout")).root
    for name in BESIDE:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        copy(ROOT / name, root / name)
    run(root, "git", "init", "--quiet")
    run(root, "git", "add", "--all")
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    run(root, "git", *who, "commit", "--quiet", "--message", "All of it")
    return root


@pytest.fixture(scope="module")
def website(checkout) -> Path:
    run(checkout, "quarto", "render")
    return checkout / "outputs" / "quarto"


@pytest.mark.parametrize("name", PAGES)
def test_a_notebook_is_a_page_with_its_title_period_and_state(website, name):
    page = soup(website / "notebooks" / f"{name}.html")
    assert words(page.title).startswith(PAGES[name])
    assert [words(tag)[: len(PAGES[name])] for tag in page.find_all("h1")] == [PAGES[name]]
    assert "July to September 2019" in words(page.select_one(".subtitle"))
    assert words(page.select_one(".report-state")).startswith("Final")
    assert page.select("table caption")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_the_look_of_the_house_and_shows_no_code_ledger_or_dead_link(website, name):
    path = website / "notebooks" / f"{name}.html"
    page = soup(path)
    sheets = [path.parent / tag["href"] for tag in page.select("link[rel=stylesheet]")]
    assert [
        sheet
        for sheet in sheets
        if sheet.name == "page.css" and "--navy" in sheet.read_text("utf-8")
    ]
    assert all(one.is_file() for one in sheets)
    assert not page.select("div.sourceCode, #ledger")
    assert "Change the parameters" not in words(page)
    links = [one["href"] for one in page.select("main a[href]")]
    assert [
        link for link in links if not link.startswith(("#", "http", "mailto:"))
        and not (path.parent / link.partition("#")[0]).exists()
    ] == []  # fmt: skip


def test_nothing_is_loaded_from_elsewhere(website):
    for path in website.glob("*/*.html"):
        page = soup(path)
        loaded = [tag.get("src") or tag.get("href") for tag in page.select("[src], link[href]")]
        assert [address for address in loaded if address.startswith(("http", "//"))] == [], path


def test_a_page_of_the_documentation_has_its_first_heading_as_its_title(website):
    page = soup(website / "docs" / "glossary.html")
    assert words(page.title).startswith("Glossary")
    assert [words(tag) for tag in page.find_all("h1")] == ["Glossary"]


def test_quarto_sees_the_notebooks_and_the_documentation_alone(checkout):
    seen = json.loads(run(checkout, "quarto", "inspect"))["files"]["input"]
    found = {Path(one).relative_to(checkout.resolve()).as_posix() for one in seen}
    kept = [*checkout.glob("notebooks/*.ipynb"), *checkout.glob("docs/**/*.md")]
    beside = {name for name in found if not name.startswith(("notebooks/", "docs/"))}
    assert found - beside == {one.relative_to(checkout).as_posix() for one in kept}
    assert beside == {*NAMED}


def test_a_render_leaves_nothing_that_git_would_keep(website, checkout):
    assert changed(checkout) == ""


def test_a_report_can_be_run_with_other_parameters_and_the_notebook_stays_as_it_was(
    website, checkout
):
    notebook = "notebooks/outcome.ipynb"
    run(checkout, "quarto", "render", notebook, "-P", "outcome:2", "--execute")
    page = soup(website / "notebooks" / "outcome.html")
    assert words(page.title).startswith("Strategic Outcome 2: ")
    assert "Strategic Outcome 2" in words(page.select_one("#introduction"))
    assert changed(checkout) == ""


def test_edits_while_a_notebook_is_rendered_are_kept(checkout):
    notebook = checkout / "notebooks" / "scorecard.ipynb"
    before = notebook.read_text(encoding="utf-8")
    script = checkout / "sdp_lib/presentation/theme/quarto_keep.lua"
    call = ("quarto", "pandoc", "--lua-filter", str(script), os.devnull)
    given = {"QUARTO_PROJECT_INPUT_FILES": "notebooks/scorecard.ipynb"}
    subprocess.run(call, cwd=checkout, env=os.environ | given, check=True, capture_output=True)
    edited = before.replace("## Progress", "## How it goes")
    assert edited != before
    for text, kept in ((edited, edited), (before.replace('"outputs": [', '"outputs": [ '), before)):
        notebook.write_text(text, encoding="utf-8")
        after = os.environ | {"QUARTO_PROJECT_OUTPUT_FILES": "outputs/quarto/scorecard.html"}
        subprocess.run(call, cwd=checkout, env=after, check=True, capture_output=True)
        assert notebook.read_text(encoding="utf-8") == kept
