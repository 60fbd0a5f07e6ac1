"""Quarterly monitoring reports for a Strategic Delivery Plan.

Notebooks import one name from here, `Report`. It is loaded when it is first asked for, so that the
command can decide that there is nothing to do without importing pandas.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sdp_lib.report import Report

__all__ = ["Report", "__version__"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name == "Report":
        from sdp_lib.report import Report

        return Report
    raise AttributeError(f"module 'sdp_lib' has no attribute {name!r}")
