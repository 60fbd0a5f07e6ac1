"""The documentation as a site: complete, accessible and without a dead link."""

import runpy
from importlib import resources

import pytest
from publishing import broken_links
from support import ROOT, soup, words
from test_pages import CONTRAST, RULES, opened, sideways

pytestmark = [pytest.mark.browser, pytest.mark.processes]
SITE = runpy.run_path(str(ROOT / "docs/site.py"))
LOOKED_AT = ["index.html", "parameters.html", "decisions/README.html"]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("docs") / "site"
    SITE["build"](folder)
    return folder


def test_every_page_is_there_with_one_heading_landmarks_and_a_menu(site):
    pages = sorted(site.rglob("*.html"))
    sources = [*ROOT.glob("docs/**/*.md")]
    assert len(pages) > len(sources)
    for path in pages:
        page = soup(path)
        assert len(page.find_all("h1")) == 1, path
        assert page.select_one("main#main") and page.select_one('a.skip[href="#main"]')
        assert page.select(".menu a"), path
        assert page.select_one("meta[http-equiv=Content-Security-Policy]")


def test_no_link_is_dead(site):
    seen, broken = broken_links(site)
    assert broken == []
    assert {
        "index.html",
        "quarter.html",
        "README.html",
        "decisions/0001-semantic-html.html",
    } <= seen


def test_the_menu_marks_the_page_and_leads_to_the_other_groups(site):
    page = soup(site / "figures.html")
    assert [words(one) for one in page.select("[aria-current]")] == ["Figures"]
    groups = [words(tag) for tag in page.select(".menu ul:last-of-type a")]
    assert groups == ["Start here", "How to", "Method and trust", "The project"]
    listed = soup(site / "decisions/0001-semantic-html.html")
    assert [words(one) for one in listed.select("[aria-current]")] == ["Decisions"]


def test_a_dead_link_is_an_error_that_names_the_page(tmp_path, monkeypatch):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# Index\n\n[A](b.md) and [c](#c)\n", "utf-8")
    build = SITE["build"]
    monkeypatch.setitem(build.__globals__, "ROOT", tmp_path)
    monkeypatch.setitem(build.__globals__, "read_project", lambda _: SITE["read_project"](ROOT))
    with pytest.raises(SITE["SiteError"]) as refused:
        build(tmp_path / "site")
    assert str(refused.value).splitlines() == [
        "docs/index.md links to docs/b.md, which does not exist.",
        "docs/index.md links to docs/index.md#c, which does not exist.",
    ]


@pytest.mark.parametrize(
    ("width", "scheme", "rules"), [(390, "light", RULES), (1280, "dark", CONTRAST)]
)
def test_axe_finds_no_violation(browser, site, width, scheme, rules):
    context = opened(
        browser, bypass_csp=True, viewport={"width": width, "height": 900}, color_scheme=scheme
    )
    page = context.new_page()
    axe = (resources.files("axe_core_python") / "axe.min.js").read_text("utf-8")
    for name in LOOKED_AT:
        page.goto((site / name).as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        page.add_script_tag(content=axe)
        found = page.evaluate("rules => axe.run({runOnly: rules})", rules)
        assert found["passes"], "axe did not run"
        assert [f"{name}: {violation['id']}" for violation in found["violations"]] == []
        assert sideways(page) == 0, name
    context.close()
