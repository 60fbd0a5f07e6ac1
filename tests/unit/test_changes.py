"""Detection of changes, and the guess whether there will be work."""

import os

from sdp_lib.inputs.stamps import stamp_of
from sdp_lib.pipeline.plan import changes
from sdp_lib.pipeline.plan.changes import (
    look_at_inputs,
    look_at_library,
    wait_for_change,
)


def test_every_kind_of_change_is_seen(tmp_path):
    kept = tmp_path / "folder" / "kept.csv"
    kept.parent.mkdir()
    kept.write_text("one")
    seen = [stamp_of([tmp_path])]
    kept.write_text("another")
    seen.append(stamp_of([tmp_path]))
    os.utime(kept, ns=(0, 0))
    seen.append(stamp_of([tmp_path]))
    (tmp_path / "new.md").touch()
    seen.append(stamp_of([tmp_path]))
    (tmp_path / "new.md").rename(tmp_path / "folder" / "new.md")
    seen.append(stamp_of([tmp_path]))
    kept.unlink()
    seen.append(stamp_of([tmp_path]))
    assert len(set(seen)) == len(seen)


def test_missing_and_vanishing_files_are_ignored(tmp_path):
    (tmp_path / "broken").symlink_to(tmp_path / "nowhere")
    assert stamp_of([tmp_path, tmp_path / "missing"]) == ()


def test_a_single_file_is_watched_as_well_as_a_folder(tmp_path):
    (tmp_path / "a.yml").touch()
    assert [entry[0] for entry in stamp_of([tmp_path / "a.yml"])] == [str(tmp_path / "a.yml")]


def test_commentary_parameters_and_notebooks_are_watched_but_no_export(tmp_path):
    for place in (
        "data/commentary/2019-20-Q2/outcome-3.md", "data/received/export.xlsx", "params/a.yml",
        "notebooks/outcome.ipynb",
    ):  # fmt: skip
        (tmp_path / place).parent.mkdir(parents=True)
        (tmp_path / place).touch()
    found = look_at_inputs(tmp_path / "data", tmp_path / "params", tmp_path / "notebooks")
    names = [os.path.basename(place) for place, *_ in found]  # noqa: PTH119 - places are texts
    assert sorted(names) == ["a.yml", "outcome-3.md", "outcome.ipynb"]


def test_the_library_is_watched_but_not_its_compiled_files(tmp_path):
    (tmp_path / "_quarto.yml").touch()
    places = [place for place, *_ in look_at_library(tmp_path)]
    assert str(tmp_path / "_quarto.yml") in places
    assert any(place.endswith("page.css") for place in places)
    assert not any("__pycache__" in place for place in places)


def test_a_change_is_acted_on_once_it_is_complete(monkeypatch):
    paused = []
    monkeypatch.setattr(changes.time, "sleep", paused.append)
    looks = iter(["seen", "seen", "half", "more", "whole", "whole", "later"])
    assert wait_for_change(lambda: next(looks), "seen") == "whole"
    assert paused == [changes.PAUSE] * 2 + [changes.REST] * 3


def test_the_library_of_the_project_is_watched_as_well_as_the_running_one(tmp_path):
    before = look_at_library(tmp_path)
    (tmp_path / "sdp_lib").mkdir()
    (tmp_path / "sdp_lib" / "module.py").touch()
    assert len(look_at_library(tmp_path)) == len(before) + 1


def test_backup_files_of_editors_are_not_changes(tmp_path):
    for name in (".a.md.swp", "a.md~", ".ipynb_checkpoints/a.ipynb"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "itself").symlink_to(tmp_path)
    assert [entry[0] for entry in stamp_of([tmp_path])] == [str(tmp_path / "itself")]
