"""The `Report` that a notebook works with; each of its sections is a method."""

from sdp_lib.report.reports import Report

__all__ = ["Report"]
