"""Problems with the plan and its activities (SDP-3nn)."""

from __future__ import annotations

from sdp_lib.problems.kind import Kind

DUPLICATE_ID = Kind(
    "SDP-301",
    "A duplicate ID in plan.yml",
    "Each outcome and each objective of a plan has an ID of its own.",
    "Rename one of them",
)
LEFT_BEFORE_JOINED = Kind(
    "SDP-302",
    "An activity that left before it joined",
    "`joined` is the first quarter that an activity answers for, and `left` is the last.",
    "Correct one of the two",
)
NOT_LEFT = Kind(
    "SDP-303",
    "A way of leaving without a quarter",
    "`left_as` and `into` say how an activity left the plan, and `left` says when.",
    "Give the last quarter that it answers for in left",
)
NOT_ANOTHER_ACTIVITY = Kind(
    "SDP-304",
    "Not another activity of the plan",
    "`into` and `depends_on` list other activities of the same plan, each once.",
    "Correct the ID or remove it",
)
BAD_ORIGIN = Kind(
    "SDP-305",
    "Not an activity of an earlier plan",
    "`carried_from` says which activity of an earlier plan this one continues.",
    "Write the plan and the ID, such as 2019-20:41",
)
CIRCLE = Kind(
    "SDP-306",
    "Activities that wait for each other",
    "Each of these activities depends on the next, and the last depends on the first, so none of "
    "them could ever end.",
    "Remove one of them from depends_on",
)
UNKNOWN_ORIGIN = Kind(
    "SDP-307",
    "An origin that the earlier plan does not have",
    "`carried_from` names an activity that is not in that plan.",
    "Correct the ID or remove it",
)
REPORT_TWICE = Kind(
    "SDP-320",
    "Two reports of one name",
    "`reports` in the quarter's parameters asks for the same report twice.",
    "Remove one of the two",
)
NOT_IN_PLAN = Kind(
    "SDP-321",
    "A report about something that the plan does not have",
    "`only` in the quarter's parameters picks things of the plan by their IDs.",
    "Choose from the IDs of the plan",
)
