"""A worker: the process in which the cells of one report's notebook run.

It is forked from `worker_parent`, so pandas and the library are already imported. The cells are run
by ipykernel's in-process kernel. Messages go through a socket as lines of JSON: the engine sends
the source of a cell, and the worker answers with the kernel's own messages (what a cell prints,
displays and raises), then with a reply. When the socket closes it exits as Python does.
"""

from __future__ import annotations

import asyncio
import builtins
import codecs
import getpass
import io
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from importlib.util import find_spec
from threading import RLock
from typing import Any

from ipykernel.inprocess.ipkernel import InProcessKernel
from ipykernel.iostream import BackgroundSocket
from jupyter_client.jsonutil import json_default
from jupyter_client.session import Session
from traitlets.config import Config

from sdp_lib.report import reads

REPLY = "reply"
_FLUSH_EVERY = 0.2  # seconds, as ipykernel: output of a long cell is kept if it is killed later
_NOTHING_KEPT = Config({"HistoryManager": {"enabled": False}})


class PipeSession(Session):
    """A session whose messages are lines of a socket, since no other process receives them.

    `failed`: a value could not be displayed, which ends a notebook as an error does.
    """

    def __init__(self, channel: socket.socket):
        super().__init__(key=b"")
        self.channel, self.owner = channel, os.getpid()
        self.lock = RLock()  # threads of a notebook print, too
        self.failed = False

    def send(
        self,
        stream: Any,
        msg_or_type: Any,
        content: Any = None,
        parent: Any = None,
        ident: Any = None,
        buffers: Any = None,
        track: bool = False,  # noqa: FBT001, FBT002 - as its base has it
        header: Any = None,
        metadata: Any = None,
    ) -> None:
        """Write one message."""
        if isinstance(msg_or_type, str):
            kind = msg_or_type
        else:
            kind, content = msg_or_type["header"]["msg_type"], msg_or_type["content"]
        if kind == "error":
            shell: Any = InProcessKernel.instance().shell
            self.failed |= getattr(shell.displayhook, "msg", None) is not None
        self.write(kind, content)

    def write(self, kind: str, content: Any) -> None:
        """Write a line: the kind of a message and its content.

        Nothing is written by a process that the notebook forked. Once the socket is closed, the
        output of an exit function is ignored.
        """
        if os.getpid() != self.owner:
            return
        message = {"msg_type": kind, "content": content}
        line = json.dumps(message, ensure_ascii=False, default=json_default)
        with self.lock, suppress(OSError):
            self.channel.sendall(line.encode(errors="replace") + b"\n")


class Stream(io.TextIOBase):
    """Standard output or error of a notebook, including what other programs write there.

    Other programs write to the descriptor, here a file in memory. Each flush sends what was written
    since the last, so nothing is lost or appears in another cell: ipykernel's own stream reads a
    pipe in a thread, which may be late.
    """

    encoding = "UTF-8"
    errors = "replace"

    def __init__(self, session: PipeSession, name: str, descriptor: int):
        self.name = name
        self._session, self._descriptor = session, descriptor
        self._written: list[str] = []
        self._flushed = time.monotonic()
        self._fetched = 0
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        # Appending, since several processes write.
        self._file = os.open(f"/proc/self/fd/{os.memfd_create(name)}", os.O_RDWR | os.O_APPEND)
        os.dup2(self._file, descriptor)

    def fileno(self) -> int:
        """Return the descriptor to which other programs write."""
        return self._descriptor

    def isatty(self) -> bool:
        """Return that this is not a terminal."""
        return False

    def writable(self) -> bool:
        """Return that it can be written to."""
        return True

    def write(self, text: str) -> int:
        """Buffer text for the next flush; a process that the notebook forked writes it at once."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        if os.getpid() != self._session.owner:
            os.write(self._descriptor, text.encode(errors="replace"))
            return len(text)
        with self._session.lock:
            self._fetch()
            self._written.append(text)
            if time.monotonic() - self._flushed > _FLUSH_EVERY:
                self.flush()
        return len(text)

    def flush(self) -> None:
        """Send all that was written, by Python or by other programs."""
        if os.getpid() != self._session.owner:
            return
        with self._session.lock:
            self._fetch()
            self._flushed = time.monotonic()
            if said := "".join(self._written):
                self._written.clear()
                self._session.write("stream", {"name": self.name, "text": said})

    def _fetch(self) -> None:
        """Read what other programs have written to the descriptor since the last call."""
        if os.fstat(self._file).st_size < self._fetched:  # reopened by its name, which truncates it
            self._fetched = 0
        while came := os.pread(self._file, 2**20, self._fetched):
            self._fetched += len(came)
            self._written.append(self._decode(came))


def run(channel: socket.socket) -> None:
    """Run the cells of one notebook until its channel ends, then exit."""
    _become_a_process_of_its_own()
    reads.forget()
    reads.watch()
    session = PipeSession(channel)
    kernel = InProcessKernel.instance(
        session=session,
        iopub_socket=BackgroundSocket(None),
        user_ns=None,  # so that the shell makes a module of its own, as in an ordinary kernel
        config=_NOTHING_KEPT,
    )
    shell: Any = kernel.shell
    streams = Stream(session, "stdout", 1), Stream(session, "stderr", 2)
    sys.stdout, sys.stderr = streams
    builtins.input, getpass.getpass = kernel.raw_input, kernel.getpass  # both refuse
    session.write(REPLY, {"pid": os.getpid()})
    # Not `asyncio.run`, which would intercept Ctrl-C before the cells.
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    loop.run_until_complete(_serve(channel, session, shell, streams))
    sys.exit()


async def _serve(
    channel: socket.socket, session: PipeSession, shell: Any, streams: Sequence[Stream]
) -> None:
    """Run cells until there are no more, in a running event loop as a kernel does."""
    cells = channel.makefile("rb")
    while line := cells.readline():
        session.failed = False
        result = await _run_cell(shell, json.loads(line))
        if os.getpid() != session.owner:  # a process that the cell forked, and did not end
            os._exit(0)
        for stream in streams:
            stream.flush()
        error = result.error_before_exec or result.error_in_exec
        session.write(
            REPLY,
            {
                "execution_count": shell.execution_count - 1,
                "status": "ok" if result.success and not session.failed else "error",
                "ename": type(error).__name__,
            },
        )
        if shell.exit_now:  # after quit() no more cells run
            return
        await asyncio.sleep(0)  # lets pending tasks of the cell run


async def _run_cell(shell: Any, source: str) -> Any:
    """Run a cell as ipykernel does: awaited if the cell awaits, else at once."""
    try:
        transformed = shell.transform_cell(source)
    except Exception:  # IPython shows it when it runs the cell
        transformed = source
    if not shell.should_run_async(source, transformed_cell=transformed):
        return shell.run_cell(source, store_history=True)
    result = await shell.run_cell_async(source, store_history=True, transformed_cell=transformed)
    shell.events.trigger("post_execute")
    shell.events.trigger("post_run_cell", result)
    return result


def _become_a_process_of_its_own() -> None:
    """Remove everything inherited from the parent that a new kernel would not have."""
    os.setsid()  # so that a signal reaches what the notebook starts
    with open(os.devnull, "rb") as nothing:  # noqa: PTH123 - a Path would be no shorter
        os.dup2(nothing.fileno(), 0)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()  # or all notebooks would draw the same numbers
    launcher = find_spec("ipykernel_launcher")
    sys.argv = [str(launcher and launcher.origin)]
    # The current folder comes before the folders of packages, as in IPython.
    installed = [folder.endswith(("site-packages", "dist-packages")) for folder in sys.path]
    sys.path[0:1] = []
    sys.path.insert(max(installed.index(True) - 1, 0) if True in installed else 0, "")
