"""What an analyst adds to a report: tables, charts and text of one's own, and figures in words."""

from __future__ import annotations

from typing import Any

from sdp_lib.presentation.drawing import Drawing, own_figure
from sdp_lib.presentation.fragments import NOTEBOOK_ONLY, Fragment, in_notebook, template
from sdp_lib.presentation.notebook_outputs import show
from sdp_lib.presentation.own_content import Frame, frame_table, prose
from sdp_lib.report.context import Context
from sdp_lib.report.ledger import state_words


class OwnContent:
    """The part of a report that analysts write with; `report` shows its title, state and period."""

    def __init__(self, title: str, context: Context):
        self.title = title
        self._context = context

    def table(self, frame: Frame, *, caption: str) -> Fragment:
        """Make a table of a frame in the report's look; a page numbers it where it is shown.

        An index with labels is the first column. What is missing is said in words.
        """
        return frame_table(frame, caption)

    def chart(self, figure: Drawing, *, caption: str, alt: str) -> Fragment:
        """Show a matplotlib figure, or what seaborn returns, in the report's look.

        `alt` says in words what the chart shows, for those who do not see it.
        """
        return own_figure(figure, caption=caption, alt=alt)

    def text(self, markdown: str) -> Fragment:
        """Show Markdown: paragraphs, lists, headings of the third level and below, links.

        Whatever else is typed, HTML too, stays the text that it is.
        """
        return prose(markdown)

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        quarter = self._context.quarter
        head = template(
            "report_head.html",
            title=self.title,
            subtitle=f"{quarter.label}: {quarter.period}",
            state=state_words(self._context),
        )
        return in_notebook(head), dict(NOTEBOOK_ONLY)

    def _ipython_display_(self) -> None:
        show(*self._repr_mimebundle_())
