"""A command splits in two: itself, and the process that its kernels are forked from.

Both need pandas and what reads the data, which take a third of a second to import. Where nothing is
in the way, they are imported once, before the command splits; else the other process starts anew.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import sdp_lib
from sdp_lib.build.changes import look_at_code
from sdp_lib.build.daemon import STANDARD
from sdp_lib.build.preload import ONE_THREAD, import_all, threads
from sdp_lib.inputs.stamps import Stamp

SHARED = (
    "pandas",
    "pandera.pandas",
    "pandera.backends.pandas.builtin_checks",
    "sdp_lib.inputs.once",
)


class SplitError(BaseException):
    """Raised in the process that is split off: it leaves the command, and then serves."""

    def __init__(self, serve: Callable[[], None]):
        super().__init__()
        self.serve = serve


class _Whole:
    """Whether there is somebody who catches a `SplitError`."""

    command = False


def run_whole(command: Callable[[], None]) -> None:
    """Run a command that may split, to its end; what is split off serves in its place.

    That begins with an empty stack: kernels show nothing of the command, and no error of theirs
    comes from one of the command's.
    """
    _Whole.command = True
    try:
        command()
        return
    except SplitError as split:
        serve = split.serve
    finally:
        _Whole.command = False
    serve()


class Half:
    """The process that was split off, with what is used of `subprocess.Popen`."""

    def __init__(self, number: int):
        self.pid = number
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Return the exit status, or None while it runs."""
        return self._wait(os.WNOHANG)

    def wait(self) -> int | None:
        """Return the exit status when it has ended."""
        return self._wait(0)

    def _wait(self, options: int) -> int | None:
        if self.returncode is None:
            try:
                number, status = os.waitpid(self.pid, options)
            except ChildProcessError:  # nobody is told, where the command ignores SIGCHLD
                number, status = self.pid, 0
            if number:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def terminate(self) -> None:
        """Ask it to end."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGTERM)


def split_off(folder: Path, channel: socket.socket, modules: Iterable[str]) -> Half | None:
    """Split off a process that imports `modules` and serves kernels in `folder` on a `channel`.

    Return None where that cannot be done, or a new process would be another than what is split off.
    """
    if not _can_split(folder):
        return None
    # Kernels look into their folder instead of the one in which the command's script lies.
    rest = sys.path if sys.flags.safe_path else sys.path[1:]
    path = [str(folder), *(one for one in rest if one not in {"", str(folder)})]
    seen = look_at_code(folder, path)  # before it is imported
    # An import can lose Ctrl-C, and what is split off is not to have it.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        with _environment(ONE_THREAD):
            import_all(SHARED)
        if threads() > 1 or _shadowed(folder):
            return None
        if number := os.fork():
            return Half(number)
        _detach(folder, channel)
    except OSError:  # there are too many processes, say
        return None
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    raise SplitError(partial(_serve, modules, path, seen))


def _can_split(folder: Path) -> bool:
    """Tell whether what is forked here would be like new: nothing was begun, nothing is missing."""
    library = folder / "sdp_lib"
    return (
        _Whole.command
        and "numpy" not in sys.modules  # which may have threads, if nobody told it otherwise
        and threads() == 1
        and not (sys.gettrace() or sys.getprofile())
        and not _has_options()
        and None not in {sys.stdin, sys.stdout, sys.stderr}
        and Path("/dev/fd").is_dir()
        and (not library.exists() or library.samefile(Path(sdp_lib.__file__).parent))
    )


def _has_options() -> bool:
    """Tell whether the command's Python was given options, which one for kernels is not."""
    first = sys.orig_argv[1:2]
    return any(one.startswith("-") and one[:2] not in {"-c", "-m"} for one in first)


def _shadowed(folder: Path) -> bool:
    """Tell whether kernels, who look there first, would import some of it from their folder."""
    there = {one.name.partition(".")[0] for one in folder.iterdir()}
    return not there.isdisjoint(sys.modules.keys() - {"sdp_lib"})


@contextmanager
def _environment(given: Mapping[str, str]) -> Iterator[None]:
    """Have an environment for a while."""
    before = {**os.environ}
    os.environ.update(given)
    try:
        yield
    finally:
        for name in given:
            del os.environ[name]
            if name in before:
                os.environ[name] = before[name]


def _detach(folder: Path, channel: socket.socket) -> None:
    """Give this process what `subprocess` gives a new one; end it where that fails."""
    try:
        os.setsid()
        os.chdir(folder)
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (1, 2):
            os.dup2(nothing, stream)
        os.dup2(channel.fileno(), 0)
    except BaseException:  # or it would go on as the command
        os._exit(1)


def _serve(modules: Iterable[str], path: list[str], seen: Stamp) -> None:
    """Serve, when nothing is left of the command."""
    from sdp_lib.build.kernel_server import serve

    _close_all_but_standard()
    sys.path[:] = path
    sys.excepthook = sys.__excepthook__
    serve(modules, seen)


def _close_all_but_standard() -> None:
    """Close what the command had from whoever started it."""
    for number in [int(one.name) for one in Path("/dev/fd").iterdir()]:
        if number not in STANDARD:
            with suppress(OSError):  # that of the list itself is closed already
                os.close(number)
