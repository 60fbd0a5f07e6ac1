import hashlib
from datetime import date
from pathlib import Path

import pytest
from support import QUARTER, fingerprint, read_csv
from typer.testing import CliRunner

from sdp_lib.cli import app
from sdp_lib.collect.correct import Asked, prepare_correction, write_correction
from sdp_lib.errors import BuildError, InputError
from sdp_lib.inputs.corrections import digest_of
from sdp_lib.inputs.returns import read_returns
from sdp_lib.periods import Period
from sdp_lib.storage import write_text

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


def rows_of(project, folder: str = "corrections") -> list[dict[str, str]]:
    return read_csv(project.root / "data" / folder / f"{QUARTER}.csv")


def asked(new: str, *, erase: bool = True, column: str = "progress") -> Asked:
    return Asked(Path("data"), Path("params"), NOW, "52", column, new, "It named somebody.",
                 "Senior Analyst", date(2019, 9, 20), erase=erase)  # fmt: skip


def held(project, text: str) -> bool:
    return any(text in path.read_text("utf-8") for path in (project.root / "data").rglob("*.csv"))


def test_if_the_returns_cannot_be_written_the_correction_is_not_there_either(at_work, monkeypatch):
    assert correct(column="delivery", new="remedial").exit_code == 0  # corrections exist already
    before = fingerprint(at_work.root)
    real = Path.replace

    def open_in_excel(path: Path, place: Path) -> Path:
        if Path(place).parent.name == "returns":
            raise PermissionError(13, "Permission denied", str(path), None, str(place))
        return real(path, place)

    with monkeypatch.context() as broken:
        broken.setattr(Path, "replace", open_in_excel)
        ended = correct("--erase")
    assert isinstance(ended.exception, BuildError)
    assert str(ended.exception).startswith(
        f"data/returns/{QUARTER}.csv: permission denied, so nothing was changed."
    )
    assert fingerprint(at_work.root) == before
    assert correct("--erase").exit_code == 0
    assert not held(at_work, NAMING)


def test_an_erasure_that_was_killed_half_way_is_finished_by_the_same_command(at_work, council):
    first, *others = prepare_correction(asked("Objections.")).files.items()
    write_text(first[0], first[1])  # killed before the next file
    assert [path.parent.name for path, _ in others] == ["returns"]
    assert answers(at_work, council).at["52", "progress"] == "Objections."
    ended = correct("--erase")
    assert (ended.exit_code, ended.output) == (0, f"Written: data/returns/{QUARTER}.csv\n")
    assert not held(at_work, NAMING)
    assert len(rows_of(at_work)) == 1
    assert answers(at_work, council).at["52", "progress"] == "Objections."
    assert "already has this value" in str(correct("--erase").exception)


@pytest.mark.parametrize("then", ["Objections.", "Objections were heard.", ""])
def test_an_answer_that_was_corrected_before_can_still_be_erased(at_work, council, then):
    assert correct().exit_code == 0
    assert correct("--erase", new=then).exit_code == 0
    assert not held(at_work, NAMING)
    assert answers(at_work, council).at["52", "progress"] == then
    assert held(at_work, "Objections.") == (then == "Objections."), "a correction is erased too"
    assert len(rows_of(at_work)) == 1 + (then != "Objections.")


def test_an_old_answer_that_a_correction_holds_in_words_is_erased_there_too(at_work, council):
    written(at_work, f'"{NAMING}"')
    assert correct("--erase").exit_code == 0
    assert [row["old"] for row in rows_of(at_work)] == [digest_of(NAMING)]
    assert not held(at_work, NAMING)
    assert answers(at_work, council).at["52", "progress"] == "Objections."


def test_going_back_to_the_answer_as_given_erases_the_correction(at_work, council):
    given = next(row["progress"] for row in rows_of(at_work, "returns") if row["activity"] == "1")
    correct(activity="1", new="Jo Example objects.")
    assert correct("--erase", activity="1", new=given).exit_code == 0
    assert not held(at_work, "Jo Example")
    assert len(rows_of(at_work)) == 1
    assert answers(at_work, council).at["1", "progress"] == given


def test_an_answer_that_is_not_a_text_can_be_erased_too(at_work, council):
    assert correct(column="delivery", new="remedial").exit_code == 0
    assert correct("--erase", column="delivery", new="unlikely").exit_code == 0
    assert correct("--erase", column="revised_end", new="").exit_code == 0
    found = answers(at_work, council).loc["52"]
    assert found["delivery"] == "unlikely"
    assert str(found["revised_end"]) == "NaT"


@pytest.mark.parametrize("folder", ["returns", "corrections"])
@pytest.mark.parametrize("erase", [True, False])
def test_a_file_that_was_written_meanwhile_is_not_overwritten(at_work, folder, erase):
    correct(column="delivery", new="remedial")
    prepared = prepare_correction(asked("Objections.", erase=erase))
    path = at_work.root / "data" / folder / f"{QUARTER}.csv"
    write_text(path, path.read_text(encoding="utf-8") + "\n")
    before = fingerprint(at_work.root)
    with pytest.raises(InputError, match=rf"data/{folder}/{QUARTER}\.csv: the file changed"):
        write_correction(prepared)
    assert fingerprint(at_work.root) == before


def test_a_correction_may_name_what_the_organisation_lists_as_not_personal(at_work):
    words = "Residents ring 03000 41 41 41."
    assert "it seems to hold a telephone number" in str(correct(new=words).exception)
    council = at_work.root / "params" / "council.yml"
    listed = 'not_personal: ["03000 41 41 41"]\n'
    council.write_text(council.read_text(encoding="utf-8") + listed, encoding="utf-8")
    assert correct(new=words).exit_code == 0
    assert "it seems to hold" in str(correct(new="Ring 03000 41 41 42.").exception)
