"""Running and writing: papermill executes, a renderer renders, a quarter is swapped in whole."""

import sys

# nbformat imports jsonschema, and that a parser of internationalised addresses, for a kind of check
# that notebooks have none of; it builds its grammars for more than a second, in each command anew.
# Where it cannot be imported, jsonschema does without.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
