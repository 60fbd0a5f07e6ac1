"""A published site in a real browser, opened from a folder with a blank in its name."""

import json
from importlib import resources

import pytest
from publishing import Desk, broken_links, desk
from support import PATIENCE, QUARTER, read_notebook
from test_pages import RULES, opened, sideways

from sdp_lib.ledger import read_ledger
from sdp_lib.publish.edition import Edition
from sdp_lib.publish.versions import Period

pytestmark = [pytest.mark.browser, pytest.mark.processes]
EARLIER = "2019-20-Q1"
OWN = ["index.html", "search.html", "titles.html", "method.html", "accessibility.html",
       "evidence.html", "404.html", f"{QUARTER}/revisions.html",
       f"{EARLIER}/next.html"]  # fmt: skip
WIDE = ["index.html", "search.html", f"{QUARTER}/v1/scorecards/activity-52.html"]


@pytest.fixture(scope="module")
def site(built, tmp_path_factory) -> Desk:
    """The real build of two reports, after a made-up quarter."""
    work = desk(tmp_path_factory.mktemp("published"))
    work.publish(work.build(EARLIER))
    page = read_ledger(read_notebook(built.output / "notebooks" / "outcome-3.ipynb")).page
    manifest = json.loads((built.output / "manifest.json").read_bytes())
    period = Period(
        name=QUARTER, label=page.quarter, words=page.period, starts="2019-07-01",
        plan="2019-20", plan_title=page.plan,
    )  # fmt: skip
    work.publish(
        Edition(built.output, manifest, period, page.state, page.state_words, "2019-10-11",
                page.cutoff)
    )  # fmt: skip
    return work


def shown(browser, site, name, **options):
    """Open a page of the site from its folder; return it with the browser's complaints."""
    page = opened(browser, **options).new_page()
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(f"{said.type}: {said.text}"))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("request", lambda asked: _note_elsewhere(page, asked.url))
    page.goto((site.site / name).as_uri())
    return page


def _note_elsewhere(page, url):
    if not url.startswith(("file:", "data:")):
        page.complaints.append(url)


def test_an_activity_is_found_by_a_word_of_its_commentary(browser, site):
    """With the keyboard alone; each result has the words around it."""
    assert " " in site.site.name
    page = shown(browser, site, "search.html")
    word = "budget consultation"
    assert word in site.text(f"{QUARTER}/scorecards/activity-52.html").lower()
    page.get_by_label("Words to find").focus()
    page.keyboard.type(word)
    result = page.locator("#search-found li").filter(has_text="52. Review of Voluntary").first
    result.wait_for(timeout=1000 * PATIENCE)
    assert "Quarter 2 2019-20, Final" in result.inner_text()
    assert result.locator("mark").all_inner_texts()[0].lower() == "budget"
    assert page.locator("#search-said").inner_text().endswith("found.")
    link = result.locator("a")
    while not link.evaluate("it => it === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/scorecards/activity-52.html*")
    assert page.complaints == []
    page.context.close()


def test_titles_of_all_periods_are_found_without_choosing_one(browser, site):
    page = shown(browser, site, "search.html")
    page.get_by_label("Period", exact=True).select_option("")
    page.get_by_label("Words to find").fill("activity-1")
    assert page.locator("#search-found a").first.get_attribute("href").startswith(EARLIER)
    page.get_by_label("Words to find").fill("zzzz")
    assert page.locator("#search-said").inner_text().startswith("No pages found. Choose a period")
    page.context.close()


def test_without_javascript_everything_but_search_is_there(browser, site):
    seen, wrong = broken_links(site.site)
    assert wrong == []
    page = shown(browser, site, "search.html", java_script_enabled=False)
    assert "Search needs JavaScript." in page.locator("main").inner_text()
    page.get_by_role("link", name="index of titles").first.click()
    assert page.locator("main li a").count() > 4
    assert {name for name in seen if name.endswith("activity-52.html")} == {
        f"{QUARTER}/scorecards/activity-52.html",
        f"{QUARTER}/v1/scorecards/activity-52.html",
    }
    page.context.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_on_any_page_of_the_site_and_none_scrolls_sideways(browser, site, width):
    # The pages forbid scripts from elsewhere; axe is one.
    axe = (resources.files("axe_core_python") / "axe.min.js").read_text("utf-8")
    page = shown(
        browser, site, "index.html", bypass_csp=True, viewport={"width": width, "height": 900}
    )
    found = []
    for name in WIDE if width == 1280 else OWN:
        page.goto((site.site / name).as_uri())
        if name == "search.html":
            page.get_by_label("Words to find").fill("activity")
        page.add_script_tag(content=axe)
        result = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
        assert result["passes"], "axe did not run"
        found += [
            f"{name}: {violation['id']}: {node['html'][:120]} {node['failureSummary']}"
            for violation in result["violations"]
            for node in violation["nodes"]
        ]
        if sideways(page) > 0:
            found.append(f"{name} scrolls sideways")
    page.context.close()
    assert found == []
