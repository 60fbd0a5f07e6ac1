import io
from collections.abc import Iterator

from rich.console import Console

from sdp_lib.cli.progress import Lines, watching


def clock(*moments: float) -> Iterator[float]:
    yield from moments


def test_lines_come_at_the_beginning_every_few_seconds_and_at_the_end():
    said: list[str] = []
    times = clock(0, 2, 6, 7, 10)
    watch = Lines(said.append, lambda: next(times)).watch
    watch.step("Making reports", 4)
    for name in "abcd":
        watch.tick(name)
    assert said == [
        "Making reports: 4 to do",
        "Making reports: 3 of 4, 0.4 a second, 2.5 s left",
        "Making reports: 4 done in 10 s",
    ]


def test_a_burst_after_a_long_wait_does_not_inflate_the_time_left():
    said: list[str] = []
    times = clock(0, 30.0, 30.001, 30.002, 30.003)
    watch = Lines(said.append, lambda: next(times)).watch
    watch.step("Making pages and documents", 4)
    for name in "abcd":
        watch.tick(name)
    assert said == [
        "Making pages and documents: 4 to do",
        "Making pages and documents: 4 done in 30 s",
    ]


def test_off_a_terminal_there_are_plain_lines():
    written = io.StringIO()
    with watching(Console(file=written)) as watch:
        watch.step("Making reports", 1)
        watch.tick("council")
    assert written.getvalue().splitlines()[0] == "Making reports: 1 to do"
    assert "\x1b" not in written.getvalue()


def test_on_a_terminal_there_is_a_bar_with_rate_and_time():
    written = io.StringIO()
    with watching(Console(file=written, force_terminal=True, width=100)) as watch:
        watch.step("Making reports", 2)
        watch.tick("council")
        watch.tick("outcome-3")
    assert "Making reports" in written.getvalue()
    assert "2/2" in written.getvalue()
    assert "/s" in written.getvalue()
