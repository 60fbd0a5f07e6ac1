"""JupyterLab as the tests start it: on a loopback port, with a token, in a copy of the project."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
from playwright.sync_api import Browser, Page
from support import PATIENCE, Project, wait_until

WAIT = 180 * 1000  # milliseconds: only a test that fails waits so long
_GRACE = 20  # seconds
_CHANGE = "apputils:change-theme"
TALL = {"width": 1500, "height": 3600}  # so that a picture holds a whole section


@dataclass(frozen=True)
class JupyterLab:
    """A running server: its address and its token."""

    url: str
    token: str

    def open(self, browser: Browser, path: str, theme: str) -> Page:
        """Open a notebook in a window of its own, in a theme, with its kernel ready."""
        page = browser.new_page(viewport=TALL)
        page.set_default_timeout(WAIT)
        page.goto(f"{self.url}lab/tree/{path}?token={self.token}&reset")
        page.wait_for_function(f"() => window.jupyterapp?.commands.hasCommand('{_CHANGE}')")
        page.evaluate("() => jupyterapp.restored.then(() => true)")
        page.evaluate(f"theme => jupyterapp.commands.execute('{_CHANGE}', {{theme}})", theme)
        light = str("Light" in theme).lower()
        page.wait_for_selector(f"body[data-jp-theme-light={light}]", state="attached")
        page.wait_for_selector(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook-cell")
        page.wait_for_function(
            "() => jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.info"
        )
        return page


def run_all(page: Page) -> bool:
    """Run all cells of the notebook, and return whether each ended well."""
    return bool(page.evaluate("() => jupyterapp.commands.execute('notebook:run-all-cells')"))


def run_cell(page: Page, cell: str, change: tuple[str, str] = ("", "")) -> None:
    """Run one cell of the notebook, named by its ID, with a text in it replaced."""
    page.evaluate(
        """async ([id, [old, changed]]) => {
          const notebook = jupyterapp.shell.currentWidget.content;
          const place = notebook.widgets.findIndex((one) => one.model.id === id);
          const source = notebook.widgets[place].model.sharedModel;
          if (!source.getSource().includes(old)) throw new Error(`${id} does not hold ${old}`);
          source.setSource(source.getSource().replace(old, changed));
          notebook.activeCellIndex = place;
          notebook.deselectAll();
          await jupyterapp.commands.execute('notebook:run-cell');
        }""",
        [cell, list(change)],
    )


@contextmanager
def jupyterlab(project: Project, folder: Path) -> Iterator[JupyterLab]:
    """Start JupyterLab by `sdp lab`, with settings of its own, and end it by its process id."""
    token, runtime = secrets.token_hex(16), folder / "runtime"
    _settings(folder)
    environment = {
        "PYTHONPATH": str(project.root),  # the kernels take the library from the copy
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_DATA_DIR": str(folder / "data"),
        "JUPYTER_RUNTIME_DIR": str(runtime),
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
        "IPYTHONDIR": str(folder / "ipython"),
    }
    arguments = [
        "--no-browser",
        "--allow-root",
        "--ServerApp.ip=127.0.0.1",
        "--ServerApp.port_retries=200",
        f"--IdentityProvider.token={token}",
        "--LabApp.expose_app_in_browser=True",
        # Nothing is asked of any network.
        "--LabApp.extension_manager=readonly",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.news_url=",
    ]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "sdp_lib", "lab", *arguments],
            cwd=project.root, env=os.environ | environment, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            server = _server(process, runtime, folder / "log")
            yield JupyterLab(str(server["url"]), token)
        finally:
            _end(process, runtime)


def _end(process: subprocess.Popen[bytes], runtime: Path) -> None:
    """End the server by its process id, and with it its kernels.

    A thread of a library may keep it from ending when all that is done, so it is killed then.
    """
    for info in runtime.glob("jpserver-*.json"):
        server = psutil.Process(int(info.stem.partition("-")[2]))
        kernels = server.children(recursive=True)
        server.terminate()
        psutil.wait_procs(kernels, PATIENCE)
        with suppress(psutil.TimeoutExpired):
            server.wait(_GRACE)
        with suppress(psutil.NoSuchProcess):
            server.kill()
    process.wait(PATIENCE)


def _server(process: subprocess.Popen[bytes], runtime: Path, log: Path) -> dict[str, object]:
    """Return what the server writes of itself once it listens."""
    found: list[dict[str, object]] = []

    def written() -> bool:
        assert process.poll() is None, log.read_text(encoding="utf-8")
        for info in runtime.glob("jpserver-*.json"):
            text = info.read_text(encoding="utf-8")
            found.extend([json.loads(text)] if text.rstrip().endswith("}") else [])
        return bool(found)

    wait_until(written)
    return found[0]


def _settings(folder: Path) -> None:
    """Keep all cells on the page, however long it is, and ask no questions."""
    wanted = {
        "@jupyterlab/notebook-extension/tracker": {"windowingMode": "none"},
        "@jupyterlab/apputils-extension/notification": {
            "fetchNews": "false",
            "checkForUpdates": False,
        },
    }
    for name, content in wanted.items():
        path = folder / "settings" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content), encoding="utf-8")
