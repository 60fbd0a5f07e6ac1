"""What `sdp check` finds in commentary, parameters and plan (SDP-832 to SDP-849)."""

from __future__ import annotations

from sdp_lib.problems.kind import Kind

COMMENTARY_UNUSED = Kind(
    "SDP-832",
    "Commentary for a report that is not made",
    "Somebody wrote words that nobody will read.",
    "Rename the file, or ask for the report in params",
)
COMMENTARY_MISSING = Kind(
    "SDP-833",
    "Reports without commentary",
    "The report shows figures and what lead officers said, and nothing by an analyst.",
    "Write it, or publish the report without",
)
COMMENTARY_FIGURE = Kind(
    "SDP-834",
    "Figures typed into commentary",
    "A figure that was typed stays as it was when an answer is corrected.",
    "Quote the figure as {{ name }}, with a name from docs/figures.md",
)
WINDOW_FAR_FROM_QUARTER = Kind(
    "SDP-835",
    "A window far from its quarter",
    "The day on which the form closed decides which returns are late, and what has passed.",
    "Check the years of the window in params",
)
SIGNED_OFF_EARLY = Kind(
    "SDP-836",
    "A quarter signed off before its form closed",
    "Nobody can have signed off answers that were still to come.",
    "Check both dates in params",
)
YEAR_NOT_IN_PLAN = Kind(
    "SDP-837",
    "A quarter outside the years of its plan",
    "The returns may be about another generation of the plan.",
    "Check the plan in params, or the years in the plan",
)
PLAN_TITLE_TWICE = Kind(
    "SDP-838",
    "Activities that share a title",
    "Readers cannot see which of the two is meant.",
    "Give each activity a title of its own in the plan",
)
PLAN_RENAMED = Kind(
    "SDP-839",
    "Activities with another title than before",
    "Readers look for an activity by its title.",
    "If that was decided, mention it in the commentary",
)
PLAN_OUTCOME_MOVED = Kind(
    "SDP-840",
    "Activities moved to another outcome",
    "A figure of an outcome can go up or down although nothing was done.",
    "Check that this was decided, and mention it in the commentary",
)
PLAN_END_CHANGED = Kind(
    "SDP-841",
    "Original end dates that were changed",
    "If the original end moves, nobody sees that the activity is late.",
    "Put the original date back, and give a later one as revised_end in the return",
)
PLAN_ACTIVITY_GONE = Kind(
    "SDP-842",
    "Activities whose row was removed from the plan",
    "The figures of earlier quarters counted it.",
    "Put the row back, with its last quarter in left and how it left in left_as",
)
ASSURANCE_OVERDUE = Kind(
    "SDP-843",
    "Assurance that is overdue and still pending",
    "Readers were promised a second view, and it is missing.",
    "Ask those who give the assurance, and enter their opinion",
)
FINAL_WITHOUT_RECORD = Kind(
    "SDP-844",
    "A quarter signed off without a record of its plan",
    "What was reported has to stay as it was, whatever becomes of the plan.",
    "Run 'sdp new' for the next quarter, which records this one",
)
RECORD_DIFFERS = Kind(
    "SDP-845",
    "Activities that today's plan describes differently",
    "The reports of a recorded quarter do not follow today's plan.",
    "Nothing needs to be done if the plan has moved on. Correct the record if the report was wrong",
)
RECORD_SETTINGS_DIFFER = Kind(
    "SDP-846",
    "A configuration or a plan.yml that has changed since it was recorded",
    "Statuses, labels and outcomes of this quarter are those of its time.",
    "Nothing needs to be done if that was decided. Correct the record if the report was wrong",
)
LEAVING_UNSAID = Kind(
    "SDP-847",
    "Activities that left the plan without saying how",
    "Readers want to know what became of an activity.",
    "Say in left_as how it left",
)
PERSONAL_IN_PLAN = Kind(
    "SDP-848",
    "Plan, assurance or commentary that seems to hold an address or a number of a person",
    "Titles, posts and commentary are published as they were written.",
    "Rewrite it without the address or number. If that belongs to no person, list it under "
    "not_personal in council.yml",
)
