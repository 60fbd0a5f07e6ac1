import hashlib

import pytest
from support import QUARTER, read_csv
from typer.testing import CliRunner

from sdp_lib.cli import app
from sdp_lib.errors import InputError
from sdp_lib.inputs.corrections import digest_of
from sdp_lib.inputs.returns import read_returns
from sdp_lib.periods import Period

NOW = Period.parse(QUARTER)
NAMING = "Zebedee Quillfeather of 12 High Street, 01622 694 000, is against it."


@pytest.fixture
def at_work(project, monkeypatch):
    """A project in which an answer names somebody, as the current folder."""
    monkeypatch.chdir(project.root)
    project.rewrite(
        f"data/returns/{QUARTER}.csv",
        lambda row: {"progress": NAMING} if row["activity"] == "52" else {},
    )
    return project


def correct(*more: str, activity: str = "52", column: str = "progress", new: str = "Objections."):
    options = ["--activity", activity, "--column", column, "--reason", "It named somebody.",
               "--by", "Senior Analyst", "--on", "2019-09-20", "--new", new]  # fmt: skip
    return CliRunner().invoke(app, ["correct", QUARTER, *options, *more])


def answers(project, council):
    rows = read_csv(project.root / "data" / "returns" / f"{QUARTER}.csv")
    return read_returns(project.root / "data", NOW, council, [row["activity"] for row in rows])


def corrections(project) -> str:
    return (project.root / "data" / "corrections" / f"{QUARTER}.csv").read_text(encoding="utf-8")


def test_the_row_keeps_a_digest_of_a_text_and_not_the_text(at_work, council):
    assert correct().exit_code == 0
    [row] = read_csv(at_work.root / "data" / "corrections" / f"{QUARTER}.csv")
    assert row == {
        "activity": "52", "column": "progress", "new": "Objections.", "on": "2019-09-20",
        "old": f"sha256:{hashlib.sha256(NAMING.encode()).hexdigest()}",
        "reason": "It named somebody.", "by": "Senior Analyst",
    }  # fmt: skip
    assert answers(at_work, council).at["52", "progress"] == "Objections."


def test_a_second_correction_follows_the_first(at_work, council):
    correct()
    assert correct(new="Objections were heard.").exit_code == 0
    assert correct(column="revised_end", new="2021-05-01").exit_code == 0
    found = answers(at_work, council).loc["52"]
    assert found["progress"] == "Objections were heard."
    assert found["revised_end"].date().isoformat() == "2021-05-01"
    assert "2021-04-01,2021-05-01" in corrections(at_work), "a date is no secret"


def test_an_erased_answer_is_in_no_file_and_does_not_come_back(at_work, council):
    assert correct("--erase").exit_code == 0
    held = [path.read_bytes() for path in (at_work.root / "data").rglob("*.csv")]
    assert not any(NAMING.encode() in content for content in held)
    assert answers(at_work, council).at["52", "progress"] == "Objections."


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"activity": "999"}, "--activity: '999' has no return"),
        ({"column": "title"}, "--column: 'title' cannot be corrected"),
        ({"new": "Ask jo@example.org"}, "--new: it seems to hold an e-mail address"),
        ({"column": "revised_end", "new": "2021-02-30"}, "which is not a date"),
        ({"column": "delivery", "new": "green"}, "which is not a known delivery status"),
        ({"new": NAMING.replace("01622 694 000", "").replace("  ", " ")}, ""),
        ({"new": ""}, ""),
    ],
)
def test_a_wrong_correction_writes_nothing(at_work, change, expected):
    ended = correct(**change)
    if not expected:  # no mistake
        assert ended.exit_code == 0
        return
    assert isinstance(ended.exception, InputError)
    assert expected in str(ended.exception)
    assert not (at_work.root / "data" / "corrections" / f"{QUARTER}.csv").exists()


def test_a_correction_that_changes_nothing_is_refused(at_work):
    correct()
    ended = correct()
    assert "already has this value" in str(ended.exception)


def written(project, old: str, new: str = "Objections.") -> None:
    path = project.root / "data" / "corrections" / f"{QUARTER}.csv"
    path.parent.mkdir(exist_ok=True)
    row = f"52,progress,{old},{new},It named somebody.,Senior Analyst,2019-09-20"
    path.write_text(f"activity,column,old,new,reason,by,on\n{row}\n", encoding="utf-8")


def test_a_digest_is_that_of_the_answer_but_for_white_space(at_work, council):
    for text in (NAMING, f" {NAMING}\n"):
        at_work.rewrite(
            f"data/returns/{QUARTER}.csv",
            lambda row, text=text: {"progress": text} if row["activity"] == "52" else {},
        )
        written(at_work, digest_of(NAMING))
        assert answers(at_work, council).at["52", "progress"] == "Objections."


def test_a_digest_of_another_answer_is_refused_without_showing_the_answer(at_work, council):
    written(at_work, digest_of("Something else."))
    with pytest.raises(InputError) as caught:
        answers(at_work, council)
    assert "old is the digest of another answer than progress has" in str(caught.value)
    assert "Quillfeather" not in str(caught.value)


def test_an_invalid_digest_is_refused(at_work, council):
    written(at_work, "sha256:abc")
    with pytest.raises(InputError, match="sha256: and its 64 hex digits"):
        answers(at_work, council)
