"""Issues (section 4), mitigation (5) and risk (8) of activities not on track."""

from __future__ import annotations

from collections.abc import Iterator

from sdp_lib.measures.breakdowns import by_issue_count
from sdp_lib.measures.figure import Figure
from sdp_lib.measures.responses import Answer
from sdp_lib.presentation.charts import Words, paired_bars
from sdp_lib.presentation.fragments import (
    Fragment,
    Markup,
    bullets,
    finding,
    note,
    paragraph,
    part,
)
from sdp_lib.presentation.tables import Column, figure_table, table
from sdp_lib.presentation.wording import counted, in_sentence, listed, sentence, share, verb
from sdp_lib.report.context import (
    MOST_NAMED,
    Context,
    issue_words,
    labels_of,
    named,
    periods_of,
    series,
    spoken_periods,
)
from sdp_lib.report.long_lists import first_of, where_the_rest_is

_ISSUE = ("issue", "issues")


def off_track_noun(context: Context) -> tuple[str, str]:
    """Return the noun for activities asked about issues, mitigation and risk: one and many."""
    return context.say("activity not on track"), context.say("activities not on track")


def issues(context: Context) -> Iterator[Fragment | None]:
    """Yield the issues that activities not on track name, by theme (section 4)."""
    if not context.council.asks("issues", "issue_other"):
        yield from part("commentary", context.commentary("issues"))
        return
    off_track = context.now.off_track
    if not off_track:
        yield from part("finding", paragraph(_none_off_track(context)))
        yield from part("commentary", context.commentary("issues"))
        return
    yield from part("finding", finding(_most_named(context)))
    yield from part("chart", _issue_chart(context))
    yield from part(
        "table",
        figure_table(
            "issues",
            context.say("Issues named by activities that are not on track, ")
            + f"{context.subject}, {context.quarter.label}",
            "Theme",
            [
                *_themes(context),
                ("At least one issue", context.figure("issues.any")),
                ("More than one issue", context.figure("issues.more_than_one")),
            ],
            context.then,
        ),
    )
    if len(off_track) > 1:
        yield from part("how_many_each", paragraph(_how_many_each(context)))
    yield from part(
        "details",
        bullets(_issue_detail(context, answer) for answer in first_of(context, off_track)),
        *where_the_rest_is(context, off_track),
    )
    yield from part("commentary", context.commentary("issues"))


def _none_off_track(context: Context) -> str:
    asked = context.say("Only activities that are not on track are asked this question.")
    return f"{asked} {context.none_off_track}."


def _themes(context: Context) -> list[tuple[str, Figure]]:
    """Return the themes with their figures, the most named first."""
    themes = context.council.themes
    all_themes = [(theme.label, context.figure(f"issues.{theme.id}")) for theme in themes]
    return sorted(all_themes, key=lambda pair: (-pair[1].value, -(pair[1].previous or 0)))


def _named_now_or_then(context: Context) -> list[tuple[str, Figure]]:
    """Return the themes that were named in either quarter, the most named first."""
    return [(words, one) for words, one in _themes(context) if one.value or one.previous]


def _most_named(context: Context) -> Markup:
    themes = [pair for pair in _named_now_or_then(context) if pair[1].value]
    if not themes:
        return sentence(context.say("no activity that is not on track names one of the themes"))
    most = themes[0][1]
    together = [words for words, one in themes if one.value == most.value]
    names = listed([in_sentence(label) for label in together])
    who = share(most.value, most.of, off_track_noun(context))
    if len(together) > 1 and most.value < most.of:
        return sentence(Markup("{} are each named by {}").format(names, who))
    return sentence(
        Markup("{} {} {}").format(who, verb(most.value, most.of, "names", "name"), names)
    )


def _issue_chart(context: Context) -> Fragment | None:
    themes = _named_now_or_then(context)
    if not themes:
        return None
    figures = [figure for _, figure in themes]
    bars = series(context, figures)
    quarters = periods_of(context, bars)
    return paired_bars(
        Words(
            "issues",
            context.say("Number of activities not on track that name each issue, ")
            + f"{context.subject}, {quarters}",
            f"Bar chart of issues by theme in {spoken_periods(context, bars)}. "
            f"{_most_named(context).striptags()}",
        ),
        [words for words, _ in themes],
        bars,
    )


def _how_many_each(context: Context) -> Markup:
    """Return how many issues each activity named, activities with the same number together."""
    parts: list[Markup] = []
    one, many = context.nouns.activity
    for count, alike in by_issue_count(context.now):
        number = counted(count, _ISSUE)
        if len(alike) > MOST_NAMED:
            parts.append(Markup("{} name {} each").format(context.counted(len(alike)), number))
        elif len(alike) > 1:
            who = listed([answer.id for answer in alike])
            parts.append(Markup("{} {} name {} each").format(many, who, number))
        else:
            parts.append(Markup("{} {} names {}").format(one, alike[0].id, number))
    return sentence(listed(parts))


def _issue_detail(context: Context, answer: Answer) -> Markup:
    detail = answer.issue_detail.strip()
    said = Markup(" “{}”").format(detail) if detail else Markup("")
    return Markup("{}: {}.{}").format(context.activity(answer), issue_words(context, answer), said)


def mitigations(context: Context) -> Iterator[Fragment | None]:
    """Yield mitigating actions and escalations, their kinds, and who has none (section 5)."""
    if not context.council.asks("mitigation"):
        yield from part("commentary", context.commentary("mitigations"))
        return
    off_track = context.now.off_track
    if not off_track:
        yield from part(
            "finding", paragraph(f"{context.none_off_track}, so none is asked for one.")
        )
        yield from part("commentary", context.commentary("mitigations"))
        return
    figure = context.figure("mitigations.any")
    has = verb(figure.value, figure.of, "has", "have")
    who = share(figure.value, figure.of, off_track_noun(context))
    without = [answer for answer in off_track if not answer.any_mitigation]
    yield from part("finding", finding(sentence(f"{who} {has} a mitigating action or escalation")))
    if without:
        yield from part(
            "without", paragraph(Markup("None is given for {}.").format(named(without)))
        )
    if figure.value:
        yield from part("table", _mitigation_table(context))
    yield from part("commentary", context.commentary("mitigations"))


def _mitigation_table(context: Context) -> Fragment:
    having = [answer for answer in context.now.off_track if answer.any_mitigation]
    themes, kinds = context.council.mitigations, context.council.asks("mitigation_themes")
    return table(
        "mitigations",
        context.say("Mitigating actions and escalations as lead officers describe them, ")
        + f"{context.subject}, {context.quarter.label}",
        [
            Column(context.say("Activity"), 3),
            *([Column("Kind", 2)] if kinds else []),
            Column(context.say("In the lead officer’s words"), 5),
        ],
        [
            (
                context.activity(answer),
                *([listed(labels_of(themes, answer.mitigation_themes)) or "Not given"] * kinds),
                answer.mitigation.strip(),
            )
            for answer in having
        ],
        kind="wide",
    )


def risk(context: Context) -> Iterator[Fragment | None]:
    """Yield the risk registers that activities not on track are on (section 8)."""
    if not context.council.asks("risk_registers"):
        yield from part("commentary", context.commentary("risk"))
        return
    figure = context.figure("risk.any")
    if not context.now.off_track:
        yield from part("finding", paragraph(f"{context.none_off_track}, so none is counted here."))
    else:
        who = share(figure.value, figure.of, off_track_noun(context))
        on = verb(figure.value, figure.of)
        which = "at least one risk register" if figure.value else "a risk register"
        said = f"{who} {on} on {which}"
        if not figure.value and figure.of == 1:
            said = context.say("the only activity not on track is on no risk register")
        yield from part("finding", finding(sentence(said)))
        yield from part(
            "table",
            figure_table(
                "risk",
                context.say("Risk registers that hold activities not on track, ")
                + f"{context.subject}, {context.quarter.label}",
                "Risk register",
                [
                    (register.label, context.figure(f"risk.{register.id}"))
                    for register in context.council.registers
                ]
                + [("At least one register", figure)],
                context.then,
            ),
        )
        yield from part("table", note(context.say("An activity may be on several registers.")))
    yield from part("commentary", context.commentary("risk"))
