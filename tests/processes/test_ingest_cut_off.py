"""An ingestion that is cut off: either the old returns are there or the new ones."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from forms_export import Desk, changed_rows, set_up_desk
from support import QUARTER

from sdp_lib.errors import BuildError

CALLS: dict[str, tuple[object, str]] = {
    "replace": (os, "replace"),
    "fsync": (os, "fsync"),
    "fdopen": (os, "fdopen"),
    "mkdir": (os, "mkdir"),
    "mkstemp": (tempfile, "mkstemp"),
    "copy": (shutil, "copyfileobj"),
}


def break_at(
    monkeypatch: pytest.MonkeyPatch, stop: int, error: Callable[[], BaseException]
) -> list[str]:
    """Make the n-th call that writes raise, and return the calls that were made."""
    made: list[str] = []

    def breaking(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **named: object) -> object:
            made.append(name)
            if len(made) == stop:
                raise error()
            return real(*arguments, **named)

        return call

    for name, (module, function) in CALLS.items():
        monkeypatch.setattr(module, function, breaking(name, getattr(module, function)))
    return made


@pytest.mark.parametrize(
    "error", [lambda: OSError(28, "No space left on device"), KeyboardInterrupt]
)
def test_interrupted_anywhere_the_old_returns_or_the_new_ones_are_there(tmp_path, error):
    """Each time, the same command finishes the work when it is run again."""
    stop, calls = 0, [""]
    while len(calls) >= stop:
        stop += 1
        desk = set_up_desk(tmp_path / str(stop), with_returns=True)
        old = desk.returns.read_bytes()
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(desk.root)
            file = desk.write(changed_rows(desk))
            with pytest.MonkeyPatch.context() as broken:
                calls = break_at(broken, stop, error)
                try:
                    desk.ingest(file)
                except (BuildError, KeyboardInterrupt) as ended:
                    assert "no space left" in str(ended) or error is KeyboardInterrupt
            check_whole(desk, old)
            assert not left_over(desk)
            desk.ingest(file)
        check_finished(desk, old)
    assert stop > 10
    assert {"replace", "fsync", "fdopen", "mkstemp", "copy", "mkdir"} <= set(calls)


def check_whole(desk: Desk, old: bytes) -> None:
    """Every file is either the old or the new one, and new returns have their original."""
    now = desk.returns.read_bytes()
    assert now == old or b"Changed since." in now
    assert now.count(b"\n") == old.count(b"\n")
    assert len(desk.log.splitlines()) in (1, 2)
    kept = desk.root / "data" / "received" / QUARTER / "in.xlsx"
    assert not kept.exists() or kept.read_bytes() == (desk.root / "in.xlsx").read_bytes()
    if now != old:
        assert kept.exists()
        assert len(desk.log.splitlines()) == 2


def left_over(desk: Desk) -> list[Path]:
    return list((desk.root / "data").rglob(".*-????????"))


def check_finished(desk: Desk, old: bytes) -> None:
    assert desk.returns.read_bytes() != old
    assert desk.received == ["in.xlsx"]
    assert len(desk.log.splitlines()) == 2
    assert not left_over(desk)


# Each desk is given to a process of its own, which is killed before the n-th call that writes.
KILLED = """
import os, shutil, signal, sys, tempfile
from pathlib import Path
from sdp_lib.cli.ingest import ingest
import openpyxl, pandera.pandas, sdp_lib.collect.ingest
places = {"os": os, "tempfile": tempfile, "shutil": shutil}
def killing(real, left):
    def call(*arguments, **named):
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments, **named)
    return call
for number, folder in enumerate(sys.argv[3:], 1):
    child = os.fork()
    if child == 0:
        os.chdir(folder)
        left = [number]
        for name in sys.argv[2].split(","):
            module, function = name.split(".")
            real = getattr(places[module], function)
            setattr(places[module], function, killing(real, left))
        ingest(Path("in.xlsx"), sys.argv[1], as_json=True)
        os._exit(0)
    _, ended = os.waitpid(child, 0)
    sys.stderr.write(f"{os.WTERMSIG(ended) if os.WIFSIGNALED(ended) else 0}\\n")
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no SIGKILL")
def test_killed_at_any_file_operation_the_old_returns_or_the_new_ones_are_there(tmp_path):
    """Each time, the same command finishes the work when it is run again."""
    desks = [set_up_desk(tmp_path / str(stop), with_returns=True) for stop in range(1, 25)]
    old = desks[0].returns.read_bytes()
    for desk in desks:
        desk.write(changed_rows(desk))
    calls = ",".join(f"{module.__name__}.{function}" for module, function in CALLS.values())
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, QUARTER, calls, *(str(desk.root) for desk in desks)],
        capture_output=True,
        text=True,
        check=True,
    )
    kills = [int(line) == signal.SIGKILL for line in ended.stderr.splitlines()]
    assert sum(kills) > 10
    assert kills == sorted(kills, reverse=True), "after the last operation nothing is killed"
    assert not kills[-1], "more operations than desks"
    for desk, killed in zip(desks, kills, strict=True):
        check_whole(desk, old)
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(desk.root)
            assert killed or not left_over(desk)
            desk.ingest(Path("in.xlsx"))
        check_finished(desk, old)
