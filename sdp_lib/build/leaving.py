"""How what was forked ends: at once, when everything is done.

To import this is to be the last of what `atexit` does, so it is imported before anything else.
"""

from __future__ import annotations

import atexit
import os


class Leaving:
    """Skips taking the interpreter down, module by module, once there is a `status` to leave with.

    Registered first, it is run last.
    """

    status: int | None = None

    def __call__(self) -> None:
        """End this process, if it is to end like this."""
        if self.status is not None:
            os._exit(self.status)


leave = Leaving()
atexit.register(leave)
