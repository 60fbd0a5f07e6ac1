"""Problems with the answers that `sdp ingest` reads (SDP-460 to SDP-499)."""

from __future__ import annotations

from sdp_lib.problems.kind import Kind

FORM_OF_ANOTHER = Kind(
    "SDP-460",
    "A return form of another quarter",
    "The form says for which quarter it was made, and `--quarter` names another.",
    "Name its quarter with --quarter, or send the right form",
)
NOT_FILLED_IN = Kind(
    "SDP-461",
    "A return form without answers",
    "The workbook has no table with the form's questions, or no row of it was filled in.",
    "Fill in the row of an activity, in the form that 'sdp form' makes",
)
ANSWERS_OF_ANOTHER = Kind(
    "SDP-462",
    "An export of another quarter",
    "All answers were made while the form of another quarter was open.",
    "Name the right quarter with --quarter, or correct the window in params",
)
NONE_IN_WINDOW = Kind(
    "SDP-463",
    "No answer from the days on which the form was open",
    "`window` in the quarter's parameters says when the form was open.",
    "Check that the export is of this quarter",
)
OUTSIDE_WINDOW = Kind(
    "SDP-464",
    "An answer from outside the window",
    "The answer is imported, and counts as early or late.",
    "Check the window in params if this is unexpected",
)
ANSWERED_TWICE = Kind(
    "SDP-465",
    "Two answers for one activity",
    "Somebody answered again, perhaps to correct the first answer. The later one counts, and of "
    "two with the same time the one further down.",
    "Check that the later answer is the right one",
)
BLANK_NEEDED = Kind(
    "SDP-466",
    "A blank cell that is needed",
    "Without its activity and its time an answer cannot be used.",
    "Fill in the cell, or delete the row",
)
NO_STATUS = Kind(
    "SDP-467",
    "An answer without a status",
    "Every activity is asked whether it is on track.",
    "Ask the lead officer for it",
)
NO_DAY = Kind(
    "SDP-468",
    "A return without its day",
    "A return form asks for the day on which each row was completed, because the day of a file "
    "changes when it is copied.",
    "Write the day on which the row was completed",
)
DAY_OF_ANOTHER = Kind(
    "SDP-469",
    "A day of another quarter",
    "The row was completed on a day that belongs to another quarter.",
    "Write the day on which this return was completed",
)
EXCEL_ERROR = Kind(
    "SDP-470",
    "A cell with an error of Excel",
    "Excel shows a value such as #N/A or #REF! where it cannot compute one.",
    "Correct the cell",
)
UNKNOWN_CHOICE = Kind(
    "SDP-471",
    "Not one of the choices",
    "The question offers choices, which `council.yml` lists by their labels.",
    "Write one of the choices as the form shows it",
)
CHOICE_REPEATED = Kind(
    "SDP-472",
    "A choice that was made twice",
    "The same choice appears twice in one answer. It counts once.",
    "Nothing needs to be done",
)
UNKNOWN_ACTIVITY = Kind(
    "SDP-473",
    "Not an activity of the plan",
    "An answer names its activity by its number, or by its number and title.",
    "Write the number that the activity has in the plan",
)
TITLE_OF_ANOTHER = Kind(
    "SDP-474",
    "A number and a title of two activities",
    "The number is that of one activity and the title that of another, so nobody can know which "
    "was meant.",
    "Correct the number or the title",
)
TITLE_CHANGED = Kind(
    "SDP-475",
    "A title that differs from the plan",
    "The number says which activity is meant, and the title differs from that in the plan.",
    "Correct the title in the form or in the plan; the number counts",
)
CELL_NOT_A_DATE = Kind(
    "SDP-476",
    "Not a date",
    "The question asks for a date, and the cell holds something else, or a day that does not "
    "exist.",
    "Write it like 2019-10-31 or 31 October 2019, or leave the cell blank",
)
DATE_AMBIGUOUS = Kind(
    "SDP-477",
    "A date that can be read in two ways",
    "The completion times of this export have another order of day and month than dates are "
    "expected to have, so it is not known how this date was meant.",
    "Write it like 2019-10-31, or set date_order and time_order in council.yml",
)
DATE_WITH_TIME = Kind(
    "SDP-478",
    "A date with a time of day",
    "The day is kept and the time is not. Late in the evening may be midnight in another time "
    "zone, and then the day is wrong.",
    "Check which day was meant",
)
CELL_NOT_A_MOMENT = Kind(
    "SDP-479",
    "Not a date and time",
    "The completion time of an answer is a date with a time of day.",
    "Write it like 2019-09-03 10:14:00",
)
SAYS_NOTHING = Kind(
    "SDP-480",
    "A text that says nothing",
    "A placeholder such as `N/A` counts as blank.",
    "Nothing needs to be done if there is nothing to say",
)
TEXT_TOO_LONG = Kind(
    "SDP-481",
    "An answer that is too long",
    "A text is shown on a page, so its length is limited.",
    "Shorten it",
)
FORMULA = Kind(
    "SDP-482",
    "A formula in an answer",
    "The text looks like a formula. It is kept as text and never computed.",
    "Check what was typed",
)
DATE_OF_TEXT = Kind(
    "SDP-483",
    "A text that Excel has made into a date",
    "Somebody typed something like 3/4 or 10:30 in a text, and Excel took it for a date or a time, "
    "which is kept.",
    "Check what was typed",
)
NUMBER_FORMAT = Kind(
    "SDP-484",
    "A number in an unknown format",
    "The cell has a number format that is not known, so it is not known what people see in it.",
    "Write what the cell shows as text",
)
WRONG_ENCODING = Kind(
    "SDP-485",
    "Characters in the wrong encoding",
    "The text holds signs such as â€™, which arise when text is read in the wrong encoding.",
    "Export the answers again as .xlsx, or correct the cell",
)
CONTROLS = Kind(
    "SDP-486",
    "Control characters, or signs that only Word shows",
    "They are replaced by what was meant, or removed.",
    "Nothing needs to be done",
)
ADDRESS_REMOVED = Kind(
    "SDP-487",
    "An e-mail address in an answer",
    "Answers are published and name posts, not people. The address was removed.",
    "Nothing needs to be done",
)
NAME_REMOVED = Kind(
    "SDP-488",
    "The name of somebody who answered",
    "Answers are published and name posts, not people. The name was removed.",
    "Nothing needs to be done",
)
NAME_PART = Kind(
    "SDP-489",
    "Part of the name of somebody who answered",
    "A forename or surname may be an ordinary word or a place, so it was left as it is.",
    "Correct the answer if it means the person",
)
PERSONAL = Kind(
    "SDP-490",
    "What seems to be personal data in an answer",
    "Answers are published and name posts, not people. It may be something else, so it was left.",
    "Correct the answer if it is about a person",
)
NOT_A_TICK = Kind(
    "SDP-491",
    "Neither a tick nor blank",
    "The cells of this column are ticked or left blank.",
    "Write Yes, or clear the cell",
)
FINAL_QUARTER = Kind(
    "SDP-492",
    "New answers for a quarter that has been signed off",
    "If an answer changes, the reports that were signed off are no longer those of the data.",
    "Raise version and make the reports again if an answer changes, or check --quarter",
)
ERASED_AGAIN = Kind(
    "SDP-493",
    "An answer that was erased earlier",
    "A correction removed this answer from the returns, and the export still has it. It stays "
    "removed.",
    "Nothing needs to be done",
)
DATE_PARTLY_SHOWN = Kind(
    "SDP-494",
    "A date that a cell shows only in part",
    "Somebody typed something like 10/19 or 31/10, and Excel added a day or a year that the cell "
    "does not show.",
    "Check which date was meant, and write it like 2019-10-31",
)
