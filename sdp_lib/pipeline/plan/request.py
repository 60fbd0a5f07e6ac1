"""What somebody asked for: which quarter and reports, how, from where and to where."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sdp_lib.inputs.input_files import Sources
from sdp_lib.periods import Period


@dataclass(frozen=True)
class Request:
    """What somebody asked for.

    `cluster` is the address of a Dask scheduler, blank to use `workers` threads of this machine.
    `again` says that the same process will be asked for the same another time.
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
