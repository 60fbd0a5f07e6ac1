"""The pipeline of a build: plan, render and run reports, then put the quarter together."""

import sys

# nbformat imports jsonschema, and that a parser of internationalised addresses, for a kind of check
# that notebooks have none of; it builds its grammars for more than a second, in each command anew.
# Where it cannot be imported, jsonschema does without.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
