"""Checks of a workbook's archive before anything in it is read.

A workbook is a zip file, and a few kilobytes of it can unpack to gigabytes. So its members are
counted, their declared sizes added up, and their bytes streamed past once, which also finds those
that are damaged, before a parser sees any of them.
"""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from sdp_lib.errors import InputError
from sdp_lib.problems.forms import (
    DAMAGED,
    DOCUMENT_TYPE,
    EXPANDS,
    LOCKED,
    NOT_XLSX,
    PARTS_LOCKED,
    TOO_MANY_PARTS,
    TOO_MUCH,
)

MEGABYTE = 1_000_000
LARGEST_FILE = 100 * MEGABYTE
LARGEST_UNPACKED = 400 * MEGABYTE
LARGEST_TEXTS = 100 * MEGABYTE
LARGEST_ROW = 16 * MEGABYTE
MOST_MEMBERS = 2_000
MOST_PACKED = 150  # real sheets pack to about a fifteenth; only repetition packs to less
_SMALL = MEGABYTE  # the ratio of a small member says nothing

_OLD_FORMAT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = 0x1
_CHUNK = 1 << 18
_DAMAGE = (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)


def check_archive(path: Path) -> None:
    """Refuse a file that is not a workbook or unpacks to too much; `InputError` says which."""
    where = path.as_posix()
    _check_beginning(path)
    try:
        with ZipFile(path) as archive:
            _check_members(where, archive.infolist())
            for member in archive.infolist():
                if member.filename.endswith((".xml", ".rels")):
                    with archive.open(member) as stream:
                        _check_content(f"{where}, {member.filename}", stream)
    except _DAMAGE as error:
        raise damaged(where, error) from None


def damaged(where: str, error: Exception) -> InputError:
    """Return the error for a workbook that cannot be read."""
    return InputError.of(DAMAGED, where, "it cannot be read as a workbook, and may be damaged")


def _check_beginning(path: Path) -> None:
    where = path.as_posix()
    if path.stat().st_size > LARGEST_FILE:
        raise _too_much(where, f"{path.stat().st_size:,} bytes", LARGEST_FILE)
    with path.open("rb") as file:
        beginning = file.read(len(_OLD_FORMAT))
    if beginning == _OLD_FORMAT:
        raise InputError.of(
            LOCKED, where, "it is a workbook with a password, or one in the old .xls format"
        )
    if not beginning.startswith(b"PK"):
        raise InputError.of(NOT_XLSX, where, "it is not an .xlsx workbook inside")


def _check_members(where: str, members: list[ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS:
        raise InputError.of(
            TOO_MANY_PARTS,
            where,
            f"it has {len(members):,} parts, and a workbook has at most {MOST_MEMBERS:,}",
        )
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise InputError.of(PARTS_LOCKED, where, "parts of it need a password")
    unpacked = sum(member.file_size for member in members)
    if unpacked > LARGEST_UNPACKED:
        raise _too_much(where, f"{unpacked:,} bytes when unpacked", LARGEST_UNPACKED)
    for member in members:
        _check_sizes(f"{where}, {member.filename}", member)


def _check_sizes(where: str, member: ZipInfo) -> None:
    if member.filename.endswith("sharedStrings.xml") and member.file_size > LARGEST_TEXTS:
        raise _too_much(where, f"{member.file_size:,} bytes of text", LARGEST_TEXTS)
    if member.file_size > max(_SMALL, MOST_PACKED * member.compress_size):
        raise InputError.of(
            EXPANDS,
            where,
            f"its {member.compress_size:,} bytes unpack to {member.file_size:,}, which is more "
            "than a real sheet holds",
        )


def _check_content(where: str, stream: IO[bytes]) -> None:
    """Refuse entities, which can grow without end, and rows that no sheet has room for.

    zipfile stops at the declared size and compares the check sum at the end.
    """
    since_row, tail = 0, b""
    while chunk := stream.read(_CHUNK):
        text = tail + chunk
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise InputError.of(
                DOCUMENT_TYPE, where, "it has a document type, which no workbook has"
            )
        ended = text.rfind(b"</row>")
        since_row = len(text) - ended if ended >= 0 else since_row + len(chunk)
        if since_row > LARGEST_ROW and "/worksheets/" in where:
            raise _too_much(where, f"a row of {since_row:,} bytes", LARGEST_ROW)
        tail = text[-16:]


def _too_much(where: str, found: str, limit: int) -> InputError:
    return InputError.of(
        TOO_MUCH, where, f"it has {found}, and at most {limit // MEGABYTE} MB are read"
    )
