"""`sdp init --update`: the theme of a project, brought up to date with the installed package."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sdp_lib.collect.new_project import extension_files
from sdp_lib.collect.package_files import EXTENSION, house_settings, notebook_files, sources
from sdp_lib.errors import InputError
from sdp_lib.inputs.text_file import read_text
from sdp_lib.problems.call import NO_PROJECT
from sdp_lib.storage import write_together

_MARK = Path("params/council.yml")


@dataclass(frozen=True)
class Updated:
    """The result of an update: files that changed, that were removed, and that differ and stay."""

    changed: list[Path]
    removed: list[Path]
    kept: list[Path]


def update_project(folder: Path) -> Updated:
    """Bring a project's copy of the theme up to date; `InputError` if there is no project.

    The folder of the theme is the package's. What the organisation may have changed is kept and
    listed: notebooks that differ from the package's, and `_quarto.yml` if its settings for `sdp
    report` do.
    """
    if not (folder / _MARK).is_file():
        raise InputError.of(
            NO_PROJECT,
            folder.as_posix(),
            f"there is no project here, since there is no {_MARK.as_posix()}",
            "Name the project's folder, or leave out --update to create a project",
        )
    wanted = {folder / path: content for path, content in extension_files().items()}
    changed = [
        path for path, new in wanted.items() if not path.is_file() or path.read_bytes() != new
    ]
    left = [path for path in _files_of_theme(folder) if path not in wanted]
    kept = [*_kept(folder)]  # first, since it may find a file that cannot be read
    write_together({path: wanted[path] for path in changed})
    for path in left:
        path.unlink()
    return Updated(_below(folder, changed), _below(folder, left), kept)


def _below(folder: Path, paths: list[Path]) -> list[Path]:
    return [path.relative_to(folder) for path in paths]


def _files_of_theme(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / EXTENSION).rglob("*") if path.is_file())


def _kept(folder: Path) -> Iterator[Path]:
    for path, content in notebook_files({"quarter": ""}).items():
        if (folder / path).is_file() and not _is_same(read_text(folder / path), content.decode()):
            yield path
    settings = folder / "_quarto.yml"
    if not settings.is_file() or house_settings().strip() not in read_text(settings):
        yield settings.relative_to(folder)


def _is_same(notebook: str, shipped: str) -> bool:
    try:
        return sources(notebook) == sources(shipped)
    except (ValueError, LookupError, TypeError):  # it is no longer a notebook
        return False
