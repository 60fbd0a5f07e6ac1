"""A process that makes reports without kernels: it reads their names, and answers when done.

This is the one benchmark that uses the library itself, since the command starts kernels.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

READY = "ready"
_PROVENANCE = {"Made by": "the floor of the benchmarks"}
_NOTHING_KEPT = {"HistoryManager": {"enabled": False}}


def main(quarter: str, site: str) -> None:
    """Make the reports that are named on standard input, one a line."""
    maker = _Maker(quarter, Path(site))
    for line in sys.stdin:
        try:
            maker.make(line.strip())
            answer = READY
        except Exception as error:  # reported to the caller
            answer = " ".join(f"{type(error).__name__}: {error}".split())
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()


class _Maker:
    """A maker of reports: the jobs, the renderer and the shell that all of them share."""

    def __init__(self, quarter: str, site: Path):
        from IPython.core.displaypub import CapturingDisplayPublisher
        from IPython.core.interactiveshell import InteractiveShell
        from traitlets.config import Config

        from sdp_lib.inputs.calendar_setting import parse_quarter
        from sdp_lib.inputs.input_files import Sources
        from sdp_lib.inputs.params import read_quarter
        from sdp_lib.pipeline.plan.fingerprints import list_jobs
        from sdp_lib.pipeline.render import choose_renderer
        from sdp_lib.pipeline.render.project import read_project
        from sdp_lib.pipeline.render.report_page import Setting

        root = Path.cwd()
        sources = Sources(root, Path("data"), Path("params"), Path("notebooks"))
        jobs = list_jobs(
            sources, read_quarter(sources.params, parse_quarter(quarter, sources.params))
        )
        self._jobs = {job.name: job for job in jobs}
        self._setting = Setting(("html", "pdf"), _PROVENANCE)
        self._renderer = choose_renderer("embedded", read_project(root))
        self._site = site
        self._shell = InteractiveShell.instance(config=Config(_NOTHING_KEPT))
        # The shell only takes what cells display; it runs none of them.
        self._shown = CapturingDisplayPublisher()
        self._shell.display_pub = self._shown

    def make(self, name: str) -> None:
        """Run a report's cells here, and render its page as HTML and PDF."""
        from sdp_lib.ledger import read_ledger
        from sdp_lib.pipeline.plan.notebooks import read_notebook
        from sdp_lib.pipeline.render.report_page import page_of

        job = self._jobs[name]
        notebook = read_notebook(job.notebook)
        namespace: dict[str, Any] = {}
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs = self._outputs(cell.source, namespace)
                if "parameters" in cell.metadata.get("tags", []):
                    namespace.update(job.parameters)
        content = read_ledger(notebook)
        if content is None:
            raise ValueError(f"{name} left no ledger")
        page = page_of(job, notebook, content.page, self._setting)
        failures = self._renderer.render([page], self._site, lambda _: None)
        if failures:
            raise ValueError(f"{name}: {failures}")

    def _outputs(self, source: str, namespace: dict[str, Any]) -> list[Any]:
        from IPython.display import display
        from nbformat.v4 import new_output

        self._shown.outputs.clear()
        value = run_cell(source, namespace)
        if value is not None:
            display(value)
        return [
            new_output("display_data", _part(output, "data"), metadata=_part(output, "metadata"))
            for output in self._shown.outputs
        ]


def run_cell(source: str, namespace: dict[str, Any]) -> object:
    """Run a cell, and return the value of the expression that it ends in, as Jupyter does.

    >>> run_cell("number = 2", names := {})
    >>> run_cell("number * 3", names)
    6
    """
    tree = ast.parse(source)
    last = tree.body[-1] if tree.body else None
    if isinstance(last, ast.Expr):
        tree.body.pop()
    exec(compile(tree, "<cell>", "exec"), namespace)  # noqa: S102 - the project's own notebook
    if not isinstance(last, ast.Expr):
        return None
    expression = ast.Expression(last.value)
    return eval(compile(expression, "<cell>", "eval"), namespace)  # noqa: S307 - the same


def _part(shown: Mapping[str, Any], name: str) -> dict[str, Any]:
    return dict(shown[name] or {})


if __name__ == "__main__":
    main(*sys.argv[1:])
