"""Forked kernels are ordinary kernels: what a notebook sees, and every way in which one can end."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import nbformat
import papermill
import psutil
import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager
from jupyter_core.utils import ensure_event_loop
from nbformat.v4 import new_code_cell, new_notebook, new_output
from papermill.exceptions import PapermillExecutionError
from support import ROOT
from traitlets.config import Config

from sdp_lib.build import forks
from sdp_lib.build.crew import local_crew, work_off
from sdp_lib.build.engine import ENGINE
from sdp_lib.build.execute import Executed, execute
from sdp_lib.build.jobs import Job
from sdp_lib.build.kernel_app import USUAL
from sdp_lib.build.kernels import ForkedSpecs

pytestmark = pytest.mark.skipif(not forks.CAN_FORK, reason="this system cannot fork processes")

ORDINARY = "nbclient"
PATIENCE = 30
IMPORTS = f"import importlib; list(map(importlib.import_module, {forks.PRELOADED})) and None"
WHO = "import os; print(os.getpid(), os.getppid(), flush=True)"
FOREVER = "import time; time.sleep(600)"

# Where it is set, ipykernel does not catch what other programs print.
BELOW_PYTEST = "PYTEST_CURRENT_TEST"
# A forked kernel has no debugger, which nobody could reach.
DEBUGGER = "PYDEVD_USE_FRAME_EVAL"
VISIBLE = [
    "import os, signal, sys; print('out'); print('error', file=sys.stderr)",
    "os.write(1, b'by its descriptor'); sys.stdout.flush()",
    "os.system('echo by another program')",
    "os.read(0, 1)",
    "os.getcwd(), sys.path, sys.argv[:2], sys.executable, sys.flags, __name__",
    f"sorted(x for x in os.environ.items() if x[0] not in ('JPY_PARENT_PID', {DEBUGGER!r}))",
    "[(number, signal.getsignal(number)) for number in signal.Signals]",
    "import multiprocessing as m; m.get_start_method(), m.current_process().name",
    "type(sys.modules['__main__']), sorted(globals()), __doc__",
    "import threading; threading.current_thread() is threading.main_thread()",
    "os.getsid(0) == os.getpid(), sys.stdin, sys.__stderr__.name, get_ipython().config",
    "import matplotlib.pyplot as plt; import pandas as pd; pd.DataFrame({'a': [1, 2]})",
    "plt.get_backend(), plt.bar(['a', 'b'], [1, 2])",
    "import asyncio; await asyncio.sleep(0); asyncio.get_running_loop().is_running()",
    "from concurrent.futures import ProcessPoolExecutor as Pool\n"
    "with Pool(1) as pool: print(list(pool.map(abs, [-1])))",
    "input('?')",
]


@pytest.fixture(scope="module", autouse=True)
def server() -> Iterator[None]:
    """What the kernels of this module are forked from."""
    forks.warm_up(ROOT)
    yield
    forks.cool_down()


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


def run(folder: Path, engine: str, *sources: str, **settings: Any) -> nbformat.NotebookNode:
    """Run a notebook with one of papermill's engines; one that fails is returned as it was kept."""
    connection = {"connection_file": str(folder / "kernel.json"), "transport": "ipc"}
    left = folder / "executed.ipynb"
    with nullcontext() if engine == ENGINE else own_loop(), suppress(PapermillExecutionError):
        papermill.execute_notebook(
            notebook(*sources), left, engine_name=engine, progress_bar=False,
            resources={"metadata": {"path": str(ROOT)}},
            config=Config({"KernelManager": connection}), **settings,
        )  # fmt: skip
    return nbformat.read(left, as_version=4)


def own_loop() -> asyncio.Runner:
    """Close the loop that Jupyter's libraries leave open."""
    return asyncio.Runner(loop_factory=ensure_event_loop)


def outputs(left: nbformat.NotebookNode) -> list[list[nbformat.NotebookNode]]:
    return [cell.outputs for cell in left.cells if cell.get("id", "").startswith("cell-")]


def printed(executed: Executed) -> list[str]:
    """What each cell of a notebook printed."""
    cells = outputs(nbformat.reads(executed.notebook, as_version=4))
    return ["".join(output.get("text", "") for output in cell) for cell in cells]


def processes(executed: Executed) -> list[int]:
    """The numbers of a kernel's process and of its parent, as `WHO` printed them."""
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


def test_a_notebook_sees_what_it_sees_in_an_ordinary_kernel(tmp_path):
    left = [outputs(run(tmp_path, engine, IMPORTS, *VISIBLE)) for engine in (ENGINE, ORDINARY)]
    for source, forked, ordinary in zip([IMPORTS, *VISIBLE], *left, strict=True):
        assert forked == ordinary, source
    assert [output.output_type for output in left[0][13]] == ["execute_result", "display_data"]


def test_a_kernel_is_forked_with_everything_imported_and_gone_afterwards(tmp_path):
    loaded = f"import sys; print(all(name in sys.modules for name in {forks.PRELOADED}))"
    executed = execute(job(tmp_path, WHO, loaded), ROOT)
    kernel, parent = processes(executed)
    assert parent != os.getpid()
    assert printed(executed)[1] == "True\n"
    assert not runs(kernel)


def test_a_kernel_is_prepared_before_it_is_forked_and_is_itself_all_the_same(tmp_path):
    who = """
app, kernel = get_ipython().parent.parent, get_ipython().kernel
print(type(app).__name__, app.session is kernel.session)
print(kernel.session.session)
print(kernel.ident, kernel.shell.displayhook.topic.decode().split(".")[1] == kernel.ident)
"""
    first, second = (printed(execute(job(tmp_path, who), ROOT))[0].splitlines() for _ in range(2))
    assert first[0] == second[0] == "PreparedKernelApp True"
    assert first[1] != second[1]
    assert first[2] != second[2]
    assert first[2].endswith("True")


def test_a_kernel_with_arguments_of_its_own_is_forked_and_gets_them():
    loud, asks = ["--IPKernelApp.quiet=False"], {"quiet": "get_ipython().parent.parent.quiet"}
    with running(kernel_spec_manager=ForkedSpecs(), arguments=loud) as manager:
        assert psutil.Process(manager.provisioner.pid).ppid() != os.getpid()
        answers = reply(manager, manager.asked.execute("", user_expressions=asks))
        assert answers["user_expressions"]["quiet"]["data"]["text/plain"] == "False"


def test_kernels_share_nothing(tmp_path):
    draws = "import numpy; print(numpy.random.random(), flush=True)"
    spoils = "import os, pandas; os.environ['SPOILT'] = pandas.SPOILT = '1'; os.chdir('/')"
    looks = "import os, pandas; print('SPOILT' in {*os.environ, *dir(pandas)}, os.getcwd())"
    first = printed(execute(job(tmp_path, draws, spoils), ROOT))
    second = printed(execute(job(tmp_path, draws, looks), ROOT))
    assert first[0] != second[0]
    assert second[1] == "False .\n"


def test_what_a_notebook_leaves_to_its_exit_is_done(tmp_path):
    done = tmp_path / "done"
    leaves = f"import atexit, pathlib; atexit.register(pathlib.Path({str(done)!r}).touch) and None"
    assert execute(job(tmp_path, leaves), ROOT).failure is None
    assert done.exists()


@contextmanager
def running(
    *, arguments: Sequence[str] = USUAL, **specs: KernelSpecManager
) -> Iterator[KernelManager]:
    """A kernel that is ready, and its client as the manager's `asked`."""
    with own_loop():
        manager = KernelManager(kernel_name="python3", **specs)
        manager.start_kernel(cwd=str(ROOT), extra_arguments=[*arguments])
        manager.asked = manager.client()
        manager.asked.start_channels()
        manager.asked.wait_for_ready(timeout=PATIENCE)
        yield manager
        manager.asked.stop_channels()
        manager.shutdown_kernel(now=True)


@pytest.fixture(params=["forked", "ordinary"])
def manager(request) -> Iterator[KernelManager]:
    specs = {"kernel_spec_manager": ForkedSpecs()} if request.param == "forked" else {}
    with running(**specs) as manager:
        yield manager


def reply(manager: KernelManager, question: str) -> dict[str, Any]:
    """What a kernel answered to a question of this number."""
    while True:
        message = manager.asked.get_shell_msg(timeout=PATIENCE)
        if message["parent_header"]["msg_id"] == question:
            return message["content"]


def test_a_kernel_is_interrupted_and_goes_on(manager):
    question = manager.asked.execute("print('begun', flush=True); " + FOREVER, stop_on_error=False)
    while manager.asked.get_iopub_msg(timeout=PATIENCE)["msg_type"] != "stream":
        pass
    manager.interrupt_kernel()
    assert reply(manager, question)["ename"] == "KeyboardInterrupt"
    assert reply(manager, manager.asked.execute("1"))["status"] == "ok"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_signal_ends_a_kernel_and_is_its_status(manager, number):
    assert manager.is_alive()
    manager.signal_kernel(number)
    process = manager.provisioner.process
    assert comes_true(lambda: process.poll() is not None)
    assert process.poll() == -number
    assert not manager.is_alive()


def test_a_kernel_restarts(manager):
    assert reply(manager, manager.asked.execute("left = 1"))["status"] == "ok"
    manager.restart_kernel()
    manager.asked.wait_for_ready(timeout=PATIENCE)
    assert reply(manager, manager.asked.execute("left"))["ename"] == "NameError"


def test_a_kernel_that_is_killed_is_told_and_marks_its_cell(tmp_path):
    dies = "import os; os.kill(os.getpid(), 9)"
    executed = execute(job(tmp_path, "print('before')", dies, "2"), ROOT)
    assert executed.failure == "DeadKernelError: Kernel died"
    left = outputs(nbformat.reads(executed.notebook, as_version=4))
    assert [[output.output_type for output in cell] for cell in left] == [["stream"], ["error"], []]
    assert "papermill-error-cell-tag" in executed.notebook


@pytest.mark.parametrize(
    "source", ["import sys; sys.exit(3)", "import sys; sys.exit()", "quit()", "1 / 0", "1 +"]
)
def test_a_cell_that_ends_a_notebook_does_so_as_in_an_ordinary_kernel(tmp_path, source):
    forked, ordinary = (outputs(run(tmp_path, one, source, "2")) for one in (ENGINE, ORDINARY))
    assert forked == ordinary


def test_a_notebook_that_failed_and_was_repaired_keeps_no_mark_of_it(tmp_path):
    failed = execute(job(tmp_path, "1 / 0"), ROOT)
    assert "papermill-error" in failed.notebook
    repaired = tmp_path / "repaired.ipynb"
    repaired.write_text(failed.notebook.replace("1 / 0", "1 / 1"))
    executed = execute(Job("repaired", "repaired", repaired, {}), ROOT)
    assert executed.failure is None
    assert "papermill-error" not in executed.notebook


def test_a_cell_that_takes_too_long_is_an_error(tmp_path):
    left = outputs(run(tmp_path, ENGINE, FOREVER, "2", execution_timeout=1))
    assert [output.ename for output in left[0]] == ["CellTimeoutError"]
    assert left[1] == []


def test_a_kernel_that_does_not_start_is_told_and_leaves_no_earlier_output(tmp_path, monkeypatch):
    (tmp_path / "no_kernel.py").write_text("import sys; sys.modules['ipykernel.kernelapp'] = None")
    monkeypatch.setattr(forks, "PRELOADED", ("no_kernel",))
    committed = notebook("1")
    committed.cells[1].outputs = [new_output("stream", text="earlier")]
    nbformat.write(committed, tmp_path / "sample.ipynb")
    executed = execute(Job("sample", "sample", tmp_path / "sample.ipynb", {}), tmp_path)
    assert executed.failure == "RuntimeError: The kernel died before it answered"
    assert "earlier" not in executed.notebook


def test_where_nothing_can_be_forked_an_ordinary_kernel_serves(tmp_path, monkeypatch):
    monkeypatch.setattr(forks, "CAN_FORK", False)
    assert processes(execute(job(tmp_path, WHO), ROOT))[1] == os.getpid()


def test_where_the_server_is_gone_its_kernels_go_and_ordinary_ones_serve(tmp_path):
    with running(kernel_spec_manager=ForkedSpecs()) as manager:
        kernel = manager.provisioner.pid
        os.kill(psutil.Process(kernel).ppid(), signal.SIGKILL)
        assert comes_true(lambda: not runs(kernel))
        assert not manager.is_alive()
    assert processes(execute(job(tmp_path, WHO), ROOT))[1] == os.getpid()
    forks.cool_down()


def test_a_module_that_starts_a_thread_makes_kernels_ordinary(tmp_path, monkeypatch):
    starts = "import threading, time; threading.Thread(target=time.sleep, args=(60,)).start()"
    (tmp_path / "starts_a_thread.py").write_text(starts)
    monkeypatch.setattr(forks, "PRELOADED", ("starts_a_thread",))
    assert processes(execute(job(tmp_path, WHO), tmp_path))[1] == os.getpid()


def test_a_module_that_cannot_be_imported_is_left_to_the_notebook(tmp_path, monkeypatch):
    (tmp_path / "broken_module.py").write_text("raise ValueError('broken')")
    monkeypatch.setattr(forks, "PRELOADED", ("broken_module", "no_such_module"))
    executed = execute(job(tmp_path, WHO, "import broken_module"), tmp_path)
    assert processes(executed)[1] != os.getpid()
    assert executed.failure == "ValueError: broken"


def test_a_daemon_process_such_as_a_dask_worker_can_fork_kernels(tmp_path):
    context = get_context("spawn")
    with context.Pool(1) as pool:  # its workers are daemons
        executed = pool.apply(execute, (job(tmp_path, WHO), ROOT))
    kernel, parent = processes(executed)
    assert executed.failure is None
    assert comes_true(lambda: not runs(kernel) and not runs(parent))


def test_many_are_told_as_they_end(tmp_path):
    jobs = [job(tmp_path, "1", name="good"), job(tmp_path, "1 / 0", name="bad")]
    told: dict[str, tuple[str | None, int]] = {}

    def tell(executed: Executed) -> None:
        told[executed.job.name] = (executed.failure, threading.get_ident())

    with local_crew(lambda one: execute(one, ROOT), ROOT, 2) as crew:
        work_off(jobs, crew, tell)
        work_off([], crew, tell)
    here = threading.get_ident()
    assert told == {"good": (None, here), "bad": ("ZeroDivisionError: division by zero", here)}


def test_only_as_much_is_begun_as_keeps_everybody_busy(tmp_path):
    begun: list[int] = []
    done: list[int] = []

    def do(number: int) -> int:
        begun.append(number)
        return number

    def tell(number: int) -> None:
        done.append(number)
        assert len(begun) - len(done) <= 4

    with local_crew(do, ROOT, 2) as crew:
        work_off(range(40), crew, tell)
    assert sorted(done) == list(range(40))


def test_a_rehearsal_spares_the_kernels_the_reading(tmp_path):
    given = {"quarter": "2019-20-Q2", "data": "data", "params": "params"}
    looks = """
from sdp_lib.inputs import once
import matplotlib, seaborn
print(once._read.cache_info().currsize, matplotlib.rcParams["axes.edgecolor"])
"""
    forks.cool_down()  # what is there has rehearsed nothing
    forks.rehearse(ROOT, given)
    assert printed(execute(job(tmp_path, looks), ROOT)) == ["1 black\n"]


def test_nothing_that_other_programs_print_is_lost_or_comes_with_another_cell(
    tmp_path, monkeypatch
):
    monkeypatch.delenv(BELOW_PYTEST)
    sources = [
        "import os, subprocess; os.write(1, b'0')",
        *(f"os.write(1, b'{number}')" for number in range(1, 40)),
        *(f"os.system('echo {number}')" for number in range(40, 60)),
        *(f"print({number}, flush=True); os.write(1, b'and more')" for number in range(60, 80)),
    ]
    expected = [*map(str, range(40)), *(f"{number}\n" for number in range(40, 60))]
    expected += [f"{number}\nand more" for number in range(60, 80)]
    assert printed(execute(job(tmp_path, *sources), ROOT)) == expected


def test_a_notebook_may_close_what_it_prints_to(tmp_path, monkeypatch):
    monkeypatch.delenv(BELOW_PYTEST)
    left = execute(job(tmp_path, "import os; os.close(1); os.close(2)", "1 + 1"), ROOT)
    assert left.failure is None
    assert outputs(left.content)[1][0].data["text/plain"] == "2"


def test_what_a_fork_of_the_kernel_prints_comes_with_its_cell(tmp_path, monkeypatch):
    monkeypatch.delenv(BELOW_PYTEST)
    prints = """
import os, sys
if not (child := os.fork()):
    print("by a child")
    sys.stdout.flush()
    os._exit(0)
os.waitpid(child, 0)
print("by the kernel")
"""
    (said,) = printed(execute(job(tmp_path, prints), ROOT))
    assert sorted(said.splitlines()) == ["by a child", "by the kernel"]


SHARED = {"quarter": "2019-20-Q2", "data": "data", "params": "params"}
KEPT = """
from sdp_lib.presentation import drawing
print(*[one.split("'")[1] for one in drawing._kept])
"""


@pytest.mark.parametrize(
    ("chosen", "charts"),
    [
        ({"activity": "52"}, {"milestone_trend"}),
        ({"outcome": "3"}, {"paired_bars", "slippage", "status_strip"}),
        ({}, {"paired_bars", "slippage", "stacked_shares"}),
    ],
)
def test_the_charts_of_a_report_that_is_recalled_are_there_for_kernels(tmp_path, chosen, charts):
    forks.cool_down()

    def there() -> bool:
        forks.recall(ROOT, SHARED | chosen)
        time.sleep(0.5)  # a kernel that comes at once is forked at once
        return charts <= set(printed(execute(job(tmp_path, KEPT), ROOT))[0].split())

    assert comes_true(there)


def test_a_report_that_cannot_be_recalled_does_no_harm(tmp_path):
    forks.recall(ROOT, SHARED | {"no such": "parameter"})
    forks.recall(ROOT, SHARED | {"outcome": "none such"})
    time.sleep(0.5)
    parent = processes(execute(job(tmp_path, WHO), ROOT))[1]
    assert parent in [one.pid for one in psutil.Process().children()]


def test_a_kernel_does_not_wait_for_reports_that_are_to_be_recalled(tmp_path):
    forks.cool_down()
    for outcome in ("1", "2", "3"):
        forks.recall(ROOT, SHARED | {"outcome": outcome})
    assert printed(execute(job(tmp_path, KEPT), ROOT)) == ["\n"]


# A suite that runs in the background hands down that Ctrl-C is ignored; this command minds it.
COMMAND = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from pathlib import Path
from sdp_lib.build import forks
from sdp_lib.build.crew import local_crew, work_off
from sdp_lib.build.execute import execute
from sdp_lib.build.jobs import Job
folder = Path(sys.argv[1])
jobs = [Job(path.stem, path.stem, path, {}) for path in sorted(folder.glob("*.ipynb"))]
forks.PRELOADED = ("ipykernel.kernelapp",)
if __name__ == "__main__":
    with local_crew(lambda one: execute(one, Path.cwd()), Path.cwd(), 2) as crew:
        work_off(jobs, crew, lambda one: None)
"""


def command(folder: Path, *sources: str) -> subprocess.Popen[str]:
    """Start a command that runs three notebooks, two at once."""
    for number in range(3):
        name = f"{folder}/{{os.getpid()}}.{{os.getppid()}}"
        tells = f"import os, pathlib; pathlib.Path(f{name!r}).touch()"
        job(folder, tells, *sources, name=f"notebook-{number}")
    (folder / "command.py").write_text(COMMAND)
    return subprocess.Popen(
        [sys.executable, str(folder / "command.py"), str(folder)],
        cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def started(folder: Path) -> set[int]:
    """The numbers of kernels and servers that a command has started."""
    return {int(number) for path in folder.glob("*.*") if path.name[0].isdigit()
            for number in path.name.split(".")}  # fmt: skip


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_command_that_is_stopped_leaves_no_process(tmp_path, number):
    with command(tmp_path, FOREVER) as stopped:
        assert comes_true(lambda: len(started(tmp_path)) == 3)  # two kernels and their server
        stopped.send_signal(number)
        _, errors = stopped.communicate(timeout=PATIENCE)
    assert comes_true(lambda: not any(map(runs, started(tmp_path))))
    assert stopped.returncode == -number
    assert ("KeyboardInterrupt" in errors) == (number == signal.SIGINT)


def test_a_command_that_is_interrupted_before_there_are_kernels_leaves_no_process(tmp_path):
    with command(tmp_path, FOREVER) as stopped:
        children = psutil.Process(stopped.pid).children
        assert comes_true(lambda: bool(children()))
        server = children()[0].pid
        stopped.send_signal(signal.SIGINT)
        stopped.communicate(timeout=PATIENCE)
    assert stopped.returncode == -signal.SIGINT
    assert comes_true(lambda: not runs(server))
    assert not any(map(runs, started(tmp_path)))


def test_a_command_that_ends_leaves_no_process_and_nothing_on_the_terminal(tmp_path):
    noise = "import os; os.system('echo noise >&2'); os.write(2, b'noise')"
    with command(tmp_path, noise, "1 / 0") as ended:
        output = ended.communicate(timeout=PATIENCE)
    assert output == ("", "")
    assert not any(map(runs, started(tmp_path)))
    assert len(started(tmp_path)) == 4
