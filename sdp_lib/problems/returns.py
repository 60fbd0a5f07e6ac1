"""Problems with returns and their corrections (SDP-400 to SDP-429)."""

from __future__ import annotations

from sdp_lib.problems.kind import Kind

NO_RETURNS = Kind(
    "SDP-401",
    "A quarter without returns",
    "Reports are made from the answers of a quarter, and none have been imported.",
    "Import the form's export with 'sdp ingest FILE --quarter QUARTER'",
)
CORRECTION_WITHOUT_EFFECT = Kind(
    "SDP-410",
    "A correction that changes nothing",
    "The row of the correction has the same answer in `old` and in `new`.",
    "Remove the row, or correct the new answer",
)
CORRECTION_WITHOUT_RETURN = Kind(
    "SDP-411",
    "A correction to a return that is not there",
    "Only an activity that has answered has an answer to correct.",
    "Correct the activity or remove the row",
)
CORRECTION_OVERTAKEN = Kind(
    "SDP-412",
    "A correction to an answer that has changed",
    "`old` is the answer that was corrected. The returns hold another one, which may have come in "
    "since.",
    "Look at the answer again, then correct the row or remove it",
)
CORRECTION_NOT_ALLOWED = Kind(
    "SDP-413",
    "A correction to a value that the column cannot have",
    "A corrected answer follows the rules of its column, as every other answer does.",
    "Correct the new answer",
)
BAD_LOG_ROW = Kind(
    "SDP-420",
    "A line of the log that cannot be read",
    "`data/received/log.csv` has a line for each export that was imported.",
    "Fix the row",
)
