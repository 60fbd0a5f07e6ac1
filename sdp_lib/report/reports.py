"""`Report`: how a notebook opens the report of a council, an outcome or an activity."""

from __future__ import annotations

from sdp_lib.inputs.params import report_name
from sdp_lib.inputs.scope import EVERYTHING
from sdp_lib.report.kinds import CouncilReport, OutcomeReport, Scorecard
from sdp_lib.report.parameters import context_of, detail_of, read, text
from sdp_lib.report.scopes import covers, only_one


class Report:
    """A quarter's report; made by `Report.outcome`, `Report.council` or `Report.activity`.

    `data` and `params` are folders, looked for from the current one upwards. `InputError` holds
    every problem of the inputs, or names an ID or a value that is not known.
    """

    @staticmethod
    def outcome(
        *,
        quarter: str,
        outcome: str | None = "",
        directorate: str | None = "",
        portfolio: str | None = "",
        detail: str | None = "full",
        compare: str | None = "",
        data: str = "data",
        params: str = "params",
    ) -> OutcomeReport:
        """Report on one outcome, or on one directorate or portfolio instead.

        `detail` is `full` or `summary`; `compare` is an earlier quarter of the same plan, by
        default the one before. A parameter that is blank, or None, is not given.
        """
        dataset = read(quarter, data, params)
        # papermill reads `-p outcome 3` as a number, so every ID is taken as text.
        chosen = {"outcome": outcome, "directorate": directorate, "portfolio": portfolio}
        each, one = only_one({each: text(one) for each, one in chosen.items()})
        title, scope, subject = covers(dataset, each, one)
        name = report_name("outcome", each, one)
        context = context_of(dataset, scope, subject, name, data=data, compare=compare)
        return OutcomeReport(name, title, context, detail=detail_of(detail))

    @staticmethod
    def council(
        *,
        quarter: str,
        detail: str | None = "full",
        compare: str | None = "",
        data: str = "data",
        params: str = "params",
    ) -> CouncilReport:
        """Report on all activities of the plan; parameters as for `outcome`."""
        dataset = read(quarter, data, params)
        organisation = dataset.council.organisation
        context = context_of(
            dataset, EVERYTHING, organisation.name, "council", data=data, compare=compare
        )
        title = f"{organisation.plan_name} monitoring report"
        return CouncilReport("council", title, context, detail=detail_of(detail))

    @staticmethod
    def activity(
        *, quarter: str, activity: str, data: str = "data", params: str = "params"
    ) -> Scorecard:
        """Make the scorecard of one activity."""
        dataset, activity = read(quarter, data, params), text(activity)
        title, scope, subject = covers(dataset, "activity", activity)
        name = report_name("scorecard", "activity", activity)
        context = context_of(dataset, scope, subject, name, data=data, up="../")
        return Scorecard(name, title, context)
