import json
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from filelock import FileLock, Timeout
from problem_cases.place import sdp
from publishing import WORDS, Desk, broken_links, desk, loaded
from support import fingerprint, soup, words

from sdp_lib import storage
from sdp_lib.errors import InputError
from sdp_lib.publish import period_folder, shared_files, site
from sdp_lib.publish.edition import Edition
from sdp_lib.publish.links import without_links
from sdp_lib.publish.refusals import personal_data
from sdp_lib.publish.site import Published, publish
from sdp_lib.publish.target import Target
from sdp_lib.publish.verify_site import verify_site
from sdp_lib.publish.versions import Withdrawn, read_site
from sdp_lib.publish.withdraw import withdraw

publish_command = sys.modules["sdp_lib.cli.publish"]
withdrawal = sys.modules["sdp_lib.publish.withdraw"]
Q1, Q2, Q3 = "2019-20-Q1", "2019-20-Q2", "2019-20-Q3"
CORRECTED = WORDS | {"scorecards/activity-1.html": "The bridge has its licence."}


@pytest.fixture
def work(tmp_path) -> Desk:
    return desk(tmp_path)


@pytest.fixture(scope="module")
def two(tmp_path_factory) -> Desk:
    """A site of two quarters, the second of which has two versions; it must not be changed."""
    work = desk(tmp_path_factory.mktemp("two"))
    work.publish(work.build(Q1, dated="2019-07-12"))
    work.publish(work.build(Q2))
    corrected = {name: said for name, said in CORRECTED.items() if "activity-2" not in name}
    work.publish(work.build(Q2, corrected, on_track=9), note="A return was corrected.")
    return work


def links(work: Desk, page: str) -> dict[str, str]:
    """The links of the site on a page, by text."""
    found = soup(work.site / page).select("nav.site a")
    return {words(one): one["href"] for one in found}


def problems(raised: pytest.ExceptionInfo[InputError]) -> str:
    return str(raised.value)


def test_every_link_of_a_site_leads_somewhere_and_nothing_comes_from_another_host(two):
    seen, wrong = broken_links(two.site)
    assert wrong == []
    assert {"search.html", "titles.html", "method.html", f"{Q1}/council.html"} <= seen
    assert {f"{Q2}/v1/index.html", f"{Q2}/revisions.html", f"{Q1}/next.html"} <= seen
    pages = {path.relative_to(two.site).as_posix() for path in two.site.rglob("*.html")}
    assert pages - seen == {"404.html"}
    assert broken_links(two.site, "404.html")[1] == []
    assert loaded(two.site) == set()


def test_every_file_of_the_contract_is_there(two):
    names = two.files().keys()
    assert {
        "index.html", "search.html", "search-index.js", f"search/{Q1}.js", "method.html",
        "accessibility.html", "404.html", "feed.xml", "sitemap.xml", "versions.json",
        f"{Q2}/council.html", f"{Q2}/council.pdf", f"{Q2}/data/figures.csv", f"{Q2}/v1/index.html",
        f"{Q2}/v2/index.html", f"{Q2}/next.html", f"{Q2}/revisions.html", f"{Q2}/manifest.json",
        f"{Q2}/ro-crate-metadata.json", f"{Q2}/statement.intoto.json",
    } <= names  # fmt: skip


def test_a_page_leads_home_to_its_like_in_the_period_before_and_to_the_period_after(two):
    assert links(two, f"{Q2}/scorecards/activity-1.html") == {
        "All periods": "../../index.html",
        "Search": "../../search.html",
        "This page in Quarter 1 2019-20": f"../../{Q1}/scorecards/activity-1.html",
        "Period after": f"../../{Q2}/next.html",
        "Versions": f"../../{Q2}/revisions.html",
    }
    kept = links(two, f"{Q2}/v1/council.html")
    assert kept["Newest version of this page"] == f"../../{Q2}/council.html"
    assert "Version 1, kept as it was published." in words(soup(two.site / f"{Q2}/v1/council.html"))


def test_pages_of_another_plan_lead_to_the_front_page_of_the_period_before(work):
    work.publish(work.build(Q1))
    work.publish(work.build(Q2, plan="2020-23"))
    found = links(work, f"{Q2}/council.html")
    assert found["Period before: Quarter 1 2019-20"] == f"../{Q1}/index.html"
    assert "another plan" in work.text(f"{Q1}/next.html")


def test_a_later_period_changes_only_the_page_that_leads_on(work):
    work.publish(work.build(Q1))
    before = fingerprint(work.site / Q1)
    assert "No later period has been published yet." in work.text(f"{Q1}/next.html")
    work.publish(work.build(Q2))
    after = fingerprint(work.site / Q1)
    assert {name for name in after if after[name] != before.get(name)} == {"next.html"}
    assert f'href="../{Q2}/scorecards/activity-2.html"' in work.text(f"{Q1}/next.html")


def test_periods_may_be_published_in_any_order(work):
    for quarter in (Q3, Q1, Q2):
        work.publish(work.build(quarter))
    assert f'href="../{Q2}/index.html"' in work.text(f"{Q1}/next.html")
    assert f'href="../{Q3}/index.html"' in work.text(f"{Q2}/next.html")
    assert [period.name for period in read_site(work.site).periods] == [Q3, Q2, Q1]
    assert broken_links(work.site)[1] == []
    assert verify_site(work.site) == []


def test_without_the_links_a_published_page_is_the_one_that_its_build_made(two):
    manifest = json.loads(two.text(f"{Q2}/v2/manifest.json"))
    for name, digest in manifest["build"]["outputs"].items():
        if name.endswith(".html"):
            for folder in (Q2, f"{Q2}/v2"):
                page = two.site / folder / name.removeprefix("site/")
                built = two.root / "outputs" / Q2 / name
                assert without_links(page.read_bytes()) == built.read_bytes()
                assert page.read_bytes() != built.read_bytes()
        assert digest


def canonical(work: Desk, page: str) -> list[str]:
    """Return the canonical addresses of a page."""
    return [tag["href"] for tag in soup(work.site / page).select('head link[rel="canonical"]')]


def test_a_page_says_its_address_and_a_kept_version_that_of_the_newest(work):
    published = work.build(Q1)
    work.publish(published, base_url="https://example.org/plan/")
    work.publish(work.build(Q1, CORRECTED), note="A return was corrected.")  # the address is kept
    card = f"https://example.org/plan/{Q1}/scorecards/activity-1.html"
    for place in ("", "/v1", "/v2"):
        assert canonical(work, f"{Q1}{place}/scorecards/activity-1.html") == [card]
    assert canonical(work, "index.html") == ["https://example.org/plan/index.html"]
    assert canonical(work, "404.html") == []
    addresses = {address for page in work.site.rglob("*.html") for address in canonical(work, page)}
    listed = {*re.findall(r"<loc>(.*?)</loc>", work.text("sitemap.xml"))}
    assert listed <= addresses
    assert verify_site(work.site) == []


def test_without_an_address_of_the_site_and_for_a_draft_no_page_says_one(two, work):
    work.publish(work.build(Q2, state="Draft"), draft=True, base_url="https://example.org")
    assert canonical(work, f"drafts/{Q2}/council.html") == []
    assert [page for page in two.site.rglob("*.html") if canonical(two, page)] == []


def test_the_home_page_has_the_newest_main_points_and_every_period(two):
    page = soup(two.site / "index.html")
    assert words(page.select_one("p.lead")) == "10 of 12 activities are on track."
    assert page.select_one(".point-list a")["href"] == f"{Q2}/scorecards/activity-1.html"
    rows = [words(row) for row in page.select("#table-periods tbody tr")]
    assert rows[0].startswith("Quarter 2 2019-20, July to September 2019 Final: signed off")
    assert "Version 2 of Quarter 2 2019-20" in rows[0]
    assert len(rows) == 2


def test_a_second_version_needs_a_note_and_without_it_nothing_is_changed(work):
    work.publish(work.build(Q1))
    before = work.files()
    with pytest.raises(InputError) as raised:
        work.publish(work.build(Q1, CORRECTED))
    assert "Add --note with the reason" in problems(raised)
    assert work.files() == before


def test_a_second_version_leaves_the_first_as_it_was(work):
    work.publish(work.build(Q1))
    before = fingerprint(work.site / Q1 / "v1")
    assert work.publish(work.build(Q1, CORRECTED), note="Why not.").version == 2
    assert fingerprint(work.site / Q1 / "v1") == before
    assert "The bridge has its licence." in work.text(f"{Q1}/scorecards/activity-1.html")


def test_changes_are_listed_by_figure_page_and_section_without_quoting_words(two):
    page = words(soup(two.site / f"{Q2}/revisions.html").main)
    assert "Why there is this version: A return was corrected." in page
    assert "1 figure has moved, and the words or numbers of 1 page have changed" not in page
    assert "1 figure has moved, and the words or numbers of 1 page has changed." in page
    assert "10 of 12 9 of 12" in page
    assert "scorecards/activity-1 of all : Words." in page
    assert "Removed: scorecards/activity-2.html." in page
    assert "licence" not in page.partition("Open Government")[0]


def test_a_page_that_the_newest_version_lacks_says_so_and_leads_on(two):
    page = soup(two.site / f"{Q2}/scorecards/activity-2.html")
    assert "Version 2 of Quarter 2 2019-20 does not have this page." in words(page.main)
    assert (two.site / Q2 / "v1/scorecards/activity-2.html").is_file()


def test_the_same_build_once_more_changes_nothing(work):
    edition = work.build(Q1)
    assert not work.publish(edition).again
    before = work.files()
    assert work.publish(edition).again
    assert work.files() == before


def test_the_same_builds_give_the_same_bytes_elsewhere(two, tmp_path):
    work = desk(tmp_path / "another place")
    work.publish(work.build(Q1, dated="2019-07-12"))
    work.publish(work.build(Q2))
    corrected = {name: said for name, said in CORRECTED.items() if "activity-2" not in name}
    work.publish(work.build(Q2, corrected, on_track=9), note="A return was corrected.")
    assert work.files() == two.files()


def test_a_draft_is_refused_without_draft_and_a_final_with_it(work):
    with pytest.raises(InputError) as raised:
        work.publish(work.build(Q1, state="Draft"))
    assert "Publish it with --draft" in problems(raised)
    with pytest.raises(InputError) as raised:
        work.publish(work.build(Q1), draft=True)
    assert "Leave out --draft" in problems(raised)
    assert not work.site.exists()


def test_a_draft_has_its_own_folder_which_the_final_version_removes(work):
    work.publish(work.build(Q1))
    work.publish(work.build(Q2, state="Draft"), draft=True)
    assert "Draft: not signed off, and may change." in work.text(f"drafts/{Q2}/council.html")
    assert links(work, f"drafts/{Q2}/council.html")["All periods"] == "../../index.html"
    assert f'href="drafts/{Q2}/index.html"' in work.text("index.html")
    assert not (work.site / Q2).exists()
    assert Q2 not in work.text("feed.xml")
    assert broken_links(work.site)[1] == verify_site(work.site) == []
    work.publish(work.build(Q2, CORRECTED, state="Draft"), draft=True)
    assert "has its licence" in work.text(f"drafts/{Q2}/scorecards/activity-1.html")
    work.publish(work.build(Q2))
    assert not (work.site / "drafts").exists()
    assert broken_links(work.site)[1] == verify_site(work.site) == []


def test_a_published_version_that_somebody_changed_is_named_and_nothing_more_is_published(work):
    work.publish(work.build(Q1))
    page = work.site / Q1 / "v1" / "council.html"
    page.write_text(page.read_text("utf-8").replace("Ten", "All"), encoding="utf-8")
    with pytest.raises(InputError) as raised:
        work.publish(work.build(Q1, CORRECTED), note="More.")
    assert f"{Q1}/v1/council.html: it differs from the manifest" in problems(raised)
    assert not (work.site / Q1 / "v2").exists()


def test_a_folder_with_other_files_is_not_a_site(work):
    work.site.mkdir()
    (work.site / "thesis.txt").write_text("mine")
    with pytest.raises(InputError) as raised:
        work.publish(work.build(Q1))
    assert "it is not a site" in problems(raised)
    assert [path.name for path in work.site.iterdir()] == ["thesis.txt"]


def test_a_page_without_a_place_for_the_links_is_refused(work):
    edition = work.build(Q1)
    page = edition.folder / "site" / "council.html"
    page.write_text("<!DOCTYPE html><title>x</title>", encoding="utf-8")
    with pytest.raises(InputError) as raised:
        work.publish(edition)
    assert "council.html: it lacks the marks" in problems(raised)


def test_a_note_is_text_whatever_it_holds(work):
    work.publish(work.build(Q1))
    work.publish(work.build(Q1, CORRECTED), note="<script>alert(1)</script> & more")
    assert "<script>alert" not in work.text(f"{Q1}/revisions.html")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in work.text(f"{Q1}/revisions.html")


def test_a_withdrawn_version_says_so_on_every_page_and_the_one_before_is_shown_again(work):
    work.publish(work.build(Q1))
    shown = work.text(f"{Q1}/scorecards/activity-1.html")
    work.publish(work.build(Q1, CORRECTED), note="More.")
    why = Withdrawn(note="A name was in it.", on=date(2020, 1, 31).isoformat())
    withdraw(Q1, 2, why, work.target())
    gone = words(soup(work.site / Q1 / "v2/scorecards/activity-1.html").main)
    assert "was withdrawn on 31 January 2020. Why: A name was in it." in gone
    assert "licence" not in gone
    assert not (work.site / Q1 / "v2/council.pdf").exists()
    assert work.text(f"{Q1}/scorecards/activity-1.html") == shown
    assert "Withdrawn on 31 January 2020: A name was in it." in words(
        soup(work.site / Q1 / "revisions.html")
    )
    assert "has its licence" not in work.text(f"search/{Q1}.js")
    assert broken_links(work.site)[1] == verify_site(work.site) == []


def test_if_every_version_is_withdrawn_no_address_is_dead(work):
    work.publish(work.build(Q1))
    work.publish(work.build(Q2))
    withdraw(Q1, 1, Withdrawn(note="All wrong."), work.target())
    page = words(soup(work.site / Q1 / "scorecards/activity-1.html").main)
    assert "Version 1 of Quarter 1 2019-20 was withdrawn. Why: All wrong." in page
    assert not (work.site / "search" / f"{Q1}.js").exists()
    assert "Withdrawn" in words(soup(work.site / "index.html"))
    assert broken_links(work.site)[1] == verify_site(work.site) == []
    assert work.publish(work.build(Q1, CORRECTED), note="Right now.").version == 2
    assert broken_links(work.site)[1] == verify_site(work.site) == []


def test_only_a_version_that_is_there_can_be_withdrawn(work):
    work.publish(work.build(Q1))
    before = work.files()
    for quarter, number in ((Q1, 2), (Q2, 1)):
        with pytest.raises(InputError) as raised:
            withdraw(quarter, number, Withdrawn(note="x"), work.target())
        assert "it is not on the site" in problems(raised)
    assert work.files() == before
    withdraw(Q1, 1, Withdrawn(note="x"), work.target())
    with pytest.raises(InputError) as raised:
        withdraw(Q1, 1, Withdrawn(note="y"), work.target())
    assert "it was withdrawn earlier" in problems(raised)


def test_the_same_withdrawal_once_more_changes_nothing(work):
    work.publish(work.build(Q1))
    withdraw(Q1, 1, Withdrawn(note="x"), work.target())
    before = work.files()
    withdraw(Q1, 1, Withdrawn(note="x"), work.target())
    assert work.files() == before


class CutError(Exception):
    """A kill between two writes."""


@pytest.mark.reports
@pytest.mark.parametrize("exchanges", [True, False])
def test_cut_off_after_any_write_a_site_is_whole_and_the_next_publication_ends_well(
    work, monkeypatch, exchanges
):
    """Every renamed file counts as a moment, on any file system."""
    work.publish(work.build(Q1))
    work.publish(work.build(Q2))
    kept = work.root / "kept"
    shutil.copytree(work.site, kept)
    edition = work.build(Q2, CORRECTED, on_track=9)
    work.publish(edition, note="Corrected.")
    good = work.files()
    if not exchanges:
        monkeypatch.setattr(storage, "exchange", lambda *_: False)
    cut, moments = True, 0
    while cut:
        shutil.rmtree(work.site)
        shutil.copytree(kept, work.site)
        cut = _cut_off(lambda: work.publish(edition, note="Corrected."), moments, monkeypatch)
        seen, wrong = broken_links(work.site)
        assert (moments, wrong) == (moments, [])
        assert len(seen) > 10
        work.publish(edition, note="Corrected.")
        assert work.files() == good
        moments += 9  # some of the moments, others each time the code changes
    assert moments > 30


def _cut_off(act: Callable[[], object], moment: int, monkeypatch) -> bool:
    """Change a site until so many files have been renamed; return whether there were so many."""
    left = [moment]
    real = Path.replace

    def replace(path, target):
        if left[0] == 0:
            raise CutError
        left[0] -= 1
        return real(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replace)
        # Files that the block would clean up stay, as after a kill.
        patch.setattr(storage.shutil, "rmtree", lambda *_, **__: None)
        try:
            act()
        except CutError:
            return True
    return False


@pytest.mark.reports
@pytest.mark.parametrize(("number", "exchanges"), [(1, True), (2, False)])
def test_a_withdrawal_that_is_cut_off_is_finished_by_the_same_command(
    work, monkeypatch, number, exchanges
):
    """With one version none is left; with two, the first is shown again."""
    work.publish(work.build(Q1))
    work.publish(work.build(Q2))
    if number == 2:
        work.publish(work.build(Q2, CORRECTED, on_track=9), note="Corrected.")
    kept = work.root / "kept"
    shutil.copytree(work.site, kept)

    def act() -> object:
        return withdraw(Q2, number, Withdrawn(note="An error."), work.target())

    act()
    good = work.files()
    if not exchanges:
        monkeypatch.setattr(storage, "exchange", lambda *_: False)
    cut, moments = True, 0
    while cut:
        shutil.rmtree(work.site)
        shutil.copytree(kept, work.site)
        cut = _cut_off(act, moments, monkeypatch)
        dead = broken_links(work.site)[1]
        if not exchanges:  # file by file: some pages still lead to a section of a withdrawn one
            dead = [link for link in dead if not link.endswith(" has no such place")]
        assert (moments, dead) == (moments, [])
        act()
        assert work.files() == good
        moments += 9
    assert moments > 30
    assert verify_site(work.site) == []


def test_a_text_for_the_search_that_a_withdrawal_left_is_removed_by_the_same_command(
    work, monkeypatch
):
    def cut(*_: object) -> None:
        raise CutError

    work.publish(work.build(Q1))
    with monkeypatch.context() as patch:
        patch.setattr(shared_files, "_remove_unlisted", cut)
        with pytest.raises(CutError):
            withdraw(Q1, 1, Withdrawn(note="An error."), work.target())
    assert (work.site / "search" / f"{Q1}.js").exists()
    withdraw(Q1, 1, Withdrawn(note="An error."), work.target())
    assert not (work.site / "search" / f"{Q1}.js").exists()
    assert verify_site(work.site) == []


def test_a_withdrawal_that_was_interrupted_is_named_where_it_stops_a_publication(work, monkeypatch):
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    work.publish(work.build(Q1))
    with monkeypatch.context() as patch:
        patch.setattr(withdrawal, "write_shared", full)
        with pytest.raises(OSError, match="No space"):
            withdraw(Q1, 1, Withdrawn(note="An error."), work.target())
    with pytest.raises(InputError) as raised:
        work.publish(work.build(Q1, CORRECTED), note="Corrected.")
    assert "Run the 'sdp withdraw' that was interrupted again" in problems(raised)
    withdraw(Q1, 1, Withdrawn(note="An error."), work.target())
    assert work.publish(work.build(Q1, CORRECTED), note="Corrected.").version == 2
    assert verify_site(work.site) == []


def test_a_project_that_cannot_be_read_stops_publication_and_withdrawal_before_any_change(work):
    edition = work.build(Q1)
    with pytest.raises(InputError, match=r"_quarto\.yml"):
        publish(edition, work.target(root=work.root))
    assert not work.site.exists()
    work.publish(edition)
    before = work.files()
    with pytest.raises(InputError, match=r"_quarto\.yml"):
        withdraw(Q1, 1, Withdrawn(note="An error."), work.target(root=work.root))
    assert work.files() == before


def test_nothing_is_removed_from_a_folder_that_is_not_a_site(work):
    mine = work.site / ".thesis.new-1" / "chapter.txt"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    with pytest.raises(InputError, match="is not on the site"):
        withdraw(Q1, 1, Withdrawn(note="x"), work.target())
    (work.site / "thesis.txt").write_text("mine")
    with pytest.raises(InputError, match="it is not a site"):
        withdraw(Q1, 1, Withdrawn(note="x"), work.target())
    with pytest.raises(InputError, match="it is not a site"):
        work.publish(work.build(Q1))
    assert mine.is_file()


def test_a_file_of_a_file_manager_among_the_drafts_stops_nothing(work):
    work.publish(work.build(Q1, state="Draft"), draft=True)
    stray = work.site / "drafts" / ".DS_Store"
    stray.write_bytes(b"\0")
    assert work.publish(work.build(Q1)).version == 1
    assert not (work.site / "drafts" / Q1).exists()
    assert stray.is_file()


def test_while_a_build_is_published_no_other_command_can_make_reports(project, work, monkeypatch):
    """They ask for the lock of the outputs too."""
    out = work.root / "outputs"
    seen: list[str] = []
    monkeypatch.chdir(project.root)
    monkeypatch.setattr(publish_command, "_edition", lambda *_: work.build(Q1, state="Draft"))

    def locked_out(edition: Edition, target: Target, **asked: object) -> Published:
        with pytest.raises(Timeout):
            FileLock(out / storage.LOCK).acquire(blocking=False)
        seen.append("locked")
        return publish(edition, target, **asked)

    monkeypatch.setattr(site, "publish", locked_out)
    call = ("publish", Q1, "--draft", "--out", str(out), "--to")
    assert "draft, is published" in sdp(*call, str(work.site))[0]
    assert seen == ["locked"]
    assert "it is the folder of the builds" in sdp(*call, str(out))[0]


def test_a_note_that_holds_personal_data_is_refused_and_not_repeated(work):
    work.publish(work.build(Q1))
    before = work.files()
    edition = work.build(Q1, CORRECTED)
    note = "Ring 01622 694 000."
    for act in (
        lambda: work.publish(edition, note=note),
        lambda: withdraw(Q1, 1, Withdrawn(note=note), work.target()),
    ):
        with pytest.raises(InputError) as raised:
            act()
        assert "--note: it seems to hold a telephone number" in problems(raised)
        assert "694" not in problems(raised)
        assert work.files() == before
    office = replace(
        work, council=work.council.model_copy(update={"not_personal": ("01622 694 000",)})
    )
    assert office.publish(edition, note=note).version == 2


def test_a_blank_note_is_no_note_and_blanks_around_one_are_removed(work):
    work.publish(work.build(Q1))
    edition = work.build(Q1, CORRECTED)
    with pytest.raises(InputError, match="Add --note with the reason"):
        work.publish(edition, note=" \n")
    work.publish(edition, note=" Corrected.\n")
    assert read_site(work.site).period(Q1).newest.note == "Corrected."


def test_a_build_that_holds_personal_data_is_refused_and_the_message_does_not_repeat_it(work):
    said = WORDS | {"council.html": "Ring 01622 694 000."}
    with pytest.raises(InputError) as raised:
        work.publish(work.build(Q1, said))
    assert "council.html, section 'Words'" in problems(raised)
    assert "a telephone number" in problems(raised)
    assert "694" not in problems(raised)
    assert not (work.site / Q1).exists()
    office = replace(
        work, council=work.council.model_copy(update={"not_personal": ("01622 694 000",)})
    )
    assert office.publish(office.build(Q1, said)).version == 1


def test_a_download_that_holds_personal_data_is_refused(work):
    edition = work.build(Q1)
    returns = edition.folder / "site/data/returns.csv"
    returns.parent.mkdir(exist_ok=True)
    returns.write_text("activity,progress\n1,Ask jo@example.org\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"returns\.csv, row 2: .*an e-mail address"):
        work.publish(edition)


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("1,01622 694 000,x", True),
        ("1,x,01622 694 000", True),
        ("943 476 5919,x,y", True),
        ('1,"12 High Street, Maidstone ME14 1XX",y', True),
        ("52,Redevelop the site at ME14 1XX,y", False),
        ("0,12 34,56 78 90", False),
    ],
)
def test_each_cell_of_a_download_is_searched_by_itself(work, row, found):
    edition = work.build(Q1)
    returns = edition.folder / "site/data/returns.csv"
    returns.write_text(f"a,b,c\n{row}\n", encoding="utf-8")
    assert len([*personal_data(edition, work.council)]) == found


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (("52", "Redevelop the site at ME14 1XX"), 0),
        (("0", "12", "34", "56", "78", "90"), 0),
        (("52", "12 High Street, Maidstone ME14 1XX"), 1),
        (("01622 694 000", "01622 694 111"), 1),
    ],
)
def test_each_cell_of_a_table_on_a_page_is_searched_by_itself(work, cells, found):
    table = "".join(f"<td>{cell}</td>" for cell in cells)
    said = WORDS | {"council.html": f"Said.<table><tr>{table}</tr></table>"}
    assert len([*personal_data(work.build(Q1, said), work.council)]) == found


def test_a_heading_that_holds_personal_data_is_not_repeated(work):
    said = WORDS | {"council.html": '</p><h2 id="x">Ask jo@example.org</h2><p>'}
    [problem] = personal_data(work.build(Q1, said), work.council)
    assert "jo@" not in str(problem)
    assert "section 'Ask [address]'" in str(problem)


def test_publishing_reads_no_page_of_another_period(work, monkeypatch):
    """Its time is therefore proportional to what is new."""
    for quarter in (Q1, Q2):
        work.publish(work.build(quarter))
    read: list[str] = []
    real = period_folder.page_contents
    monkeypatch.setattr(
        period_folder, "page_contents", lambda page, text: read.append(page) or real(page, text)
    )
    work.publish(work.build(Q3))
    assert len(read) == 3 * len(WORDS)  # for personal data, for its contents and for the search
