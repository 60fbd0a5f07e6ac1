"""Display of an analyst's frames and figures in a notebook, in the report's look if captioned.

Without a caption a frame or a figure looks as in any notebook, so that exploring needs no captions;
a build then reports what is missing.
"""

from __future__ import annotations

import pandas as pd
from IPython.core.getipython import get_ipython
from IPython.core.pylabtools import print_figure
from IPython.display import display
from matplotlib.figure import Figure

from sdp_lib.presentation.cell_options import CellOptions, cell_options
from sdp_lib.presentation.drawing import house_style, own_figure
from sdp_lib.presentation.own_content import Frame, frame_table

_installed: list[OwnDisplay] = []


class OwnDisplay:
    """Shows frames and figures with the captions from the options of their cell."""

    def __init__(self, source: str):
        self.begin(source)

    def begin(self, source: str) -> None:
        """Begin a cell: read its options and restart the count of its outputs."""
        self._options: CellOptions = cell_options(source)
        self._tables = self._figures = 0

    def show_frame(self, frame: Frame) -> None:
        """Show a frame, or a series as a frame of one column."""
        caption = self._options.table(self._tables)
        self._tables += 1
        if caption:
            display(frame_table(frame, caption))
        else:
            html = frame.to_frame() if isinstance(frame, pd.Series) else frame
            display({"text/plain": repr(frame), "text/html": html.to_html(max_rows=60)}, raw=True)

    def show_figure(self, figure: Figure) -> None:
        """Show a matplotlib figure, which seaborn draws too."""
        caption, alt = self._options.figure(self._figures)
        self._figures += 1
        if caption and alt:
            display(own_figure(figure, caption=caption, alt=alt))
        else:
            png = print_figure(figure, "png", base64=True)
            display({"text/plain": "<Figure>", "image/png": png}, raw=True)


def show_own_content() -> None:
    """Register, once, the display of analysts' content in the notebook that this process runs."""
    shell = get_ipython()
    if shell is None or shell.display_formatter is None or _installed:
        return
    own = OwnDisplay((shell.user_ns.get("In") or [""])[-1])
    _installed.append(own)
    shell.events.register("pre_run_cell", lambda info: own.begin(info.raw_cell or ""))
    formatter = shell.display_formatter.ipython_display_formatter
    for kind in (pd.DataFrame, pd.Series):
        formatter.for_type(kind, own.show_frame)
    formatter.for_type(Figure, own.show_figure)
    house_style()
