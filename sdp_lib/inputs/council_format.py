"""The format of `params/council.yml`, which shows whether this version can read the file."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

from sdp_lib.errors import InputError
from sdp_lib.inputs.yaml_file import YamlFile, read_yaml
from sdp_lib.problems.files import UNKNOWN_FORMAT

# A file without `format` has the first, which is older than the key. The second needs no changes
# to a file: `on_track: true` is read in both.
Format = Literal["1", "2"]
FORMAT = "2"


def read_council_yaml(path: Path) -> YamlFile:
    """Read a `council.yml` as YAML; `InputError` if its format is not known.

    That is then the only problem, since other keys may mean something else in another format.
    """
    file = read_yaml(path)
    given = file.content.get("format") if isinstance(file.content, dict) else None
    if given in (None, *get_args(Format)):
        return file
    newer = isinstance(given, str) and given.isdecimal() and int(given) > int(FORMAT)
    raise InputError.of(
        UNKNOWN_FORMAT,
        file.where(("format",)),
        f"format is {given!r}, and this version of sdp_lib reads formats up to {FORMAT}",
        "Install the version of sdp_lib that the project was made with, or a later one"
        if newer
        else f"Write format: {FORMAT}",
    )
