"""Typst as a process that waits for pages, so that fonts are loaded once.

It runs as `python typst_service.py SETTINGS`; the settings are JSON: `packages`, the folder of the
package, `fonts`, other folders, and `standards`, those of the PDF. A request is a line of JSON:
`folder`, with `page.typ` and later `page.pdf`, and `token`. The answer is a line with the token and
"=", followed by any errors.

It is a separate process because Typst releases the memory of a long document only at its end.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def main(settings: Mapping[str, Any]) -> None:
    """Answer requests until there are no more."""
    sys.path.append(settings["packages"])
    import typst

    # The machine's own fonts are never used.
    fonts = typst.Fonts(include_system_fonts=False, font_paths=settings["fonts"])
    for line in sys.stdin:
        request = json.loads(line)
        folder, why = Path(request["folder"]), ""
        try:
            typst.compile(
                folder / "page.typ",
                output=folder / "page.pdf",
                root=folder,
                font_paths=fonts,
                pdf_standards=settings["standards"],
                timestamp=0,  # the document has its own dates; none may come from a clock
            )
        except typst.TypstError as error:
            why = " ".join(error.message.split())
        sys.stdout.write(f"{request['token']}={why}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
