"""`sdp lab`: JupyterLab in the project's notebooks, with the project's own Python."""

import subprocess
import sys
from contextlib import contextmanager

import pytest
from support import ROOT

from sdp_lib.cli import main


@pytest.fixture
def started(monkeypatch) -> list[tuple[list[str], dict[str, object]]]:
    """The calls of JupyterLab, which are recorded and not made; each ends with status 3."""
    calls = []

    class Ended:
        interrupted = False

        def wait(self) -> int:
            if not Ended.interrupted:
                Ended.interrupted = True
                raise KeyboardInterrupt
            return 3

    @contextmanager
    def popen(command, **named):
        calls.append((command, named))
        yield Ended()

    monkeypatch.setattr(subprocess, "Popen", popen)
    return calls


def status(monkeypatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["sdp", "lab", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def test_jupyterlab_opens_in_the_notebooks_with_our_python_and_all_arguments(monkeypatch, started):
    monkeypatch.chdir(ROOT / "data")
    assert status(monkeypatch, "--no-browser", "--port=9000", "x.ipynb") == 3
    ((command, named),) = started
    assert command == [
        sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={ROOT}",
        "--LabApp.default_url=/lab/tree/notebooks", "--no-browser", "--port=9000", "x.ipynb",
    ]  # fmt: skip
    assert named["cwd"] == ROOT / "data"  # where a path that is typed begins
    assert named["env"]["JUPYTER_PREFER_ENV_PATH"] == "1"


def test_a_notebook_that_is_named_is_opened_instead_of_the_folder(monkeypatch, started):
    monkeypatch.chdir(ROOT / "notebooks")
    status(monkeypatch, "outcome.ipynb")
    assert started[0][0][3:] == [f"--ServerApp.root_dir={ROOT}", "outcome.ipynb"]


@pytest.mark.parametrize("theirs", ["--notebook-dir=/x", "--ServerApp.root_dir=/x"])
def test_a_folder_that_is_given_takes_the_place_of_ours(monkeypatch, started, theirs):
    monkeypatch.chdir(ROOT)
    status(monkeypatch, theirs)
    assert [one for one in started[0][0] if "dir=" in one] == [theirs]


def test_if_jupyterlab_is_missing_the_error_says_what_to_do(monkeypatch, capsys, started):
    module = sys.modules["sdp_lib.cli.lab"]
    monkeypatch.setattr(module, "find_spec", {"jupyterlab": None}.__getitem__)
    monkeypatch.chdir(ROOT)
    assert status(monkeypatch) == 2
    errors = capsys.readouterr().err
    assert errors.startswith("JupyterLab: it is not installed in ")
    assert "Run 'make setup', or 'conda env update --file environment.yml'" in errors
    assert started == []


def test_outside_every_project_nothing_is_opened(monkeypatch, capsys, tmp_path, started):
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path)
    assert status(monkeypatch) == 2
    assert "neither this folder nor one above it is a project" in capsys.readouterr().err
    assert started == []
