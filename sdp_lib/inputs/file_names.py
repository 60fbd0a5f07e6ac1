"""File names, and which of them Windows reserves."""

from __future__ import annotations

import re

_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])", re.IGNORECASE)


def is_reserved(name: str) -> bool:
    """Return whether Windows reserves a name for a device, so that no file can have it.

    >>> is_reserved("con"), is_reserved("Com1"), is_reserved("console")
    (True, True, False)
    """
    return _RESERVED.fullmatch(name.partition(".")[0].strip()) is not None
