"""A command that has split is one whose kernels were forked from a process of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from support import ROOT

from sdp_lib.build.forks import CAN_FORK
from sdp_lib.build.split import split_off

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="this system cannot fork processes")

COMMAND = """
import sys
import sdp_lib.build.leaving
from pathlib import Path
from sdp_lib.build import forks
from sdp_lib.build.execute import execute
from sdp_lib.build.jobs import Job
from sdp_lib.build.split import run_whole

def command():
    {before}
    forks.warm_up(Path.cwd())
    executed = execute(Job("sample", "sample", Path(sys.argv[1]), {{}}), Path.cwd())
    sys.stdout.write(executed.notebook)

{run}
"""
WHOLE, HALF = "command()", "run_whole(command)"
SERVER = "import os, psutil; print(psutil.Process(os.getppid()).cmdline()[1:])"
VISIBLE = [
    "import os, signal, sys; print('out'); print('error', file=sys.stderr)",
    "sys.path, sys.argv[:1], sys.flags, __name__, sys.excepthook.__module__, sys.stdin",
    "[x for x in sorted(os.environ.items()) if x[0] != 'JPY_PARENT_PID']",
    "[(number, signal.getsignal(number)) for number in signal.Signals]",
    "type(sys.modules['__main__']), sorted(globals()), len(os.listdir('/proc/self/fd'))",
    "os.getsid(0) == os.getpid(), [os.readlink(f'/proc/{os.getppid()}/fd/{n}') for n in (1, 2)]",
    "import gc; gc.isenabled(), [one.__name__ for one in sys.meta_path if isinstance(one, type)]",
    "try: 1 / 0\nexcept ZeroDivisionError: raise ValueError",
]


def command(folder: Path, run: str, *cells: str, before: str = "pass", cwd: Path = ROOT) -> list:
    """Run a command that executes a notebook; return what each cell has left."""
    path = folder / "sample.ipynb"
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    nbformat.write(
        new_notebook(
            cells=[new_code_cell(one, id=f"cell-{number}") for number, one in enumerate(cells)],
            metadata={"kernelspec": kernel, "language_info": {"name": "python"}},
        ),
        path,
    )
    ended = subprocess.run(
        [sys.executable, "-c", COMMAND.format(run=run, before=before), str(path)],
        cwd=cwd, env=os.environ | {"PYTHONPATH": str(ROOT)}, text=True,
        capture_output=True, check=False,
    )  # fmt: skip
    assert (ended.returncode, ended.stderr) == (0, "")
    executed = nbformat.reads(ended.stdout, as_version=4)
    return [one.outputs for one in executed.cells if one.get("id", "").startswith("cell-")]


def was_split(folder: Path, run: str, **given) -> bool:
    ((printed,),) = command(folder, run, SERVER, **given)
    return "kernel_server" not in printed.text


def test_kernels_of_a_command_that_has_split_show_what_those_of_a_new_process_do(tmp_path):
    assert was_split(tmp_path, HALF)
    assert not was_split(tmp_path, WHOLE)
    split, whole = (command(tmp_path, run, *VISIBLE) for run in (HALF, WHOLE))
    assert len(split) == len(VISIBLE)
    for source, one, other in zip(VISIBLE, split, whole, strict=True):
        assert one == other, source


THREAD = "import threading; threading.Thread(target=threading.Event().wait, daemon=True).start()"


@pytest.mark.parametrize("before", ["import numpy", THREAD])
def test_nothing_is_split_off_where_something_has_begun(tmp_path, before):
    assert not was_split(tmp_path, HALF, before=before)


@pytest.mark.parametrize("name", ["decimal", "sdp_lib", "own"])
def test_nothing_is_split_off_where_kernels_could_import_something_else(tmp_path, name):
    (tmp_path / name).mkdir()
    assert was_split(tmp_path, HALF, cwd=tmp_path) == (name == "own")


def test_nothing_is_split_off_where_nobody_would_catch_it(tmp_path):
    assert split_off(tmp_path, None, ()) is None


SCRIPT = """
import sys
{before}
from sdp_lib.cli import script
script()
"""


def script(*arguments: str, before: str = "", **given) -> subprocess.CompletedProcess[str]:
    code = SCRIPT.format(before=before)
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT, text=True, stderr=subprocess.PIPE, check=False, **given,
    )  # fmt: skip


def test_a_command_that_ends_at_once_has_done_everything(tmp_path):
    left = tmp_path / "left"
    before = f"import atexit, pathlib; atexit.register(pathlib.Path({str(left)!r}).touch)"
    ended = script("status", "2019-20-Q2", "--json", before=before, stdout=subprocess.PIPE)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert json.loads(ended.stdout)["quarter"] == "2019-20-Q2"
    assert script("status", "2019-20-Q9", stdout=subprocess.PIPE).returncode == 2
    assert script("--no-such-option", stdout=subprocess.PIPE).returncode == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is always full")
def test_a_command_whose_output_cannot_be_written_says_so():
    with Path("/dev/full").open("w") as full:
        ended = script("status", "2019-20-Q2", "--json", stdout=full)
    assert ended.returncode != 0
    assert "No space left on device" in ended.stderr
