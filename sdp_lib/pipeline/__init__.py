"""The pipeline of a build: plan, render and run reports, then put the quarter together."""

import sys

# nbformat imports jsonschema, which imports a parser of internationalised addresses for a check
# that notebooks do not use. The parser builds its grammars for more than a second in every command,
# and jsonschema works without it.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
