"""A request: the quarter and reports wanted, how to make them, from where and to where."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sdp_lib.inputs.input_files import Sources
from sdp_lib.periods import Period


@dataclass(frozen=True)
class Request:
    """The request of a command.

    `cluster`: the address of a Dask scheduler, blank to use `workers` threads of this machine;
    `again`: whether the same process will receive the same request again.
    """

    quarter: Period
    sources: Sources
    out: Path
    only: Sequence[str] = ()
    overrides: Mapping[str, str] = field(default_factory=dict)
    formats: Sequence[str] = ("html", "pdf")
    renderer: str = "auto"
    workers: int = os.cpu_count() or 1
    force: bool = False
    cluster: str = ""
    again: bool = False

    @property
    def folder(self) -> Path:
        """The folder that the quarter is built into."""
        return self.out / str(self.quarter)
