"""YAML read as plain strings, lists and mappings, with the line of every value.

YAML guesses types (`no` becomes false, `029` a number, `2019-10-31` a date) and most readers
silently keep the last of two equal keys. Here every scalar stays the text that was typed, the
models decide the types, and aliases, tags and equal keys are errors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from sdp_lib.errors import InputError, Problem
from sdp_lib.inputs.text_file import read_text
from sdp_lib.problems.files import (
    ALIAS,
    BAD_VALUE,
    DUPLICATE_KEY,
    MISSING_KEY,
    NOT_YAML,
    TAG,
    TOO_DEEP,
    UNKNOWN_KEY,
    UNSEEN,
)

# Escapes bring these past every check of the text: control characters, and invisible marks.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff"
    "\ufeff\ufffe\uffff]"
)
Location = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)

_FAST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml, if it is installed
_MOST_LEVELS = 100


@dataclass
class YamlFile:
    """The content of a YAML file, and the line of each value."""

    path: Path
    content: Any = None
    lines: dict[Location, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def where(self, location: Location) -> str:
        """Return the place of a value: the file, the line and the key."""
        known = location
        while known and known not in self.lines:
            known = known[:-1]
        key = ".".join(str(part) for part in location)
        line = f"{self.path.as_posix()}, line {self.lines.get(known, 1)}"
        return f"{line} ({key})" if key else line


def read_yaml(path: Path) -> YamlFile:
    """Read a YAML file; `InputError` if it is missing, not YAML, or has what is refused."""
    file = YamlFile(path)
    text = read_text(path)
    with _explained(path):
        try:
            file.problems, node = _parsed(path, text, _FAST)
        except yaml.YAMLError:  # libyaml says less about it
            file.problems, node = _parsed(path, text, yaml.SafeLoader)
    if not file.problems:
        file.content = _value(file, node, ())
    if file.problems:
        raise InputError(file.problems)
    return file


def read_plain_yaml(path: Path) -> Any:
    """Read a YAML file in YAML's own types, for settings of other programs.

    `InputError` if it is missing or not YAML.
    """
    text = read_text(path)
    with _explained(path):
        return yaml.safe_load(text)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn a parser's errors into `InputError`."""
    try:
        yield
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        where = f"{path.as_posix()}, line {line}"
        raise InputError.of(NOT_YAML, where, f"this is not YAML ({error.problem})") from None
    except RecursionError:
        raise InputError.of(TOO_DEEP, path.as_posix(), "it has too many levels") from None
    except yaml.YAMLError as error:
        raise InputError.of(
            NOT_YAML, path.as_posix(), f"this is not YAML ({error})", "Fix the file"
        ) from None


def _parsed(path: Path, text: str, loader: Any) -> tuple[list[Problem], yaml.Node | None]:
    """Return the problems, and what was read if there are none."""
    refused = list(_refused(path, text, loader))  # first, since it limits the levels
    return refused, None if refused else yaml.compose(text, Loader=loader)


def read_model(path: Path, model: type[Model], *, context: object = None) -> Model:
    """Read a YAML file into a pydantic model; `InputError` names every mistake with its line.

    `context` is what the model is validated in, if it needs one.
    """
    return validated(read_yaml(path), model, context=context)


def validated(file: YamlFile, model: type[Model], *, context: object = None) -> Model:
    """Validate what was read; `InputError` names every mistake with its line."""
    try:
        content = file.content if file.content is not None else {}
        return model.model_validate(content, context=context)
    except ValidationError as error:
        raise InputError(_problems(file, error)) from None


def _problems(file: YamlFile, error: ValidationError) -> Iterator[Problem]:
    for detail in error.errors():
        location = detail["loc"]
        where = file.where(location)
        if detail["type"] == "extra_forbidden":
            yield Problem(UNKNOWN_KEY, where, f"{location[-1]!r} is not a known key")
        elif detail["type"] == "missing":
            yield Problem(MISSING_KEY, where, f"the key {location[-1]!r} is missing")
        else:
            reason = detail["msg"].removeprefix("Value error, ")
            typed = detail["input"]
            found = repr(typed) if isinstance(typed, str) else "this value"
            yield Problem(
                BAD_VALUE, where, f"{found} cannot be used: {reason[0].lower() + reason[1:]}"
            )


def _refused(path: Path, text: str, loader: Any) -> Iterator[Problem]:
    """Find what only a program would write: aliases, which can grow without end, and tags.

    `RecursionError` for more levels than anybody writes, on which libyaml would end the process.
    """
    levels = 0
    for event in yaml.parse(text, Loader=loader):
        levels += isinstance(event, yaml.CollectionStartEvent)
        levels -= isinstance(event, yaml.CollectionEndEvent)
        if levels > _MOST_LEVELS:
            raise RecursionError
        line = event.start_mark.line + 1 if event.start_mark else 1
        where = f"{path.as_posix()}, line {line}"
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            yield Problem(ALIAS, where, "this is a YAML anchor or alias")
        elif tag := getattr(event, "tag", None):
            yield Problem(TAG, where, f"this is a YAML tag ({tag!r})")  # fmt: skip


def _value(file: YamlFile, node: yaml.Node | None, location: Location) -> Any:
    if node is None:
        return None
    file.lines[location] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return _mapping(file, node, location)
    if isinstance(node, yaml.SequenceNode):
        return [_value(file, item, (*location, n)) for n, item in enumerate(node.value)]
    _refuse_unseen(file, node.value, location)
    return None if node.tag == "tag:yaml.org,2002:null" else node.value


def _refuse_unseen(file: YamlFile, text: str, location: Location) -> None:
    match = _UNSEEN.search(text)
    if match:
        file.problems.append(
            Problem(
                UNSEEN,
                file.where(location),
                f"it holds the invisible character U+{ord(match[0]):04X}",
            )
        )


def _mapping(file: YamlFile, node: yaml.MappingNode, location: Location) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        if key in mapping:
            file.problems.append(
                Problem(
                    DUPLICATE_KEY,
                    f"{file.path.as_posix()}, line {key_node.start_mark.line + 1}",
                    f"the key {key!r} appears again",
                )
            )
        _refuse_unseen(file, key, location)
        mapping[key] = _value(file, value_node, (*location, key))
        file.lines[(*location, key)] = key_node.start_mark.line + 1
    return mapping
