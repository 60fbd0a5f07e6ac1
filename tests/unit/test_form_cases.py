"""Realistic exports: those in `cases/forms`, and others of each kind."""

import csv
import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from form_cases import CASES, Case
from forms_export import set_up_desk
from support import QUARTER, ROOT

from sdp_lib.collect.ingest import Request, carry_out, prepare
from sdp_lib.inputs.forms.export import read_export
from sdp_lib.inputs.forms.findings import Findings
from sdp_lib.inputs.forms.form import IDENTITY, Form, read_form
from sdp_lib.inputs.window import Window
from sdp_lib.periods import Period

FILES = ROOT / "tests" / "cases" / "forms"
EXPECTED = json.loads((FILES / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def form() -> Form:
    return read_form(ROOT / "data", ROOT / "params", Period.parse(QUARTER))


def outcome(path: Path, form: Form) -> tuple[int, dict[str, dict[str, str]], str]:
    """Return the exit status, the answers by activity and column, and the messages."""
    findings = Findings()
    try:
        export = read_export(path, form, findings)
    except Exception as error:
        findings.add_errors(error.problems)
        return 2, {}, "\n".join(map(str, findings.found))
    answers = {
        name: dict(zip(form.columns, one.values, strict=True))
        for name, one in export.answers.items()
    }
    return 2 if findings.errors else 0, answers, "\n".join(map(str, findings.found))


@pytest.mark.parametrize("case", EXPECTED, ids=lambda case: case["file"])
def test_a_file_that_somebody_sent_is_read_correctly_or_refused_with_its_cell(case, form):
    rc, answers, message = outcome(FILES / case["file"], form)
    if rc == 2 and "or_says" in case and re.search(case["or_says"], message):
        return
    assert rc == case["rc"], message
    assert re.search(case.get("says", ""), message)
    if rc == 0:
        for activity, cells in case["rows"].items():
            assert {name: answers[activity][name] for name in cells} == cells
        held = " ".join(text for answer in answers.values() for text in answer.values())
        assert [text for text in case.get("absent", []) if text in held] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: ascii(case.name))
def test_another_export_of_its_kind_is_read_correctly_too(case: Case, form, tmp_path):
    council = form.council.model_copy(update=dict(case.council))
    asked = form.asked
    if case.window:
        opened, closed = map(date.fromisoformat, case.window)
        asked = asked.model_copy(update={"window": Window(opened=opened, closed=closed)})
    rc, answers, message = outcome(case.make(tmp_path), with_council(form, council, asked))
    assert rc == case.rc, message
    for activity, cells in case.rows.items():
        assert {name: answers[activity][name] for name in cells} == cells
    held = " ".join(text for answer in answers.values() for text in answer.values()).lower()
    assert [text for text in case.absent if text in held or text in message.lower()] == []
    assert re.search(case.says, message), message


def with_council(form: Form, council, asked) -> Form:
    """Return a form of another configuration."""
    identity = {text: one for text, one in council.form.items() if one in IDENTITY}
    named = {one: text for text, one in council.form.items() if text not in identity}
    questions = {**named, "submitted": named.get("submitted", "Completion time")}
    return Form(council, questions, identity, form.activities, asked, form.params)


def test_there_are_at_least_a_hundred_and_twenty_of_them():
    assert len({case.name for case in CASES}) == len(CASES)
    assert len(EXPECTED) == len(list(FILES.glob("*.*"))) - 1
    assert len(EXPECTED) + len(CASES) >= 120


@pytest.mark.parametrize("case", EXPECTED[::6], ids=lambda case: case["file"])
def test_the_command_writes_what_was_read(case, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    desk = set_up_desk(tmp_path, with_returns=False)
    shutil.copyfile(FILES / case["file"], tmp_path / case["file"])
    request = Request(Path(case["file"]), Period.parse(QUARTER), Path("data"), Path("params"),
                      date(2019, 9, 16))  # fmt: skip
    work = prepare(request)
    assert (work.merged is None) == (case["rc"] == 2)
    if work.merged:
        carry_out(work)
        with desk.returns.open(encoding="utf-8", newline="") as file:
            written = {row["activity"]: row for row in csv.DictReader(file)}
        for activity, cells in case["rows"].items():
            assert {name: written[activity][name] for name in cells} == cells
