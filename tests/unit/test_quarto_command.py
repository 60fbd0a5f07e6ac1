"""The choice of `quarto`: one that is recent enough, and the message about one that is not."""

import os
import sys

import pytest

from sdp_lib.errors import InputError
from sdp_lib.pipeline.render import choose_renderer
from sdp_lib.pipeline.render.embedded import EmbeddedRenderer
from sdp_lib.pipeline.render.project import read_project
from sdp_lib.pipeline.render.quarto import QuartoRenderer
from sdp_lib.pipeline.render.quarto_command import QuartoCommand, run_quarto

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script"),
]


@pytest.fixture
def rendering(project):
    return read_project(project.root)


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Put a `quarto` that prints this on the PATH, or beside the interpreter."""

    def put(script: str, folder: str = "bin") -> str:
        command = tmp_path / folder / "quarto"
        command.parent.mkdir()
        command.write_text(f"#!/bin/sh\n{script}\n")
        command.chmod(0o755)
        return str(command)

    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "packages" / "python"))
    return put


@pytest.mark.parametrize("version", ["1.9.0", "1.9.37", "1.10.18", "2.0.0-rc1", "99.9.9"])
def test_a_recent_quarto_is_used_and_named(rendering, install, version):
    install(f"echo {version}")
    said: list[str] = []
    for choice in ("auto", "quarto"):
        renderer = choose_renderer(choice, rendering, said.append)
        assert isinstance(renderer, QuartoRenderer)
        assert renderer.name == f"Quarto {version}"
    assert said == []


@pytest.mark.parametrize(
    ("script", "called"),
    [
        ("echo 1.8.27", "Quarto 1.8.27"),
        ("echo 0.99.3", "Quarto 0.99.3"),
        ("exit 0", "Quarto of an unknown version"),
        ("echo 1.10.1; exit 1", "Quarto of an unknown version"),
    ],
)
def test_an_old_quarto_is_ignored_with_one_line_and_refused_if_it_is_asked_for(
    rendering, install, script, called
):
    path = install(script)
    said: list[str] = []
    assert isinstance(choose_renderer("auto", rendering, said.append), EmbeddedRenderer)
    assert said == [
        f"{called} ({path}) is not used: reports need Quarto 1.9 or later. "
        "The embedded renderer is used instead."
    ]
    with pytest.raises(InputError) as refused:
        choose_renderer("quarto", rendering, said.append)
    assert refused.value.exit_status == 2
    assert str(refused.value) == (
        f"--renderer: quarto was asked for, but only {called} ({path}) is installed. "
        "Install Quarto 1.9 or later, or choose --renderer embedded. [SDP-115]"
    )
    assert len(said) == 1


def test_a_recent_quarto_of_the_packages_is_preferred_to_an_old_one_on_the_path(rendering, install):
    install("echo 1.4.553")
    install("echo 1.9.2", "packages")
    said: list[str] = []
    assert choose_renderer("auto", rendering, said.append).name == "Quarto 1.9.2"
    assert said == []


def test_quarto_is_not_started_if_the_embedded_renderer_is_asked_for(rendering, install):
    install("echo 1.4.553")
    said: list[str] = []
    assert isinstance(choose_renderer("embedded", rendering, said.append), EmbeddedRenderer)
    assert said == []


def test_a_quarto_that_cannot_be_started_has_no_version(rendering, install, tmp_path):
    command = tmp_path / "bin" / "quarto"
    install("")
    command.write_text("#!/no/such/interpreter\n")
    assert isinstance(choose_renderer("auto", rendering), EmbeddedRenderer)
    assert not QuartoCommand(str(command), "").is_recent


def test_each_line_of_quarto_is_passed_on_at_once(install, tmp_path):
    path = install(r'printf "\033[1mone\033[22m\n" >&2; read line < told; echo $line >&2; exit 3')
    os.mkfifo(tmp_path / "told")
    heard: list[str] = []

    def hear(line: str) -> None:
        heard.append(line)
        if line == "one":  # Quarto waits for this, so it has not ended
            (tmp_path / "told").write_text("two\n")

    said = run_quarto(path, [], tmp_path, hear)
    assert heard == ["one", "two"]
    assert said == ["one", "two", "exit status 3"]


def test_quarto_ends_when_nobody_reads_its_output(install, tmp_path):
    path = install("mkfifo never; echo begun >&2; read line < never")

    def stop(_: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_quarto(path, [], tmp_path, stop)
