"""The target of a publication: the site's folder, and the inputs of its pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from sdp_lib.inputs.council import Council
from sdp_lib.publish.edition import SiteFrame, frame_of
from sdp_lib.publish.signing import SigningKey
from sdp_lib.publish.versions import Site


@dataclass(frozen=True)
class Target:
    """A site, with the project's root, its configuration, and a key."""

    folder: Path
    root: Path
    council: Council
    base_url: str = ""
    key: SigningKey | None = None

    @property
    def frame(self) -> SiteFrame:
        """The frame of the site's own pages."""
        return frame_of(self.council, self.base_url)

    def on(self, site: Site) -> Target:
        """Return the target with the site's previous address, unless another was given."""
        return replace(self, base_url=self.base_url or site.base_url)

    def configured(self, site: Site) -> Site:
        """Return a site with the given address and key, or else those that it had."""
        keys = [key for key in site.public_keys if not self.key or key != self.key.public]
        if self.key:
            keys.append(self.key.public)
        return site.model_copy(
            update={"base_url": self.base_url or site.base_url, "public_keys": tuple(keys)}
        )
