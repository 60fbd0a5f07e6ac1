"""`sdp init`: its result for each choice, its refusals, and what an update leaves alone."""

import json
import re
import shutil
from pathlib import Path

import pytest
import yaml
from support import ROOT, fingerprint, read_csv
from typer.testing import CliRunner

from sdp_lib.cli import app
from sdp_lib.errors import InputError
from sdp_lib.inputs.council import read_council
from sdp_lib.periods import Calendar, Period

pytestmark = pytest.mark.reports  # each makes whole projects

LIBRARY = ROOT / "sdp_lib"


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str):
        return CliRunner().invoke(app, list(arguments), obj=Path.cwd())

    return call


@pytest.fixture
def made(run, tmp_path) -> Path:
    """A project with the first period of the year from April, as most options have it."""
    assert run("init", "new", "--period", "2026-27-Q1").exit_code == 0
    return tmp_path / "new"


CHOICES = {
    "2026-27-Q3": (),
    "2026-27-M12": ("--every", "month"),
    "2026-27-H2": ("--every", "half_year"),
    "2026-27": ("--every", "year", "--statuses", "rag"),
    "2026-M02": ("--every", "month", "--year-starts", "January", "--statuses", "rag"),
    "2026-27-Q2": ("--year-starts", "august", "--name", 'Lights & "Sons": a #1 ' r"\trust"),
}


@pytest.mark.parametrize(("period", "options"), CHOICES.items(), ids=CHOICES)
def test_a_new_project_of_each_calendar_has_nothing_to_check(run, monkeypatch, period, options):
    assert run("init", "new", "--period", period.lower(), *options).exit_code == 0
    monkeypatch.chdir("new")
    ended = run("check", period)
    message = "0 errors, 0 warnings and 0 notes. 3 of 3 returns received, 0 late, 0 missing.\n"
    assert (ended.exit_code, ended.stdout, ended.stderr) == (0, message, "")


def test_name_and_statuses_are_those_that_were_asked_for(run, tmp_path):
    name = 'Harbour "Lights" & Sons: #1'
    run("init", "new", "--period", "2026-27-Q1", "--name", name, "--statuses", "rag")
    council = read_council(tmp_path / "new/params")
    assert (council.organisation.name, council.organisation.short) == (name, "HS")
    counted = [("green", "on_track"), ("amber", "off_track"), ("red", "off_track")]
    assert list(council.scale) == counted
    assert council.format == "2"
    assert f"title: {json.dumps(name + ': monitoring reports')}" in (
        tmp_path / "new/_quarto.yml"
    ).read_text(encoding="utf-8")


def test_without_a_period_the_first_is_that_of_today(run, tmp_path):
    run("init", "new", "--every", "year")
    [plan] = (tmp_path / "new/data/plans").iterdir()
    period = Period.parse(plan.name, Calendar(every="year"))
    made = (tmp_path / "new/params" / f"{period}.yml").stat().st_mtime
    assert period == Period.of(period.first_day.fromtimestamp(made), period.calendar)


def test_the_examples_say_that_they_are_examples(made):
    rows = read_csv(made / "data/plans/2026-27/activities.csv")
    assert [row["source"] for row in rows] == ["illustrative"] * 3
    texts = [row["title"] for row in rows]
    returns = read_csv(made / "data/returns/2026-27-Q1.csv")
    texts += [row[name] for row in returns for name in ("progress", "issue_detail", "mitigation")]
    texts += [outcome["title"] for outcome in plan(made)["outcomes"]]
    assert all("example" in text.lower() for text in texts if text)


def plan(root: Path) -> dict:
    return yaml.safe_load((root / "data/plans/2026-27/plan.yml").read_text(encoding="utf-8"))


def test_every_line_of_the_configuration_that_is_commented_out_can_be_used(made):
    """With the comment marks removed, the lists and their questions are a valid configuration."""
    path = made / "params/council.yml"
    text = path.read_text(encoding="utf-8")
    ready = re.sub(r"^# ?(?=words:|  (?:[\w ]+:|- \{)|[a-z]+:$)", "", text, flags=re.MULTILINE)
    path.write_text(ready, encoding="utf-8")
    council = read_council(made / "params")
    assert [status.id for status in council.statuses][-1] == "paused"
    lists = (council.kinds, council.boards, council.registers, council.types, council.directorates)
    assert all(lists)
    assert council.asks("forward_plan_date", "boards_expected", "risk_registers")
    assert council.words.activity.one == "project"


def test_notebooks_are_those_of_the_package_without_what_they_showed(made):
    for path in sorted((made / "notebooks").iterdir()):
        new, own = (
            json.loads(file.read_text(encoding="utf-8"))
            for file in (path, ROOT / "notebooks" / path.name)
        )
        assert [cell["id"] for cell in new["cells"]] == [cell["id"] for cell in own["cells"]]
        assert all(cell.get("outputs", []) == [] for cell in new["cells"])
        parameters = "".join(new["cells"][1]["source"])
        assert 'quarter = "2026-27-Q1"' in parameters
        assert "2019-20" not in path.read_text(encoding="utf-8")


def test_quarto_settings_of_a_new_project_differ_only_in_the_folder_of_the_theme(made):
    new, own = (
        yaml.safe_load((root / "_quarto.yml").read_text(encoding="utf-8")) for root in (made, ROOT)
    )
    assert new["house"] == own["house"]
    for settings in (new, own):
        settings.pop("website")
        settings["project"].pop("render")
        settings["project"].pop("resources", None)
    assert json.dumps(new).replace("_extensions/sdp", "sdp_lib/presentation/theme") == json.dumps(
        own
    )
    named = set(re.findall(r"_extensions/sdp/[\w.]+", json.dumps(new)))
    assert named and all((made / name).is_file() for name in named)


def test_nothing_of_the_library_is_copied_but_what_quarto_needs(made):
    library = fingerprint(LIBRARY).items()
    ours = {digest for name, digest in library if not name.startswith("collect/templates/")}
    copied = [name for name, digest in fingerprint(made).items() if digest in ours]
    assert copied and all(name.startswith("_extensions/sdp/") for name in copied)
    assert not list(made.rglob("*.py"))


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        (
            ("--year-starts", "Brumaire"),
            "--year-starts: 'Brumaire' is not a month. Write a month such as april",
        ),
        (("--period", "2026-Q1"), "'2026-Q1' is not a quarter here"),
        (("--name", " "), "--name: '' is not one line of 1 to 200 characters"),
        (("--name", "a\nb"), "--name: 'a\\nb' is not one line"),
        (("--name", "x" * 201), "of 1 to 200 characters"),
    ],
    ids=["month", "period", "no name", "two lines", "long name"],
)
def test_a_wrong_choice_is_reported_and_nothing_is_made(run, tmp_path, options, wanted):
    ended = run("init", "new", *options)
    assert wanted in str(ended.exception)
    assert ended.exception.exit_status == 2
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_holds_something_is_refused_and_left_as_it_was(run, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full/note.txt").write_text("mine", encoding="utf-8")
    before = fingerprint(tmp_path)
    for name, wanted in (("full", "the folder is not empty"), ("full/note.txt", "this is a file")):
        ended = run("init", name)
        assert f"{name}: {wanted}" in str(ended.exception)
        assert ended.exception.exit_status == 2
    assert fingerprint(tmp_path) == before


def test_a_folder_in_which_only_git_has_begun_is_empty(run, tmp_path):
    (tmp_path / "new/.git").mkdir(parents=True)
    assert run("init", "new").exit_code == 0


def test_an_update_renews_the_theme_and_keeps_what_the_organisation_wrote(run, made):
    theme = made / "_extensions/sdp"
    (theme / "page.css").write_text("old", encoding="utf-8")
    (theme / "gone.css").write_text("old", encoding="utf-8")
    changed = made / "notebooks/outcome.ipynb"
    changed.write_text(
        changed.read_text(encoding="utf-8").replace("stands in the way", "is in the way"),
        encoding="utf-8",
    )
    (made / "notebooks/scorecard.ipynb").unlink()
    (made / "params/council.yml").write_text("# mine\n", encoding="utf-8")
    before = fingerprint(made)
    ended = run("init", "--update", "new")
    assert ended.stdout.splitlines() == [
        "1 file of the theme was brought up to date.",
        "Removed, since the package no longer has it: _extensions/sdp/gone.css",
        "Kept, though different from the package's: notebooks/outcome.ipynb",
    ]
    after = fingerprint(made)
    moved = {name for name in before.keys() | after if before.get(name) != after.get(name)}
    assert moved == {"_extensions/sdp/page.css", "_extensions/sdp/gone.css"}
    css = LIBRARY / "presentation/theme/page.css"
    assert (theme / "page.css").read_bytes() == css.read_bytes()


def test_an_update_of_what_is_up_to_date_changes_nothing_whatever_a_notebook_has_shown(run, made):
    path = made / "notebooks/council.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"][2]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x"}]
    notebook["cells"][1]["source"][0] = 'quarter = "2026-27-Q2"\n'
    path.write_text(json.dumps(notebook), encoding="utf-8")
    before = fingerprint(made)
    assert run("init", "--update", "new").stdout == "The theme was up to date.\n"
    assert fingerprint(made) == before


def test_an_update_names_settings_and_notebooks_that_cannot_be_read(run, made):
    (made / "notebooks/council.ipynb").write_text("none", encoding="utf-8")
    (made / "_quarto.yml").write_text("house: {}\n", encoding="utf-8")
    output = run("init", "--update", "new").stdout
    assert output.endswith("from the package's: notebooks/council.ipynb, _quarto.yml\n")


def test_an_update_that_cannot_read_a_file_changes_nothing(run, made):
    (made / "_extensions/sdp/page.css").write_text("old", encoding="utf-8")
    (made / "_quarto.yml").write_bytes(b"\xff\xfe")
    before = fingerprint(made)
    assert isinstance(run("init", "--update", "new").exception, InputError)
    assert fingerprint(made) == before


def test_an_update_needs_a_project_and_takes_no_choices(run, made, tmp_path):
    assert "there is no project here" in str(run("init", "--update", str(tmp_path)).exception)
    message = str(run("init", "--update", "new", "--every", "month", "--name", "x").exception)
    assert "--name and --every cannot be given too. Leave that out" in message


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("3", "format is '3', and this version of sdp_lib reads formats up to 2. Install"),
        ("two", "format is 'two', and this version of sdp_lib reads formats up to 2. Write format"),
    ],
)
def test_a_configuration_of_another_format_is_reported_in_one_line(
    run, made, monkeypatch, given, wanted
):
    path = made / "params/council.yml"
    text = path.read_text(encoding="utf-8")
    later = text.replace("format: 2", f"format: {given}\nunheard_of: of it")
    path.write_text(later, encoding="utf-8")
    monkeypatch.chdir(made)
    error = run("check", "2026-27-Q1").stderr
    assert wanted in error
    assert error.count("\n") == 1
    assert error.startswith("params/council.yml, line 6 (format)")


def test_a_configuration_without_a_format_is_read_as_it_was_before_there_was_one(made):
    path = made / "params/council.yml"
    text = path.read_text(encoding="utf-8").replace("format: 2\n", "")
    path.write_text(text.replace("count: on_track", "on_track: true", 1), encoding="utf-8")
    council = read_council(made / "params")
    assert council.format == "1"
    assert council.statuses[0].on_track


SAMPLE = ROOT / "examples/monthly-board"


@pytest.mark.parametrize("period", ["2026-27-M04", "2026-27-M05", "2026-27-M06"])
def test_the_second_sample_has_nothing_to_check(run, made, monkeypatch, period):
    for name in ("data", "params"):
        shutil.rmtree(made / name)
        shutil.copytree(SAMPLE / name, made / name)
    monkeypatch.chdir(made)
    ended = run("check", period)
    message = "0 errors, 0 warnings and 0 notes. 5 of 5 returns received, 0 late, 0 missing.\n"
    assert (ended.exit_code, ended.stdout, ended.stderr) == (0, message, "")


def test_the_second_sample_is_a_new_project_that_somebody_filled_in(run, tmp_path):
    name = ("--name", "Fellmoor Water Board", "--period", "2026-27-M04")
    run("init", "new", *name, "--every", "month", "--statuses", "rag")
    begun = (tmp_path / "new/params/council.yml").read_text(encoding="utf-8").splitlines()
    kept = set((SAMPLE / "params/council.yml").read_text(encoding="utf-8").splitlines())
    assert [line for line in begun if line.startswith("#") and line not in kept] == [
        "# words:",
        "#   activity: {one: project, many: projects}",
        "#   lead: {one: project manager, many: project managers}",
        "#  - {id: paused, label: Paused, answer: Paused, one: is paused, many: are paused, "
        "tone: neutral, count: neither}",
    ]
    assert read_council(SAMPLE / "params").notice == (
        "Invented data. There is no such board, and no such projects."
    )
