import base64
import csv
import hashlib
import json

import csvw
import pytest
from bs4 import BeautifulSoup
from publishing import WORDS, Desk, desk, signing_key
from support import ROOT, frame, soup, words

from sdp_lib.errors import InputError
from sdp_lib.inputs.council import Council
from sdp_lib.pipeline.assemble.columns import KEYS, described, dictionary, may_leave
from sdp_lib.pipeline.assemble.csvw import csvw_metadata
from sdp_lib.publish import evidence_page
from sdp_lib.publish.accessibility import CLAIMS
from sdp_lib.publish.edition import frame_of
from sdp_lib.publish.method import meaning, method_page
from sdp_lib.publish.period_pages import revisions_page
from sdp_lib.publish.signing import is_signed_by, key_id, opened, read_key
from sdp_lib.publish.verify_site import verify_site
from sdp_lib.publish.versions import read_site

Q1, Q2 = "2019-20-Q1", "2019-20-Q2"


@pytest.fixture
def published(tmp_path) -> Desk:
    work = desk(tmp_path)
    work.publish(work.build(Q1))
    work.publish(work.build(Q2), base_url="https://example.org/reports")
    return work


@pytest.fixture(scope="module")
def signed(tmp_path_factory) -> Desk:
    """A site whose statements are signed; it must not be changed."""
    work = desk(tmp_path_factory.mktemp("signed"))
    work.publish(work.build(Q1), key=signing_key())
    return work


def test_the_manifest_lists_every_file_of_a_version_as_it_is_and_names_the_build(published):
    for folder in (Q2, f"{Q2}/v1"):
        place = published.site / folder
        manifest = json.loads((place / "manifest.json").read_bytes())
        for name, digest in manifest["files"].items():
            assert hashlib.sha256((place / name).read_bytes()).hexdigest() == digest
        assert {"council.html", "council.pdf", "ro-crate-metadata.json"} <= manifest["files"].keys()
        build = (published.root / "outputs" / Q2 / "manifest.json").read_bytes()
        assert manifest["build"]["manifest"] == hashlib.sha256(build).hexdigest()
        assert (manifest["version"], manifest["state"]) == (1, "Final")


def test_the_crate_describes_itself_its_folder_and_each_file(published):
    crate = json.loads(published.text(f"{Q2}/ro-crate-metadata.json"))
    assert crate["@context"] == "https://w3id.org/ro/crate/1.3/context"
    entities = {entity["@id"]: entity for entity in crate["@graph"]}
    assert len(entities) == len(crate["@graph"])
    about = entities["ro-crate-metadata.json"]
    assert about["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.3"}
    root = entities["./"]
    assert {"name", "description", "datePublished", "license", "hasPart"} <= root.keys()
    for part in root["hasPart"]:
        assert entities[part["@id"]]["@type"] == "File"
    named = [one for it in crate["@graph"] for one in it.values() if isinstance(one, dict)]
    own = {one["@id"] for one in named if not one["@id"].startswith("https:")}
    assert own <= entities.keys()


def test_the_statement_states_every_file_and_what_they_were_made_from(published):
    statement, envelope = opened((published.site / Q2 / "statement.intoto.json").read_bytes())
    assert not envelope
    assert statement["_type"] == "https://in-toto.io/Statement/v1"
    stated = {one["name"]: one["digest"]["sha256"] for one in statement["subject"]}
    assert {"council.html", "manifest.json", "ro-crate-metadata.json"} <= stated.keys()
    materials = statement["predicate"]["materials"]
    assert materials == [{"name": "data/returns.csv", "digest": {"sha256": "00"}}]


def test_a_signed_statement_is_verified_by_the_public_key_on_the_site(signed):
    content = (signed.site / Q1 / "v1/statement.intoto.json").read_bytes()
    public = signed.text("signing-key.pem")
    assert is_signed_by(content, public)
    envelope = json.loads(content)
    assert envelope["payloadType"] == "application/vnd.in-toto+json"
    assert envelope["signatures"][0]["keyid"] == key_id(public)
    payload = base64.b64decode(envelope["payload"]).replace(b"council.html", b"Council.html")
    envelope["payload"] = base64.b64encode(payload).decode()
    assert not is_signed_by(json.dumps(envelope).encode(), public)
    assert not is_signed_by(b"{}", public)
    assert key_id(public) in signed.text("evidence.html")


def test_the_signature_is_over_kind_and_content_with_their_lengths(signed):
    """The rule of the DSSE protocol, worked out by hand."""
    envelope = json.loads(signed.text(f"{Q1}/v1/statement.intoto.json"))
    payload = base64.b64decode(envelope["payload"])
    encoded = b"DSSEv1 28 application/vnd.in-toto+json %d " % len(payload) + payload
    signature = base64.b64decode(envelope["signatures"][0]["sig"])
    signing_key().private.public_key().verify(signature, encoded)


def test_a_key_is_read_from_a_file_and_any_other_file_is_refused(tmp_path):
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    path = tmp_path / "key.pem"
    private = signing_key().private
    path.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    assert read_key(path).public == signing_key().public
    path.write_text("no key")
    with pytest.raises(InputError) as raised:
        read_key(path)
    assert "openssl genpkey" in str(raised.value)


def test_a_site_as_it_was_published_is_verified(published, signed):
    assert verify_site(published.site) == []
    assert verify_site(signed.site, signing_key().public) == []


@pytest.mark.parametrize(
    ("name", "how"),
    [
        (f"{Q2}/v1/council.html", "differs from the manifest"),
        (f"{Q2}/council.pdf", "differs from the manifest"),
        (f"{Q1}/next.html", "differs from versions.json"),
        ("search-index.js", "differs from versions.json"),
        (f"{Q2}/v1/manifest.json", "differs from versions.json"),
        (f"{Q2}/v1/statement.intoto.json", "differs from versions.json"),
        (f"{Q2}/manifest.json", "differs from versions.json"),
    ],
)
def test_one_changed_byte_is_named(published, name, how):
    path = published.site / name
    content = path.read_bytes()
    path.unlink()  # some files are one file under two names
    path.write_bytes(content[:-2] + b" " + content[-1:])
    assert (name, how) in verify_site(published.site)


def test_a_missing_file_and_one_that_nobody_published_are_named(published):
    (published.site / Q2 / "council.pdf").unlink()
    (published.site / Q2 / "v1" / "more.html").write_text("x")
    (published.site / "note.txt").write_text("x")
    assert verify_site(published.site) == [
        (f"{Q2}/council.pdf", "is missing"),
        (f"{Q2}/v1/more.html", "is not in the manifest"),
        (f"{Q2}/v1/more.html", "is not part of the site"),
        ("note.txt", "is not part of the site"),
    ]


def test_words_put_into_a_page_and_its_evidence_are_found_by_the_build(published):
    """A change of page, manifest and versions alike still differs from the page of the build."""
    folder = published.site / Q2
    page = folder / "council.html"
    page.write_text(page.read_text("utf-8").replace("Ten", "All"), encoding="utf-8")
    manifest = json.loads((folder / "manifest.json").read_bytes())
    manifest["files"]["council.html"] = hashlib.sha256(page.read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert (f"{Q2}/council.html", "is not the page that its build made") in verify_site(
        published.site
    )


MANIFESTS = {
    "a list": lambda _: [],
    "files in a list": lambda manifest: manifest | {"files": [{"council.html": "00"}]},
    "a digest that is a list": lambda manifest: manifest | {"files": {"council.html": ["00"]}},
    "no build": lambda manifest: manifest | {"build": None},
    "outputs in a list": lambda manifest: (
        manifest | {"build": manifest["build"] | {"outputs": ["site/council.html"]}}
    ),
}


@pytest.mark.parametrize("change", MANIFESTS)
@pytest.mark.parametrize("folder", [Q2, f"{Q2}/v1"])
def test_a_manifest_of_another_form_is_named(published, folder, change):
    path = published.site / folder / "manifest.json"
    tampered = MANIFESTS[change](json.loads(path.read_bytes()))
    path.write_text(json.dumps(tampered), encoding="utf-8")
    wrong = verify_site(published.site)
    assert (f"{folder}/manifest.json", "is not a manifest of a published version") in wrong


@pytest.mark.parametrize("content", ["[" * 200_000, '{"files": {"\\ud800": "00"}}'])
def test_evidence_that_no_reader_can_take_is_named(published, content):
    for name in ("manifest.json", "statement.intoto.json"):
        (published.site / Q2 / "v1" / name).write_text(content, encoding="utf-8")
    wrong = verify_site(published.site)
    assert (f"{Q2}/v1/manifest.json", "is not a manifest of a published version") in wrong
    assert (f"{Q2}/v1/statement.intoto.json", "is not an in-toto statement") in wrong


def test_with_a_key_every_statement_must_be_signed_by_it(published, signed):
    wrong = verify_site(published.site, signing_key().public)
    assert (f"{Q1}/v1/statement.intoto.json", "has no valid signature") in wrong
    other = signing_key().public.replace("M", "N", 1)
    assert verify_site(signed.site, other) != []


def test_a_folder_that_is_not_a_site_is_refused(tmp_path):
    with pytest.raises(InputError) as raised:
        verify_site(tmp_path)
    assert "Name the folder of a site" in str(raised.value)


def test_the_check_that_the_site_prints_for_the_public_finds_a_changed_file(
    published, capsys, monkeypatch
):
    page = soup(published.site / "evidence.html")
    script = page.select_one("pre").get_text().replace("PERIOD", Q2)
    assert script == evidence_page._CHECK.replace("PERIOD", Q2)
    monkeypatch.chdir(published.site)
    exec(script, {})  # noqa: S102 - the script that readers run
    assert capsys.readouterr().out == ""
    (published.site / Q2 / "council.html").write_text("changed")
    exec(script, {})  # noqa: S102
    assert capsys.readouterr().out == "council.html differs\n"


def test_a_commit_leads_to_its_source_where_a_repository_is_configured(published, council):
    known = council.model_copy(update={"repository": "https://example.org/reports-source"})
    period = read_site(published.site).period(Q2)
    page = revisions_page(frame_of(known), period, {}, str).decode()
    assert 'href="https://example.org/reports-source/tree/0123456789ab"' in page
    assert "/tree/" not in published.text(f"{Q2}/revisions.html")


def test_no_free_text_and_no_post_is_published_unless_it_is_turned_on(council):
    leaves = may_leave(council)
    assert [name for name in ("progress", "mitigation", "lead", "director") if leaves(name)] == []
    assert all(leaves(name) for name in ("activity", "delivery", "revised_end", "portfolio"))
    chosen = Council.model_validate(
        {**council.model_dump(), "publish": {"lead": "yes", "delivery": "no"}}
    )
    assert may_leave(chosen)("lead")
    assert not may_leave(chosen)("delivery")


COLUMNS = {
    "figures": ("report", "figure", "value", "of", "percent", "previous"),
    "returns": ("activity", "submitted", "delivery", "go_live", "issues"),
    "activities": ("id", "title", "start", "end"),
}
ROWS = {
    "figures": [("council", "delivery.on_track", "10", "12", "83", "")],
    "returns": [("1", "2019-09-13T17:14:02", "on_track", "2020-01-31", "capacity;financial")],
    "activities": [("1", "A bridge", "2019-04-01", "2020-03-31")],
}


@pytest.mark.parametrize("table", COLUMNS)
def test_the_metadata_of_a_download_is_csv_on_the_web(council, tmp_path, table):
    columns = described(council, COLUMNS[table])
    with (tmp_path / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([COLUMNS[table], *ROWS[table]])
    about = csvw_metadata(
        frame(licence={"name": "n", "url": "https://example.org"}), table, columns
    )
    path = tmp_path / f"{table}.csv-metadata.json"
    path.write_text(json.dumps(about), encoding="utf-8")
    found = csvw.CSVW(str(path), validate=True)
    assert found.is_valid
    (row,) = found.tables[0].iterdicts(strict=True)
    assert [*row] == list(COLUMNS[table])
    if table == "returns":
        assert row["issues"] == ["capacity", "financial"]
        assert row["go_live"].year == 2020
    (tmp_path / f"{table}.csv").write_text("other\n1\n")
    with pytest.raises(ValueError, match="missing required columns"):
        assert csvw.CSVW(str(path), validate=True).is_valid


def test_the_data_dictionary_says_what_every_column_means_and_its_kind(council):
    columns = [(name, described(council, names)) for name, names in COLUMNS.items()]
    rows = dictionary(columns)
    assert len(rows) == sum(map(len, COLUMNS.values()))
    assert ("returns", "go_live", "The answer to “Go Live date”", "date") in rows
    assert all(all(row) for row in rows)
    assert set(COLUMNS) <= KEYS.keys()


def test_every_claim_of_the_accessibility_statement_has_a_test():
    for claim, test in CLAIMS:
        file, _, function = test.partition("::")
        assert f"def {function}(" in (ROOT / "tests" / file).read_text("utf-8"), claim


def test_the_method_page_defines_every_figure_and_works_one_of_each_kind_out(council, published):
    newest = next(read_site(published.site).live())
    page = BeautifulSoup(
        method_page(frame_of(council), council, newest, published.site), "html.parser"
    )
    text = words(page.main)
    assert "Delivery. Activities that are on track, of those that made a return. " in text
    assert "In Quarter 2 2019-20 this is 10 of 12." in text
    assert "10 divided by 12 is 0.8333, which is 83% as a whole number." in text
    row = next(tag for tag in page.select("tr") if "delivery.not_on_track" in tag.get_text())
    assert meaning(council, "delivery.not_on_track") in words(row)
    assert meaning(council, "delivery.of_before") == "delivery.of_before"


def test_feed_and_sitemap_are_xml_with_the_address_of_the_site(published):
    from defusedxml.ElementTree import fromstring

    atom = "{http://www.w3.org/2005/Atom}"
    feed = fromstring(published.text("feed.xml"))
    entries = feed.findall(f"{atom}entry")
    assert [entry.findtext(f"{atom}title") for entry in entries] == [
        "Quarter 2 2019-20, version 1",
        "Quarter 1 2019-20, version 1",
    ]
    assert len({one.findtext(f"{atom}id") for one in entries}) == 2
    assert entries[0].find(f"{atom}link").get("href") == (
        f"https://example.org/reports/{Q2}/v1/index.html"
    )
    found = fromstring(published.text("sitemap.xml"))
    places = [one.text for one in found.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert f"https://example.org/reports/{Q2}/scorecards/activity-1.html" in places
    assert not any("/v1/" in place for place in places)
    assert 'href="/reports/index.html"' in published.text("404.html")


def test_the_address_of_a_site_is_remembered(published):
    published.publish(published.build(Q2, WORDS, on_track=9), note="More.")
    assert read_site(published.site).base_url == "https://example.org/reports"


def test_the_index_of_the_search_is_a_script_that_hands_over_plain_values(published):
    script = published.text("search-index.js")
    assert script.startswith("sdpIndex(")
    periods = json.loads(script.removeprefix("sdpIndex(").rstrip().removesuffix(");"))
    assert [period["name"] for period in periods] == [Q2, Q1]
    assert periods[0]["file"] == f"search/{Q2}.js"
    pages = {page: more for page, _, more in periods[0]["pages"]}
    assert "1. A bridge" in pages["council.html"]
    text = published.text(f"search/{Q2}.js")
    arguments = json.loads(f"[{text.removeprefix('sdpText(').rstrip().removesuffix(');')}]")
    assert arguments[0] == Q2
    assert len(arguments[1]) == len(pages)
    said = [words for page in arguments[1] for _, _, words in page]
    assert "Nothing stands in the way of the café." in said


def test_the_search_allows_only_scripts_of_the_site_and_no_other_page_any(published):
    for path in published.site.rglob("*.html"):
        found = soup(path).select_one("meta[http-equiv]")
        if found is None:  # a page that was made up for tests
            continue
        expected = path.name == "search.html"
        assert ("script-src 'self'" in found["content"]) is expected
        assert "default-src 'none'" in found["content"]
    template = (ROOT / "sdp_lib/presentation/theme/page.html").read_text("utf-8")
    policy = template.replace("$if(script)$ script-src 'self';$endif$", "")
    shown = soup(published.site / "index.html").select_one("meta[http-equiv]")["content"]
    assert f'content="{shown}"' in policy
