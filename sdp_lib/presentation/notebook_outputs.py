"""Notebook outputs that are marked once they are out of date.

After an error JupyterLab leaves the previous report's output below, as if it belonged to the new
parameters. Each output has its own display ID, through which it is marked if a report cannot be
made. IDs are sent with messages only and are never saved in a notebook.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar

from IPython.core.getipython import get_ipython
from IPython.display import DisplayHandle, display

from sdp_lib.errors import InputError, Problem
from sdp_lib.problems.notebooks import UNKNOWN_ARGUMENT

_MOST = 200  # outputs that are remembered, enough for several large reports
NOT_CURRENT = (
    "Not current: the report could not be made again. Correct the error and run all cells."
)
_MARK = (
    "<style>.sdp-stale{padding:.5em 1em;background:Mark;color:MarkText;font-weight:600}"
    f'.sdp-stale~*{{opacity:.4}}</style><p class="sdp-stale">{NOT_CURRENT}</p>'
)
P = ParamSpec("P")
T = TypeVar("T")


@dataclass
class _Kernel:
    """The outputs that are still current, and the error of the last attempt at a report."""

    shown: deque[tuple[DisplayHandle, Mapping[str, Any], Mapping[str, str]]] = field(
        default_factory=lambda: deque(maxlen=_MOST)
    )
    error: BaseException | None = None
    stale: bool = False


_kernel = _Kernel()


def show(data: Mapping[str, Any], metadata: Mapping[str, str]) -> None:
    """Show a piece of a report, which is HTML with or without other kinds of data."""
    shown = _marked(data) if _kernel.stale else dict(data)
    handle = display(shown, raw=True, metadata=dict(metadata), display_id=True)
    if isinstance(handle, DisplayHandle) and not _kernel.stale:
        _kernel.shown.append((handle, data, metadata))


def watched(make: Callable[P, T]) -> Callable[P, T]:
    """Watch a function that makes a report: if it fails, earlier output is not current."""

    @wraps(make)
    def made(*arguments: P.args, **named: P.kwargs) -> T:
        if shell := get_ipython():
            shell.events.register("post_run_cell", _cell_ended)  # once, however often it is called
        try:
            _check_names(make, named)
            report = make(*arguments, **named)
        except Exception as error:
            _kernel.error = error
            raise
        _kernel.error, _kernel.stale = None, False
        return report

    return made


def _check_names(make: Callable[..., object], named: Mapping[str, object]) -> None:
    """Report unknown parameters as a problem, instead of Python's traceback."""
    known = [*signature(make).parameters]
    if unknown := [name for name in named if name not in known]:
        raise InputError(
            Problem(
                UNKNOWN_ARGUMENT,
                f"parameter {name}",
                "there is no parameter of this name",
                f"Choose from {', '.join(known)}",
            )
            for name in unknown
        )


def _cell_ended(result: Any) -> None:
    """Mark earlier output, if a report could not be made and the cell did not handle the error."""
    if _kernel.error is None or result.error_in_exec is not _kernel.error:
        return
    _kernel.error, _kernel.stale = None, True
    while _kernel.shown:
        handle, data, metadata = _kernel.shown.popleft()
        handle.update(_marked(data), raw=True, metadata=dict(metadata))


def _marked(data: Mapping[str, Any]) -> dict[str, Any]:
    return {**data, "text/html": _MARK + str(data["text/html"])}
