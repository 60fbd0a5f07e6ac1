"""A command that has split is one whose kernels were forked from a process of their own."""

import os
import subprocess
import sys
from collections.abc import Sequence
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


def command(
    folder: Path,
    run: str,
    *cells: str,
    before: str = "pass",
    cwd: Path = ROOT,
    options: Sequence[str] = (),
) -> list:
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
        [sys.executable, *options, "-c", COMMAND.format(run=run, before=before), str(path)],
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


@pytest.mark.parametrize(
    "before", ["import numpy", THREAD, "import sys; sys.settrace(lambda *_: None)"]
)
def test_nothing_is_split_off_where_something_has_begun(tmp_path, before):
    assert not was_split(tmp_path, HALF, before=before)


@pytest.mark.parametrize("name", ["decimal", "sdp_lib", "own"])
def test_nothing_is_split_off_where_kernels_could_import_something_else(tmp_path, name):
    (tmp_path / name).mkdir()
    assert was_split(tmp_path, HALF, cwd=tmp_path) == (name == "own")


@pytest.mark.parametrize("option", ["-O", "-P", "-Xutf8", "-Wignore"])
def test_nothing_is_split_off_by_a_python_that_was_given_options(tmp_path, option):
    assert not was_split(tmp_path, HALF, options=(option,))


def test_half_a_process_does_not_go_on_as_the_command(tmp_path):
    before = "import os; os.setsid = None"
    ((printed,),) = command(tmp_path, HALF, "print('by an ordinary kernel')", before=before)
    assert printed.text == "by an ordinary kernel\n"


def test_a_command_that_is_not_told_of_children_that_end_ends_well(tmp_path):
    before = "import signal; signal.signal(signal.SIGCHLD, signal.SIG_IGN)"
    assert was_split(tmp_path, HALF, before=before)


def test_nothing_is_split_off_where_nobody_would_catch_it(tmp_path):
    assert split_off(tmp_path, None, ()) is None
