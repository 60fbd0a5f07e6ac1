"""Takes the pictures of pages and documents in docs/images, as people see them.

`make screens` builds three reports of the sample quarter in a folder of its own and looks at them:
on a wide screen, on a phone, and as pages of PDF and Word. It needs Chromium, pdftoppm (of Poppler)
and, for Word, LibreOffice; what is missing is named, and its pictures stay as they are.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parent.parent
IMAGES = Path(__file__).with_name("images")
QUARTER = "2019-20-Q2"
REPORTS = ("council", "outcome-3", "scorecard-52")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
COLOURS = 128  # flat pages need no more, and the files stay small
DOTS = 70  # per inch, for pages of a document


@dataclass(frozen=True, slots=True)
class Screen:
    """A browser's window, in CSS pixels."""

    name: str
    width: int
    height: int
    scale: float = 1


SCREENS = (Screen("desktop", 1280, 900), Screen("phone", 390, 844, 1.5))
PAGES = {
    "front": "index.html",
    "council": "council.html",
    "scorecard": "scorecards/activity-52.html",
}
DOCUMENTS = ("council", "outcome-3")


def main() -> int:
    """Build, look, and say what could not be seen: the exit status is 1 where a tool is missing."""
    with tempfile.TemporaryDirectory() as folder:
        site = _built(Path(folder))
        IMAGES.mkdir(exist_ok=True)
        missing = [*_screens(site), *_documents(site, Path(folder))]
    for line in missing:
        sys.stderr.write(f"{line}\n")
    return bool(missing)


def _built(folder: Path) -> Path:
    only = [part for name in REPORTS for part in ("--only", name)]
    formats = ["--formats", "html,pdf,docx", "--renderer", "embedded"]
    command = [sys.executable, "-m", "sdp_lib", "report", QUARTER, *only, *formats]
    _run(*command, "--out", str(folder))
    return folder / QUARTER / "site"


def _screens(site: Path) -> Iterator[str]:
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        yield "Chromium was not found: the pictures of pages stay as they are."
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for screen in SCREENS:
            for name, page in PAGES.items():
                _look(browser, site / page, screen, IMAGES / f"{name}-{screen.name}.png")
        browser.close()


def _look(browser: Browser, page: Path, screen: Screen, to: Path) -> None:
    """Take what the first screen shows."""
    window = browser.new_page(
        viewport={"width": screen.width, "height": screen.height}, device_scale_factor=screen.scale
    )
    window.goto(page.as_uri())
    window.screenshot(path=to)
    window.close()
    _save(Image.open(to), to)


def _documents(site: Path, folder: Path) -> Iterator[str]:
    if shutil.which("pdftoppm") is None:
        yield "pdftoppm was not found: the pictures of documents stay as they are."
        return
    for name in DOCUMENTS:
        _sheet(site / f"{name}.pdf", folder, IMAGES / f"{name}-pdf.png")
    office = shutil.which("soffice")
    if office is None:
        yield "LibreOffice was not found: the picture of the Word document stays as it is."
        return
    document = site / "council.docx"
    profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    convert = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    _run(*convert, str(document))
    _sheet(folder / "council.pdf", folder, IMAGES / "council-word.png")


def _sheet(document: Path, folder: Path, to: Path) -> None:
    """Lay the first three pages of a document side by side."""
    stem = folder / to.stem
    _run("pdftoppm", "-r", str(DOTS), "-png", "-l", "3", str(document), str(stem))
    pages = [Image.open(path).convert("RGB") for path in sorted(folder.glob(f"{to.stem}-*.png"))]
    gap = 12
    width = sum(page.width for page in pages) + gap * (len(pages) + 1)
    sheet = Image.new("RGB", (width, max(page.height for page in pages) + 2 * gap), "#d9d9d9")
    left = gap
    for page in pages:
        sheet.paste(page, (left, gap))
        left += page.width + gap
    _save(sheet, to)


def _run(*command: str) -> None:
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - ours


def _save(picture: Image.Image, to: Path) -> None:
    picture.convert("RGB").quantize(COLOURS).save(to, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
