"""Problems with how a command was called (SDP-1nn)."""

from __future__ import annotations

from sdp_lib.problems.kind import Kind

UNREADABLE_CALL = Kind(
    "SDP-101",
    "A command that cannot be understood",
    "An option, an argument or a command is unknown, is missing, or has a value of the wrong kind.",
    "Add --help to the command to see what it takes",
)
NO_PROJECT = Kind(
    "SDP-102",
    "Not in a project",
    "The command works in a project, which is a folder that has `params/council.yml`. It looks in "
    "the current folder and in those above it.",
    "Change to the project's folder, or name its folders with --params and --data",
)
NO_FOLDER = Kind(
    "SDP-103",
    "A folder that does not exist",
    "The command reads a folder that is not there, or the name leads to a file.",
    "Run the command in the project's folder, or name another one",
)
NOT_A_PERIOD = Kind(
    "SDP-104",
    "Not a quarter",
    "Quarters are written as the calendar in `council.yml` says: 2019-20-Q2 is the second quarter "
    "of the financial year that begins in April 2019.",
    "Write it like 2019-20-Q2",
)
OPTIONS_APART = Kind(
    "SDP-105",
    "Options that exclude each other",
    "The two options ask for different things, and only one of them can be done.",
    "Leave out one of the two",
)
NOT_NAME_VALUE = Kind(
    "SDP-106",
    "A parameter without a name or a value",
    "`-p` gives a parameter to the notebooks, so it needs the parameter's name, an equals sign and "
    "a value.",
    "Write it like -p outcome=3",
)
FORM_NOT_XLSX = Kind(
    "SDP-107",
    "A form that is not called .xlsx",
    "`sdp form` writes a workbook, which Excel opens only under the right ending.",
    "Give it a name that ends in .xlsx",
)
NO_JUPYTERLAB = Kind(
    "SDP-108",
    "JupyterLab is missing",
    "`sdp lab` opens JupyterLab with the Python that runs `sdp`, and it is not installed there.",
    "Run 'make setup', or 'conda env update --file environment.yml'",
)
WHAT_TO_VERIFY = Kind(
    "SDP-109",
    "Nothing, or too much, to verify",
    "`sdp verify` either makes a quarter again and compares it, or checks a published site.",
    "Name a quarter, or a site with --site DIR",
)
BLANK_NOTE = Kind(
    "SDP-110",
    "A withdrawal without a reason",
    "The page that replaces a withdrawn version tells its readers why it was withdrawn.",
    "Write the reason",
)
NOT_A_DAY = Kind(
    "SDP-111",
    "Not a date",
    "The option takes a day, as year, month and day.",
    "Write it like 2019-10-11",
)
NOT_COMPARABLE = Kind(
    "SDP-112",
    "Quarters that cannot be compared",
    "`sdp diff` compares two quarters of the same plan, and the older one comes first.",
    "Choose an earlier quarter of the same plan",
)
UNKNOWN_FORMATS = Kind(
    "SDP-113",
    "Formats that are not known",
    "`--formats` lists the files to make of each report.",
    "Choose from html, pdf and docx, separated by commas",
)
UNKNOWN_RENDERER = Kind(
    "SDP-114",
    "A renderer that is not known",
    "Pages are made by Quarto, or by the embedded renderer where Quarto is not installed.",
    "Choose auto, quarto or embedded",
)
NO_QUARTO = Kind(
    "SDP-115",
    "Quarto is missing or too old",
    "`--renderer quarto` was asked for, and no recent Quarto can be found.",
    "Install a recent Quarto, or choose --renderer embedded",
)
NO_SUCH_REPORT = Kind(
    "SDP-116",
    "No report of this name",
    "`--only` takes the name of a report, or a pattern such as `outcome-*`. The names follow from "
    "`reports` in the quarter's parameters.",
    "Choose one of the quarter's reports",
)
SET_BY_COMMAND = Kind(
    "SDP-117",
    "A parameter that the command sets",
    "The quarter and the folders reach a notebook from the command's own options, so `-p` cannot "
    "set them.",
    "Use the option of the command instead",
)
UNKNOWN_PARAMETER = Kind(
    "SDP-118",
    "A parameter that no notebook takes",
    "None of the notebooks that would run assigns this name in its parameters cell.",
    "Check its spelling",
)
NO_REPORT_ABOUT = Kind(
    "SDP-119",
    "No report is about this",
    "A parameter such as `outcome` picks the reports that are about it, and there is none.",
    "Choose a value that a report is about",
)
SYSTEM = Kind(
    "SDP-120",
    "A file that the system refuses to read or write",
    "The disk may be full, the folder may be read-only, or another program may hold the file.",
    "Put that right and try again",
)
UNKNOWN_CODE = Kind(
    "SDP-121",
    "Not the code of a problem",
    "`sdp explain` takes a code such as SDP-101, which is at the end of every message.",
    "Run 'sdp explain' to see the list",
)
NOT_WRITTEN = Kind(
    "SDP-122",
    "Files that could not be written",
    "The command writes all of its files or none, and the system refused one of them. So the files "
    "are as they were before, unless the message says that one could not be put back.",
    "Put that right and run the command again",
)
NO_RETURN_TO_CORRECT = Kind(
    "SDP-131",
    "A correction to a return that is not there",
    "Only an activity that has answered has an answer to correct.",
    "Write the ID of an activity that has answered",
)
NOT_CORRECTABLE = Kind(
    "SDP-132",
    "A column that cannot be corrected",
    "A correction changes one of the answers in a return, but not which activity it is about.",
    "Choose another column",
)
BLANK_OPTION = Kind(
    "SDP-133",
    "A correction without a reason or a post",
    "Each correction says why it was made, and by which post.",
    "Fill it in",
)
NAMES_A_PERSON = Kind(
    "SDP-134",
    "Personal data in a correction",
    "Corrections are kept with the data and appear in reports. They name posts, not people.",
    "Leave it out, and name the post",
)
ALREADY_SO = Kind(
    "SDP-135",
    "A correction that changes nothing",
    "The answer already has the value that it would be given.",
    "Check --activity, --column and --new",
)
BAD_NOTEBOOK_NAME = Kind(
    "SDP-140",
    "A name that a notebook cannot have",
    "The name becomes part of the names of files and pages, so it has to be a simple one.",
    "Use lower-case letters, digits, - and _, and begin with a letter, such as 'themes'",
)
RESERVED_NAME = Kind(
    "SDP-141",
    "A name that Windows reserves",
    "Windows has no files of names such as `con` or `aux`, so a colleague there could not open it.",
    "Choose another name",
)
NAME_TAKEN = Kind(
    "SDP-142",
    "A name that is in use",
    "Two reports, or a report and another page, cannot have the same name.",
    "Choose another name",
)
NOTEBOOK_EXISTS = Kind(
    "SDP-143",
    "A notebook that exists already",
    "`sdp new-notebook` never overwrites a notebook.",
    "Choose another name, or remove the file",
)
NONE_OF_EACH = Kind(
    "SDP-144",
    "Nothing to make reports of",
    "`--each` makes a report for every outcome, directorate, portfolio or activity of the plan, "
    "and the plan has none.",
    "Choose something else, or leave out --each",
)
NO_QUARTER_YET = Kind(
    "SDP-145",
    "No quarter to begin with",
    "A new notebook begins with the parameters of the latest quarter, and there is none.",
    "Add params/QUARTER.yml first",
)
NO_PLAN_FOR_YEAR = Kind(
    "SDP-150",
    "No single plan for a year",
    "A new financial year has begun, and `years` in the plans does not say which plan covers it.",
    "List the year in the plan.yml of exactly one plan",
)
NOTHING_TO_CARRY_OVER = Kind(
    "SDP-151",
    "Nothing to carry over",
    "A new quarter begins with what the last one said, and its returns are not there.",
    "Import the form's export with 'sdp ingest FILE --quarter QUARTER'",
)
CHANGED_MEANWHILE = Kind(
    "SDP-153",
    "A file that changed while it was being read",
    "Somebody saved the file while the command was at work, so the command did not write over it.",
    "Run the command again",
)
NO_FORMS = Kind(
    "SDP-154",
    "A folder without forms",
    "`sdp ingest` takes every workbook and CSV file of a folder, and this one has none.",
    "Check the name of the folder",
)
NO_ACTIVITIES = Kind(
    "SDP-155",
    "A form about nothing",
    "The plan of this quarter has no activities, so there is nothing to ask about.",
    "Add the activities to the plan",
)
FOLDER_IN_USE = Kind(
    "SDP-160",
    "A new project where something is already",
    "`sdp init` writes a project into a new or empty folder, so that it never replaces a file.",
    "Name a new or empty folder",
)
UNFIT_NAME = Kind(
    "SDP-161",
    "A name that does not fit on one line",
    "The organisation's name is in the title of every page.",
    "Write the name on one line, such as 'Harbour Lights'",
)
NOT_A_MONTH = Kind(
    "SDP-162",
    "Not a month",
    "A year of reports may begin in any month, which is written in full.",
    "Write a month such as april",
)
