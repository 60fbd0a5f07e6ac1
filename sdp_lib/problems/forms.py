"""Problems with the files that `sdp ingest` reads (SDP-430 to SDP-459)."""

from __future__ import annotations

from sdp_lib.problems.kind import Kind

NOT_AN_EXPORT = Kind(
    "SDP-430",
    "Not an export of the form",
    "Answers come as a workbook or as a CSV file, and the ending of the name says which.",
    "Export the form's answers again",
)
DAMAGED = Kind(
    "SDP-432",
    "A workbook that cannot be read",
    "The file is damaged, or was cut off while it was downloaded or copied.",
    "Export it again, or open it in Excel and save it as .xlsx",
)
LOCKED = Kind(
    "SDP-433",
    "A workbook with a password, or in the old format",
    "A password hides what a workbook holds. The old format .xls looks the same from outside.",
    "Open it in Excel and save it as .xlsx without a password",
)
NOT_XLSX = Kind(
    "SDP-434",
    "Not a workbook",
    "The name ends in .xlsx, and the content is something else.",
    "Export it again, or give it the ending of what it is",
)
TOO_MANY_PARTS = Kind(
    "SDP-435",
    "A workbook of too many parts",
    "No workbook of a form has this many parts, so the file is not what it seems to be.",
    "Check that it is the right file",
)
PARTS_LOCKED = Kind(
    "SDP-436",
    "A workbook with parts that need a password",
    "A password hides what the workbook holds.",
    "Save the workbook without a password",
)
EXPANDS = Kind(
    "SDP-437",
    "A workbook that grows too much",
    "A part of the file unpacks to far more than a real sheet holds, which can stop a computer.",
    "Check where the file comes from",
)
DOCUMENT_TYPE = Kind(
    "SDP-438",
    "A workbook with a document type",
    "No program writes document types or entities into a workbook. They can make a small file grow "
    "without end.",
    "Check where the file comes from",
)
TOO_MUCH = Kind(
    "SDP-439",
    "An export that is too large",
    "An export of a form is far smaller than this, so it is probably another file.",
    "Check that it is the right file",
)
NOT_TEXT = Kind(
    "SDP-440",
    "A CSV file that is not text",
    "The file is neither UTF-8 nor in the encoding that Excel uses on Windows.",
    "Save it in Excel as 'CSV UTF-8', or export it as .xlsx",
)
BAD_CSV = Kind(
    "SDP-441",
    "A row that cannot be divided into cells",
    "Quotation marks come in pairs. One that has no partner makes one cell of everything after it.",
    "Fix the quotation marks, or export the answers as .xlsx",
)
NOT_QUITE_UTF8 = Kind(
    "SDP-442",
    "A CSV file in the encoding of Windows",
    "The file is not UTF-8, so it was read as Windows-1252, which Excel writes on Windows.",
    "Check accents and pound signs, or save it as UTF-8",
)
SHEET_TOO_LARGE = Kind(
    "SDP-443",
    "A sheet that is too large",
    "An export has a row for each answer and a column for each question, and this is far more.",
    "Check that it is the right file, and delete what does not belong to the form",
)
NO_ANSWERS = Kind(
    "SDP-444",
    "An export without answers",
    "The file has the questions of the form, and no answers below them.",
    "Export the form again",
)
NO_QUESTIONS = Kind(
    "SDP-450",
    "An export without the form's questions",
    "The first row of an export has the questions that `form` in `council.yml` lists.",
    "Check that it is this form's export, with the questions in the first row",
)
QUESTION_MISSING = Kind(
    "SDP-451",
    "A question that the export does not have",
    "`form` in `council.yml` lists the questions by their exact words, and one has no column.",
    "Give the column this heading, or correct 'form' in council.yml",
)
QUESTION_REPEATED = Kind(
    "SDP-452",
    "A question with several columns",
    "Nobody can know which of the columns holds the answer.",
    "Rename or delete all but one",
)
UNKNOWN_QUESTION = Kind(
    "SDP-453",
    "A column that is not a question",
    "The column is not in `form` in `council.yml`, so its answers are not read.",
    "Correct the heading if its answers are needed",
)
UNHEADED = Kind(
    "SDP-454",
    "Cells without a heading",
    "The column has no heading, so its cells belong to no question and are not read.",
    "Give the column its heading if its cells are needed",
)
TIMES_AMBIGUOUS = Kind(
    "SDP-455",
    "Completion times that can be read in two ways",
    "3/9/2019 is in September or in March, and both readings fit the days on which the form was "
    "open.",
    "Write 'time_order: day_first' or 'time_order: month_first' in council.yml",
)
TIMES_DECIDED = Kind(
    "SDP-456",
    "Completion times in another order than dates",
    "Microsoft Forms writes times with the month first, whatever the country. The days on which "
    "the form was open show which order is right.",
    "Set time_order in council.yml if that is wrong",
)
TIMES_MIXED = Kind(
    "SDP-457",
    "Completion times that a spreadsheet has changed",
    "A spreadsheet has made dates of some of the times and left others as text. It may have "
    "exchanged day and month.",
    "Export the answers again, and do not save them in between",
)
