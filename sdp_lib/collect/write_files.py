"""Writing the files of a command: all of them or none, and none over a file that has changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from sdp_lib.errors import BuildError, InputError, Problem
from sdp_lib.problems.call import CHANGED_MEANWHILE, NOT_WRITTEN
from sdp_lib.storage import NotPutBackError, readable_by_all, sha256, write_together

Copies = Mapping[Path, Path]


def write_files(
    contents: Mapping[Path, bytes | Path],
    so: str,
    *,
    check: Callable[[Copies], None] = lambda _: None,
    permit: Callable[[Path, Path], None] = lambda _, copy: readable_by_all(copy),
) -> None:
    """Write files as `write_together` does; `BuildError` if one cannot be written.

    `so` says what that means, such as `nothing was changed`.
    """
    try:
        write_together(contents, check, permit=permit)
    except OSError as error:
        where = error.filename2 or error.filename or next(iter(contents))
        why = (error.strerror or "it cannot be written").lower()
        if isinstance(error, NotPutBackError):
            so = "it could not be put back as it was when another file failed"
        wrong = f"{why}, so {so}"
        raise BuildError([Problem(NOT_WRITTEN, Path(where).as_posix(), wrong)]) from None


def digest_now(path: Path) -> str:
    """Return the digest of a file; blank if there is none, or it cannot be read."""
    try:
        return sha256(path) if path.is_file() else ""
    except OSError:
        return ""


def refuse_changed(digests: Mapping[Path, str], where: Path | None = None) -> None:
    """Refuse if a file is no longer the one that was read; the message names it, or `where`."""
    for path, digest in digests.items():
        if digest_now(path) != digest:
            raise InputError.of(
                CHANGED_MEANWHILE,
                (where or path).as_posix(),
                "the file changed while it was being read",
            )
