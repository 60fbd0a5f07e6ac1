"""`versions.json`: the periods of a site, their versions, and the digests of its files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sdp_lib.errors import InputError
from sdp_lib.problems.publishing import BAD_VERSIONS, OTHER_FILES
from sdp_lib.publish.links import Place

VERSIONS = "versions.json"


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Evidence(_Value):
    """The digests of a version's manifest and statement, and of the key if it is signed."""

    manifest: str
    statement: str
    key: str = ""


class Withdrawn(_Value):
    """The reason why a version was withdrawn, and the day if it was given."""

    note: str
    on: str = ""


class Version(Evidence):
    """A version of a period: its state, its date and note, and the digests of its evidence.

    `build` is the SHA-256 of the manifest of the build that it was made from; `manifest` and
    `statement` are those of the evidence in the version's own folder, and `key` that of the public
    key that verifies the statement, if it is signed.
    """

    version: int
    state: str
    state_words: str
    dated: str
    note: str
    commit: str
    build: str
    withdrawn: Withdrawn | None = None


class Period(_Value):
    """A period of the site; `starts` is its first day, and its versions come oldest first."""

    name: str
    label: str
    words: str
    starts: str
    plan: str
    plan_title: str
    versions: tuple[Version, ...] = ()
    draft: Version | None = None

    @property
    def newest(self) -> Version | None:
        """The newest version that was not withdrawn."""
        return next((version for version in reversed(self.versions) if not version.withdrawn), None)

    @property
    def place(self) -> Place:
        """The place that links to the period lead to: its newest version, or its draft."""
        return Place(self.name, draft=not self.versions)

    @property
    def shown(self) -> Version | None:
        """The version or draft in that place; None if every version was withdrawn."""
        return self.newest if self.versions else self.draft


class Site(_Value):
    """All periods, newest first, and the digests of the files of the site as a whole.

    `public_keys` are those that statements were signed with, the one in use last.
    """

    format: Literal[1] = 1
    base_url: str = ""
    public_keys: tuple[str, ...] = ()
    periods: tuple[Period, ...] = ()
    files: Mapping[str, str] = Field(default_factory=dict)

    def period(self, name: str) -> Period | None:
        """Return a period by its name, or None."""
        return next((period for period in self.periods if period.name == name), None)

    def with_period(self, period: Period) -> Site:
        """Return the site with a period added or replaced."""
        others = [other for other in self.periods if other.name != period.name]
        ordered = sorted([*others, period], key=lambda one: (one.starts, one.name), reverse=True)
        return self.model_copy(update={"periods": tuple(ordered)})

    def before(self, period: Period) -> Period | None:
        """Return the latest earlier period that has a version to link to."""
        return next((earlier for earlier in self.live() if earlier.starts < period.starts), None)

    def after(self, period: Period) -> Period | None:
        """Return the first later period that has a version to link to."""
        later = [other for other in self.live() if other.starts > period.starts]
        return later[-1] if later else None

    def live(self) -> Iterator[Period]:
        """Yield the periods that have a published version, newest first."""
        return (period for period in self.periods if period.newest)


def read_site(folder: Path) -> Site:
    """Read a site's `versions.json`; an empty site if the folder is missing or empty.

    `InputError` if the folder contains something else, or the file is broken.
    """
    path = folder / VERSIONS
    try:
        return Site.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        if _is_free(folder):
            return Site()
        raise InputError.of(
            OTHER_FILES,
            folder.as_posix(),
            f"it holds files but no {VERSIONS}, so it is not a site that 'sdp publish' made",
        ) from None
    except ValidationError as error:
        raise InputError.of(
            BAD_VERSIONS, path.as_posix(), f"it cannot be read ({error.errors()[0]['msg'].lower()})"
        ) from None


def _is_free(folder: Path) -> bool:
    """Return whether a folder is missing, or empty but for hidden files."""
    return not folder.exists() or all(path.name.startswith(".") for path in folder.iterdir())


def as_json(site: Site) -> bytes:
    """Write `versions.json`."""
    return (site.model_dump_json(indent=2) + "\n").encode()
