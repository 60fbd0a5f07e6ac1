"""The scorecard of one activity, on two pages at most: its status, history and milestones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sdp_lib.inputs.columns import OTHER_MILESTONE
from sdp_lib.inputs.council import Item, label
from sdp_lib.measures.membership import taken_over
from sdp_lib.measures.responses import Answer
from sdp_lib.measures.tracking import MOVED_LATER, TrackedMilestone, given_dates, tracked
from sdp_lib.periods import headed, spoken
from sdp_lib.presentation.drawing import Words
from sdp_lib.presentation.fragments import Fragment, Markup, note, paragraph, part, said, template
from sdp_lib.presentation.tables import Column, table
from sdp_lib.presentation.timecharts import milestone_trend
from sdp_lib.presentation.wording import counted, day, listed
from sdp_lib.report.context import Context, issue_words, labels_of
from sdp_lib.report.lineage import lineage, strategy, waiting
from sdp_lib.report.milestones import fate_words, slip_words
from sdp_lib.report.oversight import review_cells
from sdp_lib.report.status_sentence import status_sentence

_NONE, _MILESTONE = "None given", ("milestone", "milestones")
_LEAST_REPORTS = 2  # a trend has two points


def status(context: Context) -> Iterator[Fragment | None]:
    """Yield the status in a sentence, who answers for it, and the status in every quarter."""
    plan, answer, council = context.only_activity, context.only_answer, context.council
    now = context.status(answer.delivery) if answer else context.no_return
    known = [
        ("Director", plan.director),
        ("Directorate", label(council.directorates, plan.directorate)),
        ("Portfolio", plan.portfolio),
        ("Type", label(council.types, plan.type)),
    ]
    dated = council.asks("revised_end")
    yield from part("sentence", status_sentence(context))
    yield from part(
        "facts",
        facts(
            [
                ("Delivery status", now),
                (council.organisation.outcome_noun, _outcome(context, plan.outcome)),
                (context.say("Lead officer"), plan.lead),
                *((context.say(words), value) for words, value in known if value),
                ("Start", day(plan.start)),
                ("Original end date" if dated else "End date", day(plan.end)),
                *([("Revised end date", _revised(answer))] if dated else []),
                *lineage(context),
                *strategy(context),
                *waiting(context),
            ]
        ),
    )
    if len(context.history) > 1:
        yield from part("history", _history(context, plan.id))


def _outcome(context: Context, identifier: str) -> Markup | str:
    outcome = context.data.plan.outcome(identifier)
    return context.outcome(outcome) if outcome else identifier


def _revised(answer: Answer | None) -> str:
    if answer is None:
        return "No return"
    if answer.revised_end is None:
        return _NONE
    if not answer.revised:
        return f"{day(answer.revised_end)}, not later than the original"
    if answer.end is None:
        return f"{day(answer.revised_end)}; no original date was given"
    return f"{day(answer.revised_end)}, later by {slip_words(answer)}"


def facts(pairs: list[tuple[str, Markup | str]]) -> Fragment:
    """Make a list of terms and values."""
    return Fragment(template("facts.html", facts=pairs))


def _history(context: Context, activity: str) -> Fragment:
    """Draw the status in every quarter so far, and below it that of activities it took over."""
    before = taken_over(activity, context.data.rows)
    named = [
        ("Delivery status", activity),
        *((f"Taken over: {earlier.id}", earlier.id) for earlier in before),
    ]
    return table(
        "history",
        context.say("Delivery status by quarter"),
        [
            Column(context.say("Quarter"), 3),
            *(Column(headed(seen.quarter.label), 3) for seen in context.history),
        ],
        [
            (words, *(context.status_in(seen, one) for seen in context.history))
            for words, one in named
        ],
        kind="compact",
    )


def progress(context: Context) -> Iterator[Fragment | None]:
    """Yield this period's progress in the lead officer's words."""
    answer = context.only_answer
    if not context.council.asks("progress"):
        return
    if answer is None:
        yield from part(
            "words", paragraph(f"No return was made for {spoken(context.quarter.label)}.")
        )
    elif not answer.progress.strip():
        yield from part("words", paragraph("No description of progress was given."))
    else:
        yield from part(
            "words",
            said(answer.progress, context.say("Lead officer: ") + context.only_activity.lead),
        )


def milestones(context: Context) -> Iterator[Fragment | None]:
    """Yield each milestone with its first, previous and present date, and how the dates moved."""
    if not context.council.kinds:
        return
    followed = tracked(context.history, context.before, context.data.params.window.closed)
    if not followed:
        yield from part(
            "table",
            paragraph(
                "No milestone date has been given."
                if context.only_answer is not None
                else context.say(
                    "Without a return this quarter, milestone dates cannot be followed."
                )
            ),
        )
        return
    yield from part(
        "table",
        table(
            "milestones",
            f"Milestones, {context.quarter.label}",
            [
                Column("Milestone", 5),
                Column("First given", 3),
                Column(headed(context.then) or context.say("Quarter before"), 3),
                Column("Now", 3),
                Column(
                    f"Since {spoken(context.then)}"
                    if context.then
                    else context.say("Since the quarter before"),
                    4,
                ),
            ],
            [
                (
                    _milestone_name(context, row.kind),
                    day(row.first),
                    day(row.previous, missing=_NONE),
                    day(row.present, missing=_NONE),
                    fate_words(row),
                )
                for row in followed
            ],
            kind="wide",
        ),
    )
    yield from part("trend", _trend(context, followed))


def _milestone_name(context: Context, kind: str) -> str:
    words = label(context.council.milestones, kind)
    answer = context.only_answer
    named = answer.other_milestone_name.strip() if answer else ""
    other = {one.id for one in context.council.kinds if one.column == OTHER_MILESTONE}
    return f"{words}: {named}" if named and kind in other else words


def _trend(context: Context, followed: Sequence[TrackedMilestone]) -> Fragment | None:
    """Draw the dates of milestones, if at least two reports have given any."""
    kinds = {kind.id: kind for kind in context.council.kinds}
    given = [
        (
            kinds[milestone.kind].heading,
            given_dates(context.history, milestone.activity, milestone.kind),
        )
        for milestone in followed
    ]
    reports = [any(days) for days in zip(*(days for _, days in given), strict=True)]
    if sum(reports) < _LEAST_REPORTS:
        return None
    asked = context.data.asked
    moved = sum(milestone.fate in MOVED_LATER for milestone in followed)
    return milestone_trend(
        Words(
            "trend",
            context.say(
                "Date of each milestone as each quarter’s report gave it. "
                "A level line keeps its date; the dashed line is the day of the report"
            ),
            f"Line chart of the dates of {counted(len(followed), _MILESTONE)} over "
            + context.say(counted(len(asked), ("quarterly report", "quarterly reports")))
            + (f". Since {spoken(context.then)}, {moved or 'none'} moved to a later date."),
            "Milestone",
        ),
        [(period.value, period.window.closed) for period in asked],
        given,
    )


def issues(context: Context) -> Iterator[Fragment | None]:
    """Yield issues, the lead officer's words on them, and mitigating actions or escalations."""
    answer, asks = context.only_answer, context.council.asks
    issues, mitigation = asks("issues", "issue_other"), asks("mitigation")
    if not (issues or mitigation):
        return
    if answer is None:
        yield from part("facts", paragraph("No return."))
        return
    if not answer.issue_count and not answer.any_mitigation:
        kinds = [*(["issue"] if issues else []), *(["mitigation"] if mitigation else [])]
        yield from part("facts", paragraph(f"No {' and no '.join(kinds)} was given."))
        return
    themes = listed(labels_of(context.council.mitigations, answer.mitigation_themes))
    told = {
        "issues": ("Issues", issue_words(context, answer)),
        "issue_detail": (
            context.say("In the lead officer’s words"),
            answer.issue_detail.strip() or _NONE,
        ),
        "mitigation": ("Mitigating action or escalation", answer.mitigation.strip() or _NONE),
        "mitigation_themes": ("Kind of mitigation", themes or _NONE),
    }
    asked = [pair for column, pair in told.items() if asks(column)]
    if not asks("issues") and issues:
        asked.insert(0, told["issues"])
    yield from part("facts", facts(asked))


def governance(context: Context) -> Iterator[Fragment | None]:
    """Yield boards reported to and expected, the forward plan and risk registers."""
    answer, council = context.only_answer, context.council
    if not council.asks("boards_reported", "boards_expected", "risk_registers"):
        return
    if answer is None:
        yield from part("facts", paragraph("No return."))
        return
    boards, registers = council.boards, council.registers
    reported = context.say("Reported to this quarter")
    told = {
        "boards_reported": (reported, _named(boards, answer.boards_reported, "No board")),
        "boards_expected": (
            "Expected to report to this year",
            _named(boards, answer.boards_expected, "No board"),
        ),
        "forward_plan_date": (
            "Date on the forward plan",
            day(answer.forward_plan_date, missing=_NONE),
        ),
        "risk_registers": (
            "Risk registers",
            _named(registers, answer.risk_registers, "None"),
        ),
    }
    yield from part("facts", facts([pair for one, pair in told.items() if council.asks(one)]))


def _named(items: Sequence[Item], identifiers: Sequence[str], none: str) -> Markup | str:
    return listed(labels_of(items, identifiers)) or none


def assurance(context: Context) -> Iterator[Fragment | None]:
    """Yield the audits and reviews of the activity."""
    touching = context.data.reviews
    if not touching:
        yield from part(
            "table", paragraph(context.say("No audit or review touches this activity."))
        )
        return
    yield from part(
        "table",
        table(
            "assurance",
            "Audits and reviews",
            [
                Column("Audit or review", 5),
                Column("Due", 3),
                Column("Opinion", 3),
                Column("Note", 5),
            ],
            [(*review_cells(context, review), review.note or "None") for review in touching],
            kind="wide",
        ),
    )
    yield from part(
        "table",
        note(context.say("Opinion: whether the review agrees with what the lead officer reports.")),
    )
