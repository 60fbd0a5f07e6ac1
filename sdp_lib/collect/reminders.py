"""`sdp remind`: for each lead post, which returns are missing and what the checks ask."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from sdp_lib.collect.questions import question_of
from sdp_lib.errors import InputError
from sdp_lib.inputs.council import Council, read_council
from sdp_lib.inputs.file_names import is_reserved
from sdp_lib.inputs.params import QuarterParams, read_quarter
from sdp_lib.inputs.quality.check import PlanReports, check_quarter
from sdp_lib.inputs.quality.rule import Finding
from sdp_lib.inputs.returns import returns_path
from sdp_lib.inputs.submissions import Submission, read_submissions
from sdp_lib.periods import Period
from sdp_lib.presentation.wording import counted, day
from sdp_lib.storage import swapped_in, write_bytes

NO_POST = "No post is named"
_RETURNS, _QUESTIONS = ("return", "returns"), ("question", "questions")
_LONGEST_NAME = 80


@dataclass(frozen=True)
class Asked:
    """An activity, and what is asked about its return."""

    activity: str
    title: str
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Reminder:
    """What one post is asked for; its files are called `name`."""

    post: str
    name: str
    missing: tuple[Submission, ...]
    asked: tuple[Asked, ...]

    @property
    def count(self) -> int:
        """How many questions there are."""
        return sum(len(asked.questions) for asked in self.asked)


@dataclass(frozen=True)
class Reminders:
    """The reminders of a period, and what every one of them says."""

    council: Council
    params: QuarterParams
    posts: tuple[Reminder, ...]


def read_reminders(data: Path, params: Path, quarter: Period, reports: PlanReports) -> Reminders:
    """Work out what each post is asked for; `InputError` if inputs are wrong.

    Before the first return comes in, all are missing.
    """
    council, asked = read_council(params), read_quarter(params, quarter)
    submissions = read_submissions(data, asked)
    findings: Sequence[Finding] = ()
    if returns_path(data, quarter).is_file():
        checked = check_quarter(data, params, quarter, reports)
        if checked.errors:
            raise InputError(dict.fromkeys(finding.problem for finding in checked.errors))
        findings = checked.findings
    return Reminders(council, asked, tuple(_by_post(council, submissions, findings)))


def _by_post(
    council: Council, submissions: Sequence[Submission], findings: Sequence[Finding]
) -> Iterator[Reminder]:
    """Yield the posts that are asked for anything, in the order of the plan."""
    questions = {column: question for question, column in council.form.items()}
    asked: dict[str, dict[str, None]] = {}
    for finding in findings:
        if question := question_of(finding, questions):
            asked.setdefault(finding.activity, {})[question] = None
    posts: dict[str, list[Submission]] = {}
    for submission in submissions:
        posts.setdefault(" ".join(submission.lead.split()) or NO_POST, []).append(submission)
    for (post, own), name in zip(posts.items(), file_names(posts), strict=True):
        missing = tuple(submission for submission in own if submission.state == "missing")
        about = tuple(
            Asked(submission.activity, submission.title, tuple(asked[submission.activity]))
            for submission in own
            if submission.activity in asked
        )
        if missing or about:
            yield Reminder(post, name, missing, about)


def file_names(posts: Iterable[str]) -> Iterator[str]:
    """Yield a name for the files of each post, valid on every system.

    >>> list(file_names(["Head of Roads", "Head of Roads (East)", "head of roads", "寿", "COM1"]))
    ['head-of-roads', 'head-of-roads-east', 'head-of-roads-2', 'post', 'com1-post']
    """
    given: set[str] = set()
    for post in posts:
        letters = unicodedata.normalize("NFKD", post).encode("ascii", "ignore").decode().lower()
        stem = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:_LONGEST_NAME] or "post"
        stem = f"{stem}-post" if is_reserved(stem) else stem
        number, name = 1, stem
        while name in given:
            number += 1
            name = f"{stem}-{number}"
        given.add(name)
        yield name


def subject(reminders: Reminders, one: Reminder) -> str:
    """Return the subject of a message: what is missing, and for which period."""
    parts = [f"{counted(len(one.missing), _RETURNS)} to make"] if one.missing else []
    parts += [f"{counted(one.count, _QUESTIONS)} to answer"] if one.count else []
    return f"{reminders.params.value.label}: {' and '.join(parts)}"


def text(reminders: Reminders, one: Reminder) -> str:
    """Return the reminder of a post, in plain words."""
    quarter, window = reminders.params.value, reminders.params.window
    lines = [
        f"To: {one.post}",
        "",
        f"{reminders.council.organisation.plan_name}: {quarter.label}, {quarter.span}",
        f"The form is open from {day(window.opened)} to {day(window.closed)}.",
    ]
    if one.missing:
        these = "This return has" if len(one.missing) == 1 else "These returns have"
        lines += ["", f"{these} not come in yet:"]
        lines += [f"- {named.activity}. {named.title}" for named in one.missing]
    if one.asked:
        ask = "this question" if one.count == 1 else "these questions"
        lines += ["", f"Please answer {ask} about what you sent:"]
        for about in one.asked:
            lines += [f"- {about.activity}. {about.title}"]
            lines += [f"  - {question}" for question in about.questions]
    return "\n".join([*lines, "", "Thank you.", reminders.council.contact.name, ""])


def _message(reminders: Reminders, reminder: Reminder) -> bytes:
    """Return a draft that a mail program opens; the sender fills in the address."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = subject(reminders, reminder)
    message["X-Unsent"] = "1"
    message.set_content(text(reminders, reminder), cte="quoted-printable")
    return message.as_bytes()


def write_reminders(reminders: Reminders, folder: Path) -> list[Path]:
    """Write a text and a draft for each lead post into a folder, in place of earlier ones."""
    files = {}
    for reminder in reminders.posts:
        files[f"{reminder.name}.txt"] = text(reminders, reminder).encode()
        files[f"{reminder.name}.eml"] = _message(reminders, reminder)
    with swapped_in(folder) as staged:
        for path in staged.iterdir():
            path.unlink()
        for name, content in files.items():
            write_bytes(staged / name, content)
    return [folder / name for name in files]
