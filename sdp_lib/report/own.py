"""Content that an analyst adds to a report: tables, charts, text, and figures in words."""

from __future__ import annotations

from typing import Any

from sdp_lib.measures.frames import Frames
from sdp_lib.periods import headed
from sdp_lib.presentation.drawing import Drawing, own_figure
from sdp_lib.presentation.figure_quote import FigureQuote, find_figure
from sdp_lib.presentation.figure_words import figure_sentence
from sdp_lib.presentation.fragments import (
    NOTEBOOK_ONLY,
    Fragment,
    Sentence,
    in_notebook,
    paragraph,
    template,
)
from sdp_lib.presentation.notebook_outputs import show
from sdp_lib.presentation.own_content import Frame, frame_table, prose
from sdp_lib.report.context import Context
from sdp_lib.report.ledger import state_words, subtitle


class OwnContent:
    """The part of a report for analysts' own content; displaying it shows title, state, period."""

    def __init__(self, title: str, context: Context):
        self.title = title
        self._context = context

    @property
    def data(self) -> Frames:
        """The report's data as pandas frames: see [their reference](frames.md)."""
        return Frames(self._context.data, self._context.before, self._context.figures)

    def figure(self, name: str) -> FigureQuote:
        """Return a figure by its name in figures.csv, for use in a sentence.

        It formats as its count, "14", and has `of`, `percent`, `previous` and `words` ("14 of 17").
        `InputError` for an unknown name, with the nearest names.
        """
        return FigureQuote(find_figure(self._context.figures, name))

    def say(self, name: str) -> Sentence:
        """Return the report's own sentence for a figure and its movement; as text it is the words.

        `InputError` as for `figure`.
        """
        context = self._context
        said = figure_sentence(
            find_figure(context.figures, name),
            context.council,
            context.then,
            responses=context.answering,
        )
        return Sentence(paragraph(said).html)

    def table(self, frame: Frame, *, caption: str) -> Fragment:
        """Make a table from a frame in the report's look; the page numbers it.

        An index with labels is the first column. Missing values appear in words.
        """
        return frame_table(frame, caption)

    def chart(self, figure: Drawing, *, caption: str, alt: str) -> Fragment:
        """Show a matplotlib figure, or what seaborn returns, in the report's look.

        `alt` describes the chart in words, for those who cannot see it.
        """
        return own_figure(figure, caption=caption, alt=alt)

    def text(self, markdown: str) -> Fragment:
        """Show Markdown: paragraphs, lists, headings of the third level and below, links.

        Anything else, including HTML, is shown as typed.
        """
        return prose(markdown)

    def __repr__(self) -> str:
        # Without a memory address, which would differ at each run of a notebook.
        return f"{type(self).__name__}: {self.title}, {headed(self._context.quarter.label)}"

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        head = template(
            "report_head.html",
            title=self.title,
            subtitle=subtitle(self._context),
            state=state_words(self._context),
        )
        return in_notebook(head), dict(NOTEBOOK_ONLY)

    def _ipython_display_(self) -> None:
        show(*self._repr_mimebundle_())
