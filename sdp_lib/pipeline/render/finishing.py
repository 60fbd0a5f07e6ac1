"""The last changes to a page's files, the same for both renderers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sdp_lib.pipeline.render.pdf_tags import with_row_headers
from sdp_lib.pipeline.render.word_document import with_words_and_rows
from sdp_lib.presentation.downloads import size

# The placeholder in page.html for the size of a document. Typed text is escaped, so it has none.
_SIZE_OF = re.compile(rb'<data class="size" value="(\w+)"></data>')


def finished(files: Mapping[str, bytes], metadata: Mapping[str, Any]) -> dict[str, bytes]:
    """Return a page's files, by extension, as they are published; `metadata` is the page's.

    A page shows the size of its documents, so those come first.
    """
    made = dict(files)
    if "pdf" in made:
        made["pdf"] = with_row_headers(made["pdf"])
    if "docx" in made:
        made["docx"] = with_words_and_rows(made["docx"], metadata)
    if "html" in made:
        made["html"] = _with_sizes(made["html"], made)
    return made


def _with_sizes(page: bytes, files: Mapping[str, bytes]) -> bytes:
    return _SIZE_OF.sub(lambda found: size(len(files[found[1].decode()])).encode(), page)
