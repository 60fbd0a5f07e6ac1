"""The machine and the programs that were measured, without names of hosts and folders."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import psutil

from benchmarks.plain import find_browser
from benchmarks.quarto import find_quarto
from sdp_lib.pipeline.render.embedded import pandoc_version

_PACKAGES = ("papermill", "nbconvert", "typst", "pandas", "matplotlib", "distributed")
_GIGABYTE = 1024**3


def describe() -> dict[str, str]:
    """Return the machine and its programs by name, in a fixed order."""
    return {
        "Processor": _processor(),
        "Cores": str(os.cpu_count() or 1),
        "Memory": f"{psutil.virtual_memory().total / _GIGABYTE:.0f} GB",
        "System": _system(),
        "Python": platform.python_version(),
        **{name: _package(name) for name in _PACKAGES},
        "Pandoc": pandoc_version(),
        "Quarto": _program(find_quarto),
        "Chromium": _program(find_browser),
    }


def _processor() -> str:
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        told = ""
    named = re.search(r"^model name\s*:\s*(.+)$", told, re.MULTILINE)
    return named[1] if named else platform.machine()


def _system() -> str:
    try:
        name = platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        name = platform.system()
    return f"{name}, {platform.system()} {platform.release().split('-')[0]}"


def _package(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _program(find: Callable[[], str | None]) -> str:
    """Return the number that a program's `--version` holds."""
    program = find()
    if program is None:
        return "not found"
    ended = subprocess.run(  # noqa: S603 - a program that was found, and no shell
        [program, "--version"], capture_output=True, text=True, check=False, timeout=60
    )
    number = re.search(r"\d+(\.\d+)+", ended.stdout)
    return number[0] if number else "version unknown"
