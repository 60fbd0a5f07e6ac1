"""What `sdp check` finds in the answers of a quarter (SDP-801 to SDP-831)."""

from __future__ import annotations

from sdp_lib.problems.kind import Kind

RETURN_MISSING = Kind(
    "SDP-801",
    "Activities without a return",
    "Nothing is known of the activity this quarter, and no figure counts it.",
    "Ask for it, or publish without it",
)
RETURN_LATE = Kind(
    "SDP-802",
    "Returns that came late",
    "The return counts, but its author may have known more than those who answered in time.",
    "Check that the answer should count",
)
RETURN_EARLY = Kind(
    "SDP-803",
    "Returns that came before the form opened",
    "The return may be about the quarter before.",
    "Check that the return is about this quarter, and that the window in params is right",
)
RETURN_UNDATED = Kind(
    "SDP-804",
    "Returns that do not say when they came",
    "It is not known whether the return came in time.",
    "Fill in the completion time if it is known",
)
STATUS_MISSING = Kind(
    "SDP-805",
    "Returns without a delivery status",
    "The activity counts as answered, and as neither on track nor off track.",
    "Ask the lead officer",
)
OFF_TRACK_WITHOUT_ISSUES = Kind(
    "SDP-806",
    "Activities not on track that name no issue",
    "Nobody can help without knowing what is wrong.",
    "Ask the lead officer what is in the way",
)
OFF_TRACK_WITHOUT_MITIGATION = Kind(
    "SDP-807",
    "Activities not on track without mitigation",
    "The report lists the activity as one without mitigating action.",
    "Ask the lead officer",
)
ON_TRACK_WITH_ISSUES = Kind(
    "SDP-808",
    "Activities on track that name issues",
    "The status may be more hopeful than the words beside it.",
    "Ask the lead officer whether the status is right",
)
ON_TRACK_WITH_LATER_END = Kind(
    "SDP-809",
    "Activities on track whose end date has moved",
    "Being on track against a date that moves is not the same as being on track.",
    "Ask the lead officer whether the status is right",
)
ISSUE_NOT_NAMED = Kind(
    "SDP-810",
    "Details of an issue that is not named",
    "The issue is counted under no theme.",
    "Ask the lead officer for its theme",
)
OTHER_ISSUE_IS_A_THEME = Kind(
    "SDP-811",
    "Other issues that are on the list",
    "The count for the theme is too low.",
    "Choose the theme with 'sdp correct'",
)
DATE_IMPROBABLE = Kind(
    "SDP-812",
    "Improbable dates",
    "A year that was mistyped moves every figure and chart of dates.",
    "Ask the lead officer which date is meant",
)
PLAN_DATE_IMPROBABLE = Kind(
    "SDP-813",
    "Improbable dates in the plan",
    "The plan's dates decide what is due this year, and how far an end has moved.",
    "Check the date in the plan",
)
REVISED_END_EARLIER = Kind(
    "SDP-814",
    "Revised end dates earlier than the original",
    "An earlier end does not count as a revision. It is more often a slip than good news.",
    "Ask the lead officer whether the activity ends earlier, or whether the year is mistyped",
)
REVISED_END_SAME = Kind(
    "SDP-815",
    "Revised end dates that are the original date",
    "An end that did not move does not count as a revision.",
    "Nothing needs to be done, unless another date was meant",
)
END_BEFORE_START = Kind(
    "SDP-816",
    "Activities that end before they start",
    "One of the two dates must be wrong, and what is due this year may be wrong with it.",
    "Check both dates",
)
END_MISSING = Kind(
    "SDP-817",
    "Activities without an end date in the plan",
    "The activity is never due, and any end date that its return gives counts as a revision.",
    "Add the end date to the plan when it is agreed",
)
MILESTONES_OUT_OF_ORDER = Kind(
    "SDP-818",
    "Milestones out of order",
    "A decision before its consultation, for instance, is unusual and may be a slip.",
    "Ask the lead officer whether both dates are right",
)
GO_LIVE_AFTER_END = Kind(
    "SDP-819",
    "Activities that go live after they end",
    "Either the end has moved and nobody said so, or the milestone is wrong.",
    "Ask the lead officer for a revised end, or for the right date of going live",
)
OTHER_MILESTONE_UNNAMED = Kind(
    "SDP-820",
    "Other milestones without a name",
    "A date without a name means nothing to a reader.",
    "Ask the lead officer what the date is for",
)
OTHER_MILESTONE_UNDATED = Kind(
    "SDP-821",
    "Other milestones without a date",
    "A milestone without a date is not counted, and cannot be followed.",
    "Ask the lead officer for the date",
)
FORWARD_PLAN_MISSING = Kind(
    "SDP-822",
    "Boards expected without a date on their forward plan",
    "An activity without a date may not get the decision that it waits for.",
    "Ask the lead officer for the date",
)
FORWARD_PLAN_UNEXPECTED = Kind(
    "SDP-823",
    "Forward plan dates for a board that is not expected",
    "The activity counts as one that does not go to the board.",
    "Ask the lead officer whether the board is expected",
)
FORWARD_PLAN_PAST = Kind(
    "SDP-824",
    "Forward plan dates that had passed",
    "The activity counts as scheduled, although no meeting may be planned.",
    "Ask the lead officer for the next date",
)
PROGRESS_MISSING = Kind(
    "SDP-825",
    "Returns without words on progress",
    "The status is all there is, and readers cannot see what it rests on.",
    "Ask the lead officer",
)
PROGRESS_SHORT = Kind(
    "SDP-826",
    "Returns with few words on progress",
    "So short a text hardly says what was done.",
    "Ask the lead officer for more",
)
WORDS_REPEATED = Kind(
    "SDP-827",
    "The same words as a quarter before",
    "The return may have been copied, and the status with it.",
    "Ask the lead officer what has happened since",
)
PROGRESS_COPIED = Kind(
    "SDP-828",
    "The same words on progress for several activities",
    "What is true of one activity is seldom true word for word of another.",
    "Ask the lead officers what each of them did",
)
PLACEHOLDER = Kind(
    "SDP-829",
    "Words that say nothing",
    "“N/A” in the box for mitigation is not counted as mitigation.",
    "Ask the lead officer, or leave it as it is",
)
PERSONAL_DATA = Kind(
    "SDP-830",
    "Text that seems to hold an address or a number of a person",
    "A return is published as it was written.",
    "Remove it with 'sdp correct'",
)
WITHOUT_TYPEFACE = Kind(
    "SDP-831",
    "Characters that documents cannot show",
    "The web page shows the character, but the PDF shows an empty square in its place.",
    "Write it in words, with 'sdp correct' if it is in a return",
)
