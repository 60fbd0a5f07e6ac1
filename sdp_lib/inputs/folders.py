"""Finding folders: a notebook runs in `notebooks/`, and the command in the project's root."""

from __future__ import annotations

import os
from pathlib import Path

from sdp_lib.errors import InputError
from sdp_lib.problems.call import NO_FOLDER

_PROJECT = Path("params") / "council.yml"  # what makes a folder a project


def is_project(folder: Path) -> bool:
    """Return whether a folder is a project."""
    return (folder / _PROJECT).is_file()


def project_folder() -> Path:
    """Return the project that this process works in: the nearest folder upwards, or this one."""
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if is_project(folder)), here)


def find_folder(name: str | Path) -> Path:
    """Find a folder by its relative name in the current folder or the nearest one above.

    So `data` means the same in JupyterLab, nbval and `sdp`. `InputError` if there is none.
    """
    wanted = Path(name)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / wanted).is_dir():
            return wanted if wanted.is_absolute() else Path(os.path.relpath(folder / wanted))
    raise InputError.of(NO_FOLDER, str(name), "this folder does not exist")
