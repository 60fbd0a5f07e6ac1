"""The folder that a command works in: the nearest one upwards that is a project."""

from __future__ import annotations

import os
from pathlib import Path

import typer

from sdp_lib.errors import InputError
from sdp_lib.inputs.folders import project_folder
from sdp_lib.problems.call import NO_PROJECT

OUTSIDE = "neither this folder nor one above it is a project, which has params/council.yml"


def enter_project() -> Path:
    """Change to the project's folder, if it is here or above; return the folder of the call."""
    called = Path.cwd()
    os.chdir(project_folder())
    return called


def typed(context: typer.Context, parameter: typer.CallbackParam, path: Path) -> Path:
    """Return a path that somebody typed, relative to where the command was called."""
    called = context.find_root().obj
    if called is None or not was_typed(context, parameter.name or "") or path.is_absolute():
        return path
    return Path(os.path.relpath(called / path))


def params_folder(context: typer.Context, parameter: typer.CallbackParam, path: Path) -> Path:
    """Return the folder of the parameters; `InputError` outside every project."""
    if not was_typed(context, parameter.name or "") and not path.is_dir():
        raise InputError.of(NO_PROJECT, Path.cwd().as_posix(), OUTSIDE)
    return typed(context, parameter, path)


def was_typed(context: typer.Context, name: str) -> bool:
    """Return whether a parameter was given in the call, rather than by default."""
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"
