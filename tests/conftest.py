"""Projects that tests may break, and one real build that they may only look at."""

import pytest
from support import ONLY, ROOT, Project, copy_project

from sdp_lib.inputs.council import Council, read_council


@pytest.fixture
def project(tmp_path) -> Project:
    """A copy of what the project reads, which a test may break; notebooks cannot run in it."""
    return copy_project(tmp_path / "project", library=False)


@pytest.fixture
def whole_project(tmp_path) -> Project:
    """A copy of the project in which notebooks can run, which a test may break."""
    return copy_project(tmp_path / "project")


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> Project:
    """A project with a real build of two reports: to be looked at, never changed."""
    project = copy_project(tmp_path_factory.mktemp("built"))
    ended = project.report(*ONLY)
    assert ended.returncode == 0, ended.stderr
    return project


@pytest.fixture(scope="session")
def council() -> Council:
    """The standing configuration of the project."""
    return read_council(ROOT / "params")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the browser last: while it is there its event loop runs, and notebooks need their own."""
    items.sort(key=lambda item: item.path.parent.name == "browser")
