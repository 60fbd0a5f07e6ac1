"""ipykernel's application in two halves: what needs no connection is done once, before any fork.

A server that forks kernels prepares one: command line, configuration, the kernel and its shell. The
processes that it forks go on from there with ipykernel's own `initialize`, which opens sockets and
starts threads; neither could be carried over a fork.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from select import select
from threading import Lock
from typing import Any
from uuid import uuid4

from ipykernel.iostream import PIPE_BUFFER_SIZE, OutStream
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.application import BaseIPythonApplication

# What nbclient starts kernels with, besides their connection file.
USUAL = ("--HistoryManager.hist_file=:memory:",)


class Stream(OutStream):
    """What a notebook prints: sent without waiting where there is nothing to wait for.

    ipykernel flushes both of its streams three times for each cell, and each time one thread waits
    for another. Only that gives what other programs print the time to come by a third one, and
    sometimes too little. Here a flush fetches it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._pipe_lock = Lock()
        super().__init__(*args, **kwargs)  # type: ignore[no-untyped-call] # ipykernel's own

    def flush(self) -> None:
        """Have what was written sent, by whomever and by which way it was written."""
        own = self._is_master_process()  # type: ignore[no-untyped-call] # ipykernel's own
        if own and self._should_watch:
            self._fetch()
        with self._buffer_lock:
            written = any(one.tell() for one in self._buffers.values())
        if written or not own:
            super().flush()  # type: ignore[no-untyped-call]

    def _watch_pipe_fd(self) -> None:
        """Fetch what comes from other programs until the stream is closed."""
        pipe: Any = self._fid
        with suppress(OSError):
            while self._should_watch:
                select([pipe], [], [], 1)  # for a while: a flush may fetch what ended the wait
                if not self._should_watch or not self._fetch():
                    return

    def _fetch(self) -> bool:
        """Write what other programs have written by the descriptor that they share with us.

        Return whether there can be more.
        """
        pipe: Any = self._fid
        with self._pipe_lock:  # what has left the pipe is written before anybody looks again
            while select([pipe], [], [], 0)[0]:
                came = os.read(pipe, PIPE_BUFFER_SIZE)
                if not came:
                    return False
                self.write(came.decode(errors="replace"))
                os.write(self._original_stdstream_copy, came)
        return True


class PreparedKernel(IPythonKernel):
    """A kernel that is made before its sockets are, and takes them when it is asked for again."""

    @classmethod
    def instance(cls, *args: Any, **kwargs: Any) -> PreparedKernel:
        """Return the kernel; what it is given when it is there already, it takes over."""
        kernel: PreparedKernel = super().instance(*args, **kwargs)
        if kwargs.get("session"):
            kernel._connect(**kwargs)
        return kernel

    def _connect(self, **given: Any) -> None:
        """Do what a kernel does with these when it is made, and be another than was prepared."""
        self.ident = str(uuid4())
        for name, value in given.items():
            if name not in {"parent", "user_ns"}:
                setattr(self, name, value)
        self._stdout, self._stderr = sys.stdout, sys.stderr
        shell: Any = self.shell
        topic = self._topic("execute_result")  # type: ignore[no-untyped-call] # ipykernel's own
        for shows in (shell.displayhook, shell.display_pub):
            shows.session, shows.pub_socket = self.session, self.iopub_socket
        shell.displayhook.topic = topic
        shell.init_environment()  # on top of what the kernel was given

    async def poll_stopped_queue(self) -> None:
        """Wait for no debugger: there is none, since debugpy was not found."""


class _PreparedOnce(BaseIPythonApplication):
    """Reads command line and configuration once; it stands behind `IPKernelApp`, which asks it."""

    prepared = False

    def initialize(self, argv: Sequence[str] | None = None) -> None:
        """Do what every IPython application begins with, unless that is done."""
        if not self.prepared:
            super().initialize(argv)  # type: ignore[no-untyped-call] # IPython's own
            self.prepared = True


class PreparedKernelApp(IPKernelApp, _PreparedOnce):
    """ipykernel's application, half of it done: `prepare` before a fork, and `connect` after it."""

    def prepare(self) -> None:
        """Make a kernel and its shell, without a connection."""
        _PreparedOnce.initialize(self, ["--IPKernelApp.connection_file=to come", *USUAL])
        self.kernel_class = PreparedKernel
        self.outstream_class = f"{__name__}.{Stream.__name__}"
        self.kernel = PreparedKernel.instance(
            parent=self,
            session=None,
            log=self.log,
            profile_dir=self.profile_dir,
            user_ns=None,
            _darwin_app_nap=False,  # it asks macOS for something that no fork inherits
        )
        shell: Any = self.kernel.shell
        _ = shell.display_formatter.formatters  # which are made when they are first asked for

    def connect(self, file: str) -> None:
        """Turn this process into the kernel with that connection file."""
        # In place: everything that was prepared holds this very configuration.
        self.config.IPKernelApp.connection_file = self.connection_file = file
        self.initialize()  # type: ignore[no-untyped-call] # ipykernel's own


def prepare() -> None:
    """Make what the kernels that are forked from this process have in common."""
    try:
        PreparedKernelApp.instance(parent_handle=os.getpid()).prepare()
    except BaseException:
        _forget()
        raise


def _forget() -> None:
    """Leave nothing of what was prepared, so that an ordinary kernel can be made."""
    for one in (PreparedKernelApp, PreparedKernel, ZMQInteractiveShell):
        one.clear_instance()


def initialized(arguments: Sequence[str], server: int) -> IPKernelApp:
    """Return the application that these arguments of a command line ask for, ready to start.

    It is the one that was prepared where they are the usual ones, and else an ordinary one.
    """
    if PreparedKernelApp.initialized() and [*arguments[:1], *arguments[2:]] == ["-f", *USUAL]:
        prepared: PreparedKernelApp = PreparedKernelApp.instance()
        prepared.connect(arguments[1])
        return prepared
    _forget()
    ordinary: IPKernelApp = IPKernelApp.instance(parent_handle=server)
    ordinary.initialize(arguments)
    return ordinary
