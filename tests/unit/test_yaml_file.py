import pytest
from pydantic import BaseModel, ConfigDict

from sdp_lib.errors import InputError
from sdp_lib.inputs.yaml_file import read_model, read_yaml


class Sample(BaseModel):
    """A strict model, like the project's, with a field of each type."""

    model_config = ConfigDict(extra="forbid")

    name: str
    count: int
    flag: bool = False


@pytest.fixture
def file(tmp_path):
    def write(text: str):
        path = tmp_path / "sample.yml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def problems(path, model=Sample) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_model(path, model)
    return [str(problem) for problem in caught.value.problems]


def test_every_scalar_stays_the_text_that_was_typed(file):
    read = read_yaml(file("a: no\nb: 029\nc: 2019-10-31\nd: 1_000\ne: 'yes'\nf: 1.10\ng: ~\nh:\n"))
    assert read.content == {
        "a": "no", "b": "029", "c": "2019-10-31", "d": "1_000", "e": "yes", "f": "1.10",
        "g": None, "h": None,
    }  # fmt: skip


def test_each_value_knows_its_line(file):
    read = read_yaml(file("# a comment\na: 1\n\nb:\n  - x\n  - {c: y}\n"))
    assert read.where(("a",)).endswith("sample.yml, line 2 (a)")
    assert read.where(("b", 1, "c")).endswith("line 6 (b.1.c)")
    assert read.where(("b", 0, "missing")).endswith("line 5 (b.0.missing)")


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ("name: a\ncount: 1\nname: b\n", 3, "the key 'name' appears again"),
        ("name: a\ncount: 1\nwrong: 2\n", 3, "'wrong' is not a known key"),
        ("name: a\n", 1, "the key 'count' is missing"),
        ("name: a\ncount: many\n", 2, "'many' cannot be used"),
        ("name: a\ncount: [1]\n", 2, "this value"),
        ("name: a\ncount: 1\nflag: maybe\n", 3, "'maybe' cannot be used"),
        ("name: [a\ncount: 1\n", 2, "this is not YAML"),
        ("name: a\n\tcount: 1\n", 2, "this is not YAML"),
    ],
)
def test_a_mistake_is_reported_with_its_line(file, text, line, found):
    (message,) = problems(file(text))
    assert f"sample.yml, line {line}" in message
    assert found in message


def test_all_mistakes_of_a_file_are_reported_at_once(file):
    messages = problems(file("count: many\nwrong: 1\nother: 2\nflag: maybe\n"))
    assert len(messages) == 5
    assert sum("is not a known key" in one for one in messages) == 2


@pytest.mark.parametrize("text", ["a: &x 1\nb: *x\n", "a: &x 1\n", "a: {<<: *x}\n"])
def test_aliases_and_anchors_are_refused(file, text):
    with pytest.raises(InputError, match=r"a YAML anchor or alias|not YAML"):
        read_yaml(file(text))


@pytest.mark.parametrize(
    "text",
    [
        "[" * 10_000,
        "a: " + "[" * 10_000 + "]" * 10_000,
        "{a: " * 10_000,
        "- " * 10_000,
        "- " * 1_000_000,
    ],
    ids=["open", "closed", "mappings", "lists", "a million"],
)
def test_more_levels_than_anybody_writes_are_refused(file, text):
    with pytest.raises(InputError, match=r"sample.yml: it has too many levels"):
        read_yaml(file(text))


def test_an_ampersand_in_a_text_is_not_an_alias(file):
    assert read_yaml(file("a: Kent & Medway\nb: '&x *x'\n")).content["a"] == "Kent & Medway"


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system ['true']", "!!int 1", "!x y"])
def test_tags_are_refused(file, tag):
    with pytest.raises(InputError, match=r"line 1.*tag"):
        read_yaml(file(f"a: {tag}\n"))


def test_two_documents_in_a_file_are_refused(file):
    with pytest.raises(InputError, match="this is not YAML"):
        read_yaml(file("a: 1\n---\na: 2\n"))


@pytest.mark.parametrize("text", ["", "# nothing\n", "[]", "text"])
def test_a_file_that_holds_no_settings_is_refused(file, text):
    assert problems(file(text))


def test_a_missing_file_is_named(tmp_path):
    (message,) = problems(tmp_path / "none.yml")
    assert "none.yml: the file does not exist" in message


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ('name: "a\\x07b"\ncount: 1\n', "line 1 (name)", "U+0007"),
        ('count: 1\nname: "\\u202e90%"\n', "line 2 (name)", "U+202E"),
        ('count: 1\nname:\n  - "\\r"\n', "line 3 (name.0)", "U+000D"),
        ('count: 1\n"na\\x00me": x\n', "line 1", "U+0000"),
        ("count: 1\nname: a\u200bb\n", "line 2 (name)", "U+200B"),
        ('name: "\\N"\ncount: 1\n', "line 1 (name)", "U+0085"),
    ],
)
def test_an_invisible_character_is_refused_with_line_and_key(file, text, line, found):
    with pytest.raises(InputError) as caught:
        read_yaml(file(text))
    [problem] = caught.value.problems
    assert problem.where.endswith(line)
    assert problem.wrong == f"it holds the invisible character {found}"


def test_line_ends_tabs_and_accents_are_not_refused(file):
    read = read_yaml(file('name: "a\\n\\tb é – “c”"\ncount: |\n  x\n  y\n'))
    assert read.content == {"name": "a\n\tb é – “c”", "count": "x\ny\n"}
