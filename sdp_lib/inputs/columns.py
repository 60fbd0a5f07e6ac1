"""Column names of the plan and the returns, as the contract orders them."""

from __future__ import annotations

PLAN = (
    "id",
    "title",
    "outcome",
    "type",
    "directorate",
    "lead",
    "director",
    "portfolio",
    "start",
    "end",
    "source",
)
# Optional columns of the plan: each may be absent, and each cell blank.
MEMBERSHIP = ("joined", "left", "left_as", "into", "carried_from", "depends_on")
STRATEGY = ("objectives", "operating_plan", "budget", "risk", "complexity", "value")
OPTIONAL = (*MEMBERSHIP, *STRATEGY)
OTHER_MILESTONE = "other_milestone"  # the date that the next column names
# Returns: the organisation's own milestones come between these two.
RETURN_HEAD = ("activity", "submitted", "delivery", "progress")
RETURN_TAIL = (
    "other_milestone_name",
    "revised_end",
    "issues",
    "issue_other",
    "issue_detail",
    "mitigation",
    "mitigation_themes",
    "boards_reported",
    "boards_expected",
    "forward_plan_date",
    "risk_registers",
)
