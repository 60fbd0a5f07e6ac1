"""The front page of the newest quarter, opened from a folder: on a phone, and with its filter."""

from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from support import PATIENCE, ROOT

from sdp_lib import Report
from sdp_lib.inputs.input_files import Sources
from sdp_lib.inputs.params import read_quarter
from sdp_lib.ledger import Card, Ledger
from sdp_lib.periods import Period
from sdp_lib.pipeline.assemble.front_pages import Front, front_pages
from sdp_lib.pipeline.plan.fingerprints import list_jobs
from sdp_lib.pipeline.plan.jobs import Job
from sdp_lib.pipeline.render.embedded import EmbeddedRenderer
from sdp_lib.pipeline.render.project import copy_assets, read_project

pytestmark = pytest.mark.browser
QUARTER = "2020-21-Q3"
SCREEN = 844
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def ledger_of(job: Job) -> Ledger:
    """Make a report in this process, for its entry on the front page."""
    makers = {"council": Report.council, "outcome": Report.outcome, "scorecard": Report.activity}
    given = {name: one for name, one in job.parameters.items() if name not in ("data", "params")}
    return makers[job.notebook.stem](**given).ledger().value()


@pytest.fixture(scope="module")
def made() -> list[tuple[Job, Ledger]]:
    folders = (ROOT / name for name in ("data", "params", "notebooks"))
    params = read_quarter(ROOT / "params", Period.parse(QUARTER))
    return [(job, ledger_of(job)) for job in list_jobs(Sources(ROOT, *folders), params)]


@pytest.fixture(scope="module")
def front(made, tmp_path_factory) -> Path:
    """The front page with its assets, as a build leaves it."""
    site = tmp_path_factory.mktemp("front")
    content = Front(
        QUARTER,
        [job for job, _ in made],
        {job.name: ledger for job, ledger in made},
        page=made[0][1].page,
        documents={job.name: {"pdf": 90_000} for job, _ in made},
        data={Path("figures.csv"): 1000},
        provenance={},
        failed={},
    )
    home = next(front_pages(content, [], []))
    project = read_project(ROOT)
    assert EmbeddedRenderer(project).render([home], site, lambda _: None) == {}
    copy_assets(project, site)
    return site / "index.html"


@pytest.fixture
def page(browser: Browser, front: Path) -> Iterator[Page]:
    """The page on a phone, opened from its folder."""
    context = browser.new_context(viewport={"width": 390, "height": SCREEN})
    context.set_default_timeout(1000 * PATIENCE)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(front.as_uri())
    yield page
    assert complaints == []
    context.close()


@pytest.fixture(scope="module")
def cards(made) -> list[Card]:
    return [ledger.card for _, ledger in made if ledger.card]


def shown(page: Page) -> int:
    """Return how many scorecards are visible, and check the count beside the filter."""
    number = page.locator(".cards li:visible").count()
    total = page.locator(".cards li").count()
    expect(page.get_by_role("status")).to_have_text(f"{number} of {total} activities")
    return number


def test_a_phone_shows_the_count_at_once_and_what_needs_attention_soon(page):
    assert page.locator("p.lead").bounding_box()["y"] < 1.5 * SCREEN
    assert page.locator(".statuses").first.bounding_box()["y"] < 1.5 * SCREEN
    attention = page.get_by_role("heading", name="What needs attention")
    assert attention.bounding_box()["y"] < 3 * SCREEN


def test_the_filter_shows_what_was_chosen_and_keeps_it_in_the_address(page, cards):
    assert shown(page) == len(cards)
    page.get_by_label("Delivery status").select_option("Requires remedial action")
    late = [card for card in cards if card.status.label == "Requires remedial action"]
    assert shown(page) == len(late) > 1
    assert page.locator(".cards h3:visible").count() == len({one.outcome for one in late})
    page.get_by_label("Directorate").select_option(late[0].directorate)
    both = [card for card in late if card.directorate == late[0].directorate]
    assert shown(page) == len(both) < len(late)
    page.get_by_label("Lead officer").select_option(late[0].lead)
    assert shown(page) >= 1
    assert page.url.partition("#")[2].startswith("status=Requires+remedial+action&directorate=")
    page.reload()
    assert page.get_by_label("Lead officer").input_value() == late[0].lead
    assert shown(page) >= 1
    page.get_by_role("button", name="Show all").click()
    assert shown(page) == len(cards)
    assert "#" not in page.url


def test_the_filter_is_worked_by_keyboard_and_a_link_to_a_place_leaves_it_alone(page, cards):
    page.get_by_label("Delivery status").focus()
    page.keyboard.press("ArrowDown")
    on_track = [card for card in cards if card.status.label == "On track"]
    assert shown(page) == len(on_track)
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Show all")).to_be_focused()
    page.evaluate("location.hash = 'reports'")
    assert shown(page) == len(on_track)
    page.evaluate("location.hash = 'status=No+such+status&lead='")
    page.wait_for_function("!document.querySelector('.cards li[hidden]')")
    assert shown(page) == len(cards)
    page.get_by_role("button", name="Show all").press("Enter")


def test_without_javascript_the_groups_are_there_and_no_control_that_does_nothing(browser, front):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(front.as_uri())
    assert page.locator(".cards li:visible").count() == page.locator(".cards li").count() > 1
    assert not page.locator("select:visible, button:visible, [role=status]:visible").count()
    context.close()


def test_axe_finds_no_violation_and_nothing_reaches_past_a_narrow_screen(browser, front):
    context = browser.new_context(viewport={"width": 320, "height": SCREEN}, bypass_csp=True)
    page = context.new_page()
    page.goto(front.as_uri())
    axe = (resources.files("axe_core_python") / "axe.min.js").read_text("utf-8")
    page.add_script_tag(content=axe)
    # The other parts of the page are tested with every page.
    places = [[".filter"], [".report-rows"], [".cards:first-of-type"]]
    found = page.evaluate("([include, runOnly]) => axe.run({include}, {runOnly})", [places, RULES])
    assert found["passes"]
    assert [violation["id"] for violation in found["violations"]] == []
    undecided = [result for result in found["incomplete"] if result["id"] == "color-contrast"]
    assert [
        f"{node['html']} {node['any'][0]['message']}" for one in undecided for node in one["nodes"]
    ] == []
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320
    context.close()
