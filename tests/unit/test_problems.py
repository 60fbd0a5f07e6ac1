"""Every kind of problem has a code, a page and an example, and messages are in good English."""

import ast
import json
import re
import runpy
from tempfile import gettempdir

import pytest
from bs4 import BeautifulSoup
from problem_cases import CASES
from problem_cases.place import messages, project_in
from support import ROOT, code, read_notebook
from typer.testing import CliRunner

from sdp_lib.cli import app
from sdp_lib.errors import InputError
from sdp_lib.inputs.quality.rules import RULES, UNREADABLE
from sdp_lib.problems.registry import KINDS, ROOMS, examples, kinds_in

DECLARED = re.compile(r'^([A-Z][A-Z_0-9]*) = Kind\(\s*"(SDP-\d+)"', re.MULTILINE)
MODULES = sorted((ROOT / "sdp_lib/problems").glob("*.py"))
PAGES = sorted((ROOT / "docs/errors").glob("*.md"))
# Phrases that read as translated.
PHRASES = re.compile(
    r"\b(?:which (?:is|are) no\b|(?<!there )(?:is|are) no\b(?! longer)|mend(?:ed|s)?\b"
    r"|stands?\b(?! (?:for\b|(?:in|on) (?:the|its|their) way\b))|the cure\b|who has seen to\b"
    r"|take[ns]? (?:\w+ ){0,2}out\b|(?<!what )(?:was|were) found\b|(?:is|are) to be\b|told\b"
    r"|tells? (?:who|which|what|of|the)\b|(?:of )?one's own\b|so that nobody can\b)",
    re.IGNORECASE,
)
PROSE = sorted(
    [
        *(path for path in (ROOT / "docs").rglob("*.md") if path not in PAGES),
        *(ROOT / f"{name}.md" for name in ("README", "CONTRIBUTING", "CHANGELOG", "data/README")),
        *(ROOT / "examples").rglob("*.md"),
    ]
)
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def phrases(text: str) -> list[str]:
    """Return the phrases of a text that read as translated; quotations and code are left out."""
    text = re.sub(r"```.*?```|`[^`]*`|\"[^\"]*\"", " ", text, flags=re.DOTALL)
    return [match[0] for match in PHRASES.finditer(" ".join(text.split()))]


def test_a_phrase_of_the_list_would_be_found():
    assert phrases("A date stands once, which is no date; they were\ntold of it.") == [
        "stands",
        "which is no",
        "told",
    ]


def test_a_code_is_declared_once_and_belongs_to_its_room():
    texts = [path.read_text(encoding="utf-8") for path in MODULES]
    codes = [code for text in texts for _, code in DECLARED.findall(text)]
    assert sorted(codes) == sorted(KINDS)
    for modules in ROOMS.values():
        assert len({kind.code[: len("SDP-n")] for kind in kinds_in(modules)}) == 1


def test_every_kind_is_used_by_the_library():
    names = {
        name: path.stem
        for path in MODULES
        for name, _ in DECLARED.findall(path.read_text(encoding="utf-8"))
    }
    used = set()
    for path in (ROOT / "sdp_lib").rglob("*.py"):
        if path.parent.name != "problems":
            tree = ast.parse(path.read_text(encoding="utf-8"))
            used |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert {*names} - used == set()


def test_every_rule_of_the_checks_has_a_kind():
    kinds = [rule.kind for rule in RULES if rule is not UNREADABLE]
    assert {kind.code for kind in kinds} == {code for code in KINDS if code.startswith("SDP-8")}


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.code)
def test_a_kind_says_in_sentences_what_it_means_and_what_to_do(kind):
    assert kind.title[0].isupper() and not kind.title.endswith(".")
    assert kind.meaning.endswith(".")
    assert kind.fix[0].isupper() and not kind.fix.endswith(".")
    assert examples()[kind.code].endswith(f"[{kind.code}]")


def test_the_pages_are_those_of_the_code():
    written = runpy.run_path(str(ROOT / "docs/errors.py"))["pages"]()
    kept = {path.name: path.read_text(encoding="utf-8") for path in PAGES}
    assert kept == written, "write them again: python docs/errors.py"
    assert {*written} == {"index.md", *(f"{code}.md" for code in KINDS)}


@pytest.mark.reports  # it tries every message, which takes as long as making reports
def test_the_examples_are_messages_that_the_cases_produce(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with project_in(tmp_path) as place:
        found = messages(CASES, place)
    assert found == dict(examples()), "write them again: python docs/errors.py"


def test_nothing_that_people_read_has_a_phrase_of_the_list():
    texts = [text for kind in KINDS.values() for text in (kind.title, kind.meaning, kind.fix)]
    texts += examples().values()
    texts += [path.read_text(encoding="utf-8") for path in PAGES]
    assert [phrase for text in texts for phrase in phrases(text)] == []


@pytest.mark.parametrize("path", PROSE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_page_of_the_documentation_has_a_phrase_of_the_list(path):
    assert phrases(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_page_of_a_report_has_a_phrase_of_the_list(path):
    """The committed outputs are what pages show."""
    notebook = read_notebook(path)
    shown = [
        output.data.get("text/html", "")
        for cell in code(notebook)
        for output in cell.outputs
        if "data" in output
    ]
    assert any(shown)
    words = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    page = BeautifulSoup("".join(shown), "html.parser")
    for typed in page.select("style, script"):
        typed.decompose()
    assert phrases("\n".join([*words, page.get_text(" ")])) == []


COMMANDS = sorted(one.callback.__name__.replace("_", "-") for one in app.registered_commands)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_is_in_good_english(command, monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")
    output = CliRunner().invoke(app, [command, "--help"]).output
    assert "Usage" in output
    assert PHRASES.findall(output) == []


def test_explain_shows_a_code_and_lists_all():
    output = CliRunner().invoke(app, ["explain", "210"]).output
    kind = KINDS["SDP-210"]
    assert output.startswith(f"SDP-210: {kind.title}\n\n{kind.meaning}")
    assert f"What to do: {kind.fix}." in output
    assert output.rstrip().endswith(f"Example: {examples()['SDP-210']}")
    listed = CliRunner().invoke(app, ["explain"]).output
    assert all(f"  {one.code}  {one.title}\n" in listed for one in KINDS.values())


def test_explain_suggests_a_code_for_one_that_is_mistyped():
    ended = CliRunner().invoke(app, ["explain", "SPD-210"])
    assert isinstance(ended.exception, InputError)
    assert "'SPD-210' is not a code. Did you mean SDP-210" in str(ended.exception)


def test_the_examples_hold_no_path_of_a_machine():
    held = json.dumps(dict(examples()))
    assert str(ROOT) not in held
    assert gettempdir() not in held
