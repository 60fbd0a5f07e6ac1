import tempfile
from pathlib import Path

import pytest

from sdp_lib.pipeline.run.machine_paths import stand_ins, without_paths


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("at /home/jo.bloggs/sums/y.py:3", "at ~/sums/y.py:3"),
        ("\x1b[32m/home/jo/x\x1b[0m", "\x1b[32m~/x\x1b[0m"),
        ("/Users/jo", "~"),
        (r"C:\Users\jbloggs\a", r"~\a"),
        (r"'C:\\Users\\jo\\x'", r"'~\\x'"),
        ("file:///home/jo/x", "file://~/x"),
        ("/srv/p/data", "./data"),
        ("https://example.org/home/about", "https://example.org/home/about"),
    ],
)
def test_a_path_that_names_somebody_or_the_machine_has_a_stand_in(text, shown):
    assert without_paths(text, stand_ins(Path("/srv/p"))) == shown


def test_temporary_files_and_the_number_of_a_process_leave_no_trace():
    folder = tempfile.gettempdir()
    assert without_paths(f"{folder}/ipykernel_42/99.py:1", {}) == "<cell>:1"
    made = f"{folder}/{'ab12cd'}"
    assert without_paths(f"in {made}/x", {}) == "in <temporary>/x"


def test_a_project_behind_a_link_has_one_name(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    names = stand_ins(tmp_path / "link")
    assert {names[str(tmp_path / name)] for name in ("real", "link")} == {"."}
