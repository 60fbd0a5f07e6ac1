"""`Report`, with which a notebook opens the report of a council, an outcome or an activity."""

from __future__ import annotations

from sdp_lib.presentation.notebook_outputs import watched
from sdp_lib.report.identity import identify
from sdp_lib.report.kinds import CouncilReport, OutcomeReport, Scorecard
from sdp_lib.report.parameters import detail_of, read, text
from sdp_lib.report.scopes import only_one


class Report:
    """A quarter's report; made by `Report.council`, `Report.outcome` or another of its methods.

    `data` and `params` are folders, looked for from the current one upwards. `InputError` contains
    every problem of the inputs, or names an unknown ID or value.
    """

    @staticmethod
    @watched
    def outcome(
        *,
        quarter: str,
        outcome: str | None = "",
        directorate: str | None = "",
        portfolio: str | None = "",
        name: str | None = "",
        title: str | None = "",
        detail: str | None = "full",
        compare: str | None = "",
        data: str = "data",
        params: str = "params",
    ) -> OutcomeReport:
        """Report on one outcome, or on one directorate or portfolio instead.

        An analyst's own report has the `name` of its notebook, and a `title`. `detail` is `full`,
        `activities` (main points and a row for each activity) or `summary` (one page); `compare` is
        an earlier quarter of the same plan, by default the last one that has returns. A blank
        parameter, or None, counts as not given.
        """
        dataset = read(quarter, data, params)
        # papermill reads `-p outcome 3` as a number, so every ID is taken as text.
        chosen = {"outcome": outcome, "directorate": directorate, "portfolio": portfolio}
        each, one = only_one({each: text(one) for each, one in chosen.items()})
        known = identify(dataset, each, one, name=name, title=title, data=data, compare=compare)
        return OutcomeReport(*known, detail=detail_of(detail))

    @staticmethod
    @watched
    def directorate(
        *,
        quarter: str,
        directorate: str,
        name: str | None = "",
        title: str | None = "",
        detail: str | None = "full",
        compare: str | None = "",
        data: str = "data",
        params: str = "params",
    ) -> OutcomeReport:
        """Report on one directorate; parameters as for `outcome`."""
        dataset, one = read(quarter, data, params), text(directorate)
        known = identify(
            dataset, "directorate", one, name=name, title=title, data=data, compare=compare
        )
        return OutcomeReport(*known, detail=detail_of(detail))

    @staticmethod
    @watched
    def portfolio(
        *,
        quarter: str,
        portfolio: str,
        name: str | None = "",
        title: str | None = "",
        detail: str | None = "full",
        compare: str | None = "",
        data: str = "data",
        params: str = "params",
    ) -> OutcomeReport:
        """Report on one portfolio; parameters as for `outcome`."""
        dataset, one = read(quarter, data, params), text(portfolio)
        known = identify(
            dataset, "portfolio", one, name=name, title=title, data=data, compare=compare
        )
        return OutcomeReport(*known, detail=detail_of(detail))

    @staticmethod
    @watched
    def council(
        *,
        quarter: str,
        name: str | None = "",
        title: str | None = "",
        detail: str | None = "full",
        compare: str | None = "",
        data: str = "data",
        params: str = "params",
    ) -> CouncilReport:
        """Report on all activities of the plan; parameters as for `outcome`."""
        dataset = read(quarter, data, params)
        known = identify(dataset, "council", "", name=name, title=title, data=data, compare=compare)
        return CouncilReport(*known, detail=detail_of(detail))

    @staticmethod
    @watched
    def activity(
        *,
        quarter: str,
        activity: str,
        name: str | None = "",
        title: str | None = "",
        data: str = "data",
        params: str = "params",
    ) -> Scorecard:
        """Make the scorecard of one activity; `name` and `title` as for `outcome`."""
        dataset, one = read(quarter, data, params), text(activity)
        return Scorecard(*identify(dataset, "activity", one, name=name, title=title, data=data))
