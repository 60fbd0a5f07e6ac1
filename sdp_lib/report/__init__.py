"""What a notebook holds in its hand: a `Report`, each of whose sections is one method."""

from sdp_lib.report.reports import Report

__all__ = ["Report"]
