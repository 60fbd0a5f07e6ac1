"""How a command ends, and what is forked from it: at once, when everything is done.

To import this is to be the last of what `atexit` does, so it is imported before anything else.
"""

from __future__ import annotations

import atexit
import os
import sys


class Leaving:
    """Skips taking the interpreter down, module by module, once there is a `status` to leave with.

    Registered first, it is run last. Where output cannot be written it does nothing: Python says so
    itself, and has a status for it.
    """

    status: int | None = None

    def __call__(self) -> None:
        """End this process, if it is to end like this."""
        if self.status is None:
            return
        try:
            for stream in (sys.__stdout__, sys.__stderr__):
                if stream is not None:
                    stream.flush()
        except (OSError, ValueError):
            return
        os._exit(self.status)


leave = Leaving()
atexit.register(leave)
