"""What an analyst's cell shows in a notebook: the house's table and figure, where it has a caption.

Without one a frame or a figure looks as it does in any notebook, so that exploring needs no
captions; a build then says what is missing.
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
    """Shows frames and figures with the captions that the options of their cell give."""

    def __init__(self, source: str):
        self.begin(source)

    def begin(self, source: str) -> None:
        """Begin with a cell: read its options, and count what it shows anew."""
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
        """Show a matplotlib figure; seaborn draws such."""
        caption, alt = self._options.figure(self._figures)
        self._figures += 1
        if caption and alt:
            display(own_figure(figure, caption=caption, alt=alt))
        else:
            png = print_figure(figure, "png", base64=True)
            display({"text/plain": "<Figure>", "image/png": png}, raw=True)


def show_own_content() -> None:
    """Let the notebook that this process runs show what analysts add in the house's look, once."""
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
