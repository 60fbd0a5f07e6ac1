"""Sections in JupyterLab, as an analyst sees them: in the light and in the dark theme."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from jupyterlab import JupyterLab, jupyterlab, run_all, run_cell
from playwright.sync_api import Browser, Page
from support import ROOT, code, copy_project, read_notebook

pytestmark = pytest.mark.browser
NOTEBOOK = "notebooks/outcome.ipynb"
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
READABLE = 4.5  # WCAG 2.2, contrast (minimum)

# The colours of each text as they are painted: grounds from the outermost inwards, then the text.
CONTRASTS = """
() => {
  const brush = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const paint = (colour) => {
    brush.fillStyle = colour;
    brush.fillRect(0, 0, 1, 1);
    return [...brush.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (colour) => {
    const [r, g, b] = colour.map((one) => one / 255)
      .map((one) => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const found = [];
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const element = words.currentNode.parentElement;
    if (!words.currentNode.data.trim() || !element.closest('.sdp-output')) continue;
    if (element.closest('.visually-hidden')) continue;
    const around = [];
    for (let one = element; one; one = one.parentElement) around.unshift(one);
    const ground = around.map((one) => paint(getComputedStyle(one).backgroundColor)).at(-1);
    const text = paint(getComputedStyle(element).color);
    const [low, high] = [light(ground), light(text)].sort((a, b) => a - b);
    found.push([(high + 0.05) / (low + 0.05), words.currentNode.data.trim()]);
  }
  return found;
}
"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory) -> Iterator[JupyterLab]:
    """JupyterLab in a copy of the project."""
    folder = tmp_path_factory.mktemp("lab")
    with jupyterlab(copy_project(folder / "project"), folder) as started:
        yield started


@pytest.fixture(scope="module", params=THEMES)
def page(lab, browser: Browser, request) -> Iterator[Page]:
    """The notebook of an outcome after all its cells have run, in a theme.

    It is run in the first theme, and saved, so that the other shows the same.
    """
    page = lab.open(browser, NOTEBOOK, THEMES[request.param])
    if request.param == next(iter(THEMES)):
        assert run_all(page), "a cell failed"
        page.evaluate("() => jupyterapp.shell.currentWidget.context.save()")
    page.locator(".sdp-output").last.wait_for()
    yield page
    page.close()


def styles(page: Page, selector: str, name: str) -> set[str]:
    """Return the values of a property in the elements of a selector; there must be some."""
    found = page.eval_on_selector_all(
        f".sdp-output {selector}",
        "(all, name) => all.map((one) => getComputedStyle(one).getPropertyValue(name))",
        name,
    )
    assert found, f"no section shows {selector}"
    return set(found)


def boxes(page: Page, selector: str) -> list[dict[str, float]]:
    """Return the positions of the elements of a selector, of which there must be some."""
    found = page.eval_on_selector_all(
        f".sdp-output {selector}",
        "(all) => all.map((one) => one.getBoundingClientRect().toJSON())",
    )
    assert found, f"no section shows {selector}"
    return found


def test_every_section_is_shown_to_the_last(page):
    cells = [cell.source.split("\n")[-1] for cell in code(read_notebook(ROOT / NOTEBOOK))]
    sections = [line for line in cells if line.startswith("report.") and "ledger" not in line]
    assert len(sections) > 10
    for line in sections:
        shown = page.locator(".jp-CodeCell", has_text=line).locator(".sdp-output")
        assert shown.count() == 1, line
        assert shown.inner_text().strip(), line
    assert page.locator(".sdp-output").count() == len(sections) + 1  # the report's own head


def test_text_for_screen_readers_is_not_visible(page):
    assert all(box["width"] <= 1 and box["height"] <= 1 for box in boxes(page, ".visually-hidden"))
    assert styles(page, ".visually-hidden", "overflow") == {"hidden"}


def test_tiles_are_side_by_side(page):
    first, second = boxes(page, ".tiles:has(.tile + .tile) .tile")[:2]
    assert first["top"] == second["top"]
    assert first["right"] <= second["left"]
    percent, words = boxes(page, ".tile-percent")[0], boxes(page, ".tile-words")[0]
    assert percent["bottom"] <= words["top"], "words run on behind the number"


def test_all_text_can_be_read(page):
    contrasts = page.evaluate(CONTRASTS)
    assert len(contrasts) > 500
    assert [contrast for contrast in contrasts if contrast[0] < READABLE] == []


def test_charts_have_a_white_ground_with_some_room_around_them(page):
    assert styles(page, "figure.chart img", "background-color") == {"rgb(255, 255, 255)"}
    assert "0px" not in styles(page, "figure.chart img", "padding-left")


def test_tables_look_as_on_the_page(page):
    assert styles(page, "td.number", "text-align") == {"right"}
    assert styles(page, "tbody th", "text-align") == {"left"}
    assert styles(page, "tbody tr", "background-color") == {"rgba(0, 0, 0, 0)"}
    assert styles(page, "caption", "font-weight") == {"600"}
    assert styles(page, ".tag-good", "color") == {"rgb(8, 61, 41)"}


def test_a_wrong_parameter_is_reported_in_three_lines_and_output_below_it_is_marked_as_old(page):
    if page.locator("body[data-jp-theme-light=false]").count():
        pytest.skip("the message does not depend on the theme")
    run_cell(page, "parameters", change=('outcome = "3"', 'outcome = "9"'))
    run_cell(page, "report")
    error = page.locator(".jp-CodeCell", has_text="from sdp_lib import Report").locator(
        ".jp-OutputArea-output"
    )
    error.get_by_text("Choose from 1, 2, 3. [SDP-520]").wait_for()
    assert error.inner_text().splitlines() == [
        "parameter outcome: the plan has no outcome '9'.",
        "Choose from 1, 2, 3. [SDP-520]",
    ]
    sections = page.locator(".sdp-output").count()
    page.wait_for_function(
        "(count) => document.querySelectorAll('.sdp-stale').length > count", arg=sections - 1
    )
    saved = page.evaluate("() => jupyterapp.shell.currentWidget.context.model.toJSON()")
    assert "Not current: " in json.dumps(saved)
    assert "display_id" not in json.dumps(saved)
