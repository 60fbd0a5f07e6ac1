"""Text files: UTF-8, of a size that a person could have written, read once."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from sdp_lib.errors import InputError
from sdp_lib.problems.files import NO_FILE, NOT_READABLE, NOT_UTF8, TOO_LARGE

LARGEST_BYTES = 200_000_000
# Control characters come with copied text; no page, chart or document can hold them.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
# The control characters of one byte, the first bytes of the others, and what ends lines on Windows:
# a line without any of them, as most are, need not be searched.
_SUSPECT = bytes({*range(0x20), 0x7F, 0xC2, 0xEF} - {*b"\t\n"})


_opening: ContextVar[bool] = ContextVar("opening", default=False)
_recorded: ContextVar[dict[Path, bytes] | None] = ContextVar("recorded", default=None)


@contextmanager
def recording() -> Iterator[dict[Path, bytes]]:
    """Record the bytes of every text file that is read meanwhile.

    For a file that differs when it is read again, something is recorded that no file can hold: the
    result was made from two versions.
    """
    read: dict[Path, bytes] = {}
    token = _recorded.set(read)
    try:
        yield read
    finally:
        _recorded.reset(token)


def by_library() -> bool:
    """Return whether a file is being opened by the library, and not by an analyst's code."""
    return _opening.get()


def _opened(path: Path) -> BinaryIO:
    token = _opening.set(True)
    try:
        return path.open("rb")
    finally:
        _opening.reset(token)


def _record(path: Path, content: bytes) -> None:
    read = _recorded.get()
    if read is not None:
        before = read.setdefault(path, content)
        read[path] = content if before == content else b"\xff".join((before, content))


def read_text(path: Path) -> str:
    """Read a UTF-8 text file, with or without a byte-order mark, without control characters.

    `InputError` if it is missing, too large, or not UTF-8, with the line of the bad byte.
    """
    return "".join(read_lines(path))


def read_lines(path: Path) -> Iterator[str]:
    """Yield the lines of a text file as `read_text` reads it, each with its end.

    So a large file is never in memory as a whole. `InputError` as `read_text`.
    """
    where = path.as_posix()
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise InputError.of(TOO_LARGE, where, "it has more than 200 MB")
        read: list[bytes] | None = None if _recorded.get() is None else []
        with _opened(path) as file:
            for number, line in enumerate(file, 1):
                if read is not None:
                    read.append(line)
                yield _text(line.removeprefix(BOM_UTF8) if number == 1 else line)
        if read is not None:
            _record(path, b"".join(read))
    except UnicodeDecodeError as error:
        raise InputError.of(
            NOT_UTF8,
            f"{where}, line {number}",
            f"the byte 0x{error.object[error.start]:02x} is not UTF-8",
        ) from None
    except FileNotFoundError:
        raise InputError.of(NO_FILE, where, "the file does not exist") from None
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise InputError.of(NOT_READABLE, where, f"it cannot be read: {reason.lower()}") from None


def as_text(content: bytes) -> Iterator[str]:
    """Yield the lines of a text file's bytes as `read_lines` does; may be `UnicodeDecodeError`."""
    for number, line in enumerate(BytesIO(content)):
        yield _text(line.removeprefix(BOM_UTF8) if number == 0 else line)


def _text(line: bytes) -> str:
    text = line.decode()
    if len(line.translate(None, _SUSPECT)) == len(line):
        return text
    return _CONTROLS.sub(_instead, text.replace("\r\n", "\n"))


def _instead(control: re.Match[str]) -> str:
    """Return nothing for a control character, but a blank for one that separates words."""
    return " " if control[0] in "\v\f\x85" else ""
