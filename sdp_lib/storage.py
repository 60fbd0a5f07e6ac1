"""Writing files so that a kill at any moment leaves either the old ones or the new ones."""

from __future__ import annotations

import ctypes
import errno
import glob
import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import psutil
from filelock import FileLock, Timeout

_RANDOM = 8  # letters that `tempfile` adds to a name
_TEMPORARY = "sdp-"
_NO_LOCKS = {errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}
LOCK = ".lock"  # the file in a folder that whoever uses it locks


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digests(files: Mapping[str, Path]) -> dict[str, str]:
    """Return the SHA-256 of each file."""
    return {name: sha256(path) for name, path in sorted(files.items())}


def write_text(path: Path, text: str) -> None:
    """Write a text file, all or nothing, with the line ends of the text."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file, all or nothing."""
    write_together({path: content})


def write_together(
    contents: Mapping[Path, bytes | Path],
    check: Callable[[Mapping[Path, Path]], None] = lambda _: None,
    *,
    permit: Callable[[Path, Path], None] = lambda _, copy: readable_by_all(copy),
) -> None:
    """Write several files, each all or nothing, and none before all are on the disk.

    Content given as a path is copied from there. `check` is called with the complete copies by
    target; if it raises, everything stays as it was. `permit` is called with each target and its
    copy, and sets who may read it. `OSError` if something cannot be written; then files that were
    replaced are put back, or it is a `NotPutBackError`. After a kill, the first of them may be new.
    """
    with ExitStack() as stack:
        copies = {
            target: stack.enter_context(_staged(target, content))
            for target, content in contents.items()
        }
        check(copies)
        for target, copy in copies.items():
            permit(target, copy)
        # A single file is replaced or not, so there is nothing to put back.
        held = {target: _held(target) for target in copies} if len(copies) > 1 else {}
        with ExitStack() as undo:
            for target, copy in copies.items():
                if target in held:
                    undo.callback(_put_back, target, copy, held[target])
                copy.replace(target)
            undo.pop_all()


class NotPutBackError(OSError):
    """A file was replaced before another one failed, and it could not be put back."""


def _held(target: Path) -> tuple[bytes, int] | None:
    """Return the content and mode of a file; in memory, since a kill must not leave a copy."""
    return (target.read_bytes(), target.stat().st_mode) if target.exists() else None


def _put_back(target: Path, copy: Path, held: tuple[bytes, int] | None) -> None:
    if copy.exists():  # the target was not replaced
        return
    try:
        if held is None:
            target.unlink(missing_ok=True)
        else:
            content, mode = held
            _fill(os.open(copy, os.O_WRONLY | os.O_CREAT, 0o600), content)
            copy.chmod(mode)
            copy.replace(target)
    except OSError as error:
        raise NotPutBackError(error.errno, error.strerror, str(target)) from error


@contextmanager
def _staged(target: Path, content: bytes | Path) -> Iterator[Path]:
    """Yield the hidden name under which a file is complete; it is gone in the end."""
    folder, prefix = target.parent, f".{target.name}-"
    made = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    try:
        for left in folder.glob(f"{glob.escape(prefix)}{'?' * _RANDOM}"):
            left.unlink(missing_ok=True)  # left by a killed run
        handle, name = tempfile.mkstemp(dir=folder, prefix=prefix)
        try:
            _fill(handle, content)
            yield Path(name)
        finally:
            Path(name).unlink(missing_ok=True)
    finally:
        for parent in made:  # only if the file was not written
            with suppress(OSError):
                parent.rmdir()


def readable_by_all(file: Path) -> None:
    """Let everybody read a file: a web server may run as another user."""
    file.chmod(0o644)


def keep_private(path: Path, like: Path) -> None:
    """Keep a file or folder to its owner, and let its group do what `like` lets its own."""
    given = like.stat()
    of_all = 0o700 if path.is_dir() else 0o600
    group = given.st_mode & (0o070 if path.is_dir() else 0o060)
    path.chmod(of_all | group)
    with suppress(OSError, AttributeError):  # Windows has no groups, and not every group is ours
        os.chown(path, -1, given.st_gid)


def _fill(handle: int, content: bytes | Path) -> None:
    with os.fdopen(handle, "wb") as file:
        if isinstance(content, bytes):
            file.write(content)
        else:
            with content.open("rb") as original:
                shutil.copyfileobj(original, file)
        file.flush()
        os.fsync(file.fileno())  # a rename must not reach the disk before the bytes do


@contextmanager
def locked(folder: Path, wait: Callable[[], None]) -> Iterator[None]:
    """Lock a folder against other processes that ask for it like this.

    `wait` is called before waiting for another process. On a file system without locks, such as
    some network drives, nobody is kept out.
    """
    made = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        wait()
        lock.acquire()
    except (NotImplementedError, OSError) as error:
        if isinstance(error, OSError) and error.errno not in _NO_LOCKS:
            raise
        yield
        return
    try:
        yield
    finally:
        with suppress(OSError):  # Windows keeps open files
            (folder / LOCK).unlink()  # a waiting process notices, and makes another
        lock.release()
        if made:
            with suppress(OSError):  # it is not empty
                folder.rmdir()


@contextmanager
def swapped_in(target: Path) -> Iterator[Path]:
    """Yield a folder that starts with the files of `target`, and replaces it if all goes well.

    Files in it may be removed and replaced, as `write_bytes` does, but not changed in place: they
    are the very files of `target`, which stays as it was if the block raises. At every moment,
    there is one or the other: the system exchanges them if it can. Otherwise files are replaced one
    by one, in an order in which no page leads to a missing one.
    """
    target = target.resolve()  # a link stays a link, and what it leads to is swapped
    target.parent.mkdir(parents=True, exist_ok=True)
    put_right(target)
    staged = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.new-"))
    try:
        staged.chmod(0o755)
        if target.is_dir():
            shutil.copytree(target, staged, dirs_exist_ok=True, copy_function=put)
        yield staged
        if not target.exists():
            staged.replace(target)
        elif not exchange(staged, target):
            _replace_files(staged, target)
    finally:
        if not _journal(target).exists():  # the rest of a swap that was interrupted is still needed
            shutil.rmtree(staged, ignore_errors=True)


def put_right(target: Path) -> None:
    """Finish an interrupted swap, and remove what a killed build has left."""
    journal = _journal(target)
    with suppress(OSError, ValueError, LookupError, TypeError):
        begun = json.loads(journal.read_text(encoding="utf-8"))
        _follow(target.with_name(begun["staged"]), target, begun["removed"])
    journal.unlink(missing_ok=True)
    for left in target.parent.glob(f".{glob.escape(target.name)}.new-*"):
        shutil.rmtree(left, ignore_errors=True)


def exchange(one: Path, other: Path) -> bool:
    """Exchange two folders at once; false if the system, or its file system, cannot."""
    name, here, flag = _EXCHANGES.get(sys.platform, ("", (), 0))
    function = getattr(ctypes.CDLL(None, use_errno=True), name, None) if name else None
    if function is None:
        return False
    places = [os.fsencode(place) for place in (one, other)]
    arguments = [argument for place in places for argument in (*here, place)]
    return bool(function(*arguments, flag) == 0)


# The call that exchanges two names, what comes before each of them, and the flag that asks for it.
_EXCHANGES: dict[str, tuple[str, tuple[int, ...], int]] = {
    "linux": ("renameat2", (-100,), 2),
    "darwin": ("renamex_np", (), 2),
}


def _journal(target: Path) -> Path:
    return target.with_name(f".{target.name}.swap")


def _replace_files(staged: Path, target: Path) -> None:
    """Replace the files of a folder one by one, so that another run can finish it after a kill."""
    removed = sorted(_files(target) - _files(staged))
    journal = {"staged": staged.name, "removed": removed}
    write_text(_journal(target), json.dumps(journal))
    _follow(staged, target, removed)
    _journal(target).unlink()


def _follow(staged: Path, target: Path, removed: Sequence[str]) -> None:
    for name in sorted(_files(staged), key=_order):
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        (staged / name).replace(place)
    for name in removed:
        (target / name).unlink(missing_ok=True)


def _order(name: str) -> tuple[bool, bool, bool, int, str]:
    """Order files so that pages come after those they lead to, and the manifest last."""
    page = name.endswith(".html")
    return name == "manifest.json", name == "site/index.html", page, -name.count("/"), name


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def put(file: str | Path, place: str | Path) -> None:
    """Put a file in another place as well: as the same file, or else as a copy."""
    try:
        os.link(file, place)
    except OSError:  # no links here, or another file system
        shutil.copy2(file, place)


def temporary_folder() -> Path:
    """Make a folder for this process in the system's temporary folder; the caller removes it."""
    return Path(tempfile.mkdtemp(prefix=f"{_TEMPORARY}{os.getpid()}-")).resolve()


@contextmanager
def temporary() -> Iterator[Path]:
    """Yield a temporary folder that is removed after the block."""
    folder = temporary_folder()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def remove_abandoned() -> None:
    """Remove the temporary folders of processes that were killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_TEMPORARY}*-*"):
        number = folder.name.removeprefix(_TEMPORARY).partition("-")[0]
        if number.isdigit() and not psutil.pid_exists(int(number)):
            shutil.rmtree(folder, ignore_errors=True)
