"""The ledger of a report: its figures and the words of its frame, as data in the notebook.

The build reads only the ledger and the sections of an executed notebook, so every figure in
`figures.csv` is the one from which the notebook's sentences and charts were made.
"""

from __future__ import annotations

from typing import Any

from sdp_lib.inputs.digests import fingerprint
from sdp_lib.ledger import LEDGER_MIME, Card, FigureRow, Ledger, PageFrame, Parent, SeriesRow
from sdp_lib.measures.counts import counts
from sdp_lib.measures.figure import percent
from sdp_lib.periods import headed
from sdp_lib.presentation.fragments import template
from sdp_lib.presentation.notebook_outputs import show
from sdp_lib.presentation.wording import day
from sdp_lib.report import reads
from sdp_lib.report.card import card_of
from sdp_lib.report.context import Context
from sdp_lib.report.headings import headings
from sdp_lib.report.main_points import points_of


class LedgerOutput:
    """A report's figures and frame; shown in JupyterLab as a table, and left out of the pages."""

    def __init__(self, name: str, title: str, context: Context, *, kind: str, detail: str):
        self.name = name
        self.title = title
        self.kind = kind
        self.detail = detail
        self._context = context

    def content(self) -> dict[str, Any]:
        """Return the ledger as JSON."""
        return self.value().as_json()

    def value(self) -> Ledger:
        """Return the ledger."""
        read, scopes = reads.made_from()
        single = self.kind == "scorecard"
        points = None if single else points_of(self._context)
        card = card_of(self._context) if single else None
        said = points.headline if points else _said(self._context, card)
        return Ledger(
            report=self.name,
            page=self._page(fingerprint(read), said),
            figures=self._figures(),
            series=self._series(),
            made_from=read,
            scopes=tuple(scopes),
            points=points,
            card=card,
        )

    def _series(self) -> tuple[SeriesRow, ...]:
        """Every figure in every period of the plan so far."""
        return tuple(
            SeriesRow(
                quarter=str(seen.quarter),
                figure=figure.name,
                value=figure.value,
                of=figure.of,
                percent=percent(figure.value, figure.of),
            )
            for seen in self._context.history
            for figure in counts(seen)
        )

    def _figures(self) -> tuple[FigureRow, ...]:
        return tuple(
            FigureRow(
                figure=figure.name,
                value=figure.value,
                of=figure.of,
                percent=figure.percent,
                previous=figure.previous,
                compared=figure.compared,
            )
            for figure in self._context.figures.values()
        )

    def _page(self, made_from: str, said: str) -> PageFrame:
        context, params = self._context, self._context.data.params
        council = context.council
        return PageFrame(
            title=self.title,
            subject=context.subject,
            subtitle=subtitle(context),
            quarter=headed(context.quarter.label),
            period=context.quarter.span,
            place=(context.quarter.number, context.quarter.calendar.count),
            headings=headings(context.council),
            organisation=council.organisation.name,
            plan=context.data.plan.title,
            cutoff=day(params.window.closed),
            cutoff_date=params.window.closed.isoformat(),
            state=params.state.capitalize(),
            state_words=state_words(context),
            version=params.version,
            contact=council.contact.model_dump(),
            licence=council.licence.model_dump(),
            kind=self.kind,
            detail=self.detail,
            description=f"{said} {context.data.plan.title}, {context.quarter.label}.",
            parent=self._parent(),
            activities=len(context.now.activities),
            received=len(context.now.answers),
            statuses=tuple(
                (status.label, context.figure(f"delivery.{status.id}").value)
                for status in council.statuses
            ),
            notices=tuple(self._notices()),
            fingerprint=made_from,
        )

    def _parent(self) -> Parent | None:
        """Return the page above a scorecard: that of its outcome."""
        context = self._context
        if self.kind != "scorecard" or not context.has_outcomes:
            return None
        outcome = context.data.plan.outcome(context.only_activity.outcome)
        if outcome is None:
            return None
        noun = context.council.organisation.outcome_noun
        return Parent(page=f"outcome-{outcome.id}", words=outcome.named(noun))

    def _notices(self) -> list[str]:
        context = self._context
        given = [context.council.notice, context.data.params.notice]
        if any(activity.source == "illustrative" for activity in context.now.activities):
            given.append(
                context.say(
                    "This page shows activities that are illustrative: invented, and marked so."
                )
            )
        return [words for words in given if words]

    def _ipython_display_(self) -> None:
        figures = template("ledger.html", figures=self._figures(), before=self._context.then)
        show({LEDGER_MIME: self.content(), "text/html": str(figures)}, {})


def _said(context: Context, card: Card | None) -> str:
    """Return the first words of a scorecard."""
    if card is None:
        return ""
    led = context.say(" Lead officer: ") + f"{card.lead}." if card.lead else ""
    return f"Delivery status: {card.status.label}.{led}"


def subtitle(context: Context) -> str:
    """Return the name of a report's period with its months, unless the period is a month."""
    period = context.quarter
    months = "" if period.calendar.every == "month" else f": {period.span}"
    return f"{headed(period.label)}{months}"


def state_words(context: Context) -> str:
    """Return whether a period's report is signed off, and by which post, in words."""
    params = context.data.params
    if params.state == "final" and params.signed_off:
        return f"Final: signed off by the {params.signed_off.by} on {day(params.signed_off.on)}"
    return "Draft: not yet signed off"
