"""The process that kernels are forked from: it has imported what notebooks import, and waits.

It runs as `python kernel_server.py MODULES` with a socket as standard input; the modules to import
are a list in JSON. Every byte that comes through it says what is wanted, and brings a socket on
which that is asked for, in a line of JSON. For a kernel that holds its arguments and its
environment, and the process number and the exit status are answered. A rehearsal has the arguments
of its function in `sdp_lib.report.rehearsal`, and no answer: it is done at once, before the next
kernel, or, to recall a report, when no kernel is there. At end of file all kernels are killed.

`multiprocessing` has a fork server too, but what it forks is no ordinary kernel: it runs the
caller's main module again, takes over its paths and its start method, skips what `atexit` holds,
and cannot be started by a daemon process, which a Dask worker is.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import selectors
import signal
import socket
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

Kernels = dict[int, socket.socket]
KERNEL, REHEARSAL, RECALL = b"k", b"r", b"i"
NUMBER = 8  # bytes


def main() -> None:
    """Import what the command line asks for, then fork kernels until end of file."""
    atexit.register(_leave)
    given = [*os.environ]
    here = str(Path(__file__).parent)
    sys.path[:] = [str(Path.cwd()), *(folder for folder in sys.path if folder != here)]
    preload(json.loads(sys.argv[1]))
    for name in given:  # kernels bring their own; what stays is what the modules have set
        os.environ.pop(name, None)
    with socket.socket(fileno=os.dup(0)) as channel:
        serve(channel)


def _leave() -> None:
    """Skip taking the interpreter down, module by module; as the first to come, it is run last."""
    os._exit(0)


def preload(modules: Iterable[str]) -> None:
    """Import modules and prepare kernels; what fails is left to the notebook, which shows why."""
    with _settled(), hidden("debugpy", "hypothesis"):
        for module in modules:
            with suppress(Exception):
                importlib.import_module(module)
        with suppress(Exception, SystemExit):
            importlib.import_module("sdp_lib.build.kernel_app").prepare()


def _rehearse(function: str, given: Mapping[str, Any]) -> None:
    """Do what a report would pay for; what fails is left to its notebook."""
    with _settled(), suppress(Exception):
        getattr(importlib.import_module("sdp_lib.report.rehearsal"), function)(**given)


def _request(asker: socket.socket) -> dict[str, Any]:
    with asker, asker.makefile(encoding="utf-8") as file:
        return dict(json.loads(file.readline()))


@contextmanager
def _settled() -> Iterator[None]:
    """Let things be made that stay: they are shared with kernels until they are written to."""
    gc.disable()  # there is little to collect, and much to look through
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()  # what was thrown away since
        gc.collect()
        gc.freeze()  # a collection writes to all that it looks through
    if _threads() > 1:  # a fork has one of them only, and the locks that the others hold
        os._exit(1)


@contextmanager
def hidden(*packages: str) -> Iterator[None]:
    """Let imports within find these packages missing; after it they can be imported as ever.

    ipykernel would make a debugger with one, which looks at every module, and pandera takes long to
    import another, with which it could invent data for tests.
    """
    names = [name for name in packages if name not in sys.modules]
    sys.modules.update(dict.fromkeys(names))  # type: ignore[arg-type] # as import documents it
    try:
        yield
    finally:
        for name in names:
            sys.modules.pop(name, None)


def _threads() -> int:
    tasks = Path("/proc/self/task")  # where there is none, native threads are not seen
    return len(list(tasks.iterdir())) if tasks.is_dir() else 1


def serve(channel: socket.socket) -> None:
    """Do what is asked on each socket that comes, and say when a kernel ends."""
    kernels: Kernels = {}
    to_recall: deque[dict[str, Any]] = deque()
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # only before there are kernels is it enough
    with _child_exits() as exits, selectors.DefaultSelector() as selector:
        selector.register(channel, selectors.EVENT_READ)
        selector.register(exits, selectors.EVENT_READ)
        while True:
            idle = to_recall and not kernels
            ready = [key.fileobj for key, _ in selector.select(0 if idle else None)]
            if exits in ready:
                exits.recv(4096)
                _reap(kernels)
            if channel in ready:
                wanted, descriptors, _, _ = socket.recv_fds(channel, 1, 1)
                if not wanted:
                    break
                asker = socket.socket(fileno=descriptors[0])
                if wanted == KERNEL:
                    _fork(asker, channel, kernels)
                elif wanted == REHEARSAL:
                    _rehearse("rehearse", _request(asker))
                elif (report := _request(asker)) not in to_recall:
                    to_recall.append(report)
            elif idle and not ready:
                _rehearse("recall", to_recall.popleft())
    _kill(kernels)


def _child_exits() -> socket.socket:
    """Return a socket that becomes readable when a child ends."""
    reading, writing = socket.socketpair()
    os.set_blocking(writing.fileno(), False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(writing.detach(), warn_on_full_buffer=False)
    return reading


def _reap(kernels: Kernels) -> None:
    with suppress(ChildProcessError):
        while True:
            number, status = os.waitpid(-1, os.WNOHANG)
            if not number:
                return
            if asker := kernels.pop(number, None):
                _tell(asker, os.waitstatus_to_exitcode(status))
                asker.close()


def _tell(asker: socket.socket, number: int) -> None:
    with suppress(OSError):  # it does not listen any more
        asker.sendall(number.to_bytes(NUMBER, "big", signed=True))


def _fork(asker: socket.socket, channel: socket.socket, kernels: Kernels) -> None:
    server = os.getpid()
    if number := os.fork():
        kernels[number] = asker
        _tell(asker, number)
        return
    for other in (channel, *kernels.values()):
        other.close()
    run_kernel(asker, server)


def _kill(kernels: Kernels) -> None:
    for number in kernels:
        os.kill(number, signal.SIGKILL)
        with suppress(ProcessLookupError):  # killed before it had a group
            os.killpg(number, signal.SIGKILL)


def run_kernel(asker: socket.socket, server: int) -> None:
    """Turn this process into the kernel that is asked for, as a fresh Python would be it.

    It ends when the process `server` has ended.
    """
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    os.setsid()  # so that signals reach what the notebook starts, as jupyter_client arranges it
    request = _request(asker)
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    os.environ.update(request["environment"])
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()  # or all kernels would draw the same numbers
    del sys.path[0]  # the folder we are in, which IPython puts there in its own way
    try:
        _launch(request["arguments"], server)
    except BaseException:
        atexit.unregister(_leave)  # which hides the exit status
        raise
    sys.exit()


def _launch(arguments: list[str], server: int) -> None:
    from sdp_lib.build.kernel_app import initialized

    launcher = find_spec("ipykernel_launcher")
    sys.argv = [str(launcher and launcher.origin), *arguments]
    app = initialized(arguments, server)
    app.start()
    # ipykernel 7 closes its output before this thread has flushed it, and then both wait: in one
    # shutdown of fifty, until jupyter_client's patience ends after 2.5 seconds.
    app.control_thread.join(timeout=1)


if __name__ == "__main__":
    main()
