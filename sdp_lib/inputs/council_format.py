"""The format of `params/council.yml`, by which a version knows whether it can read the file."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

from sdp_lib.errors import InputError
from sdp_lib.inputs.yaml_file import YamlFile, read_yaml

# A file without `format` has the first: it was written before there was a key for it. The second
# differs in nothing that has to be changed; `on_track: true` is read in both.
Format = Literal["1", "2"]
FORMAT = "2"


def read_council_yaml(path: Path) -> YamlFile:
    """Read a `council.yml` as YAML; `InputError` where its format is none that is known.

    That is the only problem then: in another format all else means something else.
    """
    file = read_yaml(path)
    given = file.content.get("format") if isinstance(file.content, dict) else None
    if given in (None, *get_args(Format)):
        return file
    newer = isinstance(given, str) and given.isdecimal() and int(given) > int(FORMAT)
    raise InputError.of(
        file.where(("format",)),
        f"format is {given!r}",
        f"but this version of sdp_lib reads formats up to {FORMAT}",
        "install the version of sdp_lib that the project was made with, or a later one"
        if newer
        else f"write format: {FORMAT}",
    )
