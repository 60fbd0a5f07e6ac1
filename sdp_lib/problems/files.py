"""Problems with files in general, and with settings (SDP-2nn)."""

from __future__ import annotations

from sdp_lib.problems.kind import Kind

NO_FILE = Kind(
    "SDP-201",
    "A file that does not exist",
    "Something that the project reads is not where it should be.",
    "Add it, or correct the name",
)
NOT_READABLE = Kind(
    "SDP-202",
    "A file that cannot be read",
    "The file is there, and the system refuses to open it.",
    "Check its name and permissions",
)
TOO_LARGE = Kind(
    "SDP-203",
    "A file that is too large",
    "No input of a report is larger than 200 MB. It is probably another file.",
    "Split the file, or check that it is the right one",
)
NOT_UTF8 = Kind(
    "SDP-204",
    "Text that is not UTF-8",
    "Text files are read as UTF-8, in which this byte does not occur. Older programs save text in "
    "another encoding.",
    "Save the file as UTF-8",
)
CELL_TOO_LONG = Kind(
    "SDP-205",
    "A cell that is too long",
    "A quotation mark that is never closed makes one cell of the rest of the file.",
    "Fix the quotation marks in this row, or shorten the cell",
)
UNEVEN_ROW = Kind(
    "SDP-206",
    "A row of the wrong length",
    "Each row of a CSV file has as many cells as its header. A comma inside a cell needs quotation "
    "marks around the cell.",
    "Check the commas and quotation marks",
)
NO_COLUMN = Kind(
    "SDP-207",
    "A missing column",
    "The first row of the file names its columns, and one that is needed is not among them.",
    "Add the column",
)
UNKNOWN_COLUMN = Kind(
    "SDP-208",
    "An unknown column",
    "The first row of the file names a column that nothing reads. It may be a slip in its name.",
    "Rename it or remove it",
)
COLUMN_ORDER = Kind(
    "SDP-209",
    "Columns out of order",
    "The columns of a file come in a fixed order, each once, so that changes are easy to see.",
    "Put the columns in the right order",
)
NOT_A_DATE = Kind(
    "SDP-210",
    "Not a date",
    "Dates in CSV files are written as year, month and day, so that they mean the same everywhere.",
    "Write it as YYYY-MM-DD",
)
NOT_A_MOMENT = Kind(
    "SDP-211",
    "Not a date and time",
    "A return says when it was made, by its date and time.",
    "Write it like 2019-09-03T10:14:00",
)
UNKNOWN_ID = Kind(
    "SDP-212",
    "An ID that is not known",
    "The cell takes one of the IDs that the configuration or the plan lists.",
    "Write one of the IDs that are listed",
)
BAD_LIST = Kind(
    "SDP-213",
    "Not a list of known IDs",
    "The cell takes several IDs, each once, with semicolons between them.",
    "Separate the IDs with semicolons, and write each once",
)
DUPLICATE = Kind(
    "SDP-214",
    "A duplicate",
    "Each row of the file is about something else, so each ID appears once.",
    "Remove one of the two rows, or correct its ID",
)
LIKE_ANOTHER = Kind(
    "SDP-215",
    "IDs that differ only in case",
    "IDs become names of files, and Windows takes `a1` and `A1` for the same file.",
    "Rename one of them",
)
RESERVED_ID = Kind(
    "SDP-216",
    "An ID that Windows reserves",
    "IDs become names of files, and Windows has no files of names such as `con` or `aux`.",
    "Choose another ID",
)
BAD_TEXT = Kind(
    "SDP-217",
    "A cell that does not hold what it should",
    "The cell is blank, or is not written as its column asks.",
    "Correct the cell",
)
BAD_PERIOD = Kind(
    "SDP-218",
    "Not a quarter",
    "The cell takes a quarter, written as the calendar in `council.yml` says.",
    "Write it like 2019-20-Q2",
)
UNKNOWN_FORMAT = Kind(
    "SDP-219",
    "A council.yml in a format that is not known",
    "`format` says how `council.yml` is written. A later version of the package may have another.",
    "Write format: 2",
)
NOT_YAML = Kind(
    "SDP-220",
    "Not YAML",
    "The file breaks the rules of YAML. Indentation, colons and quotation marks are the usual "
    "causes, and the mistake may be in the line before.",
    "Fix the line",
)
TOO_DEEP = Kind(
    "SDP-221",
    "YAML with too many levels",
    "The file holds lists or mappings inside each other, more deeply than anybody writes them.",
    "Check that it is the right file",
)
UNKNOWN_KEY = Kind(
    "SDP-222",
    "An unknown key",
    "Nothing reads this setting. It may be a slip in its name, or it may be indented wrongly.",
    "Correct its spelling, or remove it",
)
MISSING_KEY = Kind(
    "SDP-223",
    "A missing key",
    "This setting has no default, so it has to be given.",
    "Add it",
)
BAD_VALUE = Kind(
    "SDP-224",
    "A setting with a value that it cannot have",
    "The setting is known, and its value is of the wrong kind or does not fit the others.",
    "Correct it",
)
ALIAS = Kind(
    "SDP-225",
    "A YAML alias",
    "Anchors (`&name`) and aliases (`*name`) are refused: they hide what a setting says, and a "
    "small file can grow without end.",
    "Write the value out",
)
TAG = Kind(
    "SDP-226",
    "A YAML tag",
    "Tags (`!!name`) are refused: values are read as the text that was typed.",
    "Write the value alone",
)
UNSEEN = Kind(
    "SDP-227",
    "An invisible character",
    "The text holds a character that nobody sees, so two settings can look alike and differ.",
    "Remove it, or its escape such as \\u202E",
)
DUPLICATE_KEY = Kind(
    "SDP-228",
    "A duplicate key",
    "The same key appears twice in one mapping, and only one of the two values could count.",
    "Remove one of the two",
)
NO_QUARTER_FILE = Kind(
    "SDP-230",
    "A quarter without parameters",
    "Each quarter has a file of parameters, such as `params/2019-20-Q2.yml`.",
    "Choose another quarter, or add the file",
)
WRONG_NAME = Kind(
    "SDP-231",
    "Parameters of another quarter",
    "The file is named after one quarter, and `quarter` in it names another.",
    "Make the two the same",
)
QUESTION_COLUMN = Kind(
    "SDP-240",
    "A question that fills an unknown column",
    "`form` in `council.yml` says which column of the returns each question fills.",
    "Choose a column of the returns",
)
QUESTION_TWICE = Kind(
    "SDP-241",
    "Several questions for one column",
    "`form` in `council.yml` gives each column one question.",
    "Keep one of the questions",
)
NO_ACTIVITY_QUESTION = Kind(
    "SDP-242",
    "No question about the activity",
    "Without a question that fills `activity`, nobody knows what an answer is about.",
    "Add the question to 'form' in council.yml",
)
NO_SETTINGS = Kind(
    "SDP-250",
    "No settings for pages",
    "`_quarto.yml` says how pages look, and it is missing, empty or not a mapping.",
    "Restore the file",
)
HOUSE_SETTINGS = Kind(
    "SDP-251",
    "Settings of `sdp report` in the wrong place",
    "The settings of `sdp report` are a mapping of their own in `_quarto.yml`.",
    "Indent them below their heading, as in the file that came with the project",
)
NO_OPTION = Kind(
    "SDP-252",
    "A missing option for pages",
    "Pages cannot be made without this option of `_quarto.yml`.",
    "Add it",
)
NO_THEME_FILE = Kind(
    "SDP-253",
    "A file of the look that does not exist",
    "`_quarto.yml` names a template or style that is not there.",
    "Correct the name",
)
NOT_A_COLOUR = Kind(
    "SDP-260",
    "Not a colour",
    "`_brand.yml` gives each colour by its hexadecimal number, or by the name of another one.",
    "Write its number in quotes, such as '#4a5865', or the name of a colour in the palette",
)
LOW_CONTRAST = Kind(
    "SDP-261",
    "Colours that are too close",
    "WCAG 2.2 asks for a contrast between text, or a sign, and what is behind it.",
    "Make one of the two lighter or darker",
)
FONT_ELSEWHERE = Kind(
    "SDP-262",
    "A typeface from elsewhere",
    "Pages load nothing from other servers, so a typeface has to be in the project.",
    "Keep its files in the project, and write 'source: file' with their names",
)
NOT_A_TYPEFACE = Kind(
    "SDP-263",
    "Not a typeface",
    "A typeface is a file of the kind TTF, OTF or WOFF2.",
    "Name such a file",
)
NO_BRAND_FILE = Kind(
    "SDP-264",
    "A file of the brand that the project does not have",
    "`_brand.yml` names a logo or a typeface that is not a file below the project's folder.",
    "Put the file into the project, or correct its name",
)
LOGO_WITHOUT_WORDS = Kind(
    "SDP-265",
    "A logo without words",
    "People who do not see the logo are read its words.",
    "List it under 'images' with 'path' and 'alt', and give its name here",
)
BAD_LOGO = Kind(
    "SDP-266",
    "A logo that cannot be shown",
    "A logo is a plain drawing or picture, without scripts and links.",
    "Save it as a plain SVG drawing or as PNG",
)
