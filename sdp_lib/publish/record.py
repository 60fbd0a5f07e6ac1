"""The record of a published period: plan, activities, assurance and configuration as they were."""

from __future__ import annotations

from pathlib import Path

from sdp_lib.inputs.calendar_setting import parse_quarter
from sdp_lib.inputs.input_files import Sources
from sdp_lib.inputs.recorded import record_of
from sdp_lib.publish.versions import Period
from sdp_lib.storage import write_together


def record_plan(period: Period, sources: Sources) -> list[Path]:
    """Write `data/plans/PLAN/recorded/QUARTER/` unless it exists; return the files written.

    The reports of a recorded period are already made from its record, so there is nothing to add.
    """
    value = parse_quarter(period.name, sources.params)
    files = record_of(sources.data, sources.params, period.plan, value)
    write_together(files)
    return [*files]
