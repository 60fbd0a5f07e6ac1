"""Writing so that a kill at any moment leaves either the old files or the new ones."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_text(path: Path, text: str) -> None:
    """Write a text file with the line ends that the text has, all or nothing."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file, all or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(name).chmod(0o644)  # a web server under another user has to read it
    Path(name).replace(path)


@contextmanager
def alone(folder: Path, wait: Callable[[], None]) -> Iterator[None]:
    """Have a folder to oneself, among processes that ask for it like this.

    `wait` is called where another process has it, before that is waited for. Nobody is kept out
    where there are no such locks: on Windows, and on some network drives.
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            wait()
            fcntl.flock(handle, fcntl.LOCK_EX)
        except OSError:  # this file system has none
            pass
        yield
    finally:
        os.close(handle)


@contextmanager
def swapped_in(target: Path) -> Iterator[Path]:
    """Give a folder that starts with the files of `target` and takes its place when all went well.

    Files in it may be removed and replaced, as `write_bytes` does, and none may be changed: they
    are the very files of `target`, which stays as it was where the block raises. A swap that was
    cut off half-way is put right by the next one.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    old = target.with_name(f".{target.name}.old")
    _put_right(target, old)
    for left in target.parent.glob(f".{target.name}.new-*"):
        shutil.rmtree(left, ignore_errors=True)  # of a build that was killed
    staged = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.new-"))
    try:
        staged.chmod(0o755)
        if target.is_dir():
            shutil.copytree(target, staged, dirs_exist_ok=True, copy_function=put)
        yield staged
        if target.exists():
            target.replace(old)
        staged.replace(target)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def put(file: str | Path, place: str | Path) -> None:
    """Put a file in another place as well: the very file, or where that cannot be, a copy."""
    try:
        os.link(file, place)
    except OSError:  # a file system without links, or another one
        shutil.copy2(file, place)


def _put_right(target: Path, old: Path) -> None:
    if old.exists() and not target.exists():
        old.replace(target)
    shutil.rmtree(old, ignore_errors=True)
