"""Problems with commentary and notebooks (SDP-5nn)."""

from __future__ import annotations

from sdp_lib.problems.kind import Kind

COMMENTARY_TOO_LONG = Kind(
    "SDP-501",
    "Commentary that is too long",
    "Commentary is a few paragraphs for each section of a report.",
    "Shorten it, or put the rest into a document of its own",
)
TEXT_WITHOUT_HEADING = Kind(
    "SDP-502",
    "Commentary before the first heading",
    "Each heading of a commentary file names the section of the report that its text belongs to.",
    "Put a heading such as '## introduction' above it",
)
UNKNOWN_HEADING = Kind(
    "SDP-503",
    "A heading that is not a section",
    "Each heading of a commentary file names a section of the report.",
    "Correct the heading",
)
HEADING_TWICE = Kind(
    "SDP-504",
    "A duplicate heading",
    "Each section of a report has one place for commentary.",
    "Join the two texts under one heading",
)
QUOTE_NOT_CLOSED = Kind(
    "SDP-505",
    "A quotation that is not closed",
    "Commentary quotes a figure by its name between double braces, on one line.",
    "Write }} after the name",
)
QUOTE_UNKNOWN = Kind(
    "SDP-506",
    "A quotation of a figure that does not exist",
    "Commentary quotes a figure by its name. The names are in `docs/figures.md`.",
    "Write a name from docs/figures.md",
)
NO_NOTEBOOK = Kind(
    "SDP-510",
    "A notebook that does not exist",
    "`reports` in the quarter's parameters asks for a report from this notebook.",
    "Correct the name in params, or add the notebook",
)
NOT_A_NOTEBOOK = Kind(
    "SDP-511",
    "Not a notebook",
    "The file does not hold a Jupyter notebook of a format that is known.",
    "Open it in JupyterLab and save it again",
)
PARAMETERS_CELL = Kind(
    "SDP-512",
    "Not exactly one cell of parameters",
    "The command gives its parameters to the cell that has the tag `parameters`.",
    "Give the tag to the cell that assigns the parameters, and to no other",
)
PARAMETERS_SYNTAX = Kind(
    "SDP-513",
    "A cell of parameters that Python cannot read",
    'The cell of parameters holds plain assignments such as `outcome = "3"`.',
    "Correct the cell",
)
PARAMETER_NOT_TAKEN = Kind(
    "SDP-514",
    "A parameter that the notebook does not take",
    "`reports` in the quarter's parameters gives a notebook a parameter that it does not assign.",
    "Add it to the notebook's parameters cell, or remove it from params",
)
NOT_OF_PLAN = Kind(
    "SDP-520",
    "A report about something that the plan does not have",
    "A report is about an outcome, a directorate, a portfolio or an activity of the plan, by its "
    "ID.",
    "Choose one that the plan has",
)
ONE_SCOPE = Kind(
    "SDP-521",
    "A report about several things, or none",
    "The notebook `outcome` makes a report about one outcome, one directorate or one portfolio.",
    "Give exactly one of outcome, directorate and portfolio, and leave the others blank",
)
UNKNOWN_COMPARE = Kind(
    "SDP-522",
    "A quarter that cannot be compared with",
    "A report compares its quarter with an earlier one of the same plan.",
    "Choose an earlier quarter of the plan, or leave it blank",
)
UNKNOWN_DETAIL = Kind(
    "SDP-523",
    "An unknown level of detail",
    "`detail` says how much of a report is shown.",
    "Choose full, activities or summary",
)
BAD_REPORT_NAME = Kind(
    "SDP-524",
    "A name that no notebook can have",
    "`name` says which notebook a report comes from, so that its page and commentary are found.",
    "Write the name of this notebook without .ipynb, such as 'themes'",
)
UNKNOWN_ARGUMENT = Kind(
    "SDP-525",
    "A parameter that reports do not have",
    "`Report` was called with a name that it does not know.",
    "Correct the name",
)
UNKNOWN_FIGURE = Kind(
    "SDP-526",
    "A figure that the report does not have",
    "`report.figure` takes the name of a figure that this report counts.",
    "Choose a name from docs/figures.md",
)
NOTEBOOK_FAILED = Kind(
    "SDP-530",
    "A notebook that stopped with an error",
    "A cell raised an error, so the report was not made. Its last good page is kept, and the "
    "notebook with the error is saved.",
    "Open the saved notebook, which marks the cell that failed",
)
CANNOT_SHOW = Kind(
    "SDP-531",
    "Output that a page cannot show",
    "A cell shows something that has no form on a page or in a document.",
    "Show a table, a chart, a figure or text instead",
)
CELL_WARNS = Kind(
    "SDP-532",
    "A cell that wrote a warning",
    "A cell wrote to standard error. The report was made, and nothing of this is on its page.",
    "Read the warning, and change the cell if it matters",
)
NO_LEDGER = Kind(
    "SDP-533",
    "A notebook without a ledger",
    "The last cell of a notebook says what the report read and counted.",
    "Make report.ledger() the last cell",
)
OTHER_NAME = Kind(
    "SDP-534",
    "A notebook that makes another report",
    "The notebook was run for one report, and it made one of another name.",
    "Give the name of the notebook where it says Report.…(…)",
)
