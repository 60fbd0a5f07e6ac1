"""Where a folder is: a notebook runs in `notebooks/`, the command in the project's root."""

from __future__ import annotations

import os
from pathlib import Path

from sdp_lib.errors import InputError


def find_folder(name: str | Path) -> Path:
    """Find a folder by its relative name in the current folder or the nearest one above.

    So `data` means the same in JupyterLab, nbval and `sdp`. `InputError` where there is none.
    """
    wanted = Path(name)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / wanted).is_dir():
            return wanted if wanted.is_absolute() else Path(os.path.relpath(folder / wanted))
    raise InputError.of(
        str(name),
        "no such folder",
        "but it is needed",
        "run this in the project's folder, or name another one",
    )
