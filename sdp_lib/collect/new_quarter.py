"""`sdp new`: the files of the next quarter, carried over from the last; none is overwritten."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sdp_lib.collect.carry_over import (
    asked_sections,
    last_words,
    moved,
    params_text,
    reference,
    stub,
)
from sdp_lib.collect.mailing import Mailing, mailing_workbook
from sdp_lib.collect.write_files import write_files
from sdp_lib.errors import InputError, Problem
from sdp_lib.inputs.dataset import Dataset, check_commentary, read_dataset
from sdp_lib.inputs.input_files import Sources
from sdp_lib.inputs.params import QuarterParams, known_quarters, read_quarter
from sdp_lib.inputs.plan import read_plan
from sdp_lib.inputs.plan_as_it_was import plan_in
from sdp_lib.inputs.recorded import record_files, record_of
from sdp_lib.inputs.window import Window
from sdp_lib.periods import Period
from sdp_lib.pipeline.plan.fingerprints import list_jobs
from sdp_lib.problems.call import NO_PLAN_FOR_YEAR, NOTHING_TO_CARRY_OVER

Make = Callable[[], bytes]


@dataclass(frozen=True)
class NewQuarter:
    """The files of a new quarter: those to make, each by a function, and those that exist."""

    params: QuarterParams
    make: Mapping[Path, Make]
    kept: Sequence[Path]


def prepare_quarter(quarter: Period, sources: Sources) -> NewQuarter:
    """Work out what a quarter needs from what the last one had; nothing is written.

    `InputError` holds every problem of the last quarter, or says that no plan covers the new one.
    """
    last = _read_last(quarter, sources)
    asked = _asked(quarter, last, sources)
    files = {
        # The plan at the end of the quarter: its reports are made from it from now on.
        **_record(last, sources),
        **_commentary(asked, last, sources),
        sources.data / "mailing" / f"{quarter}.xlsx": lambda: _mailing(asked, last, sources),
        # Last: a quarter exists once it has parameters.
        sources.params / f"{quarter}.yml": lambda: _parameters(asked, last, sources),
    }
    return NewQuarter(
        asked,
        {path: make for path, make in files.items() if not path.exists()},
        [path for path in files if path.exists()],
    )


def write_quarter(new: NewQuarter) -> None:
    """Write the files that do not exist yet, all of them or none; `BuildError` if that fails."""
    contents = {path: make() for path, make in new.make.items()}
    write_files(contents, "nothing was made")


def _read_last(quarter: Period, sources: Sources) -> Dataset:
    """Read the last period before this one, whether or not others lie between the two."""
    known = known_quarters(sources.params, quarter.calendar)
    last = max((period for period in known if period < quarter), default=quarter.previous())
    try:
        return read_dataset(sources.data, sources.params, last)
    except InputError as error:
        returns = sources.data / "returns" / f"{last}.csv"
        about_returns = any(
            problem.where.startswith(returns.as_posix()) for problem in error.problems
        )
        if about_returns or returns.is_file():
            raise
        lacking = Problem(
            NOTHING_TO_CARRY_OVER,
            returns.as_posix(),
            f"the file does not exist, and {quarter} begins with what {last} said",
            f"Import the form's export with 'sdp ingest FILE --quarter {last}'",
        )
        raise InputError([*error.problems, lacking]) from None


def _asked(quarter: Period, last: Dataset, sources: Sources) -> QuarterParams:
    """Return the parameters of the new quarter: those that exist, or those carried over."""
    if (sources.params / f"{quarter}.yml").exists():
        return read_quarter(sources.params, quarter)
    before = last.now.params
    plan = _plan_of(quarter, last, sources.data)
    reports = before.reports
    if plan != before.plan:  # with other IDs
        reports = tuple(report.model_copy(update={"only": None}) for report in reports)
    opened, closed = (
        moved(day, last.quarter, quarter) for day in (before.window.opened, before.window.closed)
    )
    return QuarterParams.model_validate(
        {
            "quarter": str(quarter),
            "plan": plan,
            "window": Window(opened=opened, closed=closed),
            "state": "draft",
            "reports": reports,
        },
        context=quarter.calendar,
    )


def _plan_of(quarter: Period, last: Dataset, data: Path) -> str:
    """Return the plan of a quarter: the last one's, unless a year begins that it does not cover."""
    year = quarter.year_id
    if quarter.start_year == last.quarter.start_year or year in last.plan.years:
        return last.now.params.plan
    plans = sorted(path.parent.name for path in (data / "plans").glob("*/plan.yml"))
    covering = [name for name in plans if year in read_plan(data, name).years]
    if len(covering) != 1:
        raise InputError.of(
            NO_PLAN_FOR_YEAR,
            (data / "plans").as_posix(),
            f"{quarter} needs one plan that lists {year} in its years, and "
            f"{' and '.join(covering) or 'no plan'} {'do' if covering else 'does'}",
            f"List {year} in the plan.yml of exactly one plan",
        )
    return covering[0]


def _record(last: Dataset, sources: Sources) -> dict[Path, Make]:
    """Return the record of the quarter that ends; files that exist are kept."""
    plan = last.now.params.plan
    files = record_of(sources.data, sources.params, plan, last.quarter)
    return {path: partial(bytes, content) for path, content in files.items()} or {
        path: bytes for path in record_files(sources.data, plan, last.quarter)
    }


def _parameters(asked: QuarterParams, last: Dataset, sources: Sources) -> bytes:
    return params_text(sources.params, last.now.params, asked).encode()


def _commentary(asked: QuarterParams, last: Dataset, sources: Sources) -> dict[Path, Make]:
    """Return a stub for each report except the scorecards, and for each with earlier commentary.

    The last commentary is put beside it, in a folder that no report reads.
    """
    same_plan = asked.plan == last.now.params.plan
    quarters = [wave.quarter for wave in last.waves] if same_plan else []
    folder = sources.data / "commentary" / asked.quarter
    files: dict[Path, Make] = {}
    jobs, sections = list_jobs(sources, asked), asked_sections(last.council)
    check_commentary(sources.data, last.quarter, [job.name for job in jobs])
    for job in jobs:
        before = last_words(sources.data, quarters, job.name)
        if before:
            files[folder / "previous" / f"{job.name}.md"] = reference(*before).encode
            files[folder / f"{job.name}.md"] = stub(before[1]).encode
        elif "activity" not in job.parameters:
            files[folder / f"{job.name}.md"] = stub(known=sections).encode
    return files


def _mailing(asked: QuarterParams, last: Dataset, sources: Sources) -> bytes:
    same_plan = asked.plan == last.now.params.plan
    then = plan_in(sources.data, sources.params, asked.plan, asked.value)
    return mailing_workbook(
        Mailing(
            quarter=asked.value,
            council=then.council,
            plan=then.plan,
            activities=then.members(asked.value),
            opens=asked.window.opened.isoformat(),
            last=last.now if same_plan else None,
        )
    )
