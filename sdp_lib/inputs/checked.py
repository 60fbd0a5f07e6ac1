"""Checks of cells whose failures have a kind of problem.

pandera passes on only a text when a check fails. So the text holds the code of the kind, what is
wrong with the value, and what to do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import pandera.pandas as pa

from sdp_lib.errors import Problem
from sdp_lib.problems.kind import Kind
from sdp_lib.problems.registry import KINDS

_BETWEEN = "\n"


@dataclass(frozen=True)
class Failed:
    """What a check says of a value: `so` continues "column is 'value'"."""

    kind: Kind
    so: str
    fix: str

    def problem(self, where: str, found: str) -> Problem:
        """Return the problem with a value, which is `found`."""
        return Problem(self.kind, where, f"{found}, {self.so}", self.fix)


def checked(
    kind: Kind, test: Callable[[pd.Series], pd.Series[bool]], so: str, fix: str = ""
) -> pa.Check:
    """Make a check of a column; `so` and `fix` are as in `Failed`."""
    return pa.Check(test, error=_BETWEEN.join((kind.code, so, fix)))


def failed(error: str) -> Failed:
    """Return what a check said of a value that failed it."""
    code, so, fix = error.split(_BETWEEN)
    return Failed(KINDS[code], so, fix)
