"""The package as it is installed elsewhere: from a wheel, without a checkout."""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest
from support import LEFT_OUT, ROOT, soup, words

PARTS = (
    "sdp_lib", "notebooks", "_quarto.yml", "pyproject.toml", "setup.py", "README.md", "LICENSE",
)  # fmt: skip
PERIOD = "2026-M02"
WHERE = "import sysconfig; print(sysconfig.get_path('purelib'))"
# Opening a file of the checkout fails; the packages of its environment are borrowed.
GUARD = """
import os
import sys

def refuse(event, arguments):
    if event == "open" and isinstance(arguments[0], str):
        path = os.path.abspath(arguments[0])
        if path.startswith({root!r} + os.sep) and not path.startswith({borrowed!r}):
            raise RuntimeError(f"a file of the checkout was opened: {{path}}")

sys.addaudithook(refuse)
"""


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command that must succeed, with nothing that leads to the checkout."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment["JUPYTER_PATH"] = str(Path(sys.prefix) / "share/jupyter")  # of borrowed packages
    ended = subprocess.run(
        [*map(str, command)], cwd=cwd, env=environment,
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert ended.returncode == 0, f"{command}: {ended.stdout}{ended.stderr}"
    return ended.stdout


def copied(place: Path) -> Path:
    """Copy the sources of the wheel, since building leaves files beside them."""
    place.mkdir()
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, place / part, ignore=LEFT_OUT)
        else:
            shutil.copyfile(ROOT / part, place / part)
    return place


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """A virtual environment that has the wheel and cannot reach the checkout."""
    place = tmp_path_factory.mktemp("elsewhere")
    source = copied(place / "source")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")
    offline = ("--no-deps", "--no-index", "--no-cache-dir")
    run(*pip, "wheel", *offline, "--no-build-isolation", "-w", "wheels", source, cwd=place)
    shutil.rmtree(source)
    venv.create(place / "venv", symlinks=True)
    python = place / "venv/bin/python"
    [wheel] = (place / "wheels").iterdir()
    run(*pip, "--python", python, "install", *offline, wheel, cwd=place)
    borrowed = sysconfig.get_path("purelib")
    packages = Path(run(python, "-c", WHERE, cwd=place).strip())
    guard = GUARD.format(root=str(ROOT), borrowed=sys.prefix)
    (packages / "no_checkout.py").write_text(guard, encoding="utf-8")
    (packages / "elsewhere.pth").write_text(f"{borrowed}\nimport no_checkout\n", encoding="utf-8")
    return place / "venv/bin"


@pytest.fixture(scope="module")
def project(installed, tmp_path_factory) -> Path:
    """A new organisation's project whose reports have been made by that package."""
    place = tmp_path_factory.mktemp("organisation")
    choices = ("--every", "month", "--year-starts", "january", "--statuses", "rag")
    sdp = installed / "sdp"
    run(sdp, "init", "new", "--name", "Harbour Lights", "--period", PERIOD, *choices, cwd=place)
    message = run(sdp, "check", PERIOD, cwd=place / "new")
    assert message.startswith("0 errors, 0 warnings and 0 notes.")
    run(sdp, "report", PERIOD, "--renderer", "embedded", cwd=place / "new")
    return place / "new"


def test_the_wheel_makes_a_project_and_its_reports_without_the_checkout(project):
    site = project / "outputs" / PERIOD / "site"
    pages = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    wanted = {"council", "outcome-1", "outcome-2", *(f"scorecards/activity-{n}" for n in "123")}
    assert {f"{name}.html" for name in wanted} < pages
    assert {path.stem for path in site.glob("*.pdf")} >= {"council", "outcome-1", "outcome-2"}
    text = words(soup(site / "council.html"))
    assert "Harbour Lights" in text
    assert "Example activity: a building is opened" in text


def test_the_guard_would_see_a_file_of_the_checkout(installed, tmp_path):
    code = f"open({str(ROOT / 'README.md')!r})"
    ended = subprocess.run(
        [str(installed / "python"), "-c", code],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "a file of the checkout was opened" in ended.stderr
