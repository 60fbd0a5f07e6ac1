"""`sdp status`: which returns of a quarter have come in, and which of its reports are fresh."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from sdp_lib.cli.options import (
    DataOption,
    JsonOption,
    OutOption,
    ParamsOption,
    QuarterArgument,
    failure_as_json,
    say,
    say_json,
)

if TYPE_CHECKING:
    from sdp_lib.inputs.params import QuarterParams
    from sdp_lib.inputs.submissions import Submission
    from sdp_lib.pipeline.plan.staleness import ReportState

_MOST_NAMED = 8


def status(
    quarter: QuarterArgument,
    data: DataOption = Path("data"),
    params: ParamsOption = Path("params"),
    out: OutOption = Path("outputs"),
    as_json: JsonOption = False,  # noqa: FBT002 - typer makes --json of it
) -> None:
    """Show who has answered, who is late or missing, and which reports are fresh or why not."""
    from sdp_lib.inputs.calendar_setting import parse_quarter
    from sdp_lib.inputs.input_files import Sources
    from sdp_lib.inputs.submissions import read_submissions
    from sdp_lib.pipeline.plan.build_plan import plan_build
    from sdp_lib.pipeline.plan.request import Request

    with failure_as_json(_unknown(quarter), wanted=as_json):
        sources = Sources(Path.cwd(), data, params, Path("notebooks"))
        plan = plan_build(Request(parse_quarter(quarter, params), sources, out))
        answers, states = read_submissions(data, plan.params), plan.states
        shared = plan.shared_state
    if as_json:
        say_json({**_as_json(plan.params, answers, states), "shared": asdict(shared)})
    else:
        lines = [*_returns(plan.params, answers), "", *_reports(plan.request.folder, states)]
        if shared.state == "stale":
            lines += ["Front page and downloads: stale", *(f"    {why}" for why in shared.why)]
        say("\n".join(lines))


def _unknown(quarter: str) -> dict[str, object]:
    """Return the document of a quarter about which nothing is known."""
    return {"quarter": quarter, "plan": None, "state": None, "returns": None, "reports": []}


def _as_json(
    asked: QuarterParams, answers: Sequence[Submission], states: Sequence[ReportState]
) -> dict[str, object]:
    return {
        "quarter": asked.quarter,
        "plan": asked.plan,
        "state": asked.state,
        "returns": {
            "expected": len(answers),
            "received": sum(answer.state != "missing" for answer in answers),
            "closed": asked.window.closed.isoformat(),
            **{
                state: [_answer(answer) for answer in answers if answer.state == state]
                for state in ("in_time", "late", "missing")
            },
        },
        "reports": [asdict(state) for state in states],
        "problems": [],
    }


def _answer(answer: Submission) -> dict[str, str]:
    return {name: value for name, value in asdict(answer).items() if name != "state"}


def _returns(asked: QuarterParams, answers: Sequence[Submission]) -> list[str]:
    received = [answer for answer in answers if answer.state != "missing"]
    lines = [
        f"Returns of {asked.quarter}: {len(received)} of {len(answers)} received; "
        f"the form is open from {asked.window.opened} to {asked.window.closed}."
    ]
    in_time = [answer.activity for answer in answers if answer.state == "in_time"]
    lines += [f"  in time ({len(in_time)}): {', '.join(in_time)}"] if in_time else []
    for state in ("late", "missing"):
        listed = [answer for answer in answers if answer.state == state]
        lines += [f"  {state} ({len(listed)}):"] if listed else []
        lines += [f"    {answer.activity}. {answer.title} ({_who(answer)})" for answer in listed]
    return lines


def _who(answer: Submission) -> str:
    return ", ".join(
        filter(None, [answer.lead, answer.submitted and f"submitted {answer.submitted}"])
    )


def _reports(folder: Path, states: Sequence[ReportState]) -> list[str]:
    """Return lines on the state of reports, one for those that share a state and its reasons."""
    from sdp_lib.pipeline.plan.staleness import STATES

    lines = [f"Reports in {folder.as_posix()}: {_counted(states, STATES)}."]
    alike: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for report in sorted(states, key=lambda report: STATES.index(report.state)):
        alike.setdefault((report.state, report.why), []).append(report.report)
    for (state, why), names in alike.items():
        lines.append(f"  {state} ({len(names)}): {_named(names)}")
        lines += [f"    {reason}" for reason in why]
    return lines


def _counted(states: Sequence[ReportState], words: Iterable[str]) -> str:
    counts = [(sum(report.state == word for report in states), word) for word in words]
    return ", ".join(f"{number} {word}" for number, word in counts if number)


def _named(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
