"""Workers give the results of ordinary kernels, whatever a notebook does, and end with a build."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import nbformat
import psutil
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from support import ROOT

from sdp_lib.pipeline.plan.jobs import Job
from sdp_lib.pipeline.run import worker_parent, worker_pool
from sdp_lib.pipeline.run.engine import suits_worker
from sdp_lib.pipeline.run.execute import Executed, execute, kill_kernels
from sdp_lib.pipeline.run.task_pool import run_all, thread_pool
from sdp_lib.pipeline.run.worker_pool import CAN_FORK, Workers

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="only Linux has workers")

PATIENCE = 600  # seconds until a test gives up: only a failure takes so long
WHO = "import os; print(os.getpid(), os.getppid())"
FOREVER = "import time; time.sleep(100_000)"
MODULES = worker_parent.PRELOADED
IMPORTS = f"import importlib; list(map(importlib.import_module, {MODULES})) and None"
SAID_BY_OTHERS = [
    "import os, subprocess, sys; print('mine', flush=True); os.write(1, b'by its descriptor')",
    "os.system('echo by another program; echo and its error >&2')",
    "subprocess.run(['printf', 'é' * 60_000]) and None",
    "%%bash\necho by a magic\necho and its error >&2",
    "!echo by an exclamation mark",
    "os.close(1); os.close(2); print('still')",
]
SURROUNDINGS = [
    "import os, signal, sys, threading, multiprocessing, asyncio",
    "os.getcwd(), sys.path, sys.argv[:1], sys.executable, sys.flags, __name__, sys.stdin",
    "[(number, signal.getsignal(number)) for number in signal.Signals]",
    "multiprocessing.get_start_method(), multiprocessing.current_process().name",
    "type(sys.modules['__main__']), sorted(globals()), __doc__",
    "threading.current_thread() is threading.main_thread(), os.getsid(0) == os.getpid()",
    "os.read(0, 1), sys.stdout.isatty(), sys.stdout.encoding",
    # Set by an import of pandas, and the ID of the process that asked for the kernel.
    "sorted(one for one in os.environ.items() if one[0] not in"
    " {'JPY_PARENT_PID', 'PYDEVD_USE_FRAME_EVAL', 'PYARROW_IGNORE_TIMEZONE', 'COLUMNS', 'LINES',"
    " 'PYTEST_CURRENT_TEST'})",
    "from concurrent.futures import ProcessPoolExecutor as Pool\n"
    "with Pool(1) as pool: print(list(pool.map(abs, [-1])))",
]
SHOWN = [
    "print('out'); import sys; print('error', file=sys.stderr); print('out again')",
    "from IPython.display import HTML, Markdown, SVG, clear_output, display, update_display",
    "print(1); display(2); print(3); 4",
    "display(HTML('<b>x</b>'), display_id='a'); update_display(Markdown('y'), display_id='a')",
    "print(1); clear_output(); print(2)",
    "print(1); clear_output(wait=True); display(2)",
    "import pandas as pd; pd.DataFrame({'a': [1, 2]})",
    "import matplotlib.pyplot as plt; plt.get_backend(), plt.bar(['a', 'b'], [1, 2])",
    "plt.figure(figsize=(1, 1)); plt.plot([1]); plt.show(); print('after')",
    "%matplotlib inline\nplt.plot([2]); None",
    "display(SVG('<svg xmlns=\"http://www.w3.org/2000/svg\"/>')); b'bytes', None, float('nan')",
    "None",
    "'a'; 'b';",
    "_, __, In[1][:8], len(Out)",
    "import logging; logging.warning('logged')",
    "'\\ud800', '\\x00', 'é', '\\u2028'",
]
AWAITED = [
    "import asyncio; await asyncio.sleep(0); asyncio.get_running_loop().is_running()",
    "asyncio.get_running_loop().is_running()",
    "task = asyncio.create_task(asyncio.sleep(0, 'done'))",
    "await task",
    "await asyncio.gather(*(asyncio.sleep(0, number) for number in range(3)))",
]
ENDS = {
    "raises": ["def f():\n    g()\n\ndef g():\n    raise KeyError('x')\n\nf()", "2"],
    "raises while it awaits": ["import asyncio\nawait asyncio.wait_for(asyncio.sleep(9), 0)", "2"],
    "is no Python": ["1 +", "2"],
    "is no magic": ["%nomagic", "2"],
    "exits": ["import sys; sys.exit(3)", "2"],
    "exits with nothing": ["import sys; sys.exit()", "2"],
    "quits": ["print('before'); quit()"],
    "interrupts": ["raise KeyboardInterrupt", "2"],
    "asks": ["input('?')", "2"],
    "asks for a password": ["import getpass; getpass.getpass()", "2"],
    "runs a loop of its own": ["import asyncio; asyncio.run(asyncio.sleep(0))", "2"],
    "cannot be shown": ["class Bad:\n    def __repr__(self): raise ValueError('bad')\nBad()", "2"],
    "dies": ["print('before')", "import os; os.kill(os.getpid(), 9)", "2"],
    "ends at once": ["print('before')", "import os; os._exit(0)", "2"],
}  # fmt: skip
# Values that differ between processes or moments.
_CHANCE = re.compile(r"ipykernel_\d+|0x[0-9a-f]+|\d{10}\.py")


@pytest.fixture(scope="module")
def pool() -> Iterator[Workers]:
    """The parent of this module's workers."""
    made = Workers(ROOT)
    made.start()
    yield made
    made.close()


def notebook(*sources: str) -> nbformat.NotebookNode:
    parameters = new_code_cell("", id="parameters", metadata={"tags": ["parameters"]})
    cells = [new_code_cell(source, id=f"cell-{number}") for number, source in enumerate(sources)]
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return new_notebook(cells=[parameters, *cells], metadata=metadata)


def job(folder: Path, *sources: str, name: str = "sample") -> Job:
    path = folder / f"{name}.ipynb"
    nbformat.write(notebook(*sources), path)
    return Job(name, name, path, {})


def left(executed: Executed) -> list[Any]:
    """The notebook as a reader sees it: each cell's number and outputs, and why it failed."""
    cells = [cell for cell in executed.content.cells if cell.get("id", "").startswith("cell-")]
    seen = [(cell.execution_count, _CHANCE.sub("", str(cell.outputs))) for cell in cells]
    return [*seen, executed.failure]


def printed(executed: Executed) -> list[str]:
    """The printed text of each cell."""
    cells = [cell for cell in executed.content.cells if cell.get("id", "").startswith("cell-")]
    return ["".join(output.get("text", "") for output in cell.outputs) for cell in cells]


def processes(executed: Executed) -> list[int]:
    """The IDs of a notebook's process and of its parent, as `WHO` printed them."""
    return [int(number) for number in printed(executed)[0].split()]


def runs(number: int) -> bool:
    try:
        return psutil.Process(number).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def comes_true(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


@pytest.mark.parametrize(
    "sources",
    [[IMPORTS, *SHOWN], [IMPORTS, *SURROUNDINGS], AWAITED, *ENDS.values()],
    ids=["shows", "looks around", "awaits", *ENDS],
)
def test_a_notebook_has_the_outputs_that_an_ordinary_kernel_gives(tmp_path, pool, sources):
    forked, ordinary = (execute(job(tmp_path, *sources), ROOT, one) for one in (pool, None))
    for source, here, there in zip([*sources, ""], left(forked), left(ordinary), strict=True):
        # A kernel counts a cell in which it died; its outputs are the same.
        assert here == there or here[1] == there[1], source


def test_output_of_other_programs_comes_with_its_cell_and_in_order(tmp_path, pool):
    executed = execute(job(tmp_path, *SAID_BY_OTHERS), ROOT, pool)
    assert printed(executed) == [
        "mine\nby its descriptor",
        "by another program\nand its error\n",
        "é" * 60_000,
        "by a magic\nand its error\n",
        "by an exclamation mark\r\n",  # by a terminal, which IPython makes for it
        "still\n",
    ]


def test_output_of_a_fork_of_the_notebook_comes_with_its_cell(tmp_path, pool):
    prints = """
import os, sys
if not (child := os.fork()):
    print("by a child")
    sys.stdout.flush()
    os._exit(0)
os.waitpid(child, 0)
print("by the notebook")
"""
    assert printed(execute(job(tmp_path, prints), ROOT, pool)) == ["by a child\nby the notebook\n"]


def test_output_of_a_long_cell_is_kept_when_its_process_dies(tmp_path, pool):
    prints = (
        "import os, time\nfor n in range(3): print(n); time.sleep(0.3)\nos.kill(os.getpid(), 9)"
    )
    assert printed(execute(job(tmp_path, prints), ROOT, pool))[0].startswith("0\n")


def test_output_of_threads_and_exit_functions_and_binary_output_do_no_harm(tmp_path, pool):
    threads = """
from concurrent.futures import ThreadPoolExecutor
from IPython.display import display
with ThreadPoolExecutor(8) as pool:
    done = [pool.submit(print, "x" * 1000) for _ in range(400)]
    for number in range(50):
        display("y" * 10_000)
print(sum(one.result() is None for one in done))
"""
    done = tmp_path / "done"
    leaves = f"""
import atexit
def leave():
    print("at the end", flush=True)
    open({str(done)!r}, "w").close()
atexit.register(leave) and None
"""
    again = "import subprocess; subprocess.run('echo 2 > /dev/stdout; echo 3', shell=True) and None"
    sources = [threads, "print('\\ud800 and on')", again, "1 + 1", leaves]
    executed = execute(job(tmp_path, *sources), ROOT, pool)
    assert executed.failure is None
    said = printed(executed)
    assert said[0].count("x") == 400_000
    assert said[0].endswith("400\n")
    assert said[1] == "? and on\n"
    assert said[2].endswith("3\n")
    assert done.exists()


def test_nothing_runs_after_quit(tmp_path, pool):
    executed = execute(job(tmp_path, "print('before'); quit()", "print('after')"), ROOT, pool)
    assert executed.failure == "DeadKernelError: Kernel died [SDP-530]"
    assert printed(executed) == ["before\n", ""]


def test_a_worker_is_forked_with_everything_imported_and_gone_afterwards(tmp_path, pool):
    loaded = f"import sys; print(all(name in sys.modules for name in {worker_parent.PRELOADED}))"
    executed = execute(job(tmp_path, WHO, loaded), ROOT, pool)
    worker, parent = processes(executed)
    assert parent != os.getpid()
    assert printed(executed)[1] == "True\n"
    assert not runs(worker)


def test_notebooks_share_nothing(tmp_path, pool):
    draws = "import numpy, random; print(numpy.random.random(), random.random())"
    spoils = "import os, pandas; os.environ['SPOILT'] = pandas.SPOILT = '1'; os.chdir('/')"
    looks = "import os, pandas; print('SPOILT' in {*os.environ, *dir(pandas)}, os.getcwd())"
    first = printed(execute(job(tmp_path, draws, spoils), ROOT, pool))
    second = printed(execute(job(tmp_path, draws, looks), ROOT, pool))
    assert not {*first[0].split()} & {*second[0].split()}
    assert second[1] == "False .\n"


def test_exit_functions_run_and_open_files_are_written(tmp_path, pool):
    done, written = tmp_path / "done", tmp_path / "written"
    leaves = f"import atexit, pathlib; atexit.register(pathlib.Path({str(done)!r}).touch) and None"
    opens = f"file = open({str(written)!r}, 'w'); file.write('words') and None"
    assert execute(job(tmp_path, leaves, opens), ROOT, pool).failure is None
    assert done.exists()
    assert written.read_text() == "words"


def test_a_program_that_a_notebook_leaves_behind_is_ended(tmp_path, pool):
    leaves = "import subprocess; print(subprocess.Popen(['sleep', '100000']).pid)"
    executed = execute(job(tmp_path, leaves), ROOT, pool)
    assert executed.failure is None
    assert comes_true(lambda: not runs(int(printed(executed)[0])))


def test_a_thread_that_a_notebook_leaves_behind_holds_nothing_up(tmp_path, pool, monkeypatch):
    monkeypatch.setattr(worker_pool, "_FAREWELL", 0.1)
    leaves = "import threading, time; threading.Thread(target=time.sleep, args=(100_000,)).start()"
    executed = execute(job(tmp_path, WHO, leaves), ROOT, pool)
    assert executed.failure is None
    assert comes_true(lambda: not runs(processes(executed)[0]))


def test_a_notebook_that_failed_is_marked_and_once_repaired_keeps_no_mark(tmp_path, pool):
    failed = execute(job(tmp_path, "1 / 0"), ROOT, pool)
    assert "papermill-error" in failed.notebook
    repaired = tmp_path / "repaired.ipynb"
    repaired.write_text(failed.notebook.replace("1 / 0", "1 / 1"))
    executed = execute(Job("repaired", "repaired", repaired, {}), ROOT, pool)
    assert executed.failure is None
    assert "papermill-error" not in executed.notebook


def test_an_error_that_is_expected_does_not_end_a_notebook(tmp_path, pool):
    expects = notebook("1 / 0", "print('on')")
    expects.cells[1].metadata["tags"] = ["raises-exception"]
    nbformat.write(expects, tmp_path / "sample.ipynb")
    one = Job("sample", "sample", tmp_path / "sample.ipynb", {})
    forked, ordinary = (execute(one, ROOT, each) for each in (pool, None))
    assert printed(forked)[1] == "on\n"
    assert left(forked)[:2] == left(ordinary)[:2]


@pytest.mark.parametrize("forked", [True, False], ids=["worker", "kernel"])
def test_a_cell_that_takes_too_long_is_an_error(tmp_path, pool, forked):
    sample = job(tmp_path, FOREVER, "2")
    executed = execute(sample, ROOT, pool if forked else None, limit=1)
    assert executed.failure.startswith("CellTimeoutError: A cell timed out")
    assert printed(executed) == ["", ""]


def test_without_a_parent_an_ordinary_kernel_is_used(tmp_path):
    ended = Workers(ROOT)
    assert processes(execute(job(tmp_path, WHO), ROOT, ended))[1] == os.getpid()


def test_if_the_parent_is_killed_its_workers_end_and_ordinary_kernels_are_used(tmp_path):
    made = Workers(ROOT)
    made.start()
    with made.fork() as worker:
        said: list[str] = []
        worker.run(WHO, lambda message: said.append(message["content"]["text"]), None)
        number, parent = map(int, said[0].split())
        os.kill(parent, signal.SIGKILL)
        assert comes_true(lambda: not runs(number))
    assert processes(execute(job(tmp_path, WHO), ROOT, made))[1] == os.getpid()
    made.start()
    assert processes(execute(job(tmp_path, WHO), ROOT, made))[1] != os.getpid()
    made.close()


def test_a_module_that_starts_a_thread_makes_kernels_ordinary(tmp_path, monkeypatch):
    starts = "import threading, time\nthreading.Thread(target=time.sleep, args=(60,)).start()"
    (tmp_path / "starts_a_thread.py").write_text(starts)
    monkeypatch.setattr(worker_pool, "PRELOADED", ("starts_a_thread",))
    made = Workers(tmp_path)
    made.start()
    assert processes(execute(job(tmp_path, WHO), tmp_path, made))[1] == os.getpid()
    made.close()


def test_a_module_that_cannot_be_imported_is_left_to_the_notebook(tmp_path, monkeypatch):
    (tmp_path / "broken_module.py").write_text("raise ValueError('broken')")
    monkeypatch.setattr(worker_pool, "PRELOADED", ("broken_module", "no_such_module"))
    made = Workers(tmp_path)
    made.start()
    executed = execute(job(tmp_path, WHO, "import broken_module"), tmp_path, made)
    made.close()
    assert processes(executed)[1] != os.getpid()
    assert executed.failure == "ValueError: broken [SDP-530]"


def test_a_kernel_that_does_not_start_is_reported_and_leaves_no_earlier_output(
    tmp_path, monkeypatch
):
    committed = notebook("1")
    committed.metadata.kernelspec.name = "no-such-kernel"
    committed.cells[1].outputs = [new_output("stream", text="earlier")]
    nbformat.write(committed, tmp_path / "sample.ipynb")
    executed = execute(Job("sample", "sample", tmp_path / "sample.ipynb", {}), ROOT)
    assert executed.failure.startswith("NoSuchKernel: ")
    assert "earlier" not in executed.notebook


@pytest.mark.parametrize(
    "source",
    ["import ipywidgets", "get_ipython().kernel.iopub_socket", "%connect_info", "%gui tk"],
)
def test_a_cell_that_only_a_kernel_can_run_gets_one(source):
    assert not suits_worker(notebook("1", source))
    assert suits_worker(notebook("1", "community = 'comm'"))


def test_a_daemon_process_such_as_a_dask_worker_can_have_workers(tmp_path):
    with get_context("spawn").Pool(1) as daemons:
        worker, parent = daemons.apply(_who, (job(tmp_path, WHO),))
    assert not runs(worker)
    assert comes_true(lambda: not runs(parent))


def _who(sample: Job) -> list[int]:
    made = Workers(ROOT)
    made.start()
    try:
        return processes(execute(sample, ROOT, made))
    finally:
        made.close()


def test_each_of_many_is_reported_as_it_ends(tmp_path, pool):
    jobs = [job(tmp_path, "1", name="good"), job(tmp_path, "1 / 0", name="bad")]
    results: dict[str, tuple[str | None, int]] = {}

    def tell(executed: Executed) -> None:
        results[executed.job.name] = (executed.failure, threading.get_ident())

    with thread_pool(lambda one: execute(one, ROOT, pool), 2, kill_kernels) as tasks:
        run_all(jobs, tasks, tell)
        run_all([], tasks, tell)
    here = threading.get_ident()
    assert results == {
        "good": (None, here),
        "bad": ("ZeroDivisionError: division by zero [SDP-530]", here),
    }


def test_only_as_much_is_started_as_keeps_all_workers_busy():
    begun: list[int] = []
    done: list[int] = []

    def do(number: int) -> int:
        begun.append(number)
        return number

    def tell(number: int) -> None:
        done.append(number)
        assert len(begun) - len(done) <= 4

    with thread_pool(do, 2, kill_kernels) as pool:
        run_all(range(40), pool, tell)
    assert sorted(done) == list(range(40))


SHARED = {"quarter": "2019-20-Q2", "data": "data", "params": "params"}
READ = "from sdp_lib.inputs import dataset_cache as once; print(once._read.cache_info().currsize)"
DRAWN = """
from sdp_lib.presentation import drawing
print(*[one.split("'")[1] for one in drawing._kept])
"""


def test_a_rehearsal_spares_the_workers_the_reading(tmp_path):
    made = Workers(ROOT)
    made.start()
    made.call("sdp_lib.report.rehearsal:rehearse", SHARED)
    assert printed(execute(job(tmp_path, READ), ROOT, made)) == ["1\n"]
    made.close()


@pytest.mark.parametrize(
    ("chosen", "charts"),
    [
        ({"activity": "51"}, {"milestone_trend"}),
        ({"outcome": "3"}, {"paired_bars", "slippage", "status_strip"}),
        ({}, {"paired_bars", "slippage", "stacked_shares"}),
    ],
)
def test_the_charts_of_a_report_that_is_recalled_are_there(tmp_path, pool, chosen, charts):
    pool.call("sdp_lib.report.rehearsal:recall", SHARED | chosen)
    assert charts <= set(printed(execute(job(tmp_path, DRAWN), ROOT, pool))[0].split())


def test_a_failing_call_in_the_parent_does_no_harm(tmp_path, pool):
    before = processes(execute(job(tmp_path, WHO), ROOT, pool))[1]
    pool.call("sdp_lib.report.rehearsal:recall", SHARED | {"no such": "parameter"})
    pool.call("sdp_lib.report.rehearsal:recall", SHARED | {"outcome": "none such"})
    pool.call("no.such:function", {})
    assert processes(execute(job(tmp_path, WHO), ROOT, pool))[1] == before


# Tests in the background inherit that Ctrl-C is ignored; this command reacts to it.
COMMAND = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from functools import partial
from pathlib import Path
from sdp_lib.pipeline.run import worker_pool
from sdp_lib.pipeline.run.task_pool import thread_pool, run_all
from sdp_lib.pipeline.run.execute import execute
from sdp_lib.pipeline.plan.jobs import Job
from sdp_lib.pipeline.build_quarter import _stop
folder = Path(sys.argv[1])
jobs = [Job(path.stem, path.stem, path, {}) for path in sorted(folder.glob("*.ipynb"))]
worker_pool.PRELOADED = ("sdp_lib.pipeline.run.worker",)
if __name__ == "__main__":
    made = worker_pool.Workers(Path.cwd()) if sys.argv[2] == "worker" else None
    if made:
        made.start()
    with thread_pool(lambda one: execute(one, Path.cwd(), made), 2, partial(_stop, made)) as pool:
        run_all(jobs, pool, lambda one: None)
    if made:
        made.close()
"""


def command(folder: Path, *sources: str, isolation: str = "worker") -> subprocess.Popen[str]:
    """Start a command that runs three notebooks, two at once."""
    for number in range(3):
        name = f"{folder}/{{os.getpid()}}.{{os.getppid()}}"
        tells = f"import os, pathlib; pathlib.Path(f{name!r}).touch()"
        job(folder, tells, *sources, name=f"notebook-{number}")
    (folder / "command.py").write_text(COMMAND)
    return subprocess.Popen(
        [sys.executable, str(folder / "command.py"), str(folder), isolation],
        cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def started(folder: Path) -> set[int]:
    """The IDs of the processes of notebooks, and of their parents, that a command started."""
    return {int(number) for path in folder.glob("*.*") if path.name[0].isdigit()
            for number in path.name.split(".")}  # fmt: skip


def starts_programs(folder: Path) -> str:
    """Return a cell that starts programs, and records their IDs like those of notebooks."""
    return f"""
import subprocess
for _ in range(5):
    child = subprocess.Popen(["sleep", "100000"])
    open(f"{folder}/{{child.pid}}.{{child.pid}}", "w").close()
"""


@pytest.mark.parametrize("isolation", ["worker", "kernel"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_command_that_is_stopped_leaves_no_process(tmp_path, number, isolation):
    starts = [starts_programs(tmp_path)] if isolation == "worker" else []
    ready = f"open('{tmp_path}/ready.' + str(os.getpid()), 'w').close()"
    with command(tmp_path, *starts, ready, FOREVER, isolation=isolation) as stopped:
        assert comes_true(lambda: len(list(tmp_path.glob("ready.*"))) == 2)
        stopped.send_signal(number)
        _, errors = stopped.communicate(timeout=PATIENCE)
    assert len(started(tmp_path)) >= (12 if starts else 3)
    assert comes_true(lambda: not any(map(runs, started(tmp_path))))
    assert stopped.returncode == -number
    assert ("KeyboardInterrupt" in errors) == (number == signal.SIGINT)


def test_a_command_that_is_interrupted_before_there_are_workers_leaves_no_process(tmp_path):
    with command(tmp_path, FOREVER) as stopped:
        children = psutil.Process(stopped.pid).children
        assert comes_true(lambda: bool(children()))
        parent = children()[0].pid
        stopped.send_signal(signal.SIGINT)
        stopped.communicate(timeout=PATIENCE)
    assert comes_true(lambda: not runs(parent))
    assert not any(map(runs, started(tmp_path)))


@pytest.mark.parametrize("isolation", ["worker", "kernel"])
def test_a_command_that_ends_leaves_no_process_and_nothing_on_the_terminal(tmp_path, isolation):
    noise = "import os; os.system('echo noise; echo noise >&2'); os.write(2, b'noise')"
    with command(tmp_path, noise, "1 / 0", isolation=isolation) as ended:
        output = ended.communicate(timeout=PATIENCE)
    assert output == ("", "")
    assert not any(map(runs, started(tmp_path) - {ended.pid}))
    assert len(started(tmp_path)) == 4
