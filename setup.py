"""Puts the notebooks and `_quarto.yml` into a wheel, since `sdp init` makes a project of them.

All else about the package is in pyproject.toml. In a checkout they stand beside the library, so
that an editable installation needs no copy.
"""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

SHIPPED = (
    "notebooks/council.ipynb",
    "notebooks/outcome.ipynb",
    "notebooks/scorecard.ipynb",
    "_quarto.yml",
)


class WithProjectFiles(build_py):
    """Builds the library with the files that a new project begins with."""

    def run(self) -> None:
        """Build it, then add them."""
        super().run()
        if self.editable_mode:
            return
        for name in SHIPPED:
            target = Path(self.build_lib) / "sdp_lib/shipped" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            self.copy_file(name, str(target))


setup(cmdclass={"build_py": WithProjectFiles})
