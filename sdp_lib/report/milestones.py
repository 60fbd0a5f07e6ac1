"""Milestones and end dates: dates given, slipped and kept (section 3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sdp_lib.inputs.council import label
from sdp_lib.measures.breakdowns import longest_slips
from sdp_lib.measures.figure import Figure
from sdp_lib.measures.responses import Answer, Responses
from sdp_lib.measures.tracking import FATES, TrackedMilestone, tracked
from sdp_lib.periods import spoken
from sdp_lib.presentation.charts import Words, paired_bars
from sdp_lib.presentation.fragments import Fragment, Markup, finding, note, paragraph, part
from sdp_lib.presentation.tables import Column, figure_table, table
from sdp_lib.presentation.timecharts import Slip, slippage
from sdp_lib.presentation.wording import (
    are,
    change,
    day,
    duration,
    largest,
    listed,
    of_these,
    percentage,
    sentence,
    share,
    verb,
)
from sdp_lib.report.context import Context, periods_of, series
from sdp_lib.report.long_lists import first_of, where_the_rest_is

MOST_SLIPS_DRAWN = 15
FATE_WORDS = {
    "kept": "Date kept, still to come",
    "passed": "Date kept, and has come",
    "brought_forward": "Brought forward",
    "put_back": "Put back",
    "missed": "Missed, with a later date now",
    "disappeared": "Disappeared: a date before, none now",
    "new": "New: no date before",
}
_GONE = {
    "milestone_dates.missed": ("was missed", "were missed"),
    "milestone_dates.put_back": ("was put back", "were put back"),
    "milestone_dates.disappeared": ("disappeared", "disappeared"),
}
_MOVED = ("missed", "put_back", "brought_forward", "disappeared")


def milestones(context: Context) -> Iterator[Fragment | None]:
    """Yield milestones given, their kinds, every revised end date, and which dates were kept."""
    kinds, ends = context.council.kinds, context.council.asks("revised_end")
    if kinds:
        yield from part("finding", finding(_gave_milestones(context)))
        if context.figure("milestones.any").value:
            yield from _kinds(context)
    if ends:
        yield from part("revised_ends", *_revised_ends(context))
    if kinds:
        yield from part("dates_kept", *kept_dates(context))
    yield from part("commentary", context.commentary("milestones"))


def _gave_milestones(context: Context) -> Markup:
    figure = context.figure("milestones.any")
    has = verb(figure.value, figure.of, "has", "have")
    who = share(figure.value, figure.of, context.answering)
    text = f"{who} {has} given at least one milestone date"
    moved = change(figure, context.then)
    return sentence(f"{text}, {moved}" if moved else text)


def _kinds(context: Context) -> Iterator[Fragment]:
    given = context.figure("milestones.any")
    kinds = context.council.kinds
    figures = [context.figure(f"milestones.{kind.id}") for kind in kinds]
    bars = series(context, figures)
    yield from part(
        "chart",
        paired_bars(
            Words(
                "milestones",
                context.say("Number of activities that gave each kind of milestone, ")
                + f"{context.subject}, {periods_of(context, bars)}",
                f"Bar chart of the kinds of milestone given. {_most_given(context, figures)}",
            ),
            [kind.heading for kind in kinds],
            bars,
        ),
    )
    yield from part(
        "table",
        figure_table(
            "milestones",
            f"Kinds of milestone given, {context.subject}, {context.quarter.label}",
            "Milestone",
            list(zip([kind.label for kind in kinds], figures, strict=True)),
            context.then,
        ),
    )
    if given.value > 1:
        who = context.counted(given.value)
        out_of = f"Counts are out of the {who} that gave at least one milestone date."
        yield from part("table", note(out_of))


def _most_given(context: Context, figures: Sequence[Figure]) -> str:
    kinds = [kind.heading for kind in context.council.kinds]
    most, names = largest([(kind, one.value) for kind, one in zip(kinds, figures, strict=True)])
    if not most:
        return "No date was given."
    each = " each" if len(names) > 1 else ""
    return f"Given most often: {listed(names)}, by {context.counted(most)}{each}."


def _revised_ends(context: Context) -> Iterator[Fragment]:
    revised = context.figure("end_dates.revised")
    on_track = context.figure("end_dates.revised_on_track")
    has = verb(revised.value, revised.of, "has", "have")
    yield paragraph(
        sentence(f"{share(revised.value, revised.of, context.answering)} {has} a revised end date"),
        sentence(f"{still_on_track(on_track)} ({percentage(on_track)})") if revised.value else "",
    )
    if not revised.value:
        return
    yield from slip_chart(context)
    slips = sorted(context.now.revised, key=lambda row: -(row.slip_days or 0))
    yield slip_table(context, first_of(context, slips))
    yield from where_the_rest_is(context, slips)


def still_on_track(figure: Figure) -> str:
    """Return how many of those with a later end date are still on track."""
    return of_these(
        figure.value,
        figure.of,
        "is reported as on track",
        "are reported as on track",
        "is not reported as on track",
    )


def slip_chart(context: Context) -> Iterator[Fragment]:
    """Draw the longest slips from the original to the revised end date."""
    slips, without = longest_slips(context.now)
    longest = slips[:MOST_SLIPS_DRAWN]
    if not longest:
        return
    which = "The longest slips" if len(longest) < len(slips) else "Slips"
    row = longest[0][1]
    yield slippage(
        Words(
            "slippage",
            f"{which} from the original to the revised end date, {context.subject}, "
            f"{context.quarter.label}",
            f"Chart of original and revised end dates of {context.counted(len(longest))}. The "
            f"longest slip is that of {context.nouns.activity[0]} {row.id}, by {slip_words(row)}.",
        ),
        [
            Slip(
                f"{answer.id}. {answer.title}",
                answer.end,
                answer.revised_end,
                duration(answer.end, answer.revised_end),
            )
            for _, answer in longest
            if answer.end and answer.revised_end
        ],
    )
    if without:
        has = verb(without, 0, "has", "have")
        who = context.counted(without)
        yield note(f"{who} {has} no original end date and {are(without)} not drawn.")


def slip_table(context: Context, slips: Sequence[Answer]) -> Fragment:
    """List revised end dates beside the original ones."""
    return table(
        "revised-end-dates",
        f"Revised end dates, {context.subject}, {context.quarter.label}",
        [
            Column(context.say("Activity"), 6),
            Column("Delivery status", 3),
            Column("Original end date", 3),
            Column("New end date", 3),
            Column("Later by", 2, "number"),
        ],
        [
            (
                context.activity(row),
                context.status(row.delivery),
                day(row.end),
                day(row.revised_end),
                slip_words(row),
            )
            for row in slips
        ],
        kind="wide",
    )


def slip_words(answer: Answer) -> str:
    """Return how much later the revised end is than the original one."""
    if answer.end is None or answer.revised_end is None:
        return "no original date"
    return duration(answer.end, answer.revised_end)


def kept_dates(context: Context) -> Iterator[Fragment]:
    """Show what became of milestone dates since the previous period."""
    if context.before is None:
        return
    last = spoken(context.then)
    figures = [(FATE_WORDS[name], context.figure(f"milestone_dates.{name}")) for name in FATES]
    if not any(figure.of for _, figure in figures):
        yield paragraph(f"No milestone date was given in {last} or since.")
        return
    fates = [figure.value for name in _GONE for figure in [context.figure(name)]]
    yield finding(dates_given(figures[0][1].of, fates, last))
    yield figure_table(
        "milestone-dates",
        f"What became of milestone dates since {spoken(context.before.quarter.label)}, "
        f"{context.subject}",
        "Milestone dates",
        figures,
        "",
    )
    yield from _moved_dates(context, context.before)


def dates_given(of: int, fates: Sequence[int], before: str) -> Markup:
    """Return how many of the dates given before were missed, were put back, or disappeared.

    >>> for of, fates in [(117, (2, 7, 1)), (9, (0, 0, 0)), (1, (0, 1, 0)), (0, (0, 0, 0))]:
    ...     print(dates_given(of, fates, "Quarter 1"))
    Of 117 milestone dates given in Quarter 1, 2 were missed, 7 were put back and 1 disappeared.
    None of the 9 milestone dates given in Quarter 1 was missed or put back, and none disappeared.
    The only milestone date given in Quarter 1 was put back.
    No milestone date was given in Quarter 1.
    """
    words = (f"milestone date given in {before}", f"milestone dates given in {before}")
    if not of:
        return sentence(f"no milestone date was given in {before}")
    said = [
        (number, are(number, *verbs)) for number, verbs in zip(fates, _GONE.values(), strict=True)
    ]
    if not any(fates):
        more = "" if of == 1 else ", and none disappeared"
        return sentence(f"{share(0, of, words)} was missed or put back{more}")
    if of == 1:
        return sentence(f"{share(1, 1, words)} {next(did for number, did in said if number)}")
    happened = listed([f"{number} {did}" for number, did in said if number])
    return sentence(Markup("Of {} {}, {}").format(of, words[1], happened))


def _moved_dates(context: Context, before: Responses) -> Iterator[Fragment]:
    followed = tracked(context.history, before, context.data.params.window.closed)
    moved = sorted(
        (milestone for milestone in followed if milestone.fate in _MOVED),
        key=lambda row: -(row.days or 0),
    )
    if not moved:
        return
    yield table(
        "moved-milestones",
        f"Milestone dates that moved since {spoken(before.quarter.label)}, {context.subject}",
        [
            Column(context.say("Activity"), 5),
            Column("Milestone", 3),
            Column("Date before", 3),
            Column("Date now", 3),
            Column("What became of it", 4),
        ],
        [
            (
                context.activity(context.now.by_activity[row.activity]),
                label(context.council.milestones, row.kind),
                day(row.previous),
                day(row.present, missing="None"),
                fate_words(row),
            )
            for row in first_of(context, moved)
        ],
        kind="wide",
    )
    yield from where_the_rest_is(context, moved)


def fate_words(milestone: TrackedMilestone) -> str:
    """Return what became of a milestone date, and by how much it moved."""
    if not milestone.fate:
        return "Nothing to compare with"
    before, now = milestone.previous, milestone.present
    if before is None or now is None or before == now:
        return FATE_WORDS[milestone.fate]
    moved = duration(before, now)
    if milestone.fate == "missed":
        return f"Missed, now {moved} later"
    return f"{FATE_WORDS[milestone.fate]} by {moved}"
