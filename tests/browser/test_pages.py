"""Real pages in a real browser: accessible, safe, without sideways scrolling, without scripts."""

from contextlib import contextmanager
from importlib import resources
from itertools import pairwise

import pytest
from support import PATIENCE

pytestmark = pytest.mark.browser
PAGES = ["index.html", "outcome-3.html", "scorecards/activity-52.html"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTRAST = ["color-contrast", "link-in-text-block"]  # what depends on colours alone
# Which elements push a page sideways when a long word is in them.
PUSHING = """selectors => selectors.filter(selector => {
    const element = document.querySelector(selector)
    const before = element && element.innerHTML
    if (!element) return false
    element.textContent = 'W'.repeat(300)
    const page = document.scrollingElement
    const pushed = page.scrollWidth > page.clientWidth
    element.innerHTML = before
    return pushed
})"""


def opened(browser, **options):
    """Yield a window whose time limits suit a busy machine."""
    context = browser.new_context(**options)
    context.set_default_timeout(1000 * PATIENCE)
    return context


@contextmanager
def read_by(browser, address, name):
    """Open a page as a reader does, and record every complaint of the browser."""
    context = opened(browser, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(f"{said.type}: {said.text}"))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("requestfailed", lambda failed: page.complaints.append(f"failed: {failed.url}"))
    page.on(
        "request",
        lambda asked: page.complaints.append(asked.url) if is_elsewhere(asked.url) else None,
    )
    page.goto(f"{address}/{name}")
    yield page
    context.close()


@pytest.fixture(scope="module", params=PAGES)
def page(request, browser, address):
    """A page that several tests share and do not change."""
    with read_by(browser, address, request.param) as page:
        yield page


@pytest.fixture(params=PAGES)
def page_to_change(request, browser, address):
    """A page that a test may change."""
    with read_by(browser, address, request.param) as page:
        yield page


def is_elsewhere(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1:", "data:"))


def sideways(page) -> int:
    """Return how many pixels a page can be scrolled sideways."""
    return page.evaluate(
        "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
    )


@pytest.fixture(scope="module", params=PAGES)
def checked(request, browser, address):
    """A page with axe, although its policy forbids scripts."""
    context = opened(browser, bypass_csp=True, viewport={"width": 390, "height": 900})
    page = context.new_page()
    page.goto(f"{address}/{request.param}")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    axe = (resources.files("axe_core_python") / "axe.min.js").read_text("utf-8")
    page.add_script_tag(content=axe)
    yield page
    context.close()


@pytest.mark.parametrize(
    ("width", "scheme", "rules"),
    [(390, "light", RULES), (1280, "light", RULES), (390, "dark", CONTRAST)],
)
def test_axe_finds_no_violation_and_leaves_no_contrast_undecided(checked, width, scheme, rules):
    checked.set_viewport_size({"width": width, "height": 900})
    checked.emulate_media(color_scheme=scheme)
    found = checked.evaluate("rules => axe.run({runOnly: rules})", rules)
    assert found["passes"], "axe did not run"
    undecided = [result for result in found["incomplete"] if result["id"] == "color-contrast"]
    assert [
        f"{one['id']}: {node['html'][:120]} {node['failureSummary']}"
        for one in found["violations"] + undecided
        for node in one["nodes"]
    ] == []


@pytest.fixture(params=PAGES)
def phone(request, browser, address):
    """A page on a phone."""
    context = opened(browser, bypass_csp=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{address}/{request.param}")
    yield page
    context.close()


# The size of each piece of text in a figure; that of a picture is the size at which it is drawn.
LETTERS = """() => [...document.querySelectorAll('figure.chart :not(svg, svg *)')]
    .filter(one => one.checkVisibility() && [...one.childNodes].some(
        node => node.nodeType == 3 && node.textContent.trim()))
    .map(one => parseFloat(getComputedStyle(one).fontSize))"""
SHOWN = """figure => [...figure.querySelectorAll('img, .narrow')]
    .filter(one => one.checkVisibility())
    .map(one => one.alt || one.getAttribute('aria-label'))"""
# How far the second column of each table passes the visible edge of the table.
HIDDEN = """() => [...document.querySelectorAll('.table-frame')]
    .filter(frame => frame.checkVisibility() && frame.querySelector('thead th + th'))
    .map(frame => frame.querySelector('thead th + th').getBoundingClientRect().right
        - frame.getBoundingClientRect().right)"""
SCROLLS = """() => [...document.querySelectorAll('.table-frame')]
    .filter(frame => frame.checkVisibility())
    .map(frame => [frame.scrollWidth > frame.clientWidth, frame.tabIndex == 0,
        frame.getAttribute('role') == 'region'])"""
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important; } p { margin-bottom: 2em !important; }"""


def test_a_phone_shows_a_chart_as_text_of_at_least_12_pixels_and_says_once_what_it_is(phone):
    letters = phone.evaluate(LETTERS)
    assert letters or "outcome" not in phone.url, "a page with charts has words in them"
    for figure in phone.locator("figure.chart").all():
        assert figure.locator("img").is_hidden()
        assert figure.evaluate(SHOWN) == [figure.locator("img").get_attribute("alt")]
    assert min(letters, default=12) >= 12
    phone.set_viewport_size({"width": 1280, "height": 900})
    for figure in phone.locator("figure.chart").all():
        assert figure.locator(".narrow").is_hidden()
        assert len(figure.evaluate(SHOWN)) == 1


def test_a_phone_shows_the_second_column_of_every_table_and_reaches_what_scrolls(phone):
    hidden = phone.evaluate(HIDDEN)
    assert bool(hidden) == ("index" not in phone.url), "the front page has no table"
    assert max(hidden, default=0) <= 1
    assert {len(set(each)) for each in phone.evaluate(SCROLLS)} <= {1}


def test_text_that_is_spaced_out_does_not_push_a_phone_sideways(phone):
    phone.set_viewport_size({"width": 320, "height": 844})
    phone.add_style_tag(content=SPACED)
    assert sideways(phone) <= 0
    assert [one for one in phone.evaluate(SCROLLS) if one[0] and not one[1]] == []


def test_the_data_of_a_chart_are_open_in_print(phone):
    phone.emulate_media(media="print")
    for data in phone.locator("details.data .table-frame").all():
        assert data.bounding_box()["height"] > 10


def test_no_page_scrolls_sideways(page):
    """A word of 300 letters does not widen it either."""
    for width in (1280, 640, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert sideways(page) <= 0, width
    assert page.evaluate(PUSHING, ["h1", ".subtitle", ".body p", ".body h2", "caption",
                                   "tbody th", "tbody td", ".body li", "dd"]) == []  # fmt: skip
    page.set_viewport_size({"width": 1280, "height": 900})


def test_the_browser_complains_of_nothing_and_loads_nothing_from_elsewhere(page):
    page.wait_for_load_state("networkidle")
    assert page.complaints == []


def test_no_script_can_run_but_the_front_pages_own_file(page_to_change):
    page = page_to_change
    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran = 1\">')"
    )
    # A picture that comes after it has failed, so that one has, too.
    page.evaluate(
        "new Promise(done => { const image = new Image(); image.onerror = done; image.src = 'y' })"
    )
    assert page.evaluate("window.ran") is None
    policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
    assert "default-src 'none'" in policy
    own = page.url.endswith("index.html")
    assert ("script-src 'self';" in policy) == own == ("script-src" in policy)
    assert "unsafe" not in policy


def test_headings_begin_with_one_h1_and_leave_no_level_out(page):
    levels = page.eval_on_selector_all(
        "h1,h2,h3,h4,h5,h6", "all => all.map(one => +one.tagName[1])"
    )
    assert levels.count(1) == 1
    assert levels[0] == 1 or levels[1] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_first_tab_shows_a_link_that_skips_to_the_report(page_to_change):
    page = page_to_change
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.get_attribute("href") == "#main"
    box = skip.bounding_box()
    assert box["y"] >= 0
    assert box["height"] > 10
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_typeface_of_the_report_is_loaded_and_used(page):
    page.evaluate("document.fonts.ready.then(() => null)")
    loaded = page.evaluate(
        "[...document.fonts].filter(one => one.status == 'loaded').map(one => one.family)"
    )
    family = page.evaluate("getComputedStyle(document.body).fontFamily")
    assert loaded
    assert family.split(",")[0].strip("\"' ") in {address.strip("\"' ") for address in loaded}


def test_a_page_says_in_english_what_it_is(page):
    assert page.locator("html").get_attribute("lang") == "en-GB"
    assert "Quarter 2 2019-20" in page.title()
    for landmark in ("header", "main", "footer"):
        assert page.locator(landmark).count() >= 1


@pytest.mark.parametrize("name", PAGES)
def test_without_javascript_a_page_shows_the_same(browser, address, name):
    shown = []
    for enabled in (True, False):
        context = opened(browser, java_script_enabled=enabled)
        page = context.new_page()
        page.goto(f"{address}/{name}")
        shown.append(page.locator("body").inner_text())
        context.close()
    assert shown[0] == shown[1]
    assert len(shown[0]) > 500


def test_a_page_opened_from_the_disk_has_its_style_and_typeface(browser, built):
    context = opened(browser)
    page = context.new_page()
    complaints = []
    page.on("console", lambda said: complaints.append(said.text))
    page.goto((built.site / "outcome-3.html").as_uri())
    page.evaluate("document.fonts.ready.then(() => null)")
    assert complaints == []
    assert page.evaluate("[...document.fonts].some(one => one.status == 'loaded')")
    context.close()
