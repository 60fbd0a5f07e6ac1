"""`sdp lab`: JupyterLab in the project's notebooks, with the Python that the project has."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import typer

from sdp_lib.cli.place import OUTSIDE
from sdp_lib.errors import InputError
from sdp_lib.inputs.folders import is_project
from sdp_lib.problems.call import NO_JUPYTERLAB, NO_PROJECT

# Each may be given only once, so the user's value replaces ours, under either name.
_FOLDER = ("--ServerApp.root_dir", "--notebook-dir")
_PAGE = ("--LabApp.default_url",)
# The project's Python, even if the user's home folder has a kernel of the same name.
_OWN_KERNEL = {"JUPYTER_PREFER_ENV_PATH": "1"}


def lab(context: typer.Context) -> None:
    """Open JupyterLab in the project's notebooks. Other arguments are passed on to JupyterLab."""
    if not is_project(Path.cwd()):
        raise InputError.of(
            NO_PROJECT, Path.cwd().as_posix(), OUTSIDE, "Change to the project's folder"
        )
    if find_spec("jupyterlab") is None:
        raise InputError.of(
            NO_JUPYTERLAB, "JupyterLab", f"it is not installed in {Path(sys.executable).as_posix()}"
        )
    called = context.find_root().obj or Path.cwd()
    raise typer.Exit(_run(_command(context.args, called), called))


def _command(arguments: Sequence[str], called: Path) -> list[str]:
    """Return the call of JupyterLab: the whole project in reach, and its notebooks open."""
    ours: dict[tuple[str, ...], str] = {_FOLDER: str(Path.cwd())}
    if not any((called / argument).exists() for argument in arguments):  # otherwise it opens that
        ours[_PAGE] = "/lab/tree/notebooks"
    added = [
        f"{names[0]}={value}"
        for names, value in ours.items()
        if not any(argument.partition("=")[0] in names for argument in arguments)
    ]
    return [sys.executable, "-m", "jupyterlab", *added, *arguments]


def _run(command: Sequence[str], called: Path) -> int:
    """Run JupyterLab where the command was called, until it ends; return its exit status.

    Ctrl-C is left to JupyterLab, which asks for confirmation. Ending this process ends it too.
    """
    with subprocess.Popen(command, cwd=called, env=os.environ | _OWN_KERNEL) as process:  # noqa: S603 - our own Python
        before = signal.signal(signal.SIGTERM, lambda *_: process.terminate())
        try:
            while True:
                with suppress(KeyboardInterrupt):
                    return process.wait()
        finally:
            signal.signal(signal.SIGTERM, before)
